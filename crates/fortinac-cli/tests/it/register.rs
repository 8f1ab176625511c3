//! `host register`.

use fortinac_mock::Appliance;
use serde_json::json;

use crate::support::run;

fn appliance() -> Appliance {
    let hosts = json!([
        {"id": 1, "hostName": "cam-1", "adapters": ["02:00:5E:00:53:01"], "role": "NAC-Cameras"},
        {"id": 2, "hostName": "rogue", "adapters": ["02:00:5E:00:53:02"], "role": null, "notes": "seen in C"},
    ]);
    Appliance::builder()
        .empty()
        .seed("host", hosts)
        .start()
        .unwrap()
}

fn register<'a>(rest: &[&'a str]) -> Vec<&'a str> {
    [&["host", "register"], rest, &["--role", "NAC-Panels"]].concat()
}

#[test]
fn a_new_host_is_added() {
    let appliance = appliance();
    let arguments = register(&[
        "02-00-5e-00-53-d3",
        "0200.5e00.53d4",
        "--name",
        "panel-3",
        "--serial",
        "EX-5",
    ]);
    let planned = run(&appliance, &[&arguments[..], &["--dry-run"]].concat()).json();
    assert_eq!(planned[0]["operation"], "host_create");
    assert_eq!(planned[0]["body"]["hostName"], "panel-3");
    assert_eq!(appliance.records("host").len(), 2);
    let shown = run(&appliance, &arguments).json();
    assert_eq!(shown["result"], "added");
    let hosts = appliance.records("host");
    let host = hosts.iter().find(|host| host["id"] == shown["id"]).unwrap();
    assert_eq!(
        host["adapters"],
        json!(["02:00:5E:00:53:D3", "02:00:5E:00:53:D4"])
    );
    assert_eq!(
        (&host["role"], &host["pcserialNumber"]),
        (&json!("NAC-Panels"), &json!("EX-5"))
    );
}

#[test]
fn a_host_that_is_there_is_changed_only_if_that_was_meant() {
    let appliance = appliance();
    let refused = run(&appliance, &register(&["02005e005301"]));
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(
        refused.error()["hint"]
            .as_str()
            .unwrap()
            .contains("--update")
    );
    assert_eq!(appliance.records("host")[0]["role"], "NAC-Cameras");
    let updated = run(&appliance, &register(&["02005e005301", "--update"]));
    assert_eq!(updated.json()["result"], "updated");
    assert_eq!(appliance.records("host")[0]["role"], "NAC-Panels");
    // An unregistered one is what this is for.
    let updated = run(
        &appliance,
        &register(&["02005e005302", "--name", "panel-2"]),
    );
    assert_eq!(updated.json()["id"], 2);
    assert!(updated.stderr.contains("unregistered"), "{updated:?}");
    let host = &appliance.records("host")[1];
    assert_eq!(
        (&host["hostName"], &host["notes"]),
        (&json!("panel-2"), &json!("seen in C"))
    );
}

#[test]
fn what_is_not_clear_is_refused() {
    let appliance = appliance();
    for (macs, code) in [
        (&["02:00:5E:00:53"][..], 2),
        (&["02:00:5E:00:53:01", "02:00:5E:00:53:02", "--update"], 5),
        (&["02:00:5E:00:53:01", "02:00:5E:00:53:09", "--update"], 2),
        (&["02:00:5E:00:53:09", "--as-device", "Camera"], 2),
    ] {
        let run = run(&appliance, &register(macs));
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (Some(code), ""),
            "{macs:?}: {run:?}"
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
fn a_host_becomes_a_device() {
    let appliance = appliance();
    let arguments = [
        "02:00:5E:00:53:D3",
        "--as-device",
        "Panel",
        "--container",
        "77",
        "--ip",
        "192.0.2.9",
    ];
    let shown = run(&appliance, &register(&arguments)).json();
    assert_eq!(shown["device"], "Panel");
    let hosts = appliance.records("host");
    let host = hosts.iter().find(|host| host["id"] == shown["id"]).unwrap();
    assert_eq!(
        (&host["typeLabel"], &host["domainId"]),
        (&json!("Panel"), &json!(77))
    );
}
