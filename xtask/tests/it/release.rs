//! `cargo xtask release`, on a workspace of two small packages.

use std::fs;
use std::path::Path;
use std::process::Output;

use super::small::{git, lock, package, ready, write};
use super::workspace::xtask;
#[cfg(unix)]
use super::workspace::xtask_command;

fn edit(folder: &Path, file: &str, from: &str, to: &str) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file}: {text}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

fn said(output: &Output) -> String {
    let text = [&output.stdout[..], &output.stderr].concat();
    String::from_utf8_lossy(&text).into_owned()
}

/// Runs the release, which fails, and says this.
#[track_caller]
fn refused(folder: &Path, arguments: &[&str], expected: &str) {
    let output = xtask(folder, &[&["release"], arguments].concat());
    let said = said(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains(expected), "{expected}: {said}");
}

#[test]
fn a_dry_run_tests_each_package_by_itself_and_tells_what_is_left_to_do() {
    let ready = ready();
    let folder = ready.path();
    let output = xtask(folder, &["release", "--dry-run"]);
    let said = said(&output);
    assert!(output.status.success(), "{said}");
    let below = said.find("-- small-below by itself").unwrap();
    let above = said.find("-- small-above by itself").unwrap();
    assert!(below < above, "in the order of their dependencies: {said}");
    for expected in [
        "small-below 0.1.0: 10 files",
        "semantic versions: no tag v* names a release",
        "`repository` is not known",
        "in small-below, small-above",
        "CHANGELOG.md: put what is unreleased below `## [0.1.0] - YYYY-MM-DD`",
        "dry run: nothing was published",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    assert!(!said.contains("commit all changes"), "{said}");

    // What is left to do stops a release, after all checks, and before anything is published.
    refused(
        folder,
        &[],
        "to be done before the release:\n  `repository`",
    );

    // A test that needs a file of the workspace passes there, and not in the package.
    write(folder, "crates/small-below/data.txt", "data");
    write(
        folder,
        "crates/small-below/tests/one.rs",
        "#[test]\nfn one() {\n    assert_eq!(include_str!(\"../data.txt\"), \"data\");\n}\n",
    );
    refused(folder, &["--dry-run"], "small-below: cargo test");
    // An example that needs a dependency which the package does not have, because it has no version.
    git(folder, &["checkout", "--quiet", "."]);
    edit(
        folder,
        "crates/small-below/Cargo.toml",
        "\n\n",
        "\n\n[dev-dependencies]\nsmall-tests = { path = \"../small-tests\" }\n",
    );
    package(folder, "small-tests", "");
    edit(
        folder,
        "crates/small-tests/Cargo.toml",
        "version.workspace = true",
        "publish = false",
    );
    write(
        folder,
        "crates/small-below/examples/one.rs",
        "fn main() {\n    let _ = small_tests::ONE;\n}\n",
    );
    lock(folder);
    refused(folder, &["--dry-run"], "small-below: cargo");
}

#[test]
fn what_is_wrong_is_told_before_anything_is_built() {
    let ready = ready();
    let folder = ready.path();
    for (file, from, to, expected) in [
        (
            "crates/small-above/Cargo.toml",
            "version = \"0.1.0\"",
            "version = \"0.1\"",
            "small-above needs small-below ^0.1, and not ^0.1.0",
        ),
        (
            "crates/small-above/Cargo.toml",
            ", version = \"0.1.0\"",
            "",
            "small-above needs any version of small-below",
        ),
        (
            "crates/small-below/Cargo.toml",
            "A small package",
            "A small package.",
            "small-below: the description is one line",
        ),
        (
            "crates/small-below/Cargo.toml",
            "[\"small\"]",
            "[\"a\", \"b\", \"c\", \"d\", \"e\", \"f\"]",
            "small-below: one to five keywords",
        ),
        (
            "crates/small-below/Cargo.toml",
            "api-bindings",
            "bindings",
            "small-below: one to five categories",
        ),
        (
            "crates/small-below/Cargo.toml",
            "1.89",
            "1.90",
            "all have the same `rust-version`",
        ),
        (
            "CHANGELOG.md",
            "### Added",
            "### New",
            "CHANGELOG.md: Unreleased: `### New` is none of Added",
        ),
        (
            "CHANGELOG.md",
            "7.2.0",
            "7.4.0",
            "the operations of the spec say 7.2.0",
        ),
        (
            "openapi/fortinac.yaml",
            "version: 0.1.0",
            "version: 0.2.0",
            "info.version of the spec is \"0.2.0\", and that of the crates 0.1.0",
        ),
    ] {
        edit(folder, file, from, to);
        refused(folder, &["--dry-run"], expected);
        git(folder, &["checkout", "--quiet", "."]);
    }

    let snippet = "```toml\n[dependencies]\nsmall-below = { version = \"0.2\", features = [] }\nsmall-above = \"0.1\"\n```\n";
    write(folder, "README.md", snippet);
    let expected = "README.md: small-below = \"0.2\" does not allow 0.1.0";
    refused(folder, &["--dry-run"], expected);
    fs::remove_file(folder.join("README.md")).unwrap();

    write(
        folder,
        "downstream/Cargo.lock",
        "version = 4\n\n[[package]]\nname = \"small-below\"\nversion = \"0.0.9\"\n",
    );
    refused(
        folder,
        &["--dry-run"],
        "downstream/Cargo.lock has small-below 0.0.9",
    );
}

#[test]
fn a_package_has_the_files_that_are_expected_and_no_others() {
    let ready = ready();
    let folder = ready.path();
    let below = folder.join("crates/small-below");
    write(&below, "tests/data/capture.har", "{}");
    refused(
        folder,
        &["--dry-run"],
        "small-below: tests/data/capture.har is not expected",
    );
    fs::remove_dir_all(below.join("tests/data")).unwrap();

    let machine = format!("//! {}\n", folder.join("notes").display());
    write(&below, "src/notes.rs", &machine);
    refused(
        folder,
        &["--dry-run"],
        "small-below: src/notes.rs names a folder of this machine",
    );
    fs::remove_file(below.join("src/notes.rs")).unwrap();

    fs::remove_file(below.join("LICENSE-MIT")).unwrap();
    refused(
        folder,
        &["--dry-run"],
        "small-below: LICENSE-MIT is missing",
    );
}

/// The search path without folders that have this program.
#[cfg(unix)]
fn path_without(program: &str) -> std::ffi::OsString {
    let path = std::env::var_os("PATH").unwrap();
    let folders = std::env::split_paths(&path).filter(|folder| !folder.join(program).exists());
    std::env::join_paths(folders).unwrap()
}

/// A program of ours stands for cargo-semver-checks, which CI does not install.
#[cfg(unix)]
#[test]
fn the_last_release_is_compared_with_once_there_is_one() {
    use std::os::unix::fs::PermissionsExt;

    let ready = ready();
    let folder = ready.path();
    git(folder, &["tag", "v0.1.0"]);
    let tools = tempfile::tempdir().unwrap();
    let tool = "cargo-semver-checks";
    let release = |path: &std::ffi::OsStr| {
        let mut command = xtask_command(folder, &["release", "--dry-run"]);
        command.env("PATH", path).env("CARGO_HOME", tools.path());
        let output = command.output().unwrap();
        (output.status.success(), said(&output))
    };
    let path = path_without(tool);

    let (passed, text) = release(&path);
    assert!(passed, "{text}");
    for expected in [
        "v0.1.0 is released: set the next version",
        "compare the interface with v0.1.0: `cargo install --locked cargo-semver-checks`",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }

    let program = tools.path().join("bin").join(tool);
    for (code, passes) in [(0, true), (1, false)] {
        let script = format!(
            "#!/bin/sh\n[ \"$2\" = --version ] && exit 0\necho \"asked: $*\"\nexit {code}\n"
        );
        write(tools.path(), &format!("bin/{tool}"), &script);
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        let (passed, text) = release(&path);
        assert_eq!(passed, passes, "{text}");
        let asked = "asked: semver-checks --baseline-rev v0.1.0 --package small-below --package small-above\n";
        assert!(text.contains(asked), "{text}");
        assert!(!text.contains("compare the interface"), "{text}");
    }
}
