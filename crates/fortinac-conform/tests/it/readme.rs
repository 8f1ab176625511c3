//! The output that the README shows is what the command prints.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::common::run;

/// The blocks of the README in a language, in order.
fn blocks(language: &str) -> Vec<&'static str> {
    let parts = include_str!("../../README.md").split("```");
    // Every other part is a block.
    let blocks = parts.skip(1).step_by(2);
    blocks
        .filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n'))
        .collect()
}

/// The files that the README speaks of, in the folder `captures`.
fn captures() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let captures = folder.path().join("captures");
    fs::create_dir(&captures).unwrap();
    let mut group: Value = serde_json::from_str(blocks("json")[0]).unwrap();
    group["response"]["result"]["ownerName"] = "somebody".into();
    let exchange = |method: &str, path: &str, request: Value| {
        json!({
            "method": method, "path": path, "status": 200, "request": request,
            "response": {"status": "success"},
        })
    };
    let files = [
        ("beta.json", exchange("GET", "/no/such/path", Value::Null)),
        ("group.json", group),
        (
            "user.json",
            exchange("POST", "/user/7", json!({"password": 7})),
        ),
    ];
    for (name, contents) in files {
        fs::write(captures.join(name), contents.to_string()).unwrap();
    }
    fs::write(captures.join("notes.txt"), "notes").unwrap();
    folder
}

#[test]
fn the_exchange_conforms() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("group.json"), blocks("json")[0]).unwrap();
    let run = run(folder.path(), &["--strict", "group.json"]);
    assert_eq!(
        run.stdout,
        "ok group.json: group_get\n1 ok, 0 failed, 0 unknown\n"
    );
}

#[test]
fn the_lines_are_those_of_the_command() {
    let run = run(captures().path(), &["captures"]);
    assert_eq!(run.stdout, blocks("text")[0]);
    assert_eq!(run.exit, Some(1));
}

#[test]
fn the_document_is_that_of_the_command() {
    let run = run(captures().path(), &["--json", "captures/user.json"]);
    let printed: Value = serde_json::from_str(&run.stdout).unwrap();
    let shown: Value = serde_json::from_str(blocks("json")[1]).unwrap();
    assert_eq!(printed, shown);
}
