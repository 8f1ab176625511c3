//! Whether the version says what changed in the interface, by cargo-semver-checks.

use std::process::Stdio;

use super::{Report, cargo, git, succeed};
use crate::packages::Workspace;

pub(super) fn check(workspace: &Workspace, report: &mut Report) -> Result<(), String> {
    let Some(release) = git::last_release(workspace)? else {
        report.unchecked.push(
            "semantic versions: no tag v* names a release to compare with, or the tags were not fetched"
                .to_owned(),
        );
        return Ok(());
    };
    let installed = cargo()
        .args(["semver-checks", "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if !installed.is_ok_and(|status| status.success()) {
        report.left.push(format!(
            "compare the interface with {release}: `cargo install --locked cargo-semver-checks`, and again"
        ));
        return Ok(());
    }
    succeed(
        cargo()
            .args(["semver-checks", "--baseline-rev", &release])
            .args(workspace.selection())
            .current_dir(&workspace.root),
    )
}
