//! Runs the command as a user does.

use std::path::Path;
use std::process::{Command, Output};

/// A value that may show up nowhere.
pub(crate) const CANARY: &str = "canary-7f3a";

pub(crate) struct Run {
    pub(crate) exit: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs the command in a folder. Whatever it prints, the canary is not there.
#[track_caller]
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Run {
    let command = Command::new(env!("CARGO_BIN_EXE_fortinac-conform"))
        .args(arguments)
        .current_dir(folder)
        .output();
    let Output {
        status,
        stdout,
        stderr,
    } = command.unwrap();
    let (stdout, stderr) = (
        String::from_utf8(stdout).unwrap(),
        String::from_utf8(stderr).unwrap(),
    );
    assert!(
        !stdout.contains(CANARY) && !stderr.contains(CANARY),
        "a value is shown: {stdout}{stderr}"
    );
    Run {
        exit: status.code(),
        stdout,
        stderr,
    }
}

#[track_caller]
pub(crate) fn assert_lines(folder: &Path, arguments: &[&str], exit: i32, lines: &[&str]) {
    let run = run(folder, arguments);
    assert_eq!(run.stdout.lines().collect::<Vec<_>>(), lines);
    assert_eq!(run.stderr, "");
    assert_eq!(run.exit, Some(exit));
}
