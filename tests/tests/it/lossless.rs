//! Whatever a body that conforms is varied to within the rules, it conforms, and comes back exactly as it was.
//!
//! It does so with serde_json's `arbitrary_precision` too, which a downstream crate may turn on:
//! `cargo test -p fortinac-tests --features arbitrary-precision`.

use std::sync::LazyLock;

use fortinac_conform::Checker;
use fortinac_evidence::{Location, Shape, body_type, locations};
use fortinac_spec::Spec;
use fortinac_tests::strategies::{cases, integer, json, number, string, time};
use fortinac_tests::{
    Case, RecordType, at, examples, exchanges, instances, json_bodies, remove, samples,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

static CHECKER: LazyLock<Checker> = LazyLock::new(Checker::new);
static SPEC: LazyLock<Spec> = LazyLock::new(Spec::bundled);
static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    [
        examples(&SPEC),
        exchanges(&SPEC),
        samples(&SPEC),
        instances(&SPEC),
    ]
    .concat()
});

/// A change to one value of a body.
#[derive(Debug, Clone)]
struct Change {
    location: Index,
    how: How,
}

#[derive(Debug, Clone)]
enum How {
    Null,
    Absent,
    Other(Box<Others>),
    With(String, Value),
}

/// Another value for each shape.
#[derive(Debug, Clone)]
struct Others {
    time: Value,
    integer: i64,
    number: Value,
    string: String,
    boolean: bool,
    any: Value,
}

fn change() -> impl Strategy<Value = Change> {
    let others = (
        time(),
        integer(),
        number(),
        string(),
        any::<bool>(),
        json(&[]),
    );
    let others = others.prop_map(|(time, integer, number, string, boolean, any)| {
        How::Other(Box::new(Others {
            time,
            integer,
            number,
            string,
            boolean,
            any,
        }))
    });
    let how = prop_oneof![
        1 => Just(How::Null),
        1 => Just(How::Absent),
        4 => others,
        2 => (string(), json(&[])).prop_map(|(name, value)| How::With(name, value)),
    ];
    (any::<Index>(), how).prop_map(|(location, how)| Change { location, how })
}

fn apply(case: &Case, json: &Value, change: &Change) -> Value {
    let locations = locations(SPEC.api(), &case.operation, case.side, json);
    let location = change.location.get(&locations);
    let mut changed = json.clone();
    match &change.how {
        How::Null if is_optional(case, location) => *at(&mut changed, &location.path) = Value::Null,
        How::Absent if is_optional(case, location) => remove(&mut changed, &location.path),
        How::Other(others) => *at(&mut changed, &location.path) = other(location, others),
        How::With(name, value) if takes_unknown(location, name) => {
            at(&mut changed, &location.path)[name] = value.clone();
        }
        How::Null | How::Absent | How::With(..) => {}
    }
    changed
}

/// Whether the value is a property that may be null or absent in the body.
fn is_optional(case: &Case, location: &Location<'_>) -> bool {
    location.is_property() && !case.requires(SPEC.api(), &location.path)
}

/// Whether the object takes any value under this name.
fn takes_unknown(location: &Location<'_>, name: &str) -> bool {
    let is_known = |record: &fortinac_spec::api::Record| record.property(name).is_some();
    location.properties().is_some() && !location.record.is_some_and(is_known)
}

fn other(location: &Location<'_>, others: &Others) -> Value {
    match (location.shape, location.value) {
        (Shape::Timestamp, _) => others.time.clone(),
        (Shape::Integer, _) => others.integer.into(),
        (Shape::IntegerOrString, _) if others.boolean => others.string.clone().into(),
        (Shape::IntegerOrString, _) => others.integer.into(),
        (Shape::Number, _) => others.number.clone(),
        (Shape::String | Shape::Secret, _) => others.string.clone().into(),
        (Shape::Boolean, _) => others.boolean.into(),
        (Shape::Any, _) => others.any.clone(),
        (Shape::Map, Value::Object(values)) => {
            let another = values.values().next().cloned().unwrap_or_default();
            let values = values.clone().into_iter();
            values.chain([(others.string.clone(), another)]).collect()
        }
        (Shape::Array, Value::Array(items)) => items.iter().chain(items).cloned().collect(),
        (Shape::Record | Shape::Object | Shape::Map | Shape::Array, value) => value.clone(),
    }
}

#[test]
fn every_body_comes_back_as_it_was() {
    for case in &*CASES {
        assert_lossless(case, &case.json);
    }
    for (operation, side) in json_bodies(SPEC.api()) {
        let ty = body_type(operation, side);
        let has_type = |case: &Case| body_type(&case.operation, case.side) == ty;
        assert!(
            CASES.iter().any(has_type),
            "no body of {}, {side:?}",
            operation.id
        );
    }
}

fn assert_lossless(case: &Case, json: &Value) {
    let report = case.check(&CHECKER, json.clone());
    assert!(report.is_ok(), "{}: {report}", case.name);

    let wire = json.to_string();
    let record = RecordType::named(case.record());
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
