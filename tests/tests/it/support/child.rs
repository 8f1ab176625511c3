//! Tests that run in a process of their own: the environment and the default crypto provider belong to a whole process.

use std::process::{Command, Output};

const CHILD: &str = "SETTINGS_TEST_CHILD";

/// Whether this is the process of a test with variables of its own.
pub(crate) fn is_child() -> bool {
    std::env::var_os(CHILD).is_some()
}

/// Runs a test, by its path in this program, in a process of its own with these variables.
pub(crate) async fn child(test: &'static str, variables: Vec<(&'static str, String)>) {
    let run = move || {
        let mut command = Command::new(std::env::current_exe().unwrap());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().to_lowercase().ends_with("_proxy") {
                command.env_remove(name);
            }
        }
        let command = command.args([test, "--exact", "--nocapture"]);
        command.envs(variables).env(CHILD, "1").output().unwrap()
    };
    let Output {
        status,
        stdout,
        stderr,
    } = tokio::task::spawn_blocking(run).await.unwrap();
    let text = String::from_utf8_lossy(&stdout) + String::from_utf8_lossy(&stderr);
    assert!(status.success() && text.contains("1 passed"), "{text}");
}
