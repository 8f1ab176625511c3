//! Runs the program against an appliance.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use fortinac_mock::Appliance;
use serde_json::Value;

/// The program, with nothing of this environment but the appliance.
pub(crate) fn fortinac(appliance: &Appliance) -> Command {
    let mut command = without_appliance();
    command
        .env("FORTINAC_URL", appliance.url())
        .env("FORTINAC_TOKEN", appliance.token());
    command
}

/// The program without an appliance.
pub(crate) fn without_appliance() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fortinac"));
    command.env_clear();
    // What the program needs of the system.
    for name in ["PATH", "SystemRoot", "TMPDIR", "HOME"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    // No file of the person who runs the tests.
    command.env(
        "FORTINAC_CONFIG",
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/empty.toml"),
    );
    command.env("TZ", "UTC");
    command.stdin(Stdio::null());
    command
}

/// What a run of the program did.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// The standard output as one JSON document.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.code, Some(0), "{self:?}");
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The error as JSON.
    #[track_caller]
    pub(crate) fn error(&self) -> Value {
        let last = self.stderr.lines().last().unwrap_or_default();
        serde_json::from_str(last).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

/// Runs the program with these arguments.
#[track_caller]
pub(crate) fn run(appliance: &Appliance, arguments: &[&str]) -> Run {
    fortinac(appliance).args(arguments).output().unwrap().into()
}

/// Runs the program with this text as its standard input.
#[track_caller]
pub(crate) fn run_with(appliance: &Appliance, arguments: &[&str], input: &str) -> Run {
    let mut command = fortinac(appliance);
    command.args(arguments).stdin(Stdio::piped());
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap().into()
}
