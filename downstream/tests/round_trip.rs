//! The program against an appliance on loopback that knows more properties than the client.

use std::process::{Command, Output};

use fortinac_mock::Appliance;
use serde_json::{Value, json};

/// The properties that the client knows, in the forms that it has to keep, and others beside and inside them.
const USER: &str = r#"{
    "id": 31,
    "landscape": 402817365519,
    "userID": "mlind",
    "email": "mlind@example.com",
    "notes": "",
    "organization": null,
    "state": 0,
    "status": "Enabled",
    "type": 46,
    "version": 1.40,
    "creationTime": 1709545260318,
    "validForTime": -1,
    "lastModifiedDate": "2024-06-03T08:32:10.224+0000",
    "trustedHosts": "[\"198.51.100.0/24\"]",
    "locale": {"country": "SE", "futureScript": {"name": "Latn", "weights": [1.10, null]}},
    "creationEvent": {"timeOfEvent": "2024-03-04T09:41:00.318+0000", "future": {"deep": [{"er": 1e2}]}},
    "attributes": [{"name": "badge", "value": "C-2091", "futureOrder": 7}],
    "futureNull": null,
    "futureText": "é\u0000\"",
    "futureTime": "2024-06-03T08:32:10.224+0000",
    "futureLarge": 123456789012345678901234567890,
    "futureExact": 0.10000000000000000000001,
    "futureObject": {"list": [{"flag": true, "none": null}, [], {}], "": 0}
}"#;

#[test]
fn an_update_sends_every_other_property_as_it_came() {
    let user: Value = serde_json::from_str(USER).unwrap();
    let appliance = Appliance::builder()
        .tls()
        .empty()
        .seed("user", user.clone())
        .start()
        .unwrap();
    let output = run(&appliance, &["31", "rowan@example.com"]);
    assert!(output.status.success(), "{output:?}");

    // With `arbitrary_precision` numbers are equal only if their texts are: 1.40 is not 1.4.
    let mut expected = user;
    expected["email"] = json!("rowan@example.com");
    let requests = appliance.requests();
    assert_eq!(requests[1].json(), Some(expected.clone()));
    assert_eq!(appliance.records("user"), [expected]);

    let methods: Vec<_> = requests.iter().map(|request| request.method()).collect();
    assert_eq!(methods, ["GET", "POST", "GET"]);
    let names = "futureExact, futureLarge, futureNull, futureObject, futureText, futureTime";
    let line = format!("properties that the client does not know, still there: {names}\n");
    assert_eq!(String::from_utf8_lossy(&output.stdout), line);
}

#[test]
fn the_first_missing_setting_is_named() {
    let output = Command::new(PROGRAM)
        .args(["31", "x"])
        .env_clear()
        .output()
        .unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.starts_with("FORTINAC_URL: ") && said.lines().count() == 1,
        "{said}"
    );
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_downstream");

fn run(appliance: &Appliance, arguments: &[&str]) -> Output {
    let mut program = Command::new(PROGRAM);
    // Neither a proxy nor other settings of who runs the test.
    program
        .env_clear()
        .env("FORTINAC_URL", appliance.url())
        .env("FORTINAC_TOKEN", appliance.token())
        .env(
            "FORTINAC_CERT_SHA256",
            appliance.certificate_sha256().unwrap(),
        );
    program.args(arguments).output().unwrap()
}
