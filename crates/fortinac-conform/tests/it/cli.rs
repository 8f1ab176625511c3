//! The command as a user runs it: lines, documents and exit codes.

use std::collections::BTreeSet;
use std::fs;

use crate::common::{CANARY, run};
use serde_json::{Value, json};
use tempfile::TempDir;

fn folder(files: &[(&str, String)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, contents) in files {
        fs::write(folder.path().join(name), contents).unwrap();
    }
    folder
}

fn exchange(method: &str, path: &str, status: u16, request: Value, response: Value) -> String {
    json!({"method": method, "path": path, "status": status, "request": request, "response": response}).to_string()
}

fn group() -> String {
    let group = json!({"status": "success", "errorMessage": null, "result": {"dbid": 7, "unheardOf": CANARY}});
    exchange("GET", "/api/v2/system/group/7?x=1", 200, Value::Null, group)
}

fn user(user: Value) -> String {
    exchange("POST", "/user/7", 200, user, json!({"status": "success"}))
}

fn unknown() -> String {
    exchange(
        "GET",
        &format!("/no/such/{CANARY}"),
        200,
        Value::Null,
        json!({CANARY: CANARY}),
    )
}

#[track_caller]
fn assert_lines(folder: &TempDir, arguments: &[&str], exit: i32, lines: &[&str]) {
    crate::common::assert_lines(folder.path(), arguments, exit, lines);
}

#[test]
fn a_line_for_each_exchange_of_files_and_folders() {
    let folder = folder(&[
        ("b.json", unknown()),
        ("a.json", group()),
        ("notes.txt", "{".into()),
    ]);
    fs::create_dir(folder.path().join("c")).unwrap();
    fs::write(folder.path().join("c/d.json"), user(json!({"id": 7}))).unwrap();
    let unknown = "unknown ./b.json: the spec has no operation with this method and path";
    assert_lines(
        &folder,
        &[".", "a.json"],
        0,
        &[
            "ok ./a.json: group_get",
            unknown,
            "ok ./c/d.json: user_update",
            "ok a.json: group_get",
            "surprise group_get: response $.result.unheardOf: the spec does not have this property (2 times)",
            "skipped ./notes.txt: its name does not end in .json or .har",
            "3 ok, 0 failed, 1 unknown, 1 skipped",
        ],
    );
}

#[test]
fn an_exchange_is_found_however_its_path_and_file_are_written() {
    let captured = |path| exchange("GET", path, 200, Value::Null, json!({"status": "success"}));
    let folder = folder(&[
        (
            "A.JSON",
            captured("https://nac.example.com:8443/api/v2/system/group/7?x=1"),
        ),
        (
            "b.json",
            captured("/api/v2/system/group/7;jsessionid=0A1B.node0"),
        ),
    ]);
    let lines = [
        "ok ./A.JSON: group_get",
        "ok ./b.json: group_get",
        "2 ok, 0 failed, 0 unknown",
    ];
    assert_lines(&folder, &["."], 0, &lines);
}

#[test]
fn a_number_of_which_digits_would_be_lost_is_seen() {
    let folder = folder(&[]);
    for number in ["18446744073709551616", "1e400"] {
        let text = user(json!({"id": 7, "unheardOf": "DIGITS"})).replace("\"DIGITS\"", number);
        fs::write(folder.path().join("a.json"), text).unwrap();
        let run = run(folder.path(), &["a.json"]);
        // A type may keep the digits or refuse the number; it may not change it in silence.
        let is_seen = run.stdout.starts_with("fail a.json: request $");
        let is_kept = run.stdout.starts_with("ok a.json");
        assert!(is_seen || is_kept, "{}", run.stdout);
    }
}

#[test]
fn only_strict_fails_for_an_unknown_operation() {
    let folder = folder(&[("b.json", unknown())]);
    let lines = [
        "unknown b.json: the spec has no operation with this method and path",
        "0 ok, 0 failed, 1 unknown",
    ];
    assert_lines(&folder, &["b.json"], 0, &lines);
    assert_lines(&folder, &["--strict", "b.json"], 1, &lines);
}

#[test]
fn only_strict_fails_for_a_surprise() {
    let folder = folder(&[("a.json", group())]);
    let lines = [
        "ok a.json: group_get",
        "surprise group_get: response $.result.unheardOf: the spec does not have this property (once)",
        "1 ok, 0 failed, 0 unknown",
    ];
    assert_lines(&folder, &["a.json"], 0, &lines);
    assert_lines(&folder, &["--strict", "a.json"], 1, &lines);
}

#[test]
fn a_failure_names_the_path_and_not_the_value() {
    let request = json!({"password": [CANARY], "apiAccessToken": {"token": CANARY}, "id": CANARY, "locale": CANARY});
    let folder = folder(&[("a.json", user(request))]);
    let run = run(folder.path(), &["a.json"]);
    let problems = run
        .stdout
        .lines()
        .next()
        .unwrap()
        .strip_prefix("fail a.json: ")
        .unwrap();
    // Their order is that of JSON objects, which a feature of serde_json changes.
    let problems: BTreeSet<&str> = problems.split("; ").collect();
    let expected = [
        "request $.apiAccessToken: expected null or string, found an object",
        "request $.id: expected integer or null, found a string",
        "request $.locale: expected null or object, found a string",
        "request $.password: expected null or string, found an array",
    ];
    assert_eq!(problems, BTreeSet::from(expected));
    assert_eq!(run.exit, Some(1));
}

#[test]
fn files_that_are_no_exchanges_fail_and_the_others_are_checked() {
    let latin_1 = [b"\"".as_slice(), b"\xe9", CANARY.as_bytes(), b"\""].concat();
    let folder = folder(&[
        (
            "broken.json",
            format!("{{\"method\": \"{CANARY}\",\n  oops"),
        ),
        ("good.json", group()),
        ("list.json", format!("[\"{CANARY}\"]")),
        (
            "missing.json",
            json!({"method": [CANARY], "path": "/x", "status": "200", "request": null}).to_string(),
        ),
        (
            "twice.json",
            format!("{{\"request\": {{\"a\": \"{CANARY}\", \"a\": 1}}}}"),
        ),
    ]);
    fs::write(folder.path().join("latin.json"), latin_1).unwrap();
    fs::create_dir(folder.path().join("empty")).unwrap();
    assert_lines(
        &folder,
        &[
            "broken.json",
            "latin.json",
            "list.json",
            "missing.json",
            "twice.json",
            "empty",
            "nowhere",
            "good.json",
        ],
        1,
        &[
            "fail broken.json: is not JSON: key must be a string at line 2 column 3",
            "fail latin.json: is not UTF-8: invalid utf-8 sequence of 1 bytes from index 1",
            "fail list.json: is not an exchange: expected an object, found an array",
            "fail missing.json: exchange $.method: expected a string, found an array; \
             exchange $.status: expected an HTTP status, found a string; \
             exchange $.response: the property is missing",
            "fail twice.json: exchange $.request.*: the object has this property twice",
            "fail empty: the folder has no *.json and no *.har",
            "fail nowhere: cannot be read: No such file or directory (os error 2)",
            "ok good.json: group_get",
            "surprise group_get: response $.result.unheardOf: the spec does not have this property (once)",
            "1 ok, 7 failed, 0 unknown",
        ],
    );
}

#[test]
fn a_failed_call_may_respond_with_html() {
    let answer = |status| {
        exchange(
            "GET",
            "/system/group/7",
            status,
            Value::Null,
            json!(format!("<html>{CANARY}")),
        )
    };
    let folder = folder(&[
        ("200.json", answer(200)),
        ("302.json", answer(302)),
        ("404.json", answer(404)),
    ]);
    assert_lines(
        &folder,
        &["200.json", "302.json", "404.json"],
        1,
        &[
            "fail 200.json: response $: expected object, found a string",
            "fail 302.json: exchange $.status: the spec has no response with HTTP status 302",
            "ok 404.json: group_get",
            "1 ok, 2 failed, 0 unknown",
        ],
    );
}

#[test]
fn one_document_for_machines() {
    let folder = folder(&[
        ("a.json", group()),
        ("b.json", unknown()),
        ("c.json", user(json!({"id": CANARY}))),
    ]);
    fs::write(folder.path().join("d.json"), "{").unwrap();
    let run = run(
        folder.path(),
        &["--json", "a.json", "b.json", "c.json", "d.json"],
    );
    let expected = json!({
        "exchanges": [
            {"file": "a.json", "outcome": "ok", "operation": "group_get", "problems": []},
            {"file": "b.json", "outcome": "unknown", "operation": null, "problems": []},
            {"file": "c.json", "outcome": "fail", "operation": "user_update", "problems": [{
                "part": "request", "path": "$.id", "stage": "schema",
                "reason": "expected integer or null, found a string",
            }]},
            {"file": "d.json", "outcome": "fail", "operation": null, "problems": [{
                "part": "exchange", "path": "$", "stage": "exchange",
                "reason": "is not JSON: EOF while parsing an object at line 1 column 1",
            }]},
        ],
        "surprises": [{
            "operation": "group_get", "part": "response", "pattern": "$.result.unheardOf",
            "reason": "the spec does not have this property", "count": 1,
        }],
        "skipped": [],
        "summary": {"ok": 1, "failed": 2, "unknown": 1},
    });
    assert_eq!(
        serde_json::from_str::<Value>(&run.stdout).unwrap(),
        expected
    );
    assert_eq!((run.stderr.as_str(), run.exit), ("", Some(1)));
}

#[test]
fn a_command_that_is_not_understood_is_told_apart() {
    let folder = folder(&[]);
    for arguments in [&[][..], &["--stirct", "a.json"]] {
        let run = run(folder.path(), arguments);
        assert_eq!((run.stdout.as_str(), run.exit), ("", Some(2)));
        assert!(
            run.stderr.contains("Usage: fortinac-conform"),
            "{}",
            run.stderr
        );
    }
}
