//! HAR files as browsers and proxies export them: what is checked, what is skipped, and what is said about it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::{CANARY, assert_lines, run};
use serde_json::{Value, json};

fn captures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captures")
}

/// A HAR file with these entries, each a method, an address and a response.
fn har(entries: Value) -> String {
    json!({"log": {"version": "1.2", "creator": {"name": CANARY}, "entries": entries}}).to_string()
}

fn entry(method: &str, url: &str, response: Value) -> Value {
    let header = json!([{"name": "Cookie", "value": CANARY}]);
    json!({"request": {"method": method, "url": url, "headers": header, "cookies": header}, "response": response})
}

#[test]
fn firefox() {
    assert_lines(
        &captures(),
        &["firefox.har"],
        1,
        &[
            "ok firefox.har: group_get, 1 call",
            "ok firefox.har: host_list, 2 calls",
            "ok firefox.har: host_set_role, 1 call",
            "fail firefox.har: user_get, 2 calls of 2 shapes",
            "note firefox.har: 1 call without the body of the response, which is not checked: export with content",
            "surprise host_list: response $.results[].riskScore: the spec does not have this property (3 times)",
            "surprise user_get: response $.results[].disabled: expected boolean or null, found a string (once)",
            "surprise user_get: response $.results[].mfaMode: the spec does not have this property (once)",
            "skipped 2 entries of firefox.har: the path is not below /api/v2",
            "skipped 1 entry of firefox.har: a redirect (status 3xx), not a response of the API",
            "skipped 1 entry of firefox.har: the exporter cut off a body: raise its limit (in Firefox \
             devtools.netmonitor.responseBodyLimit) and record again",
            "3 ok, 1 failed, 0 unknown, 4 skipped",
        ],
    );
}

#[test]
fn chrome_and_edge() {
    assert_lines(
        &captures(),
        &["chrome.har"],
        1,
        &[
            "unknown chrome.har: GET /settings/{text}/{id}, 2 calls",
            "ok chrome.har: group_get, 2 calls",
            "ok chrome.har: host_import_hosts, 1 call",
            "ok chrome.har: user_get, 1 call",
            "fail chrome.har: user_update, 1 call",
            "surprise user_update: request $.validForInactivityDays: expected integer or null, found a string (once)",
            "surprise user_update: response $.changed: the spec does not have this property (once)",
            "skipped 1 entry of chrome.har: the path is not below /api/v2",
            "skipped 1 entry of chrome.har: a preflight (OPTIONS) of the browser",
            "skipped 1 entry of chrome.har: no response (status 0): the call was blocked, aborted or failed",
            "skipped 1 entry of chrome.har: status 304, because the browser had the response: turn off its cache and \
             record again",
            "skipped 1 entry of chrome.har: the exporter left a body compressed with br, which is not read: export it \
             decompressed, or record again without `br` in Accept-Encoding",
            "3 ok, 1 failed, 1 unknown, 5 skipped",
        ],
    );
}

#[test]
fn mitmproxy_with_one_of_two_hosts() {
    assert_lines(
        &captures(),
        &["--host", "NAC.example.net:8443", "mitmproxy.har"],
        1,
        &[
            "ok mitmproxy.har: host_set_role, 1 call",
            "ok mitmproxy.har: user_attributes, 1 call",
            "ok mitmproxy.har: user_delete, 1 call",
            "fail mitmproxy.har: user_get, 3 calls of 3 shapes",
            "surprise user_get: response $: the envelope is missing: it has no `status` (once)",
            "surprise user_get: response $.results[].disabled: expected boolean or null, found a string (once)",
            "surprise user_get: response $.results[].mfaMode: the spec does not have this property (once)",
            "skipped 1 entry of mitmproxy.har: the host is not that of --host",
            "skipped 1 entry of mitmproxy.har: no response (status 0): the call was blocked, aborted or failed",
            "skipped 1 entry of mitmproxy.har: a body is XML, and only JSON is checked",
            "3 ok, 1 failed, 0 unknown, 3 skipped",
        ],
    );
}

#[test]
fn only_strict_fails_for_what_conforms_and_surprises() {
    let folder = tempfile::tempdir().unwrap();
    let body = json!({"status": "success", "result": {"dbid": 7, "mfaMode": CANARY}}).to_string();
    let response =
        json!({"status": 200, "content": {"text": body, "mimeType": "application/json"}});
    let file = har(json!([entry(
        "GET",
        "https://nac/api/v2/system/group/7",
        response
    )]));
    fs::write(folder.path().join("a.har"), &file).unwrap();
    // Some save it under another name.
    fs::write(folder.path().join("b.json"), &file).unwrap();
    let lines = [
        "ok ./a.har: group_get, 1 call",
        "ok ./b.json: group_get, 1 call",
        "surprise group_get: response $.result.mfaMode: the spec does not have this property (2 times)",
        "2 ok, 0 failed, 0 unknown",
    ];
    assert_lines(folder.path(), &["."], 0, &lines);
    assert_lines(folder.path(), &["--strict", "."], 1, &lines);
}

#[test]
fn a_file_without_a_call_fails() {
    let folder = tempfile::tempdir().unwrap();
    let other = json!([
        entry(
            "GET",
            &format!("https://{CANARY}/{CANARY}"),
            json!({"status": 200})
        ),
        [CANARY],
        7
    ]);
    fs::write(folder.path().join("a.har"), har(other)).unwrap();
    fs::write(folder.path().join("b.har"), har(json!([]))).unwrap();
    let none = "no call of the API could be checked: record while calls are made, and see below what was skipped";
    assert_lines(
        folder.path(),
        &["a.har", "b.har"],
        1,
        &[
            &format!("fail a.har: {none}"),
            &format!("fail b.har: {none}"),
            "skipped 1 entry of a.har: the path is not below /api/v2",
            "skipped 2 entries of a.har: the entry is not as HAR 1.2 says",
            "0 ok, 2 failed, 0 unknown, 3 skipped",
        ],
    );
}

#[test]
fn what_is_not_har_is_told_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let whole = fs::read_to_string(captures().join("chrome.har")).unwrap();
    let utf_16: Vec<u8> = whole.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let files: [(&str, &[u8]); 5] = [
        ("cut.har", &whole.as_bytes()[..whole.len() / 2]),
        ("cut.json", &whole.as_bytes()[..whole.len() / 3]),
        (
            "old.har",
            &whole.replacen("\"1.2\"", "\"1.1\"", 1).into_bytes(),
        ),
        ("other.har", b"{\"canary-7f3a\": 1}"),
        ("utf-16.har", &[b"\xff\xfe".as_slice(), &utf_16].concat()),
    ];
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    let run = run(folder.path(), &["."]);
    assert_eq!(run.exit, Some(1));
    let again = "export it again as HAR 1.2, in a browser with \"Save all as HAR with content\"";
    let stopped = "the export was stopped or the disk was full, so";
    let lines: Vec<&str> = run.stdout.lines().collect();
    for (line, start, end) in [
        (
            lines[0],
            "fail ./cut.har: is cut off: ",
            format!("; {stopped} {again}"),
        ),
        (
            lines[1],
            "fail ./cut.json: is cut off: ",
            format!("; {stopped} {again}"),
        ),
        (
            lines[2],
            "fail ./old.har: is HAR 1.1, and only HAR 1.2 can be read; ",
            again.into(),
        ),
        (
            lines[3],
            "fail ./other.har: is not a HAR file: it has no `log`; ",
            again.into(),
        ),
        (
            lines[4],
            "fail ./utf-16.har: is UTF-16, as some shells write what they redirect: ",
            "save it as UTF-8".into(),
        ),
    ] {
        assert!(line.starts_with(start) && line.ends_with(&end), "{line}");
    }
}

#[test]
fn one_document_for_machines() {
    let run = run(&captures(), &["--json", "mitmproxy.har"]);
    let document: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        document["captures"][0]["operations"][0],
        json!({"operation": "host_set_role", "outcome": "ok", "calls": 1, "shapes": 1})
    );
    assert_eq!(
        document["captures"][0]["skipped"][1],
        json!({"entries": 1, "reason": "a body is XML, and only JSON is checked"})
    );
    assert_eq!(document["surprises"][1]["pattern"], "$");
    assert_eq!(
        document["summary"],
        json!({"ok": 3, "failed": 1, "unknown": 0})
    );
}

#[test]
fn an_argument_that_is_no_host_is_refused() {
    let run = run(&captures(), &["--host", "nac/api", "chrome.har"]);
    assert_eq!((run.stdout.as_str(), run.exit), ("", Some(2)));
    assert!(
        run.stderr
            .contains("expected a host such as nac.example.com"),
        "{}",
        run.stderr
    );
}
