//! `status`.

use fortinac_mock::{Appliance, Fault};
use serde_json::Value;

use crate::support::{Run, fortinac, run};

fn part<'a>(view: &'a Value, name: &str) -> &'a Value {
    let mut parts = view["parts"].as_array().unwrap().iter();
    parts.find(|part| part["part"] == name).unwrap()
}

#[test]
fn an_appliance_is_shown_in_one_view() {
    let appliance = Appliance::builder().tls().hosts(7).start().unwrap();
    let mut command = fortinac(&appliance);
    command.env(
        "FORTINAC_CERT_SHA256",
        appliance.certificate_sha256().unwrap(),
    );
    let view = Run::from(command.arg("status").output().unwrap()).json();
    assert_eq!(view["reachable"], true);
    assert_eq!(view["url"], appliance.url());
    assert_eq!(
        view["fingerprint"][0],
        appliance.certificate_sha256().unwrap()
    );
    assert_eq!(view["appliance"]["version"], "7.4.0.0155");
    let hosts = appliance.records("host").len();
    assert_eq!(part(&view, "hosts")["count"], hosts);
    assert_eq!(
        part(&view, "users")["count"],
        appliance.records("user").len()
    );
    let table = Run::from(command.args(["-o", "table"]).output().unwrap());
    assert!(table.stdout.starts_with("CONNECTION\n"), "{table:?}");
    assert!(!table.stdout.contains(appliance.token()));
}

#[test]
fn a_part_that_fails_does_not_lose_the_others() {
    let appliance = Appliance::builder()
        .without(["event_count"])
        .start()
        .unwrap();
    appliance.fault(Fault::status(403).on("user_list"));
    let view = run(&appliance, &["status"]).json();
    assert_eq!(part(&view, "users")["access"], "not permitted");
    assert_eq!(part(&view, "events")["access"], "not there");
    assert_eq!(part(&view, "devices")["access"], "allowed");
    appliance.fault(Fault::failure("busy").on("device_count"));
    let failed = run(&appliance, &["status"]);
    assert_eq!(failed.code, Some(8), "{failed:?}");
    let view: Value = serde_json::from_str(&failed.stdout).unwrap();
    assert_eq!(part(&view, "devices")["access"], "failed");
    assert_eq!(part(&view, "tasks")["access"], "allowed");
}

#[test]
fn what_cannot_be_reached_is_shown_and_has_its_exit_code() {
    let appliance = Appliance::start().unwrap();
    let mut command = fortinac(&appliance);
    let refused = command
        .env("FORTINAC_TOKEN", "canary")
        .arg("status")
        .output();
    let refused = Run::from(refused.unwrap());
    assert_eq!(refused.code, Some(3), "{refused:?}");
    let view: Value = serde_json::from_str(&refused.stdout).unwrap();
    assert_eq!(
        (
            view["reachable"].as_bool(),
            part(&view, "hosts")["access"].as_str()
        ),
        (Some(true), Some("token refused"))
    );
    assert!(!format!("{refused:?}").contains("canary"));
    // Of the other parts, nothing is asked.
    assert_eq!(appliance.requests().len(), 1);
    let mut command = fortinac(&appliance);
    drop(appliance);
    let gone = Run::from(command.arg("status").output().unwrap());
    assert_eq!(gone.code, Some(7), "{gone:?}");
    let view: Value = serde_json::from_str(&gone.stdout).unwrap();
    assert_eq!(view["reachable"], false);
    assert_eq!(gone.error()["kind"], "network");
}
