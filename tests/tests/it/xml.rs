//! Every record type goes through XML and comes back, but for the losses that are documented.

use std::fmt::Debug;

use fortinac_client::xml::{from_xml, to_xml};
use fortinac_spec::Description;
use fortinac_tests::files;
use fortinac_types::*;
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Decodes JSON, sends the record through XML, and gives both records as JSON; tells whether they were equal.
fn through_xml<T: Serialize + DeserializeOwned + PartialEq + Debug>(
    json: &Value,
) -> (Value, Value, bool) {
    let record: T = decode::from_value(json).unwrap();
    let xml = to_xml("record", &record).unwrap();
    let again: T = from_xml(&xml).unwrap_or_else(|error| panic!("{error}"));
    // What XML cannot tell apart is written the same: reading and writing back changes nothing.
    assert_eq!(to_xml("record", &again), Ok(xml));
    let value = |record: &T| serde_json::to_value(record).unwrap();
    (value(&record), value(&again), record == again)
}

type Through = fn(&Value) -> (Value, Value, bool);

macro_rules! record_types {
    ($($name:ident),*) => {
        const RECORDS: &[(&str, Through)] = &[$((stringify!($name), through_xml::<$name> as Through)),*];
    };
}

include!(concat!(env!("OUT_DIR"), "/record_types.rs"));

fn through(record: &str) -> Through {
    let found = RECORDS.iter().find(|(name, _)| *name == record);
    found.unwrap_or_else(|| panic!("no type {record}")).1
}

/// What the module's documentation says is lost, and nothing else: after this, what XML cannot tell apart is equal.
fn without_losses(value: &Value) -> Option<Value> {
    Some(match value {
        // Numbers and flags against text, where both fit. A typed member has one kind on both sides.
        Value::Number(number) => number.to_string().into(),
        Value::Bool(flag) => flag.to_string().into(),
        Value::Array(items) => match items.as_slice() {
            // An empty list against absent.
            [] => return None,
            // A list of one against its item, and a list of a single null against null.
            [item] => without_losses(item)?,
            items => items.iter().filter_map(without_losses).collect(),
        },
        Value::Object(members) => {
            let kept = members.iter().filter_map(|(name, value)| {
                without_losses(value).map(|value| (name.clone(), value))
            });
            let kept: serde_json::Map<_, _> = kept.collect();
            // An object without members against empty text.
            if kept.is_empty() {
                "".into()
            } else {
                kept.into()
            }
        }
        Value::Null | Value::String(_) => value.clone(),
    })
}

fn description() -> Value {
    Description::bundled().document().clone()
}

fn resolve<'a>(description: &'a Value, schema: &'a Value) -> (Option<&'a str>, &'a Value) {
    let Some(reference) = schema["$ref"].as_str() else {
        return (None, schema);
    };
    let schema = description.pointer(&reference[1..]).unwrap();
    (reference.rsplit('/').next(), schema)
}

/// A value with every member of a schema at every depth, lists of two, and texts that need escaping. A record inside
/// one of its own kind is left out. `form` chooses among the forms of an `anyOf`.
fn complete<'a>(
    description: &'a Value,
    schema: &'a Value,
    form: usize,
    around: &mut Vec<&'a str>,
) -> Option<Value> {
    let (name, schema) = resolve(description, schema);
    if name.is_some_and(|name| around.contains(&name)) {
        return None;
    }
    around.extend(name);
    let depth = around.len();
    let mut inner = |schema| complete(description, schema, form, around);
    let value = match schema["type"].as_str() {
        Some("string") => Some("é <b> & \"]]>\" \r\n\t😀 ".into()),
        Some("integer") => Some(402_817_365_519_i64.into()),
        Some("number") => Some(json!(1.0)),
        Some("boolean") => Some(true.into()),
        Some("array") => inner(&schema["items"]).map(|item| json!([item, item])),
        Some("object") => {
            let entry = schema.get("additionalProperties").and_then(&mut inner);
            let members = schema["properties"].as_object().into_iter().flatten();
            let members = members.filter_map(|(name, schema)| Some((name.clone(), inner(schema)?)));
            Some(
                members
                    .chain(entry.map(|value| ("entry".to_owned(), value)))
                    .collect(),
            )
        }
        _ => match schema["anyOf"].as_array() {
            Some(forms) => inner(&forms[form % forms.len()]),
            None => Some(json!({"anything": [{"a": [1, "x"]}, null]})),
        },
    };
    around.truncate(depth - usize::from(name.is_some()));
    value
}

#[test]
fn every_member_of_every_record_comes_back_equal() {
    let description = description();
    for (name, through) in RECORDS {
        for form in 0..2 {
            let schema = json!({"$ref": format!("#/components/schemas/{name}")});
            let value = complete(&description, &schema, form, &mut Vec::new()).unwrap();
            let (before, after, equal) = through(&value);
            if name == &"AuditLiveObject" && form == 0 {
                // Its record in the place of text has no members left: they are of its own kind.
                assert_eq!(without_losses(&before), without_losses(&after));
                continue;
            }
            assert_eq!(before, after, "{name}");
            assert!(equal, "{name}");
        }
    }
}

#[test]
fn every_null_and_every_empty_text_comes_back_as_itself() {
    let description = description();
    for (name, through) in RECORDS {
        let schema = &description["components"]["schemas"][*name];
        let members = schema["properties"].as_object().unwrap();
        let nulls: Value = members
            .keys()
            .map(|name| (name.clone(), Value::Null))
            .collect();
        let (before, after, equal) = through(&nulls);
        assert_eq!(before, after, "{name}");
        assert!(equal, "{name}");

        let texts = members
            .iter()
            .filter(|(_, schema)| schema["type"] == "string");
        let texts: Value = texts
            .map(|(name, _)| (name.clone(), Value::from("")))
            .collect();
        let (before, after, equal) = through(&texts);
        assert_eq!(before, after, "{name}");
        assert!(equal, "{name}");
    }
}

/// The bodies of the examples in the description and of the captured exchanges, with the name of their record.
fn bodies() -> Vec<(String, Value)> {
    let description = description();
    let mut bodies = Vec::new();
    let paths = description["paths"].as_object().unwrap();
    let operations = paths.iter().flat_map(|(path, item)| {
        let item = item.as_object().unwrap().iter();
        item.map(move |(method, operation)| {
            (format!("{} {path}", method.to_uppercase()), operation)
        })
    });
    let operations: Vec<_> = operations.collect();
    let places = [
        ("request", "/requestBody/content/application~1json"),
        ("response", "/responses/200/content/application~1json"),
    ];
    let record = |operation: &Value, place: &str| {
        let schema = operation.pointer(place)?.get("schema")?;
        resolve(&description, schema).0.map(str::to_owned)
    };
    for (_, operation) in &operations {
        for (_, place) in places {
            if let Some(name) = record(operation, place) {
                bodies.push((name, operation.pointer(place).unwrap()["example"].clone()));
            }
        }
    }
    for (_, text) in files("exchanges") {
        let exchange: Value = serde_json::from_str(&text).unwrap();
        let operation = operations
            .iter()
            .find(|(name, _)| exchange["operation"] == name.as_str());
        let operation = operation
            .unwrap_or_else(|| panic!("{}", exchange["operation"]))
            .1;
        for (member, place) in places {
            let body = &exchange[member];
            if let Some(name) = record(operation, place)
                && body.is_object()
            {
                bodies.push((name, body.clone()));
            }
        }
    }
    bodies.retain(|(_, body)| !body.is_null());
    bodies
}

#[test]
fn every_example_and_exchange_comes_back() {
    let bodies = bodies();
    assert!(bodies.len() > 30, "{}", bodies.len());
    for (name, body) in bodies {
        let (before, after, _) = through(&name)(&body);
        assert_eq!(without_losses(&before), without_losses(&after), "{name}");
    }
}

fn any_value() -> impl Strategy<Value = Value> {
    let text = "[^\u{0}-\u{8}\u{b}\u{c}\u{e}-\u{1f}\u{fffe}\u{ffff}]{0,8}";
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text.prop_map(Value::from),
        "[0-9+.e-]{1,4}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 5, |value| {
        let not_a_list =
            |value: BoxedStrategy<Value>| value.prop_filter("no list in a list", |v| !v.is_array());
        prop_oneof![
            prop::collection::btree_map("[A-Za-zé_][A-Za-z0-9._-]{0,4}", value.clone(), 0..5)
                .prop_map(|members| members.into_iter().collect()),
            prop::collection::vec(not_a_list(value), 0..4).prop_map(Value::from),
        ]
    })
    .prop_filter("no list as the whole", |value| !value.is_array())
}

proptest! {
    #[test]
    fn any_value_comes_back_but_for_the_losses(value in any_value()) {
        let xml = to_xml("r", &value).unwrap();
        let again: Value = from_xml(&xml).unwrap();
        prop_assert_eq!(without_losses(&value), without_losses(&again));
        prop_assert_eq!(to_xml("r", &again), Ok(xml));
    }
}
