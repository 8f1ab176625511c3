//! Every record type goes through XML and comes back, but for the losses that are documented.

use std::fmt::Debug;

use fortinac_client::xml::{from_xml, to_xml};
use fortinac_spec::Spec;
use fortinac_spec::api::{Body, Type};
use fortinac_tests::{Filling, complete, examples, exchanges};
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
    ($($module:ident::$name:ident,)*) => {
        const RECORDS: &[(&str, Through)] = &[$((stringify!($name), through_xml::<fortinac_types::$module::$name> as Through)),*];
    };
}

fortinac_tests::with_records!(record_types);

fn through(record: &str) -> Through {
    let found = RECORDS.iter().find(|(name, _)| *name == record);
    found.unwrap_or_else(|| panic!("no type {record}")).1
}

/// What the module's documentation says is lost, and nothing else: after this, what XML cannot tell apart is equal.
fn without_losses(value: &Value) -> Option<Value> {
    Some(match value {
        // Numbers and booleans against strings, where both fit. A typed property has one kind on both sides.
        Value::Number(number) => number.to_string().into(),
        Value::Bool(boolean) => boolean.to_string().into(),
        Value::Array(items) => match items.as_slice() {
            // An empty array against absent.
            [] => return None,
            // An array of one against its item, and an array of a single null against null.
            [item] => without_losses(item)?,
            items => items.iter().filter_map(without_losses).collect(),
        },
        Value::Object(properties) => {
            let kept = properties.iter().filter_map(|(name, value)| {
                without_losses(value).map(|value| (name.clone(), value))
            });
            let kept: serde_json::Map<_, _> = kept.collect();
            // An object without properties against an empty string.
            if kept.is_empty() {
                "".into()
            } else {
                kept.into()
            }
        }
        Value::Null | Value::String(_) => value.clone(),
    })
}

/// XML cannot express arrays in arrays, nor properties whose names are data and no names of XML. The spec offers no XML
/// where a body of a request has them.
fn is_beyond_xml(value: &Value) -> bool {
    let is_name =
        |name: &str| !name.contains(' ') && !name.starts_with(|c: char| c.is_ascii_digit());
    match value {
        Value::Array(items) => items
            .iter()
            .any(|item| item.is_array() || is_beyond_xml(item)),
        Value::Object(properties) => properties
            .iter()
            .any(|(name, value)| !is_name(name) || is_beyond_xml(value)),
        _ => false,
    }
}

#[test]
fn no_request_that_can_be_xml_is_beyond_it() {
    let spec = Spec::bundled();
    let mut refused = 0;
    for operation in &spec.api().operations {
        let Some(ty) = operation.body.as_ref().and_then(Body::ty) else {
            continue;
        };
        let is_refused = is_beyond_xml(&complete(spec.api(), &ty, &filling(false)));
        let in_xml = matches!(operation.body, Some(Body::Json { xml: true, .. }));
        assert!(!(is_refused && in_xml), "{}", operation.id);
        refused += usize::from(is_refused);
    }
    assert!(refused > 0, "no body is beyond XML");
}

/// Strings that need escaping, and arrays of two.
fn filling(prefers_strings: bool) -> Filling {
    Filling {
        string: "é <b> & \"]]>\" \r\n\t😀 ",
        number: 1.0,
        any: json!({"anything": [{"a": [1, "x"]}, null]}),
        items: 2,
        prefers_strings,
    }
}

#[test]
fn every_property_of_every_record_comes_back_equal() {
    let spec = Spec::bundled();
    for (name, through) in RECORDS {
        for prefers_strings in [false, true] {
            let ty = Type::Ref((*name).to_owned());
            let value = complete(spec.api(), &ty, &filling(prefers_strings));
            if is_beyond_xml(&value) {
                continue;
            }
            let (before, after, equal) = through(&value);
            assert_eq!(before, after, "{name}");
            assert!(equal, "{name}");
        }
    }
    assert_eq!(RECORDS.len(), spec.api().records().count());
}

#[test]
fn every_null_and_every_empty_string_comes_back_as_itself() {
    let spec = Spec::bundled();
    for (name, through) in RECORDS {
        let properties = || spec.api().record(name).unwrap().properties.iter();
        let nulls: Value = properties()
            .map(|property| (property.name.clone(), Value::Null))
            .collect();
        let (before, after, equal) = through(&nulls);
        assert_eq!(before, after, "{name}");
        assert!(equal, "{name}");

        let is_string = |ty: &Type| {
            matches!(
                ty,
                Type::String | Type::JsonString | Type::StringOf(_) | Type::Secret
            )
        };
        let strings = properties().filter(|property| is_string(&property.ty));
        let strings: Value = strings
            .map(|property| (property.name.clone(), Value::from("")))
            .collect();
        let (before, after, equal) = through(&strings);
        assert_eq!(before, after, "{name}");
        assert!(equal, "{name}");
    }
}

#[test]
fn every_example_and_exchange_comes_back() {
    let spec = Spec::bundled();
    let (examples, exchanges) = (examples(&spec), exchanges(&spec));
    assert!(!examples.is_empty() && !exchanges.is_empty());
    for case in [examples, exchanges].concat() {
        if is_beyond_xml(&case.json) {
            continue;
        }
        let (before, after, _) = through(case.record())(&case.json);
        assert_eq!(
            without_losses(&before),
            without_losses(&after),
            "{}",
            case.name
        );
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
        let not_an_array = |value: BoxedStrategy<Value>| {
            value.prop_filter("no array in an array", |v| !v.is_array())
        };
        prop_oneof![
            prop::collection::btree_map("[A-Za-zé_][A-Za-z0-9._-]{0,4}", value.clone(), 0..5)
                .prop_map(|properties| properties.into_iter().collect()),
            prop::collection::vec(not_an_array(value), 0..4).prop_map(Value::from),
        ]
    })
    .prop_filter("no array as the whole", |value| !value.is_array())
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
