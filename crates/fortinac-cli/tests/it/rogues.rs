//! `rogues`, once and again and again.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use fortinac_mock::{Appliance, Fault};
use serde_json::{Value, json};

use crate::support::{fortinac, run};

fn appliance() -> Appliance {
    let hosts = json!([
        {"id": 1, "hostName": "cam-1", "role": "NAC-Cameras", "status": 0},
        {"id": 2, "hostName": "new-2", "role": "NAC-Default", "connected": true, "status": 1},
        {"id": 3, "hostName": "new-3", "role": null, "connected": false, "status": 1},
    ]);
    Appliance::builder()
        .empty()
        .seed("host", hosts)
        .start()
        .unwrap()
}

fn ids(found: &Value) -> Vec<&Value> {
    found
        .as_array()
        .unwrap()
        .iter()
        .map(|host| &host["id"])
        .collect()
}

#[test]
fn hosts_without_a_role_of_their_own_are_listed() {
    let appliance = appliance();
    assert_eq!(ids(&run(&appliance, &["rogues"]).json()), [2, 3]);
    let filter = (
        "filter".to_owned(),
        "role==NAC-Default|role==null".to_owned(),
    );
    assert!(appliance.requests()[0].query().contains(&filter));
    assert_eq!(
        ids(&run(&appliance, &["rogues", "--connected"]).json()),
        [2]
    );
    assert_eq!(
        ids(&run(&appliance, &["rogues", "--filter", "status==0"]).json()),
        [1]
    );
    let table = run(
        &appliance,
        &["rogues", "-o", "csv", "--columns", "id,hostName"],
    );
    assert_eq!(table.stdout, "id,hostName\n2,new-2\n3,new-3\n");
}

#[test]
fn a_watch_fails_if_it_never_worked() {
    let appliance = appliance();
    appliance.fault(Fault::failure("no").on("host_list"));
    let failed = run(&appliance, &["rogues", "--watch", "1s"]);
    assert_eq!(
        (failed.code, failed.stdout.as_str()),
        (Some(6), ""),
        "{failed:?}"
    );
    for wrong in ["0s", "soon", "5"] {
        let failed = run(&appliance, &["rogues", "--watch", wrong]);
        assert_eq!(failed.code, Some(2), "{wrong}: {failed:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_watch_shows_what_is_new_until_it_is_interrupted() {
    for form in ["jsonl", "csv", "json"] {
        let appliance = appliance();
        let mut command = fortinac(&appliance);
        command.args([
            "rogues",
            "--watch",
            "1s",
            "-o",
            form,
            "--columns",
            "hostName",
        ]);
        let child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let mut child = child.unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut text = String::new();
        let mut read_until = |wanted: &str| {
            while !text.contains(wanted) {
                text.push_str(&lines.next().unwrap().unwrap());
                text.push('\n');
            }
        };
        read_until("new-3");
        // A failure that may pass ends no watch.
        appliance.fault(Fault::failure("busy").on("host_list"));
        appliance
            .seed("host", json!({"id": 4, "hostName": "new-4"}))
            .unwrap();
        read_until("new-4");
        let id = child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-INT", &id])
                .status()
                .unwrap()
                .success()
        );
        for line in lines {
            text.push_str(&line.unwrap());
            text.push('\n');
        }
        assert_eq!(child.wait().unwrap().code(), Some(130), "{form}: {text}");
        for name in ["new-2", "new-3", "new-4"] {
            assert_eq!(text.matches(name).count(), 1, "{form}: {text}");
        }
        match form {
            "jsonl" => assert_eq!(text.lines().count(), 3),
            "csv" => assert_eq!(text, "hostName\nnew-2\nnew-3\nnew-4\n"),
            _ => {
                let document: Value = serde_json::from_str(&text).unwrap();
                assert_eq!(ids(&document), [2, 3, 4]);
            }
        }
    }
}
