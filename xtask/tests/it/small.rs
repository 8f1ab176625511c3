//! A workspace of two small packages, of which one needs the other.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::workspace::{copy, workspace};

const CHANGELOG: &str =
    "# Changelog\n\n## [Unreleased]\n\nVersions of the API: 7.2.0.\n\n### Added\n\n- All.\n";

pub(crate) fn write(folder: &Path, file: &str, text: &str) {
    let path = folder.join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

pub(crate) fn git(folder: &Path, arguments: &[&str]) {
    let git = Command::new("git")
        .args(["-c", "user.name=test", "-c", "user.email=test@example.com"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(git.status.success(), "{git:?}");
}

/// A package with a unit test, a test and an example.
pub(crate) fn package(folder: &Path, name: &str, dependencies: &str) {
    let at = folder.join("crates").join(name);
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion.workspace = true\nedition = \"2024\"\n\
         description = \"A small package\"\nlicense = \"MIT OR Apache-2.0\"\nrust-version = \"1.89\"\n\
         keywords = [\"small\"]\ncategories = [\"api-bindings\"]\nreadme = \"README.md\"\n\
         include = [\"/src\", \"/tests\", \"/examples\", \"/README.md\", \"/LICENSE-*\"]\n\n{dependencies}"
    );
    write(&at, "Cargo.toml", &manifest);
    write(&at, "README.md", "A small package.\n");
    write(&at, "LICENSE-MIT", "MIT\n");
    write(&at, "LICENSE-APACHE", "Apache-2.0\n");
    write(
        &at,
        "src/lib.rs",
        "//! Small.\n\n/// One.\npub const ONE: u8 = 1;\n",
    );
    write(&at, "tests/one.rs", "#[test]\nfn one() {}\n");
    write(&at, "examples/one.rs", "fn main() {}\n");
}

/// A workspace that is ready for a release, but for what only a maintainer knows.
pub(crate) fn ready() -> TempDir {
    let made = tempfile::tempdir().unwrap();
    let folder = made.path();
    write(
        folder,
        "Cargo.toml",
        "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n\n[workspace.package]\nversion = \"0.1.0\"\n",
    );
    package(
        folder,
        "small-above",
        "[dependencies]\nsmall-below = { path = \"../small-below\", version = \"0.1.0\" }\n",
    );
    package(folder, "small-below", "");
    write(folder, "CHANGELOG.md", CHANGELOG);
    write(folder, ".gitignore", "target/\n");
    copy(
        &workspace().join("xtask/tests/specs/good"),
        &folder.join("openapi"),
    );
    lock(folder);
    git(folder, &["init", "--quiet"]);
    git(folder, &["add", "."]);
    git(folder, &["commit", "--quiet", "--message", "Begin"]);
    made
}

pub(crate) fn lock(folder: &Path) {
    let locked = Command::new(env!("CARGO"))
        .args(["generate-lockfile", "--offline"])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(locked.status.success(), "{locked:?}");
}
