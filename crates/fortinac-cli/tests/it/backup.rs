//! `fortinac backup`: configuration as files.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use fortinac_mock::{Appliance, Fault};
use serde_json::{Value, json};

use crate::support::{Run, fortinac, run};

/// The files of a folder with their contents, by their names with `/`.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        match path.is_dir() {
            true => found.extend(
                files(&path)
                    .into_iter()
                    .map(|(inner, text)| (format!("{name}/{inner}"), text)),
            ),
            false => drop(found.insert(name, fs::read_to_string(&path).unwrap())),
        }
    }
    found
}

pub(crate) fn backup(appliance: &Appliance, folder: &Path) -> Value {
    run(appliance, &["backup", folder.to_str().unwrap()]).json()
}

pub(crate) fn diff(appliance: &Appliance, folder: &Path) -> Run {
    run(appliance, &["diff", folder.to_str().unwrap()])
}

pub(crate) fn group(id: i64, name: &str) -> Value {
    json!({"dbid": id, "name": name, "description": "d", "lastModifiedDate": 1, "lastModifiedBy": "root"})
}

#[test]
fn two_backups_of_the_same_state_are_the_same() {
    let appliance = Appliance::builder().hosts(20).start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    let first = backup(&appliance, &one);
    assert_eq!(
        (&first["removed"], &first["failed"]),
        (&json!(0), &json!([]))
    );
    assert_eq!(first["files"], first["changed"]);
    backup(&appliance, &two);
    let written = files(&one);
    assert_eq!(written, files(&two));
    assert!(written.len() > 60, "{}", written.len());
    for (name, content) in &written {
        if name == "fortinac-backup.json" {
            continue;
        }
        let value: Value = serde_json::from_str(content).unwrap();
        // A second look at what comes out: sorted as text, and nothing that changes by itself.
        let keys: Vec<&String> = value
            .as_object()
            .map(|value| value.keys().collect())
            .unwrap_or_default();
        assert!(keys.is_sorted(), "{name}: {content}");
        for word in ["lastModifiedDate", "[redacted]", "not-a-secret"] {
            assert!(!content.contains(word), "{name}: {content}");
        }
    }
    for data in ["host/", "adapter/", "user/", "event/", "port/", "device/"] {
        let found: Vec<_> = written
            .keys()
            .filter(|name| {
                name.starts_with(data)
                    && *name != "host/global_allowed_hosts.json"
                    && *name != "user/allow_hosts.json"
                    && *name != "device/properties.json"
            })
            .collect();
        assert!(found.is_empty(), "{found:?}");
    }
    // Only reads were sent.
    assert!(
        appliance
            .requests()
            .iter()
            .all(|request| request.method() == "GET")
    );
    let same = diff(&appliance, &one);
    assert_eq!(
        (same.code, same.stdout.as_str()),
        (Some(0), "[]\n"),
        "{same:?}"
    );
    let again = backup(&appliance, &one);
    assert_eq!(
        (&again["changed"], &again["removed"]),
        (&json!(0), &json!(0))
    );
}

#[test]
fn secrets_are_in_no_backup() {
    let appliance = Appliance::builder()
        .empty()
        .seed(
            "aaa_server",
            json!({"id": 1, "name": "r", "secret": "canary"}),
        )
        .start()
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    backup(&appliance, folder.path());
    let written = files(folder.path());
    assert!(written.contains_key("aaa_server/r.json"), "{written:?}");
    for (name, content) in written {
        assert!(!content.contains("canary"), "{name}");
    }
}

#[test]
fn what_cannot_be_read_stays() {
    let appliance = Appliance::builder()
        .empty()
        .seed("group", group(1, "Cameras"))
        .start()
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let name = folder.path().to_str().unwrap();
    backup(&appliance, folder.path());
    let before = files(folder.path());
    let refuse = || appliance.fault(Fault::failure("no permission").on("group_list"));
    refuse();
    let refused = run(&appliance, &["backup", name]);
    assert_eq!(refused.code, Some(8), "{refused:?}");
    assert!(
        refused.stderr.contains("group_list") && refused.stderr.contains("no permission"),
        "{refused:?}"
    );
    assert_eq!(files(folder.path()), before);
    refuse();
    let compared = diff(&appliance, folder.path());
    assert_eq!(
        (compared.code, compared.stdout.as_str()),
        (Some(8), "[]\n"),
        "{compared:?}"
    );
    // A token that is not accepted is no empty configuration.
    let mut command = fortinac(&appliance);
    command
        .env("FORTINAC_TOKEN", "wrong")
        .args(["backup", name]);
    let wrong: Run = command.output().unwrap().into();
    assert_eq!(wrong.code, Some(3), "{wrong:?}");
    assert_eq!(files(folder.path()), before);
}

#[test]
fn a_folder_of_others_is_left_alone() {
    let appliance = Appliance::builder()
        .empty()
        .seed("group", group(1, "Cameras"))
        .start()
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let name = folder.path().to_str().unwrap();
    fs::create_dir(folder.path().join("group")).unwrap();
    fs::write(folder.path().join("group/Cameras.json"), "mine").unwrap();
    let refused = run(&appliance, &["backup", name]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert_eq!(files(folder.path()).len(), 1);
    for list in [
        "{",
        "{\"format\": 2, \"operations\": {}}",
        "{\"format\": 1, \"operations\": {\"x\": [\"group/../../x.json\"]}}",
        "{\"format\": 1, \"operations\": {\"x\": [\"/etc/x.json\"]}}",
    ] {
        fs::write(folder.path().join("fortinac-backup.json"), list).unwrap();
        let refused = run(&appliance, &["backup", name]);
        assert_eq!(refused.code, Some(2), "{list}: {refused:?}");
    }
    assert_eq!(files(folder.path())["group/Cameras.json"], "mine");
}

#[test]
fn a_release_without_a_call_is_backed_up() {
    let builder = Appliance::builder().empty().without(["group_list"]);
    let appliance = builder.start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let run = run(&appliance, &["backup", folder.path().to_str().unwrap()]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.stderr.contains("does not have group_list"), "{run:?}");
}
