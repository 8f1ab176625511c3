//! `demo` and `conform`, which need no appliance.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use serde_json::{Value, json};

use crate::profile::Config;
use crate::support::without_appliance;

/// Ends when the test does.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[test]
fn one_command_runs_against_the_appliance() {
    let config = Config::empty();
    let demo = |hosts: &str, command: &[&str]| {
        config.run(&[&["demo", "--hosts", hosts, "--", "fortinac"][..], command].concat())
    };
    let few = demo("3", &["host", "count"]).json();
    let more = demo("13", &["host", "count"]).json();
    assert_eq!(more.as_i64().unwrap() - few.as_i64().unwrap(), 10);
    // The exit code is that of the command.
    assert_eq!(demo("0", &["host", "get", "1"]).code, Some(4));
    assert_eq!(demo("0", &["host", "set-role", "x"]).code, Some(2));
    let run = config.run(&["demo", "--", "no-such-program"]);
    assert_eq!(run.code, Some(2), "{run:?}");
}

#[test]
fn what_it_prints_can_be_pasted() {
    for (shell, start) in [
        ("sh", "export "),
        ("powershell", "$env:"),
        ("fish", "set -gx "),
        ("cmd", "set "),
    ] {
        let mut command = without_appliance();
        command.args(["demo", "--hosts", "2", "--tls", "--shell", shell]);
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut running = Running(command.spawn().unwrap());
        let output = BufReader::new(running.0.stdout.take().unwrap());
        let mut user = without_appliance();
        for line in output.lines().take(3) {
            let line = line.unwrap();
            let rest = line.strip_prefix(start).unwrap();
            let (name, value) = rest.split_once(['=', ' ']).unwrap();
            user.env(name.trim(), value.trim_matches(['=', ' ', '"']));
        }
        let output = user
            .args(["host", "list", "--limit", "1"])
            .output()
            .unwrap();
        let hosts: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(hosts.as_array().unwrap().len(), 1);
        // Ctrl-C ends it.
        #[cfg(unix)]
        if shell == "sh" {
            let id = running.0.id().to_string();
            let kill = std::process::Command::new("kill")
                .args(["-INT", &id])
                .status();
            assert!(kill.unwrap().success());
            assert_eq!(running.0.wait().unwrap().code(), Some(0));
        }
    }
}

#[test]
fn the_proposals_of_the_demonstration_work() {
    let config = Config::empty();
    let find = ["demo", "--", "fortinac", "find", "cam-c-017"];
    assert_eq!(config.run(&find).json()[0]["kind"], "host");
    let role = [
        "host",
        "set-role",
        "cam-c-017",
        "--role",
        "NAC-Cameras",
        "--dry-run",
    ];
    let run = config.run(&[&["demo", "--", "fortinac"][..], &role].concat());
    assert_eq!(run.json()["operation"], "host_set_role");
}

#[test]
fn captures_are_checked_and_saved_without_their_values() {
    let config = Config::empty();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("group.json");
    let mut exchange = json!({
        "method": "GET",
        "path": "/api/v2/system/group/7",
        "status": 200,
        "request": null,
        "response": {"status": "success", "errorMessage": null, "result": {"dbid": 7, "name": "canary-name"}},
    });
    std::fs::write(&file, exchange.to_string()).unwrap();
    let saved = folder.path().join("saved");
    let (file, saved) = (file.to_str().unwrap(), saved.to_str().unwrap());
    let run = config.run(&["conform", file, "--save", saved, "-o", "table"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.stdout.contains("group_get"), "{run:?}");
    for entry in std::fs::read_dir(saved).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(
            text.contains("system/group") && !text.contains("canary"),
            "{text}"
        );
    }
    assert_eq!(config.run(&["conform", file]).json()["summary"]["ok"], 1);

    exchange["response"]["result"]["name"] = json!({"canary": 1});
    std::fs::write(file, exchange.to_string()).unwrap();
    let run = config.run(&["conform", file]);
    assert_eq!(run.code, Some(1), "{run:?}");
    assert_eq!(run.error()["kind"], "other");
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["summary"]["failed"], 1);
}
