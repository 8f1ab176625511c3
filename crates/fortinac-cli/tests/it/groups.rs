//! `group members`, `group add` and `group remove`.

use fortinac_mock::{Appliance, Fault};
use serde_json::{Value, json};

use crate::support::run;

fn appliance() -> Appliance {
    let hosts = json!([
        {"id": 1, "hostName": "cam-1", "adapters": ["02:00:5E:00:53:01"]},
        {"id": 2, "hostName": "cam-2", "adapters": ["02:00:5E:00:53:02"]},
    ]);
    // The group is on the second page.
    let group =
        |index: i64| json!({"dbid": index, "name": format!("group {index}"), "members": []});
    let groups: Vec<Value> = (1..=250).map(group).collect();
    let builder = Appliance::builder().empty().seed("host", hosts);
    let builder = builder.seed("user", json!({"id": 31, "userID": "mlind"}));
    builder.seed("group", groups.into()).start().unwrap()
}

fn results(run: &crate::support::Run) -> Vec<Value> {
    let rows: Value = serde_json::from_str(&run.stdout).unwrap();
    rows.as_array()
        .unwrap()
        .iter()
        .map(|row| row["result"].clone())
        .collect()
}

#[test]
fn members_come_and_go() {
    let appliance = appliance();
    let add = run(
        &appliance,
        &["group", "add", "Group 240", "cam-1", "0200.5e00.5302"],
    );
    assert_eq!(add.code, Some(0), "{add:?}");
    assert_eq!(results(&add), ["added", "added"]);
    let members = run(&appliance, &["group", "members", "240"]).json();
    let names = members
        .as_array()
        .unwrap()
        .iter()
        .map(|member| &member["name"]);
    assert_eq!(names.collect::<Vec<_>>(), ["cam-1", "cam-2"]);
    let again = run(&appliance, &["group", "add", "240", "cam-1", "mlind"]);
    assert_eq!(again.code, Some(4), "a user is no host: {again:?}");
    let user = run(
        &appliance,
        &["group", "add", "240", "mlind", "--kind", "user"],
    );
    assert_eq!(results(&user), ["added"]);
    let sent: Vec<Vec<u8>> = appliance
        .requests()
        .iter()
        .filter(|request| request.method() == "POST")
        .map(|request| request.body().to_vec())
        .collect();
    let sent: Vec<String> = sent
        .into_iter()
        .map(|body| String::from_utf8(body).unwrap())
        .collect();
    assert_eq!(
        sent,
        [
            "elemID=1&elemID=2&groupID=240&type=1",
            "elemID=31&groupID=240&type=0"
        ]
    );
    let remove = run(&appliance, &["group", "remove", "group 240", "cam-1", "1"]);
    assert_eq!(results(&remove), ["removed"]);
    let members = run(&appliance, &["group", "members", "240"]).json();
    assert_eq!(members.as_array().unwrap().len(), 2);
}

#[test]
fn what_is_sent_can_be_seen_before() {
    let appliance = appliance();
    let planned = run(
        &appliance,
        &["group", "add", "240", "cam-1", "--type", "8", "--dry-run"],
    )
    .json();
    assert_eq!(
        planned[0]["body"],
        json!({"elemID": "1", "groupID": "240", "type": "8"})
    );
    for (arguments, code) in [
        (&["group", "add", "240", "cam-1", "unheard-of"][..], 4),
        (&["group", "add", "240", "77"], 4),
        (&["group", "add", "no such group", "cam-1"], 4),
        (&["group", "remove", "240", "1", "2", "--max", "1"], 2),
    ] {
        let run = run(&appliance, arguments);
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (Some(code), ""),
            "{arguments:?}: {run:?}"
        );
    }
    assert!(
        appliance
            .requests()
            .iter()
            .all(|request| request.method() == "GET")
    );
}

#[test]
fn what_the_appliance_says_is_checked() {
    let appliance = appliance();
    // It says that it did, and did not.
    appliance.fault(Fault::status(200).on("group_add_members"));
    let add = run(&appliance, &["group", "add", "240", "cam-1"]);
    assert_ne!(add.code, Some(0), "{add:?}");
    let empty = run(&appliance, &["group", "members", "240"]).json();
    assert_eq!(empty, json!([]));
    appliance
        .seed("group", json!({"dbid": 999, "name": "bare"}))
        .unwrap();
    let bare = run(&appliance, &["group", "members", "bare"]);
    assert_eq!(bare.json(), json!([]));
    assert!(bare.stderr.contains("does not send them"), "{bare:?}");
}
