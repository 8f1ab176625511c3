//! The release itself.

use std::error::Error;
use std::process::Command;

use super::{cargo, git, step, succeed};
use crate::packages::Workspace;

pub(super) fn run(workspace: &Workspace) -> Result<(), Box<dyn Error>> {
    step("publish");
    succeed(&mut publish(workspace))?;
    step("tag");
    succeed(&mut tag(workspace))?;
    let tag = git::tag(workspace);
    println!("published; now push the tag: git push origin {tag}");
    Ok(())
}

/// Cargo uploads the packages in the order of their dependencies, and waits for each.
fn publish(workspace: &Workspace) -> Command {
    let mut command = cargo();
    // Each package was built and tested by itself just before.
    command
        .args(["publish", "--locked", "--no-verify"])
        .args(workspace.selection())
        .current_dir(&workspace.root);
    command
}

fn tag(workspace: &Workspace) -> Command {
    let mut command = Command::new("git");
    let message = format!("Release {}", workspace.version);
    command
        .args(["tag", "--annotate", "--message", &message])
        .arg(git::tag(workspace))
        .current_dir(&workspace.root);
    command
}
