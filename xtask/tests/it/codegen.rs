//! The committed files follow from the committed spec, and `--check` would see it if they did not.

use std::fs;
use std::path::{Path, PathBuf};

use xtask::bundle::bundle;
use xtask::generate::{self, GeneratedFile, generate};
use xtask::lint;
use xtask::model::Model;

use super::workspace::{copied_workspace, copy, workspace};

const ROOT: &str = "openapi/fortinac.yaml";

fn model(root: &Path) -> Model {
    lint::checked(root).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

/// The files that follow from the spec alone.
fn generated(root: &Path) -> Vec<GeneratedFile> {
    generate(&model(root)).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

/// The files of which a part follows from the spec.
fn parts(workspace: &Path) -> Vec<GeneratedFile> {
    let model = model(&workspace.join(ROOT));
    generate::parts(workspace, &model).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

#[test]
fn committed_files_are_current() {
    let model = model(&workspace().join(ROOT));
    let mut files = generate(&model).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    files.extend(parts(workspace()));
    assert_eq!(
        generate::check(workspace(), &files).unwrap(),
        Vec::<PathBuf>::new(),
        "run `cargo xtask codegen`"
    );
    generate::no_unused_extensions(&model).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
}

#[test]
fn generation_is_byte_identical() {
    let root = workspace().join(ROOT);
    assert_eq!(generated(&root), generated(&root));
}

/// A file does not depend on where the workspace is.
#[test]
fn generation_is_the_same_in_another_folder() {
    let copied = copied_workspace();
    let again = tempfile::tempdir().unwrap();
    copy(copied.path(), again.path());
    let (here, there) = (copied.path(), again.path());
    assert_eq!(generated(&here.join(ROOT)), generated(&there.join(ROOT)));
    assert_eq!(parts(here), parts(there));
}

#[test]
fn one_changed_byte_is_found_and_mended() {
    let copied = copied_workspace();
    let files = generated(&copied.path().join(ROOT));
    generate::write(copied.path(), &files).unwrap();
    assert_eq!(
        generate::check(copied.path(), &files).unwrap(),
        Vec::<PathBuf>::new()
    );

    let victim = Path::new("crates/fortinac-types/src/generated/user/user_record.rs");
    let mut bytes = fs::read(copied.path().join(victim)).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(copied.path().join(victim), bytes).unwrap();
    assert_eq!(generate::check(copied.path(), &files).unwrap(), [victim]);
    assert_eq!(generate::write(copied.path(), &files).unwrap(), [victim]);
    assert_eq!(
        generate::write(copied.path(), &files).unwrap(),
        Vec::<PathBuf>::new()
    );
}

#[test]
fn one_changed_property_is_found() {
    let copied = copied_workspace();
    let root = copied.path().join(ROOT);
    generate::write(copied.path(), &generated(&root)).unwrap();
    let user = copied.path().join("openapi/user/user-record.yaml");
    let text = fs::read_to_string(&user).unwrap();
    let property = "        zipCode:\n          type: string\n";
    assert!(text.contains(property));
    let changed = "        zipCode:\n          type: boolean\n";
    fs::write(&user, text.replace(property, changed)).unwrap();
    // Lint would refuse the examples, which have a string.
    let model = bundle(&root).and_then(Model::read).unwrap();
    let expected = [
        "crates/fortinac-spec/src/generated/fortinac.json",
        "crates/fortinac-spec/src/generated/schemas.json",
        "crates/fortinac-types/src/generated/user/user_record.rs",
    ];
    assert_eq!(
        generate::check(copied.path(), &generate(&model).unwrap()).unwrap(),
        expected.map(PathBuf::from)
    );
}

#[test]
fn the_list_of_paths_follows_from_the_files() {
    let copied = copied_workspace();
    generate::write(copied.path(), &parts(copied.path())).unwrap();
    let root = copied.path().join(ROOT);
    let good = fs::read_to_string(&root).unwrap();
    let line = good
        .lines()
        .find(|line| line.starts_with("  /user/{id}:"))
        .expect("the list of paths");
    let changes = [
        good.replace(&format!("{line}\n"), ""),
        good.replace(&format!("{line}\n"), "")
            .replace("\npaths:\n", &format!("\npaths:\n{line}\n")),
        good.replace(
            line,
            &format!("{line}\n  /nowhere: {{$ref: 'user/user.yaml#/paths/~1nowhere'}}"),
        ),
    ];
    for changed in changes {
        assert_ne!(changed, good);
        fs::write(&root, changed).unwrap();
        let files = parts(copied.path());
        assert_eq!(
            generate::check(copied.path(), &files).unwrap(),
            [Path::new(ROOT)]
        );
        generate::write(copied.path(), &files).unwrap();
        assert_eq!(fs::read_to_string(&root).unwrap(), good);
    }
}

#[test]
fn the_generator_is_the_pinned_one() {
    let manifest = fs::read_to_string(workspace().join("Cargo.toml")).unwrap();
    let (name, version) = generate::GENERATOR.split_once(' ').unwrap();
    let pinned = format!("{name} = {{ version = \"={version}\"");
    assert!(manifest.contains(&pinned), "no `{pinned}` in Cargo.toml");
}
