//! No input makes decoding panic, what decodes is stable, and no error shows a string of the input.
//!
//! `PROPTEST_CASES=100000 nice cargo test --package fortinac-tests --test it -- fuzz::` runs for a good while.

use std::sync::LazyLock;

use fortinac_conform::{Checker, Exchange};
use fortinac_evidence::Kind;
use fortinac_spec::Spec;
use fortinac_tests::mutation::{apply, edit};
use fortinac_tests::strategies::{cases, integer, json, string, time};
use fortinac_tests::{Case, RECORD_TYPES, RecordType, at, examples, exchanges, instances};
use fortinac_types::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value;

const CANARY: &str = "canary-7f3e";

static CHECKER: LazyLock<Checker> = LazyLock::new(Checker::new);
static SPEC: LazyLock<Spec> = LazyLock::new(Spec::bundled);
static CASES: LazyLock<Vec<Case>> =
    LazyLock::new(|| [examples(&SPEC), exchanges(&SPEC), instances(&SPEC)].concat());
/// The names of all properties of all records.
static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    SPEC.api()
        .properties()
        .map(|(_, property)| property.name.clone())
        .collect()
});

/// Asserts that a text which decodes comes back as it was, with nothing added, changed or lost.
fn assert_stable(record: &RecordType, json: &[u8]) {
    if let Ok(again) = (record.round_trip)(json) {
        let read = |json| serde_json::from_slice::<Value>(json).expect("what decodes is JSON");
        assert_eq!(read(again.as_bytes()), read(json), "{}", record.name);
    }
}

/// Puts the canary into every string of a value.
fn plant(value: &mut Value) {
    match value {
        Value::String(text) => *text = format!("{CANARY}, expected {CANARY} at line 1"),
        Value::Array(items) => items.iter_mut().for_each(plant),
        Value::Object(properties) => properties.values_mut().for_each(plant),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn any_json(value in json(&NAMES)) {
        let text = value.to_string();
        for record in RECORD_TYPES {
            assert_stable(record, text.as_bytes());
        }
    }

    #[test]
    fn any_bytes(bytes in vec(any::<u8>(), 0..200)) {
        for record in RECORD_TYPES {
            assert_stable(record, &bytes);
        }
    }

    #[test]
    fn any_edit_of_a_body(case in any::<Index>(), edits in vec(edit(), 1..6)) {
        let case = case.get(&CASES);
        let mut text = case.json.to_string().into_bytes();
        edits.iter().for_each(|edit| apply(&mut text, edit));
        assert_stable(RecordType::named(case.record()), &text);
    }

    #[test]
    fn any_exchange(case in any::<Index>(), bodies in (json(&NAMES), json(&NAMES)), status in 100..600_u16) {
        let case = case.get(&CASES);
        let (method, path) = (case.operation.method.to_string(), case.path());
        let (request, response) = (Some(bodies.0.into()), Some(bodies.1.into()));
        CHECKER.check(&Exchange { method, path, status, request, response });
    }

    #[test]
    fn no_error_shows_a_string_of_the_input(
        case in any::<Index>(), location in any::<Index>(), kind in select(Vec::from(Kind::ALL)), end in any::<Index>(),
    ) {
        let case = case.get(&CASES);
        let mut json = case.json.clone();
        let path = location.get(&case.locations(SPEC.api())).path.clone();
        *at(&mut json, &path) = match kind {
            Kind::Array => vec![CANARY].into(),
            Kind::Object => Value::from_iter([("unheardOf", CANARY)]),
            other => other.sample(),
        };
        plant(&mut json);

        let text = json.to_string();
        let cut = &text.as_bytes()[..end.index(text.len())];
        let record = RecordType::named(case.record());
        for text in [text.as_bytes(), cut] {
            if let Err(error) = (record.round_trip)(text) {
                let shown = format!("{error} {error:?} {error:#?}");
                assert!(!shown.contains("canary"), "{shown}");
            }
        }
        let report = case.check(&CHECKER, json);
        assert!(!format!("{report} {report:?}").contains("canary"));
    }

    #[test]
    fn any_time_is_an_instant_or_an_error(wire in prop_oneof![time(), string().prop_map(Value::from)]) {
        let time: Timestamp = serde_json::from_value(wire.clone()).unwrap();
        assert_eq!(serde_json::to_value(&time).unwrap(), wire);
        match time.instant() {
            Ok(Some(instant)) if time.wire().as_str().is_some_and(|text| text.contains('T')) => {
                // What is taken for a time is one in full.
                let text = time.to_string();
                let (_, offset) = text.trim().split_at(text.trim().rfind(['Z', '+', '-']).unwrap());
                assert!(matches!(offset.replace(':', "").len(), 1 | 5), "{instant}: {text}");
            }
            Ok(instant) => assert!(time.cmp_instant(&time).is_ok(), "{instant:?}"),
            Err(error) => assert!(time.cmp_instant(&time).is_err(), "{error}"),
        }
    }

    #[test]
    fn an_instant_survives_every_form(nanosecond in instants()) {
        let instant = jiff::Timestamp::from_nanosecond(nanosecond).unwrap();
        let expected = jiff::Timestamp::from_millisecond(instant.as_millisecond()).unwrap();
        for time in [Timestamp::with_z(instant), Timestamp::with_offset(instant), Timestamp::epoch_milliseconds(instant)] {
            // Those that are taken for unset.
            let is_unset = time == (-1).into() || expected.to_string().starts_with("1970-");
            assert_eq!(time.instant(), Ok(Some(expected).filter(|_| !is_unset)), "{time}");
        }
    }
}

/// Nanoseconds since 1970 of all instants that there are.
fn instants() -> impl Strategy<Value = i128> {
    let range = jiff::Timestamp::MIN.as_nanosecond()..=jiff::Timestamp::MAX.as_nanosecond();
    let milliseconds =
        integer().prop_map(|integer| i128::from(integer % 4_000_000_000_000) * 1_000_000);
    prop_oneof![range, milliseconds]
}
