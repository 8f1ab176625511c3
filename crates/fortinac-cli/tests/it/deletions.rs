//! One command for all spellings of a deletion.

use fortinac_mock::Appliance;
use serde_json::{Value, json};

use crate::support::run;

fn appliance() -> Appliance {
    let hosts: Vec<Value> = (5001..=5003)
        .map(|id| json!({"id": id, "hostName": format!("h{id}")}))
        .collect();
    let devices: Vec<Value> = (1..=3)
        .map(|id| json!({"id": id, "name": format!("sw-{id}")}))
        .collect();
    let builder = Appliance::builder().empty().seed("host", hosts.into());
    builder.seed("device", devices.into()).start().unwrap()
}

fn sent(appliance: &Appliance) -> Vec<String> {
    let requests = appliance.requests();
    let writes = requests.iter().filter(|request| request.method() != "GET");
    writes
        .map(|request| format!("{} {}", request.method(), request.path()))
        .collect()
}

#[test]
fn the_operation_that_fits_is_picked() {
    let appliance = appliance();
    assert_eq!(
        run(&appliance, &["host", "delete", "5001", "h5002", "--yes"]).code,
        Some(0)
    );
    assert_eq!(appliance.records("host").len(), 1);
    // Devices have no call for several: one call each.
    assert_eq!(
        run(&appliance, &["device", "delete", "1", "sw-2", "--yes"]).code,
        Some(0)
    );
    assert_eq!(appliance.records("device").len(), 1);
    assert_eq!(
        sent(&appliance),
        [
            "POST /api/v2/host/delete",
            "DELETE /api/v2/device/1",
            "DELETE /api/v2/device/2"
        ]
    );
    // The others are reached by their operationIds.
    let other = run(&appliance, &["op", "device_delete_by_post", "3", "--yes"]);
    assert_eq!(other.code, Some(0), "{other:?}");
    assert_eq!(appliance.records("device").len(), 0);
}

#[test]
fn a_dry_run_is_one_document() {
    let appliance = appliance();
    let several = run(&appliance, &["device", "delete", "1", "sw-2", "--dry-run"]).json();
    let paths: Vec<&Value> = several
        .as_array()
        .unwrap()
        .iter()
        .map(|call| &call["path"])
        .collect();
    assert_eq!(paths, ["/device/1", "/device/2"]);
    let one = run(
        &appliance,
        &["host", "delete", "5001", "h5002", "--dry-run"],
    )
    .json();
    assert_eq!(one["body"], json!({"id": ["5001", "5002"]}));
    assert_eq!(one["target"], "5001, 5002 (h5002)");
    assert_eq!(sent(&appliance), Vec::<String>::new());
}

#[test]
fn one_of_several_that_fails_does_not_hide_the_others() {
    let appliance = appliance();
    let run = run(
        &appliance,
        &["device", "delete", "1", "99", "--yes", "-o", "json"],
    );
    assert_eq!(run.code, Some(8), "{run:?}");
    assert!(run.stderr.contains("99: "), "{run:?}");
    assert_eq!(appliance.records("device").len(), 2);
}
