//! What `--save` writes, as its user finds it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{CANARY, run};
use fortinac_conform::{Checker, Survey};
use serde_json::{Value, json};
use tempfile::TempDir;

fn captures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captures")
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).unwrap();
    let file = |entry: fs::DirEntry| {
        let text = fs::read_to_string(entry.path()).unwrap();
        (entry.file_name().into_string().unwrap(), text)
    };
    entries.map(|entry| file(entry.unwrap())).collect()
}

/// Saves captures into the folder `saved` of a new folder.
#[track_caller]
fn save(captures: &Path) -> (TempDir, BTreeMap<String, String>) {
    let folder = tempfile::tempdir().unwrap();
    let captures = captures.to_str().unwrap();
    let run = run(folder.path(), &["--save", "saved/here", captures]);
    let saved = files(&folder.path().join("saved/here"));
    let message = "exchanges, with all values replaced; read them before you share them\n";
    assert_eq!(run.stderr, format!("saved {} {message}", saved.len()));
    (folder, saved)
}

#[test]
fn a_file_for_each_shape_of_an_operation() {
    let (_folder, saved) = save(&captures());
    let names: Vec<&str> = saved.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "delete-user-id.json",
            "get-host.json",
            "get-settings-text-id.json",
            "get-system-group-id.2.json",
            "get-system-group-id.json",
            "get-user-attributes-name.json",
            "get-user-id.2.json",
            "get-user-id.3.json",
            "get-user-id.4.json",
            "get-user-id.5.json",
            "get-user-id.6.json",
            "get-user-id.json",
            "post-host-import-hosts.json",
            "post-host-set-role.2.json",
            "post-host-set-role.json",
            "post-user-id.json",
        ]
    );
    let list: Value = serde_json::from_str(&saved["get-host.json"]).unwrap();
    let form: Value = serde_json::from_str(&saved["post-host-set-role.json"]).unwrap();
    assert_eq!(list["operation"], "GET /host");
    let path = list["path"].as_str().unwrap();
    assert!(path.starts_with("/host?start=0&count="), "{path}");
    assert!(path.ends_with("&sortKey=id&sortDir=asc"), "{path}");
    // Each place has the same id, in its own JSON type.
    let host = &list["response"]["results"][0];
    assert_eq!(form["request"]["id"][0], host["id"].to_string());
    assert_eq!(host["adaptersAsString"], host["primaryMac"]);
    assert_eq!(host["adapters"][0], host["primaryMac"]);
    assert!(host["creationTime"].as_i64() > Some(1_700_000_000_000));
}

#[test]
fn nothing_invented_in_the_captures_survives() {
    let (_folder, saved) = save(&captures());
    let all: String = saved.values().map(String::as_str).collect();
    for value in [
        "invented",
        "nac.example",
        "rbeck",
        "Rowan",
        "plc-",
        "NAC-",
        "4711",
        "4712",
        "A0:B1",
        "417730255514",
        "1602417600",
        "1701432100412",
        "2024-04-02",
        "192.0.2",
        "Lab",
        "Badge",
        "FNVX",
        "/opt",
        "corp",
        "TOTP",
        "token-",
        "password-",
        "JSESSIONID",
        "Bearer",
        "Firefox",
        "WebInspector",
        "tests/captures",
        // A name of an unknown operation that the spec has nowhere.
        "upstreamHost",
    ] {
        assert!(!all.contains(value), "{value}");
    }
    for kept in [
        "mfaMode",
        "riskScore",
        "\"success\"",
        "\"error\"",
        "T00:",
        "+0000",
        "serialNumber",
    ] {
        assert!(all.contains(kept), "{kept}");
    }
}

/// Outcomes and surprises by operation. The number of times is not among them, because an exchange of each shape is saved.
fn surprises(checker: &Checker, path: &Path) -> BTreeSet<String> {
    let mut survey = Survey::new(checker);
    survey.read(path);
    let found = survey.surprises();
    found
        .map(|(operation, surprise, _)| format!("{operation} {surprise}"))
        .collect()
}

#[test]
fn what_is_saved_surprises_as_the_capture_did_and_is_stable() {
    let checker = Checker::new();
    let (folder, saved) = save(&captures());
    let once = folder.path().join("saved/here");
    let conforming = |surprises: BTreeSet<String>| -> BTreeSet<String> {
        // The others are in the reports of the files.
        let known =
            |surprise: &String| surprise.contains("does not have") || surprise.contains("envelope");
        surprises.into_iter().filter(known).collect()
    };
    assert_eq!(
        surprises(&checker, &once),
        conforming(surprises(&checker, &captures()))
    );
    let failed = checker.check_path(&once);
    let failed: Vec<String> = failed
        .iter()
        .filter(|checked| !checked.report.problems.is_empty())
        .map(|checked| checked.report.to_string())
        .collect();
    assert_eq!(failed.len(), 3, "{failed:?}");

    let (_folder, again) = save(&once);
    assert_eq!(
        again.keys().collect::<Vec<_>>().len(),
        saved.keys().collect::<Vec<_>>().len()
    );
    let digits = |files: &BTreeMap<String, String>| {
        let mut shapes: Vec<String> = files
            .values()
            .map(|text| text.replace(|c: char| c.is_ascii_digit(), ""))
            .collect();
        shapes.sort();
        shapes
    };
    assert_eq!(digits(&again), digits(&saved));
}

#[test]
fn nothing_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let captures = captures();
    let arguments = ["--save", ".", captures.to_str().unwrap()];
    fs::write(folder.path().join("get-host.json"), "mine").unwrap();
    let refused = run(folder.path(), &arguments);
    assert_eq!(refused.exit, Some(1));
    assert_eq!(
        refused.stderr,
        "error: ./get-host.json exists, and nothing is overwritten: save to a new folder; nothing was saved\n"
    );
    assert_eq!(files(folder.path()).len(), 1);
    fs::write(folder.path().join("file"), "mine").unwrap();
    let refused = run(
        folder.path(),
        &["--save", "file", captures.to_str().unwrap()],
    );
    assert_eq!(refused.exit, Some(1));
    assert!(
        refused
            .stderr
            .starts_with("error: file cannot be written: "),
        "{}",
        refused.stderr
    );
}

/// A canary in each part of an entry that can hold a value.
#[test]
fn no_canary_of_any_place_survives() {
    let base64 = |text: &str| {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.encode(text)
    };
    let url = |path: &str| format!("https://{CANARY}.example.net/api/v2{path}");
    let headers =
        json!([{"name": "Authorization", "value": CANARY}, {"name": CANARY, "value": CANARY}]);
    let body = json!({
        "status": "success", "errorMessage": CANARY, CANARY: CANARY,
        "results": [{"id": 7, "password": CANARY, "currentEnvironment": {CANARY: {CANARY: CANARY}},
            "unheardOf": {CANARY: [CANARY]}, "trustedHosts": json!([CANARY]).to_string()}],
    });
    let multipart = format!(
        "--b\r\nContent-Disposition: form-data; name=\"{CANARY}\"\r\n\r\n{CANARY}\r\n\
         --b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{CANARY}\"\r\n\r\n{CANARY}\r\n--b--"
    );
    let page = format!("<html><body>{CANARY}</body></html>");
    let form = json!({"mimeType": "application/x-www-form-urlencoded", "text": format!("id={CANARY}&{CANARY}={CANARY}")});
    let params = json!({"mimeType": "application/x-www-form-urlencoded", "text": "",
        "params": [{"name": CANARY, "value": CANARY}, {"name": "id", "fileName": CANARY, "value": CANARY}]});
    let entry = |method: &str, path: String, post: Value, status: u16, content: Value| {
        json!({
            "_canary": CANARY, "comment": CANARY, "serverIPAddress": CANARY,
            "request": {"method": method, "url": url(&path), "headers": headers, "cookies": headers,
                "queryString": headers, "postData": post},
            "response": {"status": status, "statusText": CANARY, "headers": headers, "cookies": headers,
                "redirectURL": CANARY, "content": content},
        })
    };
    let json_content = json!({"mimeType": "application/json", "text": body.to_string()});
    let html = || json!({"mimeType": "text/html", "text": page});
    let encoded = json!({"mimeType": "application/json", "encoding": "base64", "text": base64(&body.to_string())});
    let record = json!({"mimeType": "application/json", "text": body.to_string()});
    let file = json!({"mimeType": "multipart/form-data; boundary=b", "text": multipart});
    let entries = json!([
        entry(
            "GET",
            format!("/user/7?filter={CANARY}&{CANARY}={CANARY}#{CANARY}"),
            Value::Null,
            200,
            json_content
        ),
        entry(
            "GET",
            format!("/user/attributes/{CANARY};jsessionid={CANARY}"),
            Value::Null,
            200,
            encoded
        ),
        entry(
            "GET",
            format!("/host/{CANARY}/{CANARY}"),
            Value::Null,
            200,
            html()
        ),
        entry("POST", "/host/set-role".into(), form, 500, html()),
        entry("POST", "/host/set-role".into(), params, 200, html()),
        entry(
            "POST",
            "/user/7".into(),
            record,
            400,
            json!({"text": json!({CANARY: CANARY}).to_string()})
        ),
        entry(
            "POST",
            "/host/import-hosts".into(),
            file,
            200,
            json!({"text": CANARY})
        ),
        entry(CANARY, "/user/7".into(), Value::Null, 200, html()),
    ]);
    let folder = tempfile::tempdir().unwrap();
    let har = json!({"log": {"version": "1.2", "creator": {"name": CANARY, "version": CANARY},
        "pages": [{"title": CANARY}], "entries": entries}});
    fs::write(folder.path().join("a.har"), har.to_string()).unwrap();
    let run = run(folder.path(), &["--save", "saved", "a.har"]);
    assert_eq!(run.exit, Some(1), "{}", run.stdout);
    let saved = files(&folder.path().join("saved"));
    assert_eq!(saved.len(), 7, "{:?}", saved.keys());
    for (name, text) in saved {
        assert!(
            !name.contains("canary") && !text.contains("canary"),
            "{name}: {text}"
        );
    }
}
