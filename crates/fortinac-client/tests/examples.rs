//! Every example, run as its own documentation says, against an embedded appliance.

use std::path::PathBuf;
use std::process::Command;

use fortinac_mock::{Appliance, Fault};

/// The program of an example, which cargo builds before it runs the tests of the package.
fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().and_then(|deps| deps.parent()).unwrap();
    let program = folder
        .join("examples")
        .join(name)
        .with_extension(std::env::consts::EXE_EXTENSION);
    assert!(
        program.exists(),
        "no {}: run `cargo build --package fortinac-client --examples`",
        program.display()
    );
    program
}

#[track_caller]
fn run(appliance: &Appliance, name: &str, arguments: &[&str]) -> String {
    let mut program = Command::new(program(name));
    program
        .args(arguments)
        .env_clear()
        .env("FORTINAC_URL", appliance.url())
        .env("FORTINAC_TOKEN", appliance.token());
    // The example that pins does it by itself.
    if let Some(pin) = appliance.certificate_sha256().filter(|_| name != "tls_pin") {
        program.env("FORTINAC_CERT_SHA256", pin);
    }
    let output = program.output().unwrap();
    assert!(output.status.success(), "{name}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_example_does_what_it_says() {
    let appliance = Appliance::builder().tls().start().unwrap();
    let pin = appliance.certificate_sha256().unwrap().to_owned();
    let group = appliance.records("group")[0]["dbid"].to_string();
    let examples: [(&str, Vec<&str>, &str); 11] = [
        ("quickstart", vec![&group, "31"], "Building C Cameras"),
        ("list_and_filter", vec!["NAC-Default"], " hosts\n"),
        ("update_absent_null", vec!["31"], "no"),
        ("errors", vec!["404"], "there is no user 404"),
        ("retries_and_timeouts", vec!["31"], " users\n"),
        ("raw_call", vec!["31"], "1 records"),
        ("observe", vec!["31"], "user_get #1 503"),
        ("tls_pin", vec!["pin", &pin], "the appliance is trusted"),
        ("xml", vec!["31"], "<notes xsi:nil=\"true\""),
        ("blocking", vec![], " hosts\n"),
        ("call_by_id", vec!["user_get", "id=31"], "\"id\": 31"),
    ];
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/examples")).unwrap();
    assert_eq!(folder.count(), examples.len(), "an example is not run");
    let features = [
        ("xml", cfg!(feature = "xml")),
        ("blocking", cfg!(feature = "blocking")),
        ("call_by_id", cfg!(feature = "call-by-id")),
    ];
    for (name, arguments, said) in examples {
        if features.contains(&(name, false)) {
            continue;
        }
        if name == "observe" {
            appliance.fault(Fault::status(503));
        }
        let output = run(&appliance, name, &arguments);
        assert!(output.contains(said), "{name}: {output}");
    }
}
