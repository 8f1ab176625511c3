use std::fs;

use super::*;

#[test]
fn files_are_named_after_the_operation_and_numbered() {
    let mut saver = Saver::default();
    let mut name = |template| saver.name(Method::Get, template);
    assert_eq!(name("/host/{id}/x-y"), "get-host-id-x-y.json");
    assert_eq!(name("/host/{id}/x-y"), "get-host-id-x-y.2.json");
    assert_eq!(name("/DeviceProfiler/Rule"), "get-deviceprofiler-rule.json");
    assert!(name(&"/word".repeat(1000)).len() < MAX_STEM + 10);
}

#[test]
fn what_cannot_be_written_leaves_nothing() {
    let root = tempfile::tempdir().unwrap();
    let entries = || fs::read_dir(root.path()).unwrap().count();
    let file = |name: &str| SavedFile {
        name: name.into(),
        text: "{}".into(),
    };
    let mut saver = Saver::default();
    let folder = root.path().join("a/b/c");
    saver.write(&folder).unwrap();
    assert_eq!(entries(), 0, "there is nothing to save");

    saver.files = vec![file("a.json"), file(&"x".repeat(5000))];
    assert!(matches!(saver.write(&folder), Err(NotSaved::Io { .. })));
    assert_eq!(entries(), 0);

    fs::create_dir_all(root.path().join("a")).unwrap();
    fs::write(root.path().join("a/mine"), "").unwrap();
    assert!(saver.write(&folder).is_err());
    assert!(root.path().join("a/mine").exists() && !root.path().join("a/b").exists());

    saver.files.pop();
    saver.write(&folder).unwrap();
    assert!(folder.join("a.json").exists());
}
