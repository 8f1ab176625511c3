//! `fortinac apply`: from a file to changed records, and nothing else.

use fortinac_mock::Appliance;
use serde_json::{Value, json};

use crate::support::{Run, run, run_with};

pub(crate) fn appliance() -> Appliance {
    let hosts = json!([
        {"id": 5001, "hostName": "cam-1", "role": "NAC-Cameras", "notes": "=1+2", "adapters": ["02:00:5E:00:53:01", "02:00:5E:00:53:A1"], "primaryMac": "02:00:5E:00:53:01", "connected": true, "creationTime": 1602417600125_i64, "state": 0},
        {"id": 7301455120986643_i64, "hostName": "Zoë, \"lab\"; 2", "role": "NAC-Default", "notes": "a\nb", "adapters": ["02:00:5E:00:53:02"], "primaryMac": "02:00:5E:00:53:02", "connected": false, "creationTime": 1602417600126_i64, "state": 1},
        {"id": 5003, "hostName": "cam-3", "role": null, "notes": null, "adapters": ["02:00:5E:00:53:03"], "primaryMac": "02:00:5E:00:53:03", "connected": false, "creationTime": 1602417600127_i64, "state": 0},
    ]);
    Appliance::builder()
        .empty()
        .seed("host", hosts)
        .start()
        .unwrap()
}

/// Runs `apply` for hosts by their MAC addresses.
pub(crate) fn apply(appliance: &Appliance, file: &str, more: &[&str]) -> Run {
    let arguments = [
        "apply",
        "-",
        "--resource",
        "host",
        "--key",
        "primaryMac",
        "-o",
        "json",
    ];
    let arguments = [&arguments[..], more].concat();
    run_with(appliance, &arguments, file)
}

pub(crate) fn updates(appliance: &Appliance) -> Vec<Value> {
    let requests = appliance.requests();
    let updates = requests.iter().filter(|request| request.method() == "POST");
    updates
        .map(|request| serde_json::from_slice(request.body()).unwrap())
        .collect()
}

pub(crate) fn outcomes(run: &Run) -> Vec<String> {
    let rows = serde_json::from_str::<Value>(&run.stdout).unwrap();
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| row["outcome"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn an_export_changes_nothing() {
    let appliance = Appliance::builder().hosts(300).seed("host", json!({
        "id": 1, "hostName": "'=x", "notes": "+49 30 \u{1f4f7}\r\n'-", "primaryMac": "02:00:5E:00:53:01", "adapters": ["02:00:5E:00:53:01"],
    })).start().unwrap();
    for resource in [
        "host",
        "user",
        "group",
        "role",
        "authentication-policy",
        "logical-network",
    ] {
        let columns: &[&str] = match resource {
            "host" => &[
                "--columns",
                "id,hostName,notes,adapters,adapterObjects,attributes,creationTime,state,version,connected,reValidationAction.version,primaryMac",
            ],
            _ => &[],
        };
        for form in ["csv", "json", "jsonl", "yaml"] {
            let verb = if resource == "role" {
                "list-simple"
            } else {
                "list"
            };
            let list = run(
                &appliance,
                &[&[resource, verb, "-o", form], columns].concat(),
            );
            assert_eq!(list.code, Some(0), "{list:?}");
            let key = match resource {
                "host" => "primaryMac",
                "group" => "dbid",
                _ if list.stdout.contains("dbid") => "dbid",
                _ => "id",
            };
            appliance.clear_requests();
            let arguments = [
                "apply",
                "-",
                "--resource",
                resource,
                "--key",
                key,
                "--dry-run",
                "--exit-code",
                "-o",
                "json",
            ];
            let applied = run_with(&appliance, &arguments, &list.stdout);
            if resource == "role" {
                assert!(
                    applied.error()["message"]
                        .as_str()
                        .unwrap()
                        .contains("no call lists role"),
                    "{applied:?}"
                );
                continue;
            }
            assert_eq!(applied.code, Some(0), "{resource} {form}: {applied:?}");
            assert!(
                outcomes(&applied)
                    .iter()
                    .all(|outcome| outcome == "unchanged")
            );
            assert!(!outcomes(&applied).is_empty());
        }
    }
}

#[test]
fn only_what_differs_is_sent() {
    for file in [
        "primaryMac,hostName,role,notes\n0200.5e00.5301,cam-1,NAC-Panels,'=1+2\n02-00-5E-00-53-02,,,\n",
        "\u{feff}primaryMac;hostName;role;notes\r\n02005E005301;cam-1;NAC-Panels;'=1+2\r\n02:00:5e:00:53:02;\"Zoë, \"\"lab\"\"; 2\";NAC-Default;\"a\r\nb\"\r\n",
        "[{\"primaryMac\": \"02005E005301\", \"role\": \"NAC-Panels\", \"connected\": true}, {\"primaryMac\": \"02005E005302\"}]",
        "{\"primaryMac\": \"02005E005301\", \"role\": \"NAC-Panels\"}\n{\"primaryMac\": \"02005E005302\", \"notes\": \"a\\nb\"}\n",
        "- primaryMac: 02:00:5E:00:53:01\n  role: NAC-Panels\n- primaryMac: 02:00:5E:00:53:02\n  role: NAC-Default\n",
    ] {
        let appliance = appliance();
        let dry = apply(&appliance, file, &["--dry-run", "--exit-code"]);
        assert_eq!(dry.code, Some(10), "{dry:?}");
        let shown: Value = serde_json::from_str(&dry.stdout).unwrap();
        assert_eq!(
            shown[0],
            json!({
                "key": "02:00:5E:00:53:01", "id": 5001, "outcome": "change",
                "changes": [{"property": "role", "from": "NAC-Cameras", "to": "NAC-Panels"}],
                "request": {"method": "POST", "path": "/host/5001", "body": {"role": "NAC-Panels", "id": 5001}},
            })
        );
        assert_eq!(shown[1]["outcome"], "unchanged", "{file}");
        assert_eq!(updates(&appliance), Vec::<Value>::new());

        let unasked = apply(&appliance, file, &[]);
        assert_eq!(
            (unasked.code, updates(&appliance).len()),
            (Some(2), 0),
            "{unasked:?}"
        );

        let done = apply(&appliance, file, &["--yes"]);
        assert_eq!(done.code, Some(0), "{done:?}");
        assert_eq!(outcomes(&done), ["changed", "unchanged"]);
        assert_eq!(
            updates(&appliance),
            [json!({"role": "NAC-Panels", "id": 5001})]
        );
        assert_eq!(
            outcomes(&apply(&appliance, file, &[])),
            ["unchanged", "unchanged"]
        );
    }
}

#[test]
fn a_record_is_sent_whole_on_request() {
    let appliance = appliance();
    let file = "mac,role\n02:00:5E:00:53:A1,NAC-Panels\n";
    let arguments = [
        "apply",
        "-",
        "--resource",
        "hosts",
        "--key",
        "mac",
        "--whole",
        "--yes",
    ];
    let done = run_with(&appliance, &arguments, file);
    assert_eq!(done.code, Some(0), "{done:?}");
    let sent = &updates(&appliance)[0];
    assert_eq!(
        (&sent["role"], &sent["notes"]),
        (&json!("NAC-Panels"), &json!("=1+2"))
    );
}

#[test]
fn the_whole_file_is_checked_before_anything_is_sent() {
    let appliance = appliance();
    for (file, code, message) in [
        (
            "primaryMac,rolle\n02005E005301,x\n",
            2,
            "no property `rolle`",
        ),
        (
            "mac,role\n02005E005301,x\n",
            2,
            "there is no column `primaryMac`",
        ),
        (
            "primaryMac,role\n02005E005301,x\n02:00:5E:00:53:01,y\n",
            2,
            "line 3 has the same `primaryMac` as line 2",
        ),
        (
            "primaryMac,role\n02005E005301,x\n,y\n",
            2,
            "line 3 has no `primaryMac`",
        ),
        (
            "primaryMac,connected\n02005E005301,true\n02005E005302,ja\n",
            2,
            "line 3, connected: `ja` is no boolean",
        ),
        (
            "primaryMac,role\n02005E005301,x\n02005E0053FF,y\n",
            4,
            "1 host records do not exist: line 3: 02:00:5E:00:53:FF",
        ),
        (
            "primaryMac,id,role\n02005E005301,5002,x\n",
            2,
            "id 5002 is not that of 02:00:5E:00:53:01, which is 5001",
        ),
        (
            "primaryMac,creationTime\n02005E005301,9.9E+12\n",
            2,
            "was rounded by a spreadsheet",
        ),
    ] {
        let refused = apply(&appliance, file, &["--yes"]);
        assert_eq!(refused.code, Some(code), "{file}: {refused:?}");
        let error = refused.error();
        assert!(
            error["message"].as_str().unwrap().contains(message),
            "{file}: {error}"
        );
    }
    let near = apply(&appliance, "primaryMac,rolle\n02005E005301,x\n", &[]).error();
    assert!(near["hint"].as_str().unwrap().contains("role"), "{near}");
    let many = apply(
        &appliance,
        "primaryMac,role\n02005E005301,x\n02005E005302,x\n",
        &["--yes", "--max", "1"],
    );
    assert_eq!(many.code, Some(2));
    assert_eq!(updates(&appliance), Vec::<Value>::new());
}

#[test]
fn ids_that_a_spreadsheet_has_rounded_are_no_keys() {
    let appliance = appliance();
    let by_id = |file: &str| {
        run_with(
            &appliance,
            &[
                "apply",
                "-",
                "--resource",
                "host",
                "--key",
                "id",
                "--yes",
                "-o",
                "json",
            ],
            file,
        )
    };
    for file in [
        "id,role\n7.30146E+15,x\n",
        "id;role\n7,30146E+15;x\n",
        "id,role\n7301455120986640,x\n",
    ] {
        let refused = by_id(file);
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(
            refused.error()["message"]
                .as_str()
                .unwrap()
                .contains("rounded"),
            "{refused:?}"
        );
    }
    assert_eq!(updates(&appliance), Vec::<Value>::new());
    // Beside another key they are left alone.
    let file = "primaryMac,id,creationTime,role\n02005E005302,7.30146E+15,1.60242E+12,x\n";
    assert_eq!(apply(&appliance, file, &["--yes"]).code, Some(0));
    assert_eq!(
        updates(&appliance),
        [json!({"role": "x", "id": 7301455120986643_i64})]
    );
    assert_eq!(
        outcomes(&by_id("id,role\n7301455120986643,y\n")),
        ["changed"]
    );
}

#[test]
fn empty_cells_clear_on_request_only() {
    let appliance = appliance();
    let file = "primaryMac,role,notes\n02005E005301,,\n02005E005302,NULL,\n";
    apply(&appliance, file, &["--yes", "--null-text", "NULL"]);
    assert_eq!(
        updates(&appliance),
        [json!({"role": null, "id": 7301455120986643_i64})]
    );
    appliance.clear_requests();
    apply(
        &appliance,
        "primaryMac,role\n02005E005301,\n02005E005303,\n",
        &["--yes", "--empty-is-null"],
    );
    assert_eq!(updates(&appliance), [json!({"role": null, "id": 5001})]);
    appliance.clear_requests();
    apply(
        &appliance,
        "[{\"primaryMac\": \"02005E005301\", \"notes\": null}]",
        &["--yes"],
    );
    assert_eq!(updates(&appliance), [json!({"notes": null, "id": 5001})]);
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
