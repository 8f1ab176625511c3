//! What git knows: changes that are not committed, and the tags of releases.

use std::process::Command;

use super::Report;
use crate::packages::Workspace;

pub(super) fn check(workspace: &Workspace, report: &mut Report) -> Result<(), String> {
    if !ask(workspace, &["status", "--porcelain"])?.is_empty() {
        report
            .left
            .push("commit all changes: a release is a commit".to_owned());
    }
    let tag = tag(workspace);
    if !ask(workspace, &["tag", "--list", &tag])?.is_empty() {
        report.left.push(format!(
            "{tag} is released: set the next version in Cargo.toml and openapi/fortinac.yaml"
        ));
    }
    Ok(())
}

/// The name of the tag of this version.
pub(super) fn tag(workspace: &Workspace) -> String {
    format!("v{}", workspace.version)
}

/// The tag of the last release before this commit.
pub(super) fn last_release(workspace: &Workspace) -> Result<Option<String>, String> {
    let tags = [
        "tag",
        "--list",
        "v[0-9]*",
        "--merged=HEAD",
        "--sort=-version:refname",
    ];
    Ok(ask(workspace, &tags)?.lines().next().map(str::to_owned))
}

fn ask(workspace: &Workspace, arguments: &[&str]) -> Result<String, String> {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(&workspace.root)
        .output()
        .map_err(|error| format!("git does not start: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        let message = String::from_utf8_lossy(&output.stderr);
        Err(format!("git {}: {message}", arguments.join(" ")))
    }
}
