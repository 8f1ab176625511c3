//! No secret of a record shows: not in `Debug` of what holds it, not in an error of decoding it.

use fortinac_evidence::Shape;
use fortinac_json::sounds_secret;
use fortinac_spec::Spec;
use fortinac_spec::api::Type;
use fortinac_tests::{RecordType, at, examples, exchanges, forms, instances};
use fortinac_types::User;
use fortinac_types::common::AuditRecord;
use serde_json::{Value, json};

const CANARY: &str = "canary-7f3e";

/// The secrets that the spec has, as `Record.property`.
fn secrets(spec: &Spec) -> Vec<String> {
    spec.api()
        .properties()
        .filter(|(_, property)| is_secret(&property.ty))
        .map(|(record, property)| format!("{record}.{}", property.name))
        .collect()
}

/// Whether a value of this type is a secret, or an array of secrets.
fn is_secret(ty: &Type) -> bool {
    match ty {
        Type::Array(items) => is_secret(items),
        ty => *ty == Type::Secret,
    }
}

/// Properties that no record has and that sound secret, each holding the canary.
fn unknown() -> Value {
    json!({
        "newPassword": CANARY, "radiusSecret": {"secret": CANARY, "list": [CANARY]}, "x-api-key": [CANARY],
        "snmp": {"community": {"name": CANARY}}, "token": CANARY, "notes of an admin": CANARY,
    })
}

#[test]
fn debug_shows_no_secret_and_nothing_unknown() {
    let spec = Spec::bundled();
    let api = spec.api();
    let json_strings: Vec<String> = api
        .properties()
        .filter(|(_, property)| property.ty == Type::JsonString)
        .map(|(record, property)| format!("{record}.{}", property.name))
        .collect();
    let maps_of_strings: Vec<String> = api
        .properties()
        .filter(|(_, property)| property.ty == Type::Map(Box::new(Type::String)))
        .map(|(record, property)| format!("{record}.{}", property.name))
        .collect();
    let mut missed = [
        secrets(&spec),
        json_strings.clone(),
        maps_of_strings.clone(),
    ]
    .concat();
    for case in [
        examples(&spec),
        exchanges(&spec),
        instances(&spec),
        forms(&spec),
    ]
    .concat()
    {
        let mut json = case.json.clone();
        for location in case.locations(api) {
            let target = at(&mut json, &location.path);
            missed.retain(|name| *name != location.name);
            match location.shape {
                Shape::Secret => *target = CANARY.into(),
                Shape::Any => *target = json!([CANARY, {"secret": CANARY}]),
                Shape::String if json_strings.contains(&location.name) => {
                    *target = json!([{"field": "password", "newVal": CANARY}])
                        .to_string()
                        .into();
                }
                Shape::Map if maps_of_strings.contains(&location.name) => {
                    if !target.is_object() {
                        *target = json!({});
                    }
                    target["User-Password"] = CANARY.into();
                }
                Shape::Record | Shape::Object if target.is_object() => {
                    let properties = target.as_object_mut().expect("it is an object");
                    properties.extend(unknown().as_object().cloned().unwrap_or_default());
                }
                _ => {}
            }
        }
        let debug = RecordType::named(case.record()).debug;
        let shown = debug(json.to_string().as_bytes()).expect(&case.name);
        assert!(!shown.contains("canary"), "{}: {shown}", case.name);
        assert!(
            shown.contains("notes of an admin"),
            "{}: the names of unknown properties are shown: {shown}",
            case.name
        );
    }
    assert!(missed.is_empty(), "no body has {missed:?}");
    assert!(!json_strings.is_empty() && !maps_of_strings.is_empty());
}

#[test]
fn debug_shows_of_a_string_what_is_a_word_by_its_meaning() {
    let record: AuditRecord = serde_json::from_value(json!({"auditObj": CANARY})).unwrap();
    let shown = format!("{record:?}");
    assert!(
        shown.contains("audit_obj") && !shown.contains("canary"),
        "{shown}"
    );
    let user = |state: &str| serde_json::from_value::<User>(json!({"state": state})).unwrap();
    assert!(format!("{:?}", user("ACTIVE")).contains("ACTIVE"));
    let shown = format!(
        "{:?}",
        user(&format!("{CANARY} is the beginning of more than a word"))
    );
    assert!(
        shown.contains("state") && !shown.contains("canary"),
        "{shown}"
    );
}

/// The lint of the spec and the redaction at run time share the list of `fortinac_json::sounds_secret`.
#[test]
fn lint_and_redaction_agree_on_every_property() {
    let spec = Spec::bundled();
    let mut checked = 0;
    for (record, property) in spec.api().properties() {
        let name = &property.name;
        let is_secret = is_secret(&property.ty);
        let is_excepted = property.not_secret.is_some();
        let could_hold_string = |ty: &Type| {
            matches!(
                ty,
                Type::String | Type::JsonString | Type::StringOf(_) | Type::Secret
            )
        };
        let could_hold_string = match &property.ty {
            Type::Array(items) => could_hold_string(items),
            ty => could_hold_string(ty),
        };
        // `results` of one envelope is a secret: a secret need not sound like one.
        assert!(
            !could_hold_string || !sounds_secret(name) || is_secret || is_excepted,
            "{record}.{name} sounds secret"
        );
        assert!(
            !is_excepted || sounds_secret(name),
            "{record}.{name} needs no exception"
        );
        assert!(!(is_secret && is_excepted), "{record}.{name}");
        checked += 1;
    }
    assert!(checked > 0, "the spec has no property");
}

#[test]
fn no_error_shows_a_secret() {
    let spec = Spec::bundled();
    let secrets = secrets(&spec);
    let document = spec.document().to_string();
    let in_document = document.matches(r#""format":"password""#).count();
    let operations = spec.api().operations.iter();
    let parameters = operations.flat_map(|operation| &operation.parameters);
    let in_parameters = parameters.filter(|one| is_secret(&one.ty)).count();
    assert_eq!(secrets.len() + in_parameters, in_document, "{secrets:?}");
    for secret in secrets {
        let (record, name) = secret.split_once('.').unwrap();
        let RecordType { round_trip, .. } = RecordType::named(record);
        let record = spec.api().record(record).unwrap();
        let is_array = matches!(record.property(name).unwrap().ty, Type::Array(_));
        let (right, wrong) = match is_array {
            true => (json!([CANARY]), json!(CANARY)),
            false => (json!(CANARY), json!([CANARY])),
        };
        let mut wrong = vec![
            json!({name: wrong}),
            json!({name: {"value": CANARY}}),
            json!({name: 78_217_321}),
        ];
        // Right itself, beside a property that is not.
        let mut properties = record.properties.iter();
        let beside = properties.find(|property| property.ty == Type::String);
        wrong.extend(
            beside.map(
                |other| json!({name: right, other.name.as_str(): [CANARY], "pin": 78_217_321}),
            ),
        );
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
