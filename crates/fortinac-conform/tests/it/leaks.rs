//! What a file could keep of a capture, or a report tell: each was found once.

use std::collections::BTreeMap;
use std::fs;

use crate::common::{Run, run};
use serde_json::{Value, json};

const FORM: &str = "application/x-www-form-urlencoded";

fn call(method: &str, path: &str, data: Value, response: &str) -> Value {
    json!({
        "request": {"method": method, "url": format!("https://nac.example.net/api/v2{path}"), "postData": data},
        "response": {"status": 200, "content": {"mimeType": "application/json", "text": response}},
    })
}

fn form(text: &str) -> Value {
    json!({"mimeType": FORM, "text": text})
}

fn success() -> String {
    json!({"status": "success"}).to_string()
}

/// The report on a HAR file with these calls, and what is saved of them.
fn check(entries: &[Value]) -> (Run, BTreeMap<String, String>) {
    let folder = tempfile::tempdir().unwrap();
    let har = json!({"log": {"version": "1.2", "entries": entries}});
    fs::write(folder.path().join("a.har"), har.to_string()).unwrap();
    let run = run(folder.path(), &["--save", "saved", "a.har"]);
    let saved = fs::read_dir(folder.path().join("saved"))
        .into_iter()
        .flatten()
        .map(|entry| {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, text)
        })
        .collect();
    (run, saved)
}

/// The path and the request of what was saved.
fn parsed(text: &str) -> (String, Value) {
    let exchange: Value = serde_json::from_str(text).unwrap();
    let path = exchange["path"].as_str().unwrap().to_owned();
    (path, exchange["request"].clone())
}

/// Checks that nothing is left of the secrets, neither in the report nor in files.
#[track_caller]
fn assert_gone(entries: &[Value], secrets: &[&str]) {
    let (run, saved) = check(entries);
    let all = format!("{}{}{saved:?}", run.stdout, run.stderr);
    for secret in secrets {
        assert!(!all.contains(secret), "{secret} in {all}");
    }
    assert!(!saved.is_empty(), "{all}");
}

#[test]
fn a_name_without_a_value_is_a_value() {
    for text in [
        "hunterTwo",
        "id=1&hunterTwo",
        "id=1&hunterTwo=",
        "hunterTwo&hunterTwo",
        "hunterTwo==",
    ] {
        let params = json!({"mimeType": FORM, "params": [{"name": text}]});
        let data = [form(text), json!({"text": text}), params];
        let paths = ["/host/set-role", "/user/7", "/host/xyzzy"];
        let entries = paths.into_iter().flat_map(|path| {
            let query = call("POST", &format!("{path}?{text}"), Value::Null, &success());
            let bodies = data
                .iter()
                .map(move |data| call("POST", path, data.clone(), &success()));
            bodies.chain([query])
        });
        let entries: Vec<Value> = entries.collect();
        assert_gone(&entries, &["hunterTwo"]);
    }
    // One that the spec has is its own.
    let (_, saved) = check(&[call("POST", "/host/set-role", form("id&role="), &success())]);
    let (_, request) = parsed(&saved["post-host-set-role.json"]);
    assert_eq!(request, json!({"id": "", "role": ""}));
}

#[test]
fn a_key_of_a_map_is_in_no_report() {
    let keys = [
        "7",
        "",
        "007",
        "10.1.2.3",
        "rbeck@corp.example",
        "a/b",
        "AABBCCDDEEFF",
        "rbeck",
    ];
    for key in keys {
        let inner = format!("{key}x@corp");
        let profile = json!({"permissions": {key: {"attributes": {&inner: true}}}}).to_string();
        let user = json!({"currentEnvironment": {&inner: 7}, "id": {&inner: 7}}).to_string();
        let json = |text: &str| json!({"mimeType": "application/json", "text": text});
        let entries = [
            call("POST", "/user/admin-profile", json(&profile), &success()),
            call("POST", "/user/7", json(&user), &success()),
        ];
        assert_gone(&entries, &["@corp", "AABBCC", "rbeck", "10.1.2.3"]);
    }
}

#[test]
fn the_report_on_an_exchange_file_has_no_key_of_a_map() {
    let folder = tempfile::tempdir().unwrap();
    let exchange = |request: &str| {
        format!(
            "{{\"method\": \"POST\", \"path\": \"/user/7\", \"status\": 200, \"request\": {request}, \"response\": null}}"
        )
    };
    for (file, request) in [
        (
            "a.json",
            r#"{"currentEnvironment": {"rbeck@corp.example": 7}, "attributes": [{"rbeck@": 1, "name": 7}]}"#,
        ),
        (
            "b.json",
            r#"{"currentEnvironment": {"rbeck@corp.example": {"rbeck": 7, "rbeck": 7}}}"#,
        ),
        (
            "c.json",
            r#"{"currentEnvironment": {"rbeck@corp.example": {"name": "\ud800"}}}"#,
        ),
    ] {
        fs::write(folder.path().join(file), exchange(request)).unwrap();
    }
    for arguments in [
        &["a.json", "b.json", "c.json"][..],
        &["--json", "a.json", "b.json", "c.json"],
    ] {
        let run = run(folder.path(), arguments);
        assert!(!run.stdout.contains("rbeck"), "{}", run.stdout);
    }
    let run = run(folder.path(), &["a.json", "b.json", "c.json"]);
    for expected in [
        "request $.currentEnvironment.*: expected null or string, found an integer",
        "request $.attributes[0].name: ",
        "exchange $.request.currentEnvironment.*.*: the object has this property twice",
        "exchange $.request.currentEnvironment.*.name: is not JSON: ",
    ] {
        assert!(run.stdout.contains(expected), "{}", run.stdout);
    }
}

#[test]
fn a_plus_in_a_path_is_a_plus() {
    let body = json!({"status": "success", "errorMessage": "rowan+lab@nac.example"}).to_string();
    let (run, saved) = check(&[call(
        "GET",
        "/user/attributes/rowan+lab@nac.example",
        Value::Null,
        &body,
    )]);
    assert!(
        run.stdout.contains("ok a.har: user_attributes, 1 call"),
        "{}",
        run.stdout
    );
    assert!(run.stderr.starts_with("saved 1 exchange"), "{}", run.stderr);
    let text = &saved["get-user-attributes-name.json"];
    let (path, _) = parsed(text);
    let email = path.rsplit('/').next().unwrap().replace("%40", "@");
    assert!(
        text.contains(&format!("\"errorMessage\": \"{email}\"")),
        "{text}"
    );
}

#[test]
fn the_letter_case_of_a_boundary_in_a_header_matters() {
    let text = "--AbC\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\n7\r\n--AbC--";
    for media_type in [Value::Null, json!("multipart/form-data")] {
        let mut entry = call(
            "POST",
            "/host/import-hosts",
            json!({"mimeType": media_type, "text": format!("preamble\r\n{text}")}),
            &success(),
        );
        entry["request"]["headers"] =
            json!([{"name": "Content-Type", "value": "Multipart/Form-Data; boundary=AbC"}]);
        let (_, saved) = check(&[entry]);
        let (_, request) = parsed(&saved["post-host-import-hosts.json"]);
        assert!(request.is_object(), "{request}");
    }
}

#[test]
fn what_cannot_be_saved_is_told() {
    let deep = format!("{{\"x\": {}0{}}}", "[".repeat(126), "]".repeat(126));
    let (run, saved) = check(&[
        call("GET", "/user/7", Value::Null, "null"),
        call("GET", "/user/7", Value::Null, &deep),
        call("GET", "/user/7", Value::Null, &success()),
    ]);
    assert_eq!(saved.len(), 1);
    assert_eq!(
        run.stderr,
        "saved 1 exchange, with all values replaced; read them before you share them\n\
         not saved: 1 exchange: a body is null, which in an exchange file means that it was not captured\n\
         not saved: 1 exchange: a body is nested too deep for an exchange file\n"
    );
    let (run, saved) = check(&[call("GET", "/user/7", Value::Null, "null")]);
    assert!(
        saved.is_empty() && run.stdout.contains("found null"),
        "{}",
        run.stdout
    );
}

#[test]
fn strings_that_only_look_like_something_do_not_end_the_command() {
    let texts = [
        "de-at-ch",
        "a0:zz:b1",
        "a0:b1:c2:d3:e4:zz",
        "é-é-é",
        &"7".repeat(70_000),
        &format!("0.{}", "7".repeat(70_000)),
    ];
    let body = json!({"status": "success", "errorMessage": texts[0], "results": texts}).to_string();
    let numbers = format!("{{\"a\": {}, \"b\": {}}}", texts[4], texts[5]);
    let entries = [
        call("GET", "/host/xyzzy", Value::Null, &body),
        call("GET", "/user/7", Value::Null, &numbers),
    ];
    assert_gone(&entries, &["de-at-ch", "zz", "77777777777777777777"]);
}
