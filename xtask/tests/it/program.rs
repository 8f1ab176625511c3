//! The program itself: what it prints, and what it exits with.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use super::workspace::{copied_workspace, copy, xtask};

/// A copy of the workspace in which all generated files are current.
fn generated_workspace() -> TempDir {
    let copied = copied_workspace();
    let generated = xtask(copied.path(), &["codegen"]);
    assert!(generated.status.success(), "{generated:?}");
    copied
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn lint_counts_operations_and_names_file_and_line() {
    let good = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs/good");
    let copied = tempfile::tempdir().unwrap();
    copy(&good, &copied.path().join("openapi"));
    let output = xtask(copied.path(), &["lint"]);
    assert!(output.status.success(), "{output:?}");
    // A path item has parameters beside its operations.
    let expected = "valid: openapi/fortinac.yaml (3 operations, 6 schemas)\n";
    assert_eq!(text(&output.stdout), expected);

    let broken = copied.path().join("openapi/thing/thing.yaml");
    let thing = fs::read_to_string(&broken).unwrap();
    fs::write(&broken, thing.replacen("int64", "int32", 1)).unwrap();
    let line = thing
        .lines()
        .position(|line| line.contains("int64"))
        .unwrap()
        + 1;
    for arguments in [&["lint"][..], &["lint", "openapi/fortinac.yaml"]] {
        let output = xtask(copied.path(), arguments);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let expected = format!(
            "error: the spec is not valid\n\
             openapi/thing/thing.yaml:{line}:11: /thing/{{id}}/parameters/id/schema/format: is `int32`, and not `int64`\n  \
             help: An integer has `format: int64`.\n\
             1 error\n"
        );
        assert_eq!(text(&output.stderr), expected);
    }

    fs::write(&broken, thing.replace("summary", "sumary")).unwrap();
    let output = xtask(copied.path(), &["lint"]);
    let message = text(&output.stderr);
    assert!(message.ends_with("\n6 errors\n"), "{message}");
}

/// A block to copy is aligned below its help.
#[test]
fn help_can_have_several_lines() {
    let good = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs/good");
    let copied = tempfile::tempdir().unwrap();
    copy(&good, &copied.path().join("openapi"));
    let thing = copied.path().join("openapi/thing/thing.yaml");
    let described = fs::read_to_string(&thing).unwrap();
    fs::write(&thing, described.replace("tags: [thing]", "tags: [other]")).unwrap();
    let message = text(&xtask(copied.path(), &["lint"]).stderr);
    let help = "  help: add it to `tags` of the root, which are sorted by name:
    - name: other
      description: 'TODO: say what the resources are'
      x-fortinac-resources:
        thing: things
";
    assert!(message.contains(help), "{message}");
}

#[test]
fn check_finds_one_changed_byte_and_codegen_mends_it() {
    let copied = generated_workspace();
    let clean = xtask(copied.path(), &["codegen", "--check"]);
    assert!(clean.status.success(), "{clean:?}");

    let victim = "crates/fortinac-types/src/generated/user/user_record.rs";
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
fn codegen_maintains_the_list_of_paths() {
    let copied = generated_workspace();
    let root = copied.path().join("openapi/fortinac.yaml");
    let good = fs::read_to_string(&root).unwrap();
    let listed = good
        .lines()
        .find(|line| line.starts_with("  /user:"))
        .unwrap();
    let unlisted = good.replace(&format!("{listed}\n"), "");
    fs::write(&root, &unlisted).unwrap();

    let stale = xtask(copied.path(), &["codegen", "--check"]);
    assert_eq!(stale.status.code(), Some(1), "{stale:?}");
    let message = text(&stale.stderr);
    assert!(
        message.starts_with("stale: openapi/fortinac.yaml\n"),
        "{message}"
    );
    assert_eq!(message.matches("stale: ").count(), 1, "{message}");
    assert_eq!(fs::read_to_string(&root).unwrap(), unlisted);

    let mended = xtask(copied.path(), &["codegen"]);
    assert!(mended.status.success(), "{mended:?}");
    let said = text(&mended.stdout);
    assert!(said.contains("wrote openapi/fortinac.yaml\n"), "{said}");
    assert_eq!(fs::read_to_string(&root).unwrap(), good);
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
