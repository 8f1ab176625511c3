//! The workspace, and copies of its parts.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

pub(crate) fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask is in the workspace")
}

/// Runs `cargo xtask` in a workspace.
pub(crate) fn xtask(workspace: &Path, arguments: &[&str]) -> Output {
    xtask_command(workspace, arguments).output().unwrap()
}

/// `cargo xtask` in a workspace, to be run.
pub(crate) fn xtask_command(workspace: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command
        .args(arguments)
        // As `cargo run` sets it: the program was compiled in another folder.
        .env("CARGO_MANIFEST_DIR", workspace.join("xtask"))
        // A common target folder would hold packages of several workspaces.
        .env_remove("CARGO_TARGET_DIR")
        .current_dir(workspace);
    command
}

/// What codegen reads and writes of the workspace, in a folder of its own.
pub(crate) fn copied_workspace() -> TempDir {
    let workspace = workspace();
    let copied = tempfile::tempdir().unwrap();
    copy(&workspace.join("openapi"), &copied.path().join("openapi"));
    for package in fs::read_dir(workspace.join("crates")).unwrap() {
        let package = package.unwrap().path();
        let target = copied.path().join(package.strip_prefix(workspace).unwrap());
        let generated = package.join("src/generated");
        if generated.is_dir() {
            copy(&generated, &target.join("src/generated"));
            fs::copy(package.join("Cargo.toml"), target.join("Cargo.toml")).unwrap();
        }
    }
    copied
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
