//! State files that are whole, broken or not writable. A program that is killed is simulated by not dropping.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::json;
use tempfile::TempDir;

use super::*;
use crate::builder;

const NOW: i64 = 1_717_403_488_160;

fn plan() -> Arc<Plan> {
    builder::bundled().unwrap()
}

/// A folder with a state file of this text.
fn folder(text: Option<&str>) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("demo.json");
    if let Some(text) = text {
        fs::write(&path, text).unwrap();
    }
    (folder, path)
}

fn load(plan: &Plan, path: &Path) -> Result<Option<State>, String> {
    let loaded = StateFile::new(path).and_then(|file| file.load(plan));
    loaded.map_err(|error| error.to_string())
}

#[test]
fn everything_comes_back_as_it_was() {
    let plan = plan();
    let (_folder, path) = folder(None);
    let file = StateFile::new(&path).unwrap();
    assert!(file.load(&plan).unwrap().is_none(), "there is no file yet");

    let mut state = State::new(&plan, NOW);
    let odd = r#"{"userID":"mlind","zeta":[1.0,1,0.1,1e300,-0.0,9007199254740993,18446744073709551615],"id":7,
        "firstName":null,"alpha":{"b":"é \u0007","a":2.50}}"#;
    let odd: Value = serde_json::from_str(odd).unwrap();
    state.seed(&plan, "user", odd.clone()).unwrap();
    state.clear("group");
    state.put(
        "host",
        json!({"hostName": "a", "adapters": ["02:00:5E:00:53:F1"]}),
    );
    let setting = json!({"days": 1.10, "on": null});
    let setting = setting.as_object().unwrap();
    state.settings.insert("aging".into(), setting.clone());
    // A resource whose records have no property for their id.
    let without_key = plan.resources.iter().find(|(_, model)| model.key.is_none());
    let without_key = without_key.unwrap().0;
    let beside = state.put(without_key, json!({"name": "kept beside"}));
    file.save(&state).unwrap();

    let loaded = file.load(&plan).unwrap().unwrap();
    for resource in plan.resources.keys() {
        let shown = |state: &State| -> Vec<String> {
            let ids = state.ids(resource).into_iter();
            ids.map(|id| format!("{id}: {}", state.get(resource, id).unwrap()))
                .collect()
        };
        assert_eq!(shown(&state), shown(&loaded), "{resource}");
    }
    assert_eq!(loaded.count("group"), 0, "an example does not come back");
    assert_eq!(loaded.get("user", 7).unwrap().to_string(), odd.to_string());
    assert!(loaded.peek(without_key, beside).is_some());
    assert_eq!(loaded.settings, state.settings);
    assert_eq!((loaded.time(), loaded.has_examples), (NOW, true));
    assert_eq!(
        loaded.adapters_with_mac("02-00-5e-00-53-f1"),
        state.adapters_with_mac("02-00-5e-00-53-f1")
    );

    let text = fs::read_to_string(&path).unwrap();
    file.save(&loaded).unwrap();
    assert_eq!(
        fs::read_to_string(&path).unwrap(),
        text,
        "saving again changes nothing"
    );
}

/// A whole file with these records.
fn with_records(records: &str) -> String {
    let head = r#""version": 1, "time": 0, "examples": false, "settings": {}"#;
    format!(r#"{{{head}, "records": {records}}}"#)
}

#[test]
fn a_broken_file_is_refused_with_the_place_and_without_values() {
    let plan = plan();
    let records = |text: &str, expected: &'static str| (with_records(text), expected);
    let text = |text: &str, expected: &'static str| (text.to_owned(), expected);
    for (text, expected) in [
        text(
            "",
            "is not JSON: EOF while parsing a value at line 1 column 0",
        ),
        text(
            r#"{"version": 1, "records": {"user": {"id""#,
            "is not JSON: EOF while parsing an object at line 1 column 40",
        ),
        text(r#""secret""#, "$: is not an object"),
        text("[]", "$: is not an object"),
        text(
            r#"{"user": []}"#,
            "$.version: is not 1, so this is no state file; is it one of seeds?",
        ),
        text(
            r#"{"version": 2}"#,
            "$.version: is not 1, the format that this release reads",
        ),
        text(
            r#"{"version": "1"}"#,
            "$.version: is not 1, the format that this release reads",
        ),
        text(r#"{"version": 1}"#, "$.time: is not a time in milliseconds"),
        text(
            r#"{"version": 1, "time": 0, "examples": "secret"}"#,
            "$.examples: is not true or false",
        ),
        text(
            r#"{"version": 1, "time": 0, "examples": true, "settings": {"aging": "secret"}}"#,
            "$.settings.aging: is not an object",
        ),
        text(
            r#"{"version": 1, "time": 0, "examples": true, "settings": {}, "records": {}, "user": {}}"#,
            "$.user: is not part of a state file",
        ),
        records("[]", "$.records: is not an object"),
        records(
            r#"{"pet": {}}"#,
            "$.records.pet: the spec has no records of this resource",
        ),
        records(r#"{"user": []}"#, "$.records.user: is not an object"),
        records(
            r#"{"user": {"1": {"id": 1}, "2": "secret"}}"#,
            "$.records.user.2: is not an object",
        ),
        records(
            r#"{"user": {"one": {"id": 1}}}"#,
            "$.records.user.one: is not below an id",
        ),
        records(
            r#"{"user": {"1": {"id": "secret"}}}"#,
            "$.records.user.1.id: expected integer",
        ),
        records(
            r#"{"user": {"1": {"userID": "secret"}}}"#,
            "$.records.user.1.id: is not the id that the record is below",
        ),
    ] {
        let (_folder, path) = folder(Some(&text));
        let message = load(&plan, &path).err().unwrap();
        let file = fs::canonicalize(&path).unwrap();
        let expected = format!("{}: {expected}", file.display());
        assert!(message.starts_with(&expected), "{message}\n{expected}");
        assert!(!message.contains("secret"), "{message}");
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            text,
            "the file is as before"
        );
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_found_at_once() {
    let (folder, path) = folder(None);
    let missing = folder.path().join("missing").join("demo.json");
    for path in [missing, folder.path().to_owned()] {
        let error = StateFile::new(&path).unwrap_err();
        assert_eq!(error.file().file_name(), path.file_name());
        assert!(
            error.to_string().contains(": cannot be written: "),
            "{error}"
        );
    }
    // The folder disappears while the appliance runs.
    let file = StateFile::new(&path).unwrap();
    drop(folder);
    let plan = plan();
    let error = file.save(&State::new(&plan, NOW)).unwrap_err();
    assert!(error.to_string().contains("cannot be written"), "{error}");
}

#[test]
fn a_crash_before_the_rename_leaves_the_former_file() {
    let plan = plan();
    let (folder, path) = folder(None);
    let file = StateFile::new(&path).unwrap();
    let mut state = State::new(&plan, NOW);
    file.save(&state).unwrap();
    let former = fs::read(&path).unwrap();

    state.seed(&plan, "user", json!({"id": 7})).unwrap();
    let prepared = file.prepare(&state).unwrap();
    let left_over = prepared.path().to_owned();
    std::mem::forget(prepared);
    assert!(left_over.exists());
    assert_eq!(fs::read(&path).unwrap(), former);
    assert!(
        load(&plan, &path)
            .unwrap()
            .unwrap()
            .get("user", 7)
            .is_none()
    );

    file.save(&state).unwrap();
    assert!(
        load(&plan, &path)
            .unwrap()
            .unwrap()
            .get("user", 7)
            .is_some()
    );
    // Nothing else is left over: neither by saving nor by the check of the folder.
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[cfg(unix)]
#[test]
fn only_the_user_can_read_the_file_and_a_link_to_it_stays() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let plan = plan();
    let (folder, path) = folder(Some(&with_records("{}")));
    let link = folder.path().join("link.json");
    symlink(&path, &link).unwrap();
    let file = StateFile::new(&link).unwrap();
    file.save(&State::new(&plan, NOW)).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(
        fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert!(load(&plan, &path).unwrap().unwrap().all("user").count() > 0);
}
