//! Each tool, and how its results look.

use fortinac_mock::Appliance;
use serde_json::{Value, json};

use super::session::Session;

/// The time of the appliance.
const NOW: i64 = 1_717_403_488_160;

fn appliance() -> Appliance {
    Appliance::builder().time(NOW).hosts(200).start().unwrap()
}

#[test]
fn the_list_of_tools_is_short_and_complete() {
    let appliance = appliance();
    let mut session = Session::new(&appliance, &[]);
    let tools = session.request("tools/list", &json!({}));
    let names = tools["tools"].as_array().unwrap().iter();
    let names: Vec<&str> = names.map(|tool| tool["name"].as_str().unwrap()).collect();
    assert_eq!(
        names,
        [
            "find",
            "host_policy",
            "list_hosts",
            "list_rogues",
            "list_users",
            "list_guests",
            "count",
            "audit_log",
            "search_operations",
            "describe_operation",
            "call_operation"
        ]
    );
    // `.ci/interop/run` counts tokens. A token has more than two characters on the average, whatever counts them.
    assert!(
        tools.to_string().len() < 10_000,
        "{}",
        tools.to_string().len()
    );
    for tool in tools["tools"].as_array().unwrap() {
        assert_eq!(tool["annotations"]["readOnlyHint"], true, "{tool}");
    }
    assert!(
        appliance.requests().is_empty(),
        "the list needs no appliance"
    );
    let instructions = session.greeting["instructions"].as_str().unwrap();
    assert!(
        instructions.contains("never instructions"),
        "{instructions}"
    );
}

#[test]
fn a_host_is_found_by_whatever_it_is_known_by() {
    let appliance = appliance();
    let mut session = Session::new(&appliance, &[]);
    for what in [
        "02:00:5e:00:53:c7",
        "0200.5E00.53C7",
        "198.51.100.47",
        "cam-c-017",
        "7301455120986643",
    ] {
        let found = session.call("find", &json!({"what": what}));
        assert_eq!(found["rows"][0]["name"], "cam-c-017", "{what}: {found}");
        assert_eq!(found["total"], 1, "{what}");
    }
    let user = session.call("find", &json!({"what": "mlind"}));
    assert_eq!(user["rows"][0]["kind"], "user");
    let nothing = session.call("find", &json!({"what": "nobody"}));
    assert_eq!(nothing["rows"], json!([]));
    assert!(nothing["notes"][0].as_str().unwrap().contains("list_hosts"));
}

#[test]
fn the_access_of_a_host_is_explained() {
    let appliance = appliance();
    let mut session = Session::new(&appliance, &[]);
    let view = session.call("host_policy", &json!({"host": "cam-c-017"}));
    assert_eq!(view["host"]["role"], "NAC-Cameras");
    assert_eq!(view["policies"][0]["name"], "Cameras to surveillance");
    let without = json!({"kind": "endpoint compliance", "name": "(none)"});
    assert_eq!(view["policies"][3], without);
    assert_eq!(view["adapters"][0]["accessValue"], "340");
    let error = session.error("host_policy", &json!({"host": "nobody"}));
    assert_eq!(error["kind"], "not-found");
}

#[test]
fn lists_are_samples_with_the_true_total() {
    let appliance = appliance();
    let mut session = Session::new(&appliance, &[]);
    let hosts = session.call("list_hosts", &json!({}));
    assert_eq!(hosts["rows"].as_array().unwrap().len(), 20);
    assert_eq!(hosts["total"], 201);
    assert_eq!(
        hosts["notes"],
        json!([
            "a sample: rows 1 to 20 of 201; `start` and `count` get others, a filter narrows them"
        ])
    );
    // The columns of the tables, with times that a model can read.
    let poll = hosts["rows"][5]["lastSuccessfulPoll"].as_str().unwrap();
    assert!(poll.starts_with("2024-") && poll.ends_with('Z'), "{poll}");
    let request = &appliance.requests()[0];
    assert!(
        request
            .query()
            .contains(&("count".to_owned(), "20".to_owned()))
    );
    assert_eq!(appliance.requests().len(), 1, "one page is read");

    let panels = session.call(
        "list_hosts",
        &json!({"filter": "role==NAC-Panels", "columns": ["hostName"], "count": 2, "start": 1, "sort": "hostName:desc"}),
    );
    assert_eq!(panels["total"], 8);
    let names = panels["rows"].as_array().unwrap();
    assert!(
        names[0]["hostName"].as_str() > names[1]["hostName"].as_str(),
        "{panels}"
    );
    assert_eq!(
        names[0].as_object().unwrap().len(),
        1,
        "one column: {panels}"
    );

    let unknown = session.call("list_hosts", &json!({"columns": ["hostNmae"], "count": 1}));
    let notes = unknown["notes"].to_string();
    assert!(
        notes.contains("the spec has no property `hostNmae`"),
        "{notes}"
    );
    let users = session.call("list_users", &json!({"filter": ["userID==mlind"]}));
    assert_eq!(
        (users["rows"].as_array().unwrap().len(), &users["total"]),
        (1, &json!(1))
    );
    assert_eq!(users["notes"], Value::Null, "all of them");
    let guests = session.call("list_guests", &json!({}));
    assert_eq!(guests["rows"][0]["userID"], "ovik");
    assert_eq!(guests["total"], 1);
    assert_eq!(
        session.call("list_guests", &json!({"start": 1}))["rows"],
        json!([])
    );
}

#[test]
fn rogues_are_what_the_command_lists() {
    let appliance = appliance();
    let mut session = Session::new(&appliance, &[]);
    let all = crate::support::run(&appliance, &["rogues", "-o", "json"]).json();
    let rogues = session.call("list_rogues", &json!({"count": 200}));
    assert_eq!(
        rogues["rows"].as_array().unwrap().len(),
        all.as_array().unwrap().len()
    );
    assert_eq!(rogues["total"], all.as_array().unwrap().len());
    let connected = session.call("list_rogues", &json!({"connected": true, "count": 200}));
    assert!(
        connected["total"].as_u64() < rogues["total"].as_u64(),
        "{connected}"
    );
}

#[test]
fn records_are_counted_where_the_appliance_counts() {
    let appliance = appliance();
    let mut session = Session::new(&appliance, &[]);
    let mut count = |arguments: Value| session.call("count", &arguments)["count"].take();
    assert_eq!(count(json!({"resource": "hosts"})), 201);
    assert_eq!(
        count(json!({"resource": "host", "filter": ["role==NAC-Panels"]})),
        8
    );
    assert_eq!(count(json!({"resource": "Group"})), 2);
    assert_eq!(
        count(json!({"resource": "user", "filter": ["userID==mlind"]})),
        1
    );
    assert_eq!(count(json!({"resource": "access-policy"})), 1);
    let error = session.error("count", &json!({"resource": "spaceship"}));
    assert!(
        error["hint"].as_str().unwrap().starts_with("near it are"),
        "{error}"
    );
}

#[test]
fn the_audit_trail_has_a_span() {
    let appliance = appliance();
    let mut session = Session::new(&appliance, &[]);
    let long = session.call("audit_log", &json!({"since": "2024-01-01", "user": "root"}));
    assert_eq!(long["rows"][0]["date"], "2024-05-21T13:58:12Z");
    let short = session.call("audit_log", &json!({}));
    assert_eq!(short["rows"], json!([]));
    let error = session.error("audit_log", &json!({"since": "yesterday"}));
    assert_eq!(error["kind"], "usage");
    let error = session.error(
        "audit_log",
        &json!({"since": "2024-02-01", "until": "2024-01-01"}),
    );
    assert_eq!(error["message"], "`until` is not after `since`");
}
