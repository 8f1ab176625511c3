//! `fortinac apply` when calls fail, or it is killed: the report, and how it goes on.

use std::process::Stdio;
use std::time::Duration;

use fortinac_mock::{Appliance, Fault};
use serde_json::{Value, json};

use crate::apply::{appliance, apply, outcomes, updates};
use crate::support::{fortinac, run, run_with};

#[test]
fn failures_are_reported_and_done_again() {
    for name in ["report.csv", "report.jsonl"] {
        let appliance = appliance();
        let folder = tempfile::tempdir().unwrap();
        let report = folder.path().join(name);
        let report = report.to_str().unwrap();
        let file = "primaryMac,role\n02005E005301,x\n02005E005302,x\n02005E005303,x\n";
        appliance.fault(Fault::failure("=busy,\nsorry").on("host_update"));
        let first = apply(&appliance, file, &["--yes", "--report", report]);
        assert_eq!(first.code, Some(8), "{first:?}");
        assert_eq!(outcomes(&first), ["failed", "changed", "changed"]);
        let written = std::fs::read_to_string(report).unwrap();
        assert!(
            written
                .lines()
                .nth(usize::from(name.ends_with("csv")))
                .unwrap()
                .contains("busy"),
            "{written}"
        );
        appliance.clear_requests();
        let again = apply(
            &appliance,
            file,
            &["--yes", "--report", report, "--continue"],
        );
        assert_eq!(again.code, Some(0), "{again:?}");
        assert_eq!(outcomes(&again), ["changed"]);
        assert_eq!(updates(&appliance), [json!({"role": "x", "id": 5001})]);
        let nothing = apply(
            &appliance,
            file,
            &["--yes", "--report", report, "--continue"],
        );
        assert_eq!(
            (nothing.code, nothing.stdout.as_str()),
            (Some(0), "[]\n"),
            "{nothing:?}"
        );
    }
}

#[test]
fn a_run_that_was_killed_is_continued() {
    let hosts: Vec<Value> = (1..=40).map(|id| json!({
        "id": id, "primaryMac": format!("02:00:5E:00:53:{id:02X}"), "adapters": [format!("02:00:5E:00:53:{id:02X}")], "role": "old",
    })).collect();
    let lines: Vec<String> = (1..=40)
        .map(|id| format!("02005E0053{id:02X},new\n"))
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("changes.csv");
    std::fs::write(&file, format!("primaryMac,role\n{}", lines.concat())).unwrap();
    for with_report in [true, false] {
        let appliance = Appliance::builder()
            .empty()
            .seed("host", hosts.clone().into())
            .start()
            .unwrap();
        appliance.fault(
            Fault::delay(Duration::from_millis(50))
                .on("host_update")
                .times(1_000),
        );
        let report = folder.path().join(format!("report-{with_report}.csv"));
        let mut arguments = vec![
            "apply",
            file.to_str().unwrap(),
            "--resource",
            "host",
            "--key",
            "primaryMac",
            "--yes",
        ];
        if with_report {
            arguments.extend(["--report", report.to_str().unwrap()]);
        }
        let changed = || {
            appliance
                .records("host")
                .iter()
                .filter(|host| host["role"] == "new")
                .count()
        };
        let mut command = fortinac(&appliance);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.args(&arguments).spawn().unwrap();
        while changed() < 5 {
            assert!(child.try_wait().unwrap().is_none(), "it ended too early");
            std::thread::sleep(Duration::from_millis(5));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        appliance.clear_faults();
        std::thread::sleep(Duration::from_millis(100));
        let before = changed();
        assert!((5..40).contains(&before), "{before}");
        if with_report {
            let written = std::fs::read_to_string(&report).unwrap();
            let rows = written.lines().count() - 1;
            assert!(rows >= before - 2 && rows <= before, "{rows} of {before}");
            // As if the process had been killed in the middle of a line.
            std::fs::write(&report, format!("{written}02:00:5E:00:5")).unwrap();
            arguments.push("--continue");
        }
        appliance.clear_requests();
        let rest = run(&appliance, &arguments);
        assert_eq!(rest.code, Some(0), "{rest:?}");
        assert_eq!(changed(), 40);
        assert_eq!(updates(&appliance).len(), 40 - before);
        if with_report {
            let written = std::fs::read_to_string(&report).unwrap();
            assert!(
                written.lines().all(|line| line.split(',').count() == 4),
                "{written}"
            );
        }
    }
}

#[test]
fn jobs_run_at_the_same_time() {
    let appliance = appliance();
    appliance.fault(
        Fault::delay(Duration::from_millis(400))
            .on("host_update")
            .times(3),
    );
    let file = "primaryMac,role\n02005E005301,x\n02005E005302,x\n02005E005303,x\n";
    let start = std::time::Instant::now();
    let done = apply(&appliance, file, &["--yes", "--jobs", "3"]);
    assert_eq!(outcomes(&done), ["changed"; 3]);
    assert!(
        start.elapsed() < Duration::from_millis(1_100),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn no_secret_is_shown() {
    let appliance = Appliance::builder().empty().seed("user", json!({
        "id": 31, "userID": "mlind", "password": "canary-before", "email": "a@example.com", "currentEnvironment": {"apiKey": "canary-env"},
    })).start().unwrap();
    let file = "userID,password,currentEnvironment.apiKey,email\nmlind,canary-after,canary-key,b@example.com\n";
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.csv");
    for form in ["table", "json", "csv", "yaml"] {
        let arguments = [
            "apply",
            "-",
            "--resource",
            "user",
            "--key",
            "userID",
            "-o",
            form,
        ];
        let dry = run_with(&appliance, &[&arguments[..], &["--dry-run"]].concat(), file);
        assert_eq!(dry.code, Some(0), "{dry:?}");
        assert!(dry.stdout.contains("[redacted]"), "{dry:?}");
        appliance.fault(Fault::failure("no").on("user_update"));
        let failed = run_with(
            &appliance,
            &[
                &arguments[..],
                &["--yes", "--report", report.to_str().unwrap()],
            ]
            .concat(),
            file,
        );
        assert_eq!(failed.code, Some(8), "{failed:?}");
        let written = std::fs::read_to_string(&report).unwrap();
        for text in [
            dry.stdout,
            dry.stderr,
            failed.stdout,
            failed.stderr,
            written,
        ] {
            assert!(!text.contains("canary"), "{text}");
        }
    }
    let sent = updates(&appliance);
    assert_eq!(sent[0]["password"], "canary-after");
}

#[test]
fn missing_records_are_created_on_request() {
    let appliance = appliance();
    let file =
        "primaryMac,hostName,role\n02005E0053F1,new-1,NAC-Panels\n02005E005301,cam-1,NAC-Cameras\n";
    let report = tempfile::NamedTempFile::new().unwrap();
    let report_name = report.path().to_str().unwrap();
    let done = apply(
        &appliance,
        file,
        &["--yes", "--create", "--report", report_name],
    );
    assert_eq!(outcomes(&done), ["created", "unchanged"], "{done:?}");
    let found = run(&appliance, &["find", "02005e0053f1", "-o", "json"]).json();
    assert_eq!(
        (&found[0]["hostName"], &found[0]["role"]),
        (&json!("new-1"), &json!("NAC-Panels"))
    );
    assert_eq!(
        outcomes(&apply(&appliance, file, &["--create"])),
        ["unchanged", "unchanged"]
    );
    let written = std::fs::read_to_string(report.path()).unwrap();
    assert_eq!(
        written,
        "key,id,outcome,message\n02:00:5E:00:53:F1,,created,\n02:00:5E:00:53:01,5001,unchanged,\n"
    );
}
