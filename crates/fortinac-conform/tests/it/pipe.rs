//! The command as a part of a pipe.

use std::fs;
use std::process::{Command, Stdio};

use serde_json::json;

#[test]
fn a_reader_that_leaves_does_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let exchange = json!({"method": "GET", "path": "/user/7", "status": 200, "request": null, "response": null});
    fs::write(folder.path().join("a.json"), exchange.to_string()).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_fortinac-conform"));
    command
        .args(vec!["a.json"; 3000])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        (
            String::from_utf8(output.stderr).unwrap().as_str(),
            output.status.code()
        ),
        ("", Some(0))
    );
}
