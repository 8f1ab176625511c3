//! Names, MAC addresses and IP addresses in place of ids.

use fortinac_mock::Appliance;
use serde_json::json;

use crate::support::run;

fn appliance() -> Appliance {
    let adapters = json!([
        {"id": 1, "hostID": 5001, "physicalAddress": "02:00:5E:00:53:01", "ipaddress": "198.51.100.1"},
        {"id": 2, "hostID": 5002, "physicalAddress": "02:00:5E:00:53:02", "ipaddress": "198.51.100.2"},
    ]);
    let hosts = json!([
        {"id": 5001, "hostName": "cam-1", "adapters": ["02:00:5E:00:53:01"]},
        {"id": 5002, "hostName": "cam-2", "adapters": ["02:00:5E:00:53:02"]},
        {"id": 5003, "hostName": "twin"},
        {"id": 5004, "hostName": "twin"},
        {"id": 5005, "hostName": "cafe-babe-0001"},
    ]);
    let users = json!([{"id": 31, "userID": "mlind"}]);
    let groups = json!([{"dbid": 7, "name": "Cameras"}]);
    let builder = Appliance::builder().empty();
    let builder = builder.seed("adapter", adapters).seed("host", hosts);
    builder
        .seed("user", users)
        .seed("group", groups)
        .start()
        .unwrap()
}

#[test]
fn a_host_is_named_in_any_way() {
    let appliance = appliance();
    let set = [
        "host",
        "set-role",
        "5003",
        "0200.5e00.5301",
        "198.51.100.2",
        "cafe-babe-0001",
        "--role",
        "NAC-Cameras",
    ];
    assert_eq!(run(&appliance, &set).code, Some(0));
    let roles: Vec<_> = appliance
        .records("host")
        .iter()
        .map(|host| host["role"].clone())
        .collect();
    assert_eq!(
        roles,
        [
            json!("NAC-Cameras"),
            json!("NAC-Cameras"),
            json!("NAC-Cameras"),
            json!(null),
            json!("NAC-Cameras")
        ]
    );

    for name in ["5001", "cam-1", "02-00-5e-00-53-01", "198.51.100.1"] {
        let host = run(&appliance, &["host", "get", name]).json();
        assert_eq!(host["id"], 5001, "{name}");
    }
}

#[test]
fn targets_come_from_a_pipe_and_nothing_but_their_ids_is_taken() {
    use crate::support::run_with;

    let appliance = appliance();
    let records = run(
        &appliance,
        &["host", "list", "--filter", "hostName==twin", "-o", "json"],
    );
    let set = ["host", "set-role", "-", "--role", "x"];
    let done = run_with(&appliance, &set, &records.stdout);
    assert_eq!(done.code, Some(0), "{done:?}");
    let changed = appliance.records("host");
    let changed = changed.iter().filter(|host| host["role"] == "x");
    let ids: Vec<_> = changed.map(|host| host["id"].as_i64().unwrap()).collect();
    assert_eq!(ids, [5003, 5004]);

    let deleted = run_with(
        &appliance,
        &["host", "delete", "-", "--yes"],
        "cam-1\n0200.5e00.5302\n",
    );
    assert_eq!(deleted.code, Some(0), "{deleted:?}");
    assert_eq!(appliance.records("host").len(), 3);
    let none = run_with(&appliance, &["host", "delete", "-", "--yes"], "[]\n");
    assert_eq!(none.code, Some(2), "{none:?}");
    let nameless = run_with(&appliance, &set, "[{\"hostName\": \"twin\"}]");
    assert_eq!(nameless.code, Some(2), "{nameless:?}");
}

#[test]
fn other_records_have_names_too() {
    let appliance = appliance();
    assert_eq!(run(&appliance, &["user", "get", "mlind"]).json()["id"], 31);
    assert_eq!(
        run(&appliance, &["group", "get", "cameras"]).json()["dbid"],
        7
    );
    let hosts = run(&appliance, &["host", "list-for-user", "--user-id", "mlind"]);
    assert_eq!(hosts.code, Some(0), "{hosts:?}");
}

#[test]
fn an_unknown_name_and_an_ambiguous_one_are_told_apart() {
    let appliance = appliance();
    let unknown = run(&appliance, &["host", "get", "cam-9"]);
    assert_eq!(unknown.code, Some(4));
    assert_eq!(unknown.error()["kind"], "not-found");
    let twin = run(&appliance, &["host", "get", "twin"]);
    assert_eq!(twin.code, Some(5));
    let message = twin.error()["message"].as_str().unwrap().to_owned();
    assert!(message.contains("5003 (twin), 5004 (twin)"), "{message}");

    // Nothing is written if one of several is not known.
    let set = run(
        &appliance,
        &["host", "set-role", "cam-1", "cam-9", "--role", "x"],
    );
    assert_eq!(set.code, Some(4));
    assert!(
        appliance
            .records("host")
            .iter()
            .all(|host| host["role"].is_null())
    );
}
