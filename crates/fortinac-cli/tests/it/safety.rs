//! Nothing is destroyed by accident.

use fortinac_mock::Appliance;
use serde_json::{Value, json};

use crate::support::run;

fn appliance(hosts: i64) -> Appliance {
    let hosts: Vec<Value> = (1..=hosts).map(|id| json!({"id": id})).collect();
    Appliance::builder()
        .empty()
        .seed("host", hosts.into())
        .start()
        .unwrap()
}

#[test]
fn a_dry_run_shows_the_request_and_sends_nothing_that_writes() {
    let appliance = appliance(2);
    let run = run(
        &appliance,
        &["host", "set-role", "1", "2", "--role", "x", "--dry-run"],
    );
    let shown = run.json();
    assert_eq!(
        (&shown["method"], &shown["path"]),
        (&json!("POST"), &json!("/host/set-role"))
    );
    assert_eq!(shown["body"], json!({"id": ["1", "2"], "role": "x"}));
    assert!(appliance.requests().is_empty());
}

#[test]
fn destruction_needs_a_confirmation() {
    let appliance = appliance(2);
    for arguments in [
        &["host", "delete", "1"][..],
        &["op", "host_delete_many", "1"],
        &["api", "DELETE", "/user/1"],
    ] {
        let run = run(&appliance, arguments);
        assert_eq!(run.code, Some(2), "{run:?}");
        assert!(
            run.error()["hint"].as_str().unwrap().contains("--yes"),
            "{run:?}"
        );
    }
    assert!(appliance.requests().is_empty());
}

#[test]
fn many_records_need_a_number() {
    let appliance = appliance(150);
    let ids: Vec<String> = (1..=150).map(|id| id.to_string()).collect();
    let mut arguments: Vec<&str> = vec!["host", "set-role", "--role", "x"];
    arguments.extend(ids.iter().map(String::as_str));
    let refused = run(&appliance, &arguments);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(appliance.requests().is_empty());
    arguments.extend(["--max", "150"]);
    assert_eq!(run(&appliance, &arguments).code, Some(0));
    assert!(
        appliance
            .records("host")
            .iter()
            .all(|host| host["role"] == "x")
    );
}

#[test]
fn a_secret_is_returned_on_request_only() {
    let appliance = Appliance::start().unwrap();
    let secret = ["op", "guest_generate_password", "31"];
    let guest = json!({"id": 31, "userID": "visitor"});
    appliance.seed("guest", guest).unwrap();
    let refused = run(&appliance, &secret);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(appliance.requests().is_empty());
    let shown: Vec<&str> = secret.into_iter().chain(["--show-secret"]).collect();
    let shown = run(&appliance, &shown).json();
    assert!(
        shown.as_str().is_some_and(|password| password.len() >= 8),
        "{shown}"
    );
}
