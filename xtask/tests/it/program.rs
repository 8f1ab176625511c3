//! The program itself: what it prints, and what it exits with.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// Runs `cargo xtask` in a workspace.
fn xtask(workspace: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        // As `cargo run` sets it: the program was compiled in another folder.
        .env("CARGO_MANIFEST_DIR", workspace.join("xtask"))
        .current_dir(workspace)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// What codegen reads and writes of the workspace, in a folder of its own.
fn copied_workspace() -> TempDir {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
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

fn copy(from: &Path, to: &Path) {
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

#[test]
fn validate_counts_operations_and_names_the_file_of_a_problem() {
    let good = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs/good");
    let copied = tempfile::tempdir().unwrap();
    copy(&good, &copied.path().join("openapi"));
    let output = xtask(copied.path(), &["validate"]);
    assert!(output.status.success(), "{output:?}");
    // A path item has parameters beside its operations.
    let expected = "valid: openapi/fortinac.yaml (3 operations, 6 schemas)\n";
    assert_eq!(text(&output.stdout), expected);

    let broken = copied.path().join("openapi/resources/thing.yaml");
    let thing = fs::read_to_string(&broken).unwrap();
    fs::write(&broken, thing.replacen("int64", "int32", 1)).unwrap();
    for arguments in [&["validate"][..], &["validate", "openapi/fortinac.yaml"]] {
        let output = xtask(copied.path(), arguments);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let message = text(&output.stderr);
        assert!(
            message.contains("\nopenapi/resources/thing.yaml: "),
            "{message}"
        );
        assert!(message.ends_with("\n1 problem\n"), "{message}");
    }
}

#[test]
fn check_finds_one_changed_byte_and_codegen_mends_it() {
    let copied = copied_workspace();
    let clean = xtask(copied.path(), &["codegen", "--check"]);
    assert!(clean.status.success(), "{clean:?}");

    let victim = "crates/fortinac-types/src/generated/user.rs";
    let path = copied.path().join(victim);
    let good = fs::read(&path).unwrap();
    let mut bad = good.clone();
    *bad.last_mut().unwrap() ^= 1;
    fs::write(&path, &bad).unwrap();
    let stale = xtask(copied.path(), &["codegen", "--check"]);
    assert_eq!(stale.status.code(), Some(1), "{stale:?}");
    let message = text(&stale.stderr);
    assert!(message.contains(&format!("stale: {victim}\n")), "{message}");
    assert!(message.contains("run `cargo xtask codegen`"), "{message}");
    assert_eq!(fs::read(&path).unwrap(), bad, "`--check` writes nothing");

    let mended = xtask(copied.path(), &["codegen"]);
    assert!(mended.status.success(), "{mended:?}");
    let said = text(&mended.stdout);
    assert!(said.contains(&format!("wrote {victim}\n")), "{said}");
    assert_eq!(said.matches("wrote ").count(), 1, "{said}");
    assert_eq!(fs::read(&path).unwrap(), good);
}

#[test]
fn bundle_prints_json() {
    let copied = copied_workspace();
    let printed = xtask(copied.path(), &["bundle"]);
    assert!(printed.status.success(), "{printed:?}");
    let document: serde_json::Value = serde_json::from_slice(&printed.stdout).unwrap();
    assert_eq!(document["openapi"], "3.0.3");

    let written = xtask(copied.path(), &["bundle", "--output", "bundle.json"]);
    assert!(written.status.success(), "{written:?}");
    let file = fs::read(copied.path().join("bundle.json")).unwrap();
    assert_eq!(file, printed.stdout);
}

/// A file name is bytes, and need not be UTF-8.
#[cfg(unix)]
#[test]
fn conform_passes_any_file_name_on() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let copied = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["conform".as_ref(), OsStr::from_bytes(b"exchange-\xff.json")])
        .env("CARGO_MANIFEST_DIR", copied.path().join("xtask"))
        // Prints what cargo would get.
        .env("CARGO", "echo")
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(output.stdout.ends_with(b"-- exchange-\xff.json\n"));
}
