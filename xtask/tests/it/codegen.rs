//! The committed files follow from the committed description, and `--check` would see it if they did not.

use std::fs;
use std::path::{Path, PathBuf};

use xtask::bundle::bundle;
use xtask::codegen::{self, GeneratedFile};

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn generate(root: &Path) -> Vec<GeneratedFile> {
    let bundle = bundle(root).unwrap_or_else(|problems| panic!("{problems}"));
    codegen::generate(&bundle).unwrap_or_else(|problems| panic!("{problems}"))
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
fn committed_files_are_current() {
    let mut files = generate(&workspace().join("openapi/fortinac.yaml"));
    let bundle = bundle(&workspace().join("openapi/fortinac.yaml")).unwrap();
    files.extend(codegen::manifests(workspace(), &bundle).unwrap());
    assert_eq!(
        codegen::check(workspace(), &files).unwrap(),
        Vec::<PathBuf>::new(),
        "run `cargo xtask codegen`"
    );
    codegen::no_dead_rules(&bundle).unwrap_or_else(|problems| panic!("{problems}"));
}

#[test]
fn one_changed_byte_is_found_and_mended() {
    let files = generate(&workspace().join("openapi/fortinac.yaml"));
    let copied = tempfile::tempdir().unwrap();
    for file in &files {
        copy(
            workspace().join(file.path.parent().unwrap()).as_path(),
            &copied.path().join(file.path.parent().unwrap()),
        );
    }
    assert_eq!(
        codegen::check(copied.path(), &files).unwrap(),
        Vec::<PathBuf>::new()
    );

    let victim = Path::new("crates/fortinac-types/src/generated/user.rs");
    let mut bytes = fs::read(copied.path().join(victim)).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(copied.path().join(victim), bytes).unwrap();
    assert_eq!(codegen::check(copied.path(), &files).unwrap(), [victim]);
    assert_eq!(codegen::write(copied.path(), &files).unwrap(), [victim]);
    assert_eq!(
        codegen::write(copied.path(), &files).unwrap(),
        Vec::<PathBuf>::new()
    );
}

#[test]
fn one_changed_member_is_found() {
    let copied = tempfile::tempdir().unwrap();
    copy(&workspace().join("openapi"), copied.path());
    let user = copied.path().join("resources/user.yaml");
    let text = fs::read_to_string(&user).unwrap();
    let member = "        zipCode:\n          type: string\n";
    assert!(text.contains(member));
    fs::write(
        &user,
        text.replace(member, "        zipCode:\n          type: boolean\n"),
    )
    .unwrap();
    let stale =
        codegen::check(workspace(), &generate(&copied.path().join("fortinac.yaml"))).unwrap();
    let expected = [
        "crates/fortinac-spec/src/generated/fortinac.json",
        "crates/fortinac-types/src/generated/user.rs",
    ];
    assert_eq!(stale, expected.map(PathBuf::from));
}

#[test]
fn a_get_that_changes_data_is_not_repeated() {
    let copied = tempfile::tempdir().unwrap();
    copy(&workspace().join("openapi"), copied.path());
    let user = copied.path().join("resources/user.yaml");
    let text = fs::read_to_string(&user).unwrap();
    let get = "      operationId: user_get\n";
    assert!(text.contains(get));
    fs::write(
        &user,
        text.replace(get, &format!("{get}      x-fortinac-safe: false\n")),
    )
    .unwrap();
    let safe = |root: &Path| {
        let files = generate(root);
        let calls = files
            .iter()
            .find(|file| file.path.ends_with("fortinac-client/src/generated/user.rs"));
        let one_line = calls
            .unwrap()
            .contents
            .split_whitespace()
            .collect::<String>();
        let call = r#"Call::get(self.0,"user_get","/user/{id}")"#;
        assert!(one_line.contains(call), "{one_line}");
        !one_line.contains(&format!("{call}.not_safe()"))
    };
    assert!(safe(&workspace().join("openapi/fortinac.yaml")));
    assert!(!safe(&copied.path().join("fortinac.yaml")));
}

#[test]
fn the_pinned_generator_is_the_one_in_the_headers() {
    let manifest = fs::read_to_string(workspace().join("Cargo.toml")).unwrap();
    let (name, version) = codegen::GENERATOR.split_once(' ').unwrap();
    assert!(manifest.contains(&format!("{name} = {{ version = \"={version}\"")));
}
