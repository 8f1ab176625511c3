//! `host enable` and `host disable`.

use fortinac_mock::{Appliance, Fault};
use serde_json::{Value, json};

use crate::support::run;

fn appliance() -> Appliance {
    let hosts = json!([
        {"id": 1, "hostName": "cam-1", "adapters": ["02:00:5E:00:53:01"], "state": 0},
        {"id": 2, "hostName": "cam-2", "adapters": ["02:00:5E:00:53:02"], "state": 0, "ip": "192.0.2.2"},
        {"id": 3, "hostName": "no-mac", "state": 0},
    ]);
    Appliance::builder()
        .empty()
        .seed("host", hosts)
        .start()
        .unwrap()
}

fn states(appliance: &Appliance) -> Vec<Value> {
    let hosts = appliance.records("host");
    hosts.iter().map(|host| host["state"].clone()).collect()
}

fn writes(appliance: &Appliance) -> usize {
    let requests = appliance.requests();
    requests
        .iter()
        .filter(|request| request.method() == "POST")
        .count()
}

#[test]
fn hosts_are_disabled_and_enabled_again() {
    let appliance = appliance();
    let hosts = ["0200.5e00.5301", "192.0.2.2", "cam-2", "3"];
    let disable = [&["host", "disable"], &hosts[..], &["--yes"]].concat();
    let rows = run(&appliance, &disable).json();
    // The same host twice is one host.
    assert_eq!(rows.as_array().unwrap().len(), 3);
    assert!(
        rows.as_array()
            .unwrap()
            .iter()
            .all(|row| row["result"] == "disabled"),
        "{rows}"
    );
    assert_eq!(states(&appliance), [1, 1, 1]);
    let rows = run(&appliance, &["host", "enable", "cam-1", "2"]).json();
    assert_eq!(
        (&rows[0]["id"], &rows[1]["given"]),
        (&json!(1), &json!("2"))
    );
    assert_eq!(states(&appliance), [0, 0, 1]);
}

#[test]
fn all_is_checked_before_the_first_write() {
    let appliance = appliance();
    for (arguments, code) in [
        // Nobody can be asked.
        (&["host", "disable", "cam-1"][..], 2),
        (&["host", "disable", "cam-1", "unheard-of", "--yes"], 4),
        (&["host", "enable", "cam-1", "no-mac"], 2),
        (&["host", "disable", "1", "2", "--max", "1", "--yes"], 2),
        (&["host", "disable", "1", "2", "--dry-run"], 0),
        (&["host", "enable", "1", "2", "--dry-run"], 0),
    ] {
        let run = run(&appliance, arguments);
        assert_eq!(run.code, Some(code), "{arguments:?}: {run:?}");
        if code == 0 {
            let plan = run.json();
            assert_eq!(plan.as_array().unwrap().len(), 2, "{plan}");
        } else {
            assert_eq!(run.stdout, "", "{arguments:?}");
        }
    }
    assert_eq!(writes(&appliance), 0);
    assert_eq!(states(&appliance), [0, 0, 0]);
}

#[test]
fn each_host_has_its_result() {
    let appliance = appliance();
    appliance.fault(Fault::failure("it is busy").on("host_disable"));
    let failed = run(&appliance, &["host", "disable", "1", "2", "--yes"]);
    assert_eq!(failed.code, Some(8), "{failed:?}");
    let rows: Value = serde_json::from_str(&failed.stdout).unwrap();
    assert_eq!(
        (&rows[0]["result"], &rows[1]["result"]),
        (&json!("failed"), &json!("disabled"))
    );
    assert!(rows[0]["message"].as_str().unwrap().contains("it is busy"));
    assert_eq!(states(&appliance), [0, 1, 0]);
    // A single one fails as a whole.
    appliance.fault(Fault::failure("it is busy").on("host_disable"));
    let failed = run(&appliance, &["host", "disable", "1", "--yes"]);
    assert_eq!((failed.code, failed.stdout.as_str()), (Some(6), ""));
    // What the token may not do is tried once.
    appliance.clear_requests();
    appliance.fault(Fault::status(403).on("host_disable").times(9));
    let failed = run(&appliance, &["host", "disable", "1", "2", "3", "--yes"]);
    assert_eq!(failed.code, Some(3), "{failed:?}");
    let rows: Value = serde_json::from_str(&failed.stdout).unwrap();
    assert_eq!(rows[2]["result"], "skipped");
    assert_eq!(writes(&appliance), 1);
}
