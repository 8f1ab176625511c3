//! No secret of a record shows: not in `Debug` of what holds it, not in an error of decoding it.

use fortinac_json::sounds_secret;
use fortinac_spec::Description;
use fortinac_tests::{
    RecordType, Shape, at, examples, exchanges, forms, instances, places, properties, records,
};
use serde_json::{Value, json};

const CANARY: &str = "canary-7f3e";

/// The secrets that the description has, as `Record.member`.
fn secrets(description: &Description) -> Vec<String> {
    let members = records(description)
        .flat_map(|(name, schema)| properties(schema).iter().map(move |member| (name, member)));
    members
        .filter(|(_, (_, schema))| schema["format"] == "password")
        .map(|(name, (member, _))| format!("{name}.{member}"))
        .collect()
}

/// Members that no record has and that sound secret, each holding the canary.
fn unknown() -> Value {
    json!({
        "newPassword": CANARY, "radiusSecret": {"secret": CANARY, "list": [CANARY]}, "x-api-key": [CANARY],
        "snmp": {"community": {"name": CANARY}}, "token": CANARY, "notes of an admin": CANARY,
    })
}

#[test]
fn debug_shows_no_secret_and_nothing_unknown() {
    let description = Description::bundled();
    let mut missed = secrets(&description);
    let mut maps = 0;
    for case in [
        examples(&description),
        exchanges(&description),
        instances(&description),
        forms(&description),
    ]
    .concat()
    {
        let mut json = case.json.clone();
        for place in places(&description, &case.operation, case.body, &case.json) {
            let target = at(&mut json, &place.path);
            match place.shape() {
                Shape::Secret => {
                    *target = CANARY.into();
                    missed.retain(|secret| *secret != place.name);
                }
                Shape::Open => *target = json!([CANARY, {"secret": CANARY}]),
                Shape::Text if place.schema["x-fortinac-holds"] == "json" => {
                    *target = json!([{"field": "password", "newVal": CANARY}])
                        .to_string()
                        .into();
                }
                Shape::Map if place.schema["additionalProperties"]["type"] == "string" => {
                    if !target.is_object() {
                        *target = json!({});
                    }
                    target["User-Password"] = CANARY.into();
                    maps += 1;
                }
                Shape::Record | Shape::Object if target.is_object() => {
                    let members = target.as_object_mut().expect("it is an object");
                    members.extend(unknown().as_object().cloned().unwrap_or_default());
                }
                _ => {}
            }
        }
        let debug = RecordType::named(case.record(&description)).debug;
        let shown = debug(json.to_string().as_bytes()).expect(&case.name);
        assert!(!shown.contains("canary"), "{}: {shown}", case.name);
        assert!(
            shown.contains("notes of an admin"),
            "{}: the names of unknown members are shown: {shown}",
            case.name
        );
    }
    assert!(missed.is_empty(), "no body has {missed:?}");
    assert!(maps > 0, "no body has a map");
}

/// The lint of the spec and the redaction at run time share the list of `fortinac_json::sounds_secret`.
#[test]
fn lint_and_redaction_agree_on_every_property() {
    let description = Description::bundled();
    let mut checked = 0;
    for (record, schema) in records(&description) {
        for (name, schema) in properties(schema) {
            let is_password = schema["format"] == "password";
            let is_excepted = schema.get("x-fortinac-not-secret").is_some();
            let could_hold_text = schema["type"] == "string"
                || schema["type"] == "array" && schema["items"]["type"] == "string";
            // `results` of one envelope is a password: a secret need not sound like one.
            assert!(
                !could_hold_text || !sounds_secret(name) || is_password || is_excepted,
                "{record}.{name} sounds secret"
            );
            assert!(
                !is_excepted || sounds_secret(name),
                "{record}.{name} needs no exception"
            );
            assert!(!(is_password && is_excepted), "{record}.{name}");
            checked += 1;
        }
    }
    assert!(checked > 0, "the spec has no property");
}

#[test]
fn names_that_lint_refuses_are_redacted() {
    for name in ["cliPwd", "presharedKey", "radiusKey", "snmpCommunity"] {
        assert!(sounds_secret(name), "{name}");
        let RecordType { round_trip, .. } = RecordType::named("User");
        let wrong = json!({"id": [], name: true, "enabled": true}).to_string();
        let error = round_trip(wrong.as_bytes()).expect_err(name).to_string();
        let redacted = format!(r#""{name}":"...""#);
        assert!(
            error.contains(&redacted) && error.contains(r#""enabled":true"#),
            "{error}"
        );
    }
}

#[test]
fn no_error_shows_a_secret() {
    let description = Description::bundled();
    let secrets = secrets(&description);
    assert!(secrets.len() >= 4, "only {secrets:?} are left");
    for secret in secrets {
        let (record, member) = secret.split_once('.').unwrap();
        let RecordType { round_trip, .. } = RecordType::named(record);
        let mut wrong = vec![
            json!({member: [CANARY]}),
            json!({member: {"value": CANARY}}),
            json!({member: 78_217_321}),
        ];
        // Right itself, beside a member that is not.
        let (_, schema) = records(&description)
            .find(|(name, _)| *name == record)
            .unwrap();
        let is_text =
            |schema: &&Value| schema["type"] == "string" && schema.get("format").is_none();
        let beside = properties(schema)
            .iter()
            .find(|(_, schema)| is_text(schema));
        wrong.extend(beside.map(
            |(other, _)| json!({member: CANARY, other.as_str(): [CANARY], "pin": 78_217_321}),
        ));
        for wrong in wrong.iter().map(Value::to_string) {
            let cut = &wrong[..wrong.len() - 1];
            for text in [wrong.as_str(), cut, &format!("{wrong}{wrong}")] {
                let error = round_trip(text.as_bytes()).expect_err(&secret);
                let shown = format!("{error} {error:?} {error:#?}");
                assert!(
                    !shown.contains("canary") && !shown.contains("78217321"),
                    "{shown}"
                );
            }
        }
    }
}
