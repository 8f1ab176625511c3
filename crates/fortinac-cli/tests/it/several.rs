//! Several appliances at once.

use fortinac_mock::{Appliance, Fault};
use serde_json::{Value, json};

use crate::profile::Config;

fn appliance(name: &str) -> Appliance {
    let appliance = Appliance::builder().empty().start().unwrap();
    let host = json!({"id": 7, "hostName": name, "role": "NAC-Cameras"});
    appliance.seed("host", host).unwrap();
    appliance
}

fn names(rows: &Value) -> Vec<(&str, &str)> {
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| {
        (
            row["profile"].as_str().unwrap(),
            row["hostName"].as_str().unwrap(),
        )
    })
    .collect()
}

#[test]
fn rows_say_which_appliance_they_are_of() {
    let (one, two) = (appliance("cam-1"), appliance("cam-2"));
    let config = Config::of(&[("one", &one), ("two", &two)]);
    for profiles in [
        &["--profile", "two,one"][..],
        &["--profile", "two", "--profile", "one"],
    ] {
        for command in [
            &["host", "list"][..],
            &["host", "get", "7"],
            &["op", "host_list"],
            &["find", "7"],
        ] {
            let rows = config
                .run(&[profiles, command, &["-o", "json"]].concat())
                .json();
            assert_eq!(names(&rows), [("two", "cam-2"), ("one", "cam-1")]);
            let first = rows[0].as_object().unwrap().keys().next();
            assert_eq!(first.unwrap(), "profile");
        }
    }
    let rows = config.run(&["host", "list", "--all-profiles"]).json();
    assert_eq!(names(&rows), [("one", "cam-1"), ("two", "cam-2")]);

    let run = config.run(&["host", "count", "--all-profiles"]);
    let expected = json!([{"profile": "one", "value": 1}, {"profile": "two", "value": 1}]);
    assert_eq!(run.json(), expected);
    let run = config.run(&["host", "list", "--all-profiles", "--jq", "length"]);
    assert_eq!(run.json(), 2);
    let columns = ["--columns", "hostName", "-o", "csv"];
    let run = config.run(&[&["host", "list", "--all-profiles"][..], &columns].concat());
    assert_eq!(run.stdout, "profile,hostName\none,cam-1\ntwo,cam-2\n");
    let run = config.run(&["host", "list", "--all-profiles", "-o", "table"]);
    assert!(run.stdout.starts_with("PROFILE  ID"), "{run:?}");
}

#[test]
fn jobs_that_read_have_a_row_for_each_appliance() {
    let (one, two) = (Appliance::start().unwrap(), Appliance::start().unwrap());
    let config = Config::of(&[("one", &one), ("two", &two)]);
    for command in [
        &["status"][..],
        &["host", "policy", "cam-c-017"],
        &["policy", "report"],
    ] {
        let rows = config
            .run(&[command, &["--all-profiles", "-o", "json"]].concat())
            .json();
        let rows = rows.as_array().unwrap();
        let profiles = rows.iter().map(|row| row["profile"].as_str().unwrap());
        assert_eq!(profiles.collect::<Vec<_>>(), ["one", "two"], "{command:?}");
        let run = config.run(&[command, &["--all-profiles", "-o", "table"]].concat());
        assert_eq!(run.stdout.lines().count(), 3, "{run:?}");
        assert!(run.stdout.starts_with("PROFILE "), "{run:?}");
    }
    // A policy has a profile of its own.
    let rows = config.run(&["policy", "report", "--all-profiles"]).json();
    let alone = config.run(&["policy", "report", "--profile", "one"]).json();
    assert_eq!(rows[0]["ownProfile"], alone[0]["profile"]);
}

#[test]
fn one_that_fails_does_not_lose_the_rows_of_the_others() {
    let (one, two, three) = (appliance("cam-1"), appliance("cam-2"), appliance("cam-3"));
    let config = Config::of(&[("one", &one), ("two", &two), ("three", &three)]);
    two.fault(Fault::status(403).on("host_list").times(9));
    let list = ["host", "list", "--all-profiles"];
    let run = config.run(&list);
    assert_eq!(run.code, Some(8), "{run:?}");
    let rows: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(names(&rows), [("one", "cam-1"), ("three", "cam-3")]);
    let error = run.error();
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .starts_with("profile two: ")
    );
    assert_eq!(error["kind"], "authentication");

    // If all fail, so does the command, and there is no result.
    one.fault(Fault::status(403).on("host_list").times(9));
    three.fault(Fault::status(403).on("host_list").times(9));
    let run = config.run(&list);
    assert_eq!((run.code, run.stdout.as_str()), (Some(3), ""), "{run:?}");
    assert_eq!(run.stderr.lines().count(), 3, "{run:?}");
}

#[test]
fn the_appliances_are_read_at_the_same_time() {
    let (one, two) = (appliance("cam-1"), appliance("cam-2"));
    let delay = std::time::Duration::from_millis(1500);
    one.fault(Fault::delay(delay).on("host_list"));
    two.fault(Fault::delay(delay).on("host_list"));
    let config = Config::of(&[("one", &one), ("two", &two)]);
    let start = std::time::Instant::now();
    let rows = config.run(&["host", "list", "--all-profiles"]).json();
    assert_eq!(names(&rows).len(), 2);
    assert!(start.elapsed() < 2 * delay, "{:?}", start.elapsed());
}

#[test]
fn nothing_is_written_to_several_appliances() {
    let (one, two) = (appliance("cam-1"), appliance("cam-2"));
    let config = Config::of(&[("one", &one), ("two", &two)]);
    for command in [
        &["host", "set-role", "7", "--role", "x"][..],
        &["host", "delete", "7", "--yes"],
        &["host", "enable", "7", "--dry-run"],
        &["op", "host_set_role", "7", "--role", "x"],
        &["api", "POST", "/host/7/enable"],
        &["login", "x"],
        &["logout", "one"],
        &["host", "unheard-of"],
    ] {
        for profiles in [&["--profile", "one,two"][..], &["--all-profiles"]] {
            let run = config.run(&[command, profiles].concat());
            assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{run:?}");
        }
    }
    for appliance in [one, two] {
        assert!(appliance.requests().is_empty());
    }
    assert!(config.text().contains("[profiles.one]"));
}

#[test]
fn profiles_have_to_exist() {
    let one = appliance("cam-1");
    let config = Config::of(&[("one", &one)]);
    let run = config.run(&["host", "list", "--profile", "one,other"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("other"), "{run:?}");
    assert!(one.requests().is_empty());
    let run = Config::empty().run(&["host", "list", "--all-profiles"]);
    assert_eq!(run.code, Some(2));
    assert!(run.error()["hint"].as_str().unwrap().contains("login"));
    let run = config.run(&["host", "list", "--all-profiles", "--profile", "one"]);
    assert_eq!(run.code, Some(2));
}
