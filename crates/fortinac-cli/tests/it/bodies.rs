//! JSON bodies from files and flags.

use fortinac_mock::Appliance;
use serde_json::{Value, json};

use crate::support::{Run, run, run_with};

fn appliance() -> Appliance {
    let user = json!({"id": 31, "userID": "mlind", "password": "hidden", "firstName": "Mara", "locale": {"language": "sv"}});
    Appliance::builder()
        .empty()
        .seed("user", user)
        .start()
        .unwrap()
}

fn user(appliance: &Appliance) -> Value {
    appliance.records("user").remove(0)
}

#[test]
fn properties_are_set_by_their_types_and_what_is_absent_stays() {
    let appliance = appliance();
    let arguments = [
        "user",
        "update",
        "mlind",
        "--set",
        "firstName=Mara Ida",
        "--set",
        "validForTime=1717403488160",
        "--set",
        "disabled=true",
        "--set-json",
        "attributes=[{\"name\": \"a\"}]",
        "--null",
        "lastName",
    ];
    let run = run(&appliance, &arguments);
    assert_eq!(run.code, Some(0), "{run:?}");
    let sent = appliance.requests().pop().unwrap().json().unwrap();
    let expected = json!({"firstName": "Mara Ida", "validForTime": 1717403488160_i64, "disabled": true,
        "attributes": [{"name": "a"}], "lastName": null, "id": 31});
    assert_eq!(sent, expected);
    assert_eq!(
        user(&appliance)["password"],
        "hidden",
        "what is absent stays"
    );
}

#[test]
fn a_body_is_json_or_yaml_and_flags_come_after_it() {
    let appliance = appliance();
    let update = ["user", "update", "31", "--body", "-"];
    for input in [
        "{\"notes\": \"n\"}",
        "notes: n\n",
        "\u{feff}# a comment\nnotes: n\n",
    ] {
        let run = run_with(&appliance, &update, input);
        assert_eq!(run.code, Some(0), "{run:?}");
        let sent = appliance.requests().pop().unwrap().json().unwrap();
        assert_eq!(sent, json!({"notes": "n", "id": 31}));
    }
    let with_flag: Vec<&str> = update
        .into_iter()
        .chain(["--set", "locale.country=SE"])
        .collect();
    run_with(&appliance, &with_flag, "notes: n\nlocale: {language: sv}\n");
    let sent = appliance.requests().pop().unwrap().json().unwrap();
    assert_eq!(
        sent,
        json!({"notes": "n", "locale": {"language": "sv", "country": "SE"}, "id": 31})
    );
}

#[test]
fn what_was_read_can_be_written_back() {
    let appliance = appliance();
    let before = user(&appliance);
    let read = run(&appliance, &["user", "get", "31", "-o", "json"]);
    assert_eq!(read.json()["password"], "[redacted]");
    let written = run_with(
        &appliance,
        &["user", "update", "31", "--body", "-"],
        &read.stdout,
    );
    assert_eq!(written.code, Some(0), "{written:?}");
    assert!(
        written
            .stderr
            .contains("$.password is [redacted], and left out"),
        "{written:?}"
    );
    assert_eq!(user(&appliance), before);
}

#[test]
fn a_whole_record_can_be_sent_with_the_changes() {
    let appliance = appliance();
    let update = ["user", "update", "mlind", "--set", "notes=n"];
    let alone = run(&appliance, &update);
    assert!(
        alone.stderr.contains("--merge sends all of it"),
        "{alone:?}"
    );
    let merged: Vec<&str> = update.into_iter().chain(["--merge"]).collect();
    let merged = run(&appliance, &merged);
    assert_eq!(
        (merged.code, merged.stderr.as_str()),
        (Some(0), ""),
        "{merged:?}"
    );
    let sent = appliance.requests().pop().unwrap().json().unwrap();
    let whole = json!({"id": 31, "userID": "mlind", "password": "hidden", "firstName": "Mara",
        "locale": {"language": "sv"}, "notes": "n"});
    assert_eq!(sent, whole);
    // Hosts are known to keep what is not sent.
    appliance.seed("host", json!({"id": 1})).unwrap();
    let host = run(&appliance, &["host", "update", "1", "--set", "role=x"]);
    assert_eq!((host.code, host.stderr.as_str()), (Some(0), ""), "{host:?}");
}

#[test]
fn what_is_wrong_is_said_and_nothing_is_sent() {
    let appliance = appliance();
    let failed = |arguments: &[&str], input: &str, expected: &str| {
        let arguments: Vec<&str> = ["user", "update", "31"]
            .iter()
            .chain(arguments)
            .copied()
            .collect();
        let run: Run = run_with(&appliance, &arguments, input);
        assert_eq!(run.code, Some(2), "{run:?}");
        let message = run.error()["message"].as_str().unwrap().to_owned();
        assert!(message.contains(expected), "{message}");
    };
    failed(&[], "", "there is nothing to send");
    failed(
        &["--set", "frstName=x"],
        "",
        "the spec has no such property; near it are firstName",
    );
    failed(
        &["--set", "disabled=perhaps"],
        "",
        "`perhaps` is no boolean",
    );
    failed(&["--set", "validForTime"], "", "there is no `=`");
    failed(&["--set-json", "notes={"], "", "not JSON");
    failed(&["--set", "password=x"], "", "is a secret");
    failed(&["--body", "-"], "{\"notes\": ", "-: not JSON: EOF");
    failed(&["--body", "-"], "[1]", "-: is not an object");
    failed(&["--body", "-"], "a: b: c", "-: neither JSON nor YAML");
    failed(&["--body", "/nonexistent.json"], "", "/nonexistent.json: ");
    assert!(appliance.requests().is_empty());
    assert_eq!(
        run(&appliance, &["user", "get", "31"]).json()["userID"],
        "mlind"
    );
}
