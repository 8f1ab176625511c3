//! Failures: their classes, and what they say.

use std::time::Duration;

use fortinac_mock::{Appliance, Fault};

use crate::support::{Run, fortinac, run, without_appliance};

#[test]
fn exit_codes_tell_the_class() {
    let appliance = Appliance::builder()
        .read_only_token("reader")
        .start()
        .unwrap();
    let code = |arguments: &[&str]| run(&appliance, arguments).code;
    assert_eq!(code(&["host", "count"]), Some(0));
    assert_eq!(code(&["host"]), Some(2));
    assert_eq!(code(&["host", "fly"]), Some(2));
    assert_eq!(code(&["op", "host_fly"]), Some(2));
    assert_eq!(code(&["host", "get", "1"]), Some(4));
    assert_eq!(code(&["host", "set-role", "1", "--role", "x"]), Some(6));
    appliance.fault(Fault::status(503).on("host_set_role"));
    assert_eq!(code(&["host", "set-role", "1", "--role", "x"]), Some(7));
    let mut reader = fortinac(&appliance);
    reader.env("FORTINAC_TOKEN", "reader");
    let reader: Run = reader
        .args(["host", "set-role", "1", "--role", "x"])
        .output()
        .unwrap()
        .into();
    assert_eq!(reader.code, Some(3), "{reader:?}");

    let address = appliance.url();
    drop(appliance);
    let mut gone = without_appliance();
    gone.env("FORTINAC_URL", address).env("FORTINAC_TOKEN", "x");
    let gone: Run = gone.args(["host", "count"]).output().unwrap().into();
    assert_eq!(gone.code, Some(7), "{gone:?}");
}

#[test]
fn a_time_limit_is_a_failure_of_the_network() {
    let appliance = Appliance::start().unwrap();
    appliance.fault(Fault::delay(Duration::from_secs(5)));
    // A write is sent once.
    let slow = run(
        &appliance,
        &["host", "set-role", "31", "--role", "x", "--timeout", "1"],
    );
    assert_eq!(slow.code, Some(7), "{slow:?}");
}

#[test]
fn without_an_appliance_the_next_step_is_said() {
    let none: Run = without_appliance()
        .args(["host", "count"])
        .output()
        .unwrap()
        .into();
    assert_eq!(none.code, Some(2), "{none:?}");
    assert!(
        none.error()["hint"]
            .as_str()
            .unwrap()
            .contains("fortinac demo"),
        "{none:?}"
    );
    let explained: Run = without_appliance()
        .args(["explain", "host.role"])
        .output()
        .unwrap()
        .into();
    assert_eq!(explained.code, Some(0), "{explained:?}");
}

#[test]
fn an_error_is_one_json_object_or_a_text_for_people() {
    let appliance = Appliance::start().unwrap();
    let json = run(&appliance, &["host", "get", "1", "-o", "json"]);
    let error = json.error();
    assert_eq!(json.stderr.lines().count(), 1, "{json:?}");
    assert_eq!(
        (&error["kind"], &error["operation"], &error["status"]),
        (&"not-found".into(), &"host_get".into(), &200.into())
    );
    let text = run(&appliance, &["host", "get", "1", "-o", "table"]);
    assert!(
        text.stderr
            .starts_with("error: host_get (GET /host/{id}): there is no such record"),
        "{text:?}"
    );
    let usage = run(&appliance, &["host", "lst", "-o", "json"]);
    assert_eq!(
        (usage.code, &usage.error()["kind"]),
        (Some(2), &"usage".into()),
        "{usage:?}"
    );
    let usage = run(&appliance, &["host", "lst", "-o", "table"]);
    assert!(usage.stderr.contains("similar subcommand"), "{usage:?}");
}

#[test]
fn a_surprise_in_a_response_is_told_in_one_line() {
    let appliance = Appliance::builder().empty().start().unwrap();
    let spec = fortinac_spec::api::Index::bundled();
    assert!(spec.operation("host_list").is_some());
    // The appliance refuses a record that does not conform, so an update brings it in as an unknown shape.
    appliance
        .seed("host", serde_json::json!({"id": 1}))
        .unwrap();
    let run = run(&appliance, &["host", "list"]);
    assert_eq!(run.stderr, "", "what is as the spec says is no surprise");
}
