//! `policy report`.

use fortinac_mock::Appliance;
use serde_json::{Value, json};

use crate::support::run;

#[test]
fn policies_come_in_the_order_of_their_rank() {
    // More than one page, in an order of its own.
    let policy = |index: i64| {
        json!({
            "dbid": index + 1,
            "rank": 450 - index,
            "name": format!("=p{index}"),
            "enabled": index % 2 == 0,
            "profile": {"DBID": 9, "name": "Cameras, all", "groupNames": ["A", "B"]},
            "configuration": {"id": 3, "name": "Surveillance", "logicalNetworkName": "Cameras"},
        })
    };
    let mut policies: Vec<Value> = (0..450).map(policy).collect();
    policies.push(json!({"dbid": 999, "name": "unranked", "configurationName": "Direct"}));
    let builder = Appliance::builder().empty();
    let appliance = builder
        .seed("access_policy", policies.into())
        .start()
        .unwrap();
    let report = run(&appliance, &["policy", "report"]).json();
    let ranks: Vec<Option<i64>> = report
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["rank"].as_i64())
        .collect();
    let expected: Vec<Option<i64>> = (1..=450).map(Some).chain([None]).collect();
    assert_eq!(ranks, expected);
    assert_eq!(report[0]["name"], "=p449");
    assert_eq!(report[450]["configuration"], "Direct");
    let csv = run(&appliance, &["policy", "report", "-o", "csv"]).stdout;
    let mut lines = csv.lines();
    assert_eq!(
        lines.next(),
        Some("rank,name,enabled,profile,configuration,network,groups,note")
    );
    assert_eq!(
        lines.next(),
        Some("1,'=p449,false,\"Cameras, all\",Surveillance,Cameras,\"A, B\",")
    );
}

#[test]
fn other_kinds_and_an_appliance_without_the_call() {
    let appliance = Appliance::builder()
        .without(["access_policy_list"])
        .start()
        .unwrap();
    let report = run(
        &appliance,
        &["policy", "report", "--kind", "authentication"],
    )
    .json();
    assert_eq!(report[0]["profile"], "Meeting room panels");
    let failed = run(&appliance, &["policy", "report"]);
    assert_eq!(failed.stdout, "");
    assert_ne!(failed.code, Some(0), "{failed:?}");
    let unknown = run(&appliance, &["policy", "report", "--kind", "portal"]);
    assert_eq!(unknown.code, Some(2));
}
