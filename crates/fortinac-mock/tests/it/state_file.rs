//! A demonstration survives a restart.

use std::path::Path;
use std::time::Duration;

use fortinac_mock::{Appliance, StartError};
use serde_json::json;

use crate::support::{delete, get, post_json};

fn start(file: &Path) -> Appliance {
    let builder = Appliance::builder().state_file(file).hosts(20);
    let builder = builder.seed("user", json!({"id": 7, "userID": "rowan.ames"}));
    builder.start().unwrap()
}

#[tokio::test]
async fn changes_survive_a_restart_and_seeds_do_not_undo_them() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("demo.json");
    let appliance = start(&file);
    assert!(!file.exists(), "nothing is saved yet");
    let change = json!({"position": "Network engineer", "future": [1.0, 10, {"a": null, "z": 1}]});
    post_json(&appliance, "/user/7", &change).await;
    let host = appliance.records("host").pop().unwrap()["id"].clone();
    delete(
        &appliance,
        &format!("/user/{}", appliance.records("user")[1]["id"]),
    )
    .await;
    post_json(
        &appliance,
        &format!("/host/{host}"),
        &json!({"role": "NAC-Changed"}),
    )
    .await;
    let resources: Vec<String> = appliance.resources().into_iter().map(Into::into).collect();
    let records = |appliance: &Appliance| -> Vec<String> {
        let all = resources
            .iter()
            .flat_map(|resource| appliance.records(resource));
        all.map(|record| record.to_string()).collect()
    };
    let before = records(&appliance);
    appliance.close(Duration::ZERO).unwrap();

    let appliance = start(&file);
    assert_eq!(records(&appliance), before);
    let user = get(&appliance, "/user/7").await;
    assert!(
        user.body.contains(r#"[1.0,10,{"a":null,"z":1}]"#),
        "{user:?}"
    );
    let read = get(&appliance, &format!("/host/{host}")).await.json();
    assert_eq!(read["results"][0]["role"], "NAC-Changed");

    // A new id is none of those that were loaded.
    let hosts = appliance.records("host").len();
    let new = json!({"hostName": "new", "adapters": ["02:00:5E:00:53:F1"]});
    let created = post_json(&appliance, "/host", &new).await;
    assert_eq!(created.json()["status"], "success", "{created:?}");
    assert_eq!(appliance.records("host").len(), hosts + 1);
}

#[test]
fn records_are_saved_on_demand_and_when_the_appliance_is_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("demo.json");
    let appliance = start(&file);
    appliance.save().unwrap();
    let text = || std::fs::read_to_string(&file).unwrap();
    assert!(text().contains("rowan.ames"));
    assert!(!text().contains(appliance.token()));
    appliance.clear("user");
    assert!(text().contains("rowan.ames"));
    drop(appliance);
    assert!(!text().contains("rowan.ames"));

    // Without a state file there is nothing to save.
    Appliance::start().unwrap().save().unwrap();
}

#[test]
fn a_file_that_cannot_be_used_stops_the_start_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("demo.json");
    let text = r#"{"version": 1, "time": 0, "examples": true, "settings": {},
        "records": {"user": {"1": {"id": 1}, "2": {"id": 2, "userID": 5}}}}"#;
    std::fs::write(&file, text).unwrap();
    let start = |file: &Path| Appliance::builder().state_file(file).start().unwrap_err();
    let error = start(&file);
    assert!(matches!(error, StartError::StateFile(_)), "{error:?}");
    let message = error.to_string();
    assert!(
        message.contains("demo.json: $.records.user.2.userID: expected null or string"),
        "{message}"
    );
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);

    let error = start(&folder.path().join("missing").join("demo.json"));
    assert!(error.to_string().contains("cannot be written"), "{error}");
}

#[test]
fn a_failed_save_is_reported_and_the_appliance_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let appliance = start(&folder.path().join("demo.json"));
    drop(folder);
    assert!(
        appliance
            .save()
            .unwrap_err()
            .to_string()
            .contains("demo.json")
    );
    assert_eq!(
        appliance
            .records("user")
            .iter()
            .filter(|user| user["id"] == 7)
            .count(),
        1
    );
    assert!(appliance.close(Duration::ZERO).is_err());
}
