//! Whatever a body that conforms is varied to within the rules, it conforms, and comes back exactly as it was.
//!
//! It does so with serde_json's `arbitrary_precision` too, which a downstream crate may turn on:
//! `cargo test -p fortinac-tests --features arbitrary-precision`.

use std::sync::LazyLock;

use fortinac_conform::Checker;
use fortinac_spec::Description;
use fortinac_tests::strategies::{cases, integer, json, number, text, time};
use fortinac_tests::{
    Case, Place, RecordType, Shape, at, examples, exchanges, instances, places, remove, samples,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

static CHECKER: LazyLock<Checker> = LazyLock::new(Checker::new);
static DESCRIPTION: LazyLock<Description> = LazyLock::new(Description::bundled);
static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    [
        examples(&DESCRIPTION),
        exchanges(&DESCRIPTION),
        samples(&DESCRIPTION),
        instances(&DESCRIPTION),
    ]
    .concat()
});

/// A change to one place of a body.
#[derive(Debug, Clone)]
struct Change {
    place: Index,
    how: How,
}

#[derive(Debug, Clone)]
enum How {
    Null,
    Absent,
    Other(Box<Others>),
    With(String, Value),
}

/// Another value for a place of each shape.
#[derive(Debug, Clone)]
struct Others {
    time: Value,
    integer: i64,
    number: Value,
    text: String,
    is_word: bool,
    any: Value,
}

fn change() -> impl Strategy<Value = Change> {
    let others = (
        time(),
        integer(),
        number(),
        text(),
        any::<bool>(),
        json(&[]),
    );
    let others = others.prop_map(|(time, integer, number, text, is_word, any)| {
        How::Other(Box::new(Others {
            time,
            integer,
            number,
            text,
            is_word,
            any,
        }))
    });
    let how = prop_oneof![
        1 => Just(How::Null),
        1 => Just(How::Absent),
        4 => others,
        2 => (text(), json(&[])).prop_map(|(name, value)| How::With(name, value)),
    ];
    (any::<Index>(), how).prop_map(|(place, how)| Change { place, how })
}

fn apply(case: &Case, json: &Value, change: &Change) -> Value {
    let places = places(&DESCRIPTION, &case.operation, case.body, json);
    let place = change.place.get(&places);
    let mut changed = json.clone();
    match &change.how {
        How::Null if place.is_member() => *at(&mut changed, &place.path) = Value::Null,
        How::Absent if place.is_member() => remove(&mut changed, &place.path),
        How::Other(others) => *at(&mut changed, &place.path) = other(place, others),
        How::With(name, value) if takes_unknown(place, name) => {
            at(&mut changed, &place.path)[name] = value.clone();
        }
        How::Null | How::Absent | How::With(..) => {}
    }
    changed
}

/// Whether the object takes any value under this name.
fn takes_unknown(place: &Place<'_>, name: &str) -> bool {
    let is_free = matches!(place.shape(), Shape::Record | Shape::Object);
    is_free && place.value.is_object() && place.schema["properties"].get(name).is_none()
}

fn other(place: &Place<'_>, others: &Others) -> Value {
    match (place.shape(), place.value) {
        (Shape::Time, _) => others.time.clone(),
        (Shape::Integer, _) => others.integer.into(),
        (Shape::IntegerOrText, _) if others.is_word => others.text.clone().into(),
        (Shape::IntegerOrText, _) => others.integer.into(),
        (Shape::Number, _) => others.number.clone(),
        (Shape::Text | Shape::Secret, _) => others.text.clone().into(),
        (Shape::Flag, _) => others.is_word.into(),
        (Shape::Open, _) => others.any.clone(),
        (Shape::Map, Value::Object(entries)) => {
            let another = entries.values().next().cloned().unwrap_or_default();
            let entries = entries.clone().into_iter();
            entries.chain([(others.text.clone(), another)]).collect()
        }
        (Shape::List, Value::Array(items)) => items.iter().chain(items).cloned().collect(),
        (Shape::Record | Shape::Object | Shape::Map | Shape::List, value) => value.clone(),
    }
}

#[test]
fn every_body_comes_back_as_it_was() {
    for case in &*CASES {
        assert_lossless(case, &case.json);
    }
    assert!(CASES.len() >= 60, "only {} bodies are left", CASES.len());
}

fn assert_lossless(case: &Case, json: &Value) {
    let report = case.check(&CHECKER, json.clone());
    assert!(report.is_ok(), "{}: {report}", case.name);

    let wire = json.to_string();
    let record = RecordType::named(case.record(&DESCRIPTION));
    let again = (record.round_trip)(wire.as_bytes());
    let again = again.unwrap_or_else(|error| panic!("{}: {error}", case.name));
    let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    assert_eq!(read(&again), read(&wire), "{}", case.name);
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn every_variation_comes_back_as_it_was(case in any::<Index>(), changes in vec(change(), 1..24)) {
        let case = case.get(&CASES);
        let varied = changes.iter().fold(case.json.clone(), |json, change| apply(case, &json, change));
        assert_lossless(case, &varied);
    }
}
