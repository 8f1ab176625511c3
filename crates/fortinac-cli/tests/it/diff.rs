//! `fortinac diff`: what differs between configurations.

use std::fs;
use std::path::Path;

use fortinac_mock::Appliance;
use serde_json::{Value, json};

use crate::backup::{backup, diff, files, group};
use crate::support::{Run, run, without_appliance};

#[test]
fn differences_are_shown_and_taken_over() {
    let appliance = Appliance::builder()
        .empty()
        .seed(
            "group",
            json!([group(1, "Cameras"), group(2, "a/b: \"c\"?")]),
        )
        .start()
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    backup(&appliance, folder.path());
    let name = "group/a%2Fb%3A %22c%22%3F.json";
    assert!(files(folder.path()).contains_key(name));
    // What changes by itself is no difference.
    let mut touched = group(1, "Cameras");
    touched["lastModifiedDate"] = json!(2);
    appliance.seed("group", touched).unwrap();
    assert_eq!(diff(&appliance, folder.path()).code, Some(0));

    let mut changed = group(1, "Cameras");
    changed["description"] = json!("e\u{1b}[31m");
    appliance.clear("group");
    appliance
        .seed("group", json!([changed, group(3, "New")]))
        .unwrap();
    let found = diff(&appliance, folder.path());
    assert_eq!(found.code, Some(10), "{found:?}");
    let found: Value = serde_json::from_str(&found.stdout).unwrap();
    let changes: Vec<(&str, &str)> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["file"].as_str().unwrap(),
                one["change"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        changes,
        [
            ("group/Cameras.json", "changed"),
            ("group/New.json", "added"),
            (name, "removed")
        ]
    );
    let table = run(
        &appliance,
        &["diff", folder.path().to_str().unwrap(), "-o", "table"],
    );
    for line in [
        "--- a/group/Cameras.json\n+++ b/group/Cameras.json\n@@",
        "-  \"description\": \"d\"",
        "+  \"description\": \"e\\\\u001b[31m\"",
        "--- /dev/null\n+++ b/group/New.json",
    ] {
        assert!(
            table.stdout.contains(&line.replace("\\\\", "\\")),
            "{line}: {}",
            table.stdout
        );
    }

    fs::write(folder.path().join("group/mine.json"), "{}").unwrap();
    fs::write(folder.path().join("README.md"), "mine").unwrap();
    let dry = run(
        &appliance,
        &["backup", folder.path().to_str().unwrap(), "--dry-run"],
    )
    .json();
    assert_eq!((&dry["changed"], &dry["removed"]), (&json!(2), &json!(1)));
    assert!(folder.path().join(name).exists());
    backup(&appliance, folder.path());
    let now = files(folder.path());
    assert!(
        !now.contains_key(name)
            && now.contains_key("group/mine.json")
            && now.contains_key("README.md")
    );
    assert_eq!(diff(&appliance, folder.path()).code, Some(0));
}

#[test]
fn two_backups_are_compared_without_an_appliance() {
    let appliance = Appliance::builder()
        .empty()
        .seed("group", group(1, "Cameras"))
        .start()
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    backup(&appliance, &one);
    appliance.seed("group", group(2, "guests")).unwrap();
    backup(&appliance, &two);
    let compare = |other: &Path| -> Run {
        let mut command = without_appliance();
        command.arg("diff").args([&one, other]);
        command.output().unwrap().into()
    };
    assert_eq!(compare(&one).code, Some(0));
    let found = compare(&two);
    assert_eq!(found.code, Some(10), "{found:?}");
    assert!(found.stdout.contains("group/guests.json"));
    let none = compare(folder.path());
    assert_eq!((none.code, none.stdout.as_str()), (Some(2), ""));
    assert!(
        none.error()["message"]
            .as_str()
            .unwrap()
            .contains("is no backup")
    );
}

#[test]
fn two_appliances_are_compared_by_their_profiles() {
    let one = Appliance::builder()
        .empty()
        .seed("group", json!([group(1, "Cameras"), group(2, "Panels")]))
        .start()
        .unwrap();
    let two = Appliance::builder()
        .empty()
        .seed("group", json!([group(7, "Panels")]))
        .start()
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    let profile = |name: &str, appliance: &Appliance| {
        format!(
            "[profiles.{name}]\nurl = \"{}\"\ntoken = \"{}\"\n",
            appliance.url(),
            appliance.token()
        )
    };
    fs::write(&file, profile("a", &one) + &profile("b", &two)).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    }
    let compare = |profiles: &[&str]| -> Run {
        let mut command = without_appliance();
        command
            .env("FORTINAC_CONFIG", &file)
            .arg("diff")
            .args(profiles);
        command.output().unwrap().into()
    };
    assert_eq!(compare(&["--profile", "a", "--profile", "a"]).code, Some(0));
    for arguments in [
        &["--profile", "a", "--profile", "b"][..],
        &["--profile", "a,b"],
    ] {
        let found = compare(arguments);
        assert_eq!(found.code, Some(10), "{found:?}");
        let found: Value = serde_json::from_str(&found.stdout).unwrap();
        assert_eq!(found.as_array().unwrap().len(), 1, "{found}");
        assert_eq!(
            (&found[0]["file"], &found[0]["change"]),
            (&json!("group/Cameras.json"), &json!("removed"))
        );
    }
    assert_eq!(compare(&["--profile", "a"]).code, Some(2));
}
