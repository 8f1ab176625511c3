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

/// The properties of hosts that a spreadsheet or our own notation could spoil.
const HARD: &str = "id,hostName,notes,adapters,adapterObjects,attributes,creationTime,state,version,connected,reValidationAction.version,primaryMac";

#[test]
fn an_export_changes_nothing() {
    let awkward = json!({
        "id": 1, "hostName": "'=x", "notes": "+49 30 \u{1f4f7}\r\n'-", "primaryMac": "02:00:5E:00:53:01", "adapters": ["02:00:5E:00:53:01"],
    });
    let builder = Appliance::builder().hosts(300).seed("host", awkward);
    let appliance = builder.start().unwrap();
    for (resource, key, more) in [
        ("host", "primaryMac", &["--columns", HARD][..]),
        ("host", "primaryMac", &[]),
        ("user", "id", &[]),
        ("group", "dbid", &[]),
        ("authentication-policy", "dbid", &[]),
        ("logical-network", "dbid", &[]),
        ("background-task", "id", &[]),
    ] {
        for form in ["csv", "json", "jsonl", "yaml"] {
            let list = run(
                &appliance,
                &[&[resource, "list", "-o", form], more].concat(),
            );
            assert_eq!(list.code, Some(0), "{list:?}");
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
            assert_eq!(applied.code, Some(0), "{resource} {form}: {applied:?}");
            assert!(
                outcomes(&applied)
                    .iter()
                    .all(|outcome| outcome == "unchanged")
            );
            assert!(!outcomes(&applied).is_empty());
        }
    }
    let role = run_with(
        &appliance,
        &[
            "apply",
            "-",
            "--resource",
            "role",
            "--key",
            "name",
            "-o",
            "json",
        ],
        "name\nx\n",
    );
    assert!(
        role.error()["message"]
            .as_str()
            .unwrap()
            .contains("no call lists role"),
        "{role:?}"
    );
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
fn a_record_is_sent_whole_where_the_appliance_may_clear_what_is_absent() {
    let appliance = appliance();
    appliance
        .seed(
            "user",
            json!({"id": 7, "userID": "rames", "notes": "keep me", "role": "Staff"}),
        )
        .unwrap();
    let sent = |role: &str, more: &[&str]| {
        let file = format!("userID,role\nrames,{role}\n");
        let arguments = [
            "apply",
            "-",
            "--resource",
            "users",
            "--key",
            "userID",
            "--yes",
        ];
        let arguments: Vec<&str> = arguments.iter().chain(more).copied().collect();
        let done = run_with(&appliance, &arguments, &file);
        assert_eq!(done.code, Some(0), "{done:?}");
        updates(&appliance).pop().unwrap()
    };
    let whole = sent("Guest", &[]);
    assert_eq!(
        (&whole["role"], &whole["notes"]),
        (&json!("Guest"), &json!("keep me"))
    );
    let changed = sent("Other", &["--changed-only"]);
    assert_eq!(changed, json!({"id": 7, "role": "Other"}));
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
            "there is no such host: line 3: 02:00:5E:00:53:FF",
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
