//! What real responses do, done to every property of every body: it is null, it is absent, there are others beside it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use fortinac_conform::Checker;
use fortinac_evidence::{Location, Shape, path_text};
use fortinac_spec::Spec;
use fortinac_tests::{
    Case, RECORD_TYPES, RecordType, at, examples, exchanges, instances, records_in_json, remove,
    samples,
};
use serde_json::{Map, Value, json};

static CHECKER: LazyLock<Checker> = LazyLock::new(Checker::new);
static SPEC: LazyLock<Spec> = LazyLock::new(Spec::bundled);

/// Asserts that every variation of every case conforms, and returns the names of what was varied.
fn assert_conform(vary: impl Fn(&Case, &Location<'_>) -> Vec<Value>) -> BTreeSet<String> {
    let sources = [
        examples(&SPEC),
        exchanges(&SPEC),
        instances(&SPEC),
        samples(&SPEC),
    ];
    let mut varied = BTreeSet::new();
    for case in sources.iter().flatten() {
        for location in case.locations(SPEC.api()) {
            for variation in vary(case, &location) {
                varied.insert(location.name.clone());
                varied.extend(location.component.map(str::to_owned));
                let report = case.check(&CHECKER, variation);
                let path = path_text(&location.path);
                assert!(report.is_ok(), "{}, varied at {path}: {report}", case.name);
            }
        }
    }
    varied
}

/// Asserts that every property of every record that can be in a body in JSON was varied, but for those that a call
/// requires.
#[track_caller]
fn assert_every_optional_property(varied: &BTreeSet<String>) {
    let in_json = records_in_json(SPEC.api());
    let is_required = |record: &str, name: &String| {
        let record = SPEC.api().record(record).expect("it is a record");
        record.required.contains(name)
    };
    let expected = SPEC
        .api()
        .properties()
        .filter(|(record, _)| in_json.contains(record))
        .filter(|(record, property)| !is_required(record, &property.name))
        .map(|(record, property)| format!("{record}.{}", property.name));
    let missed: Vec<_> = expected.filter(|name| !varied.contains(name)).collect();
    assert!(missed.is_empty(), "not varied: {missed:?}");
}

#[test]
fn every_property_may_be_null() {
    let varied = assert_conform(|case, location| {
        if !location.is_property() || case.requires(SPEC.api(), &location.path) {
            return Vec::new();
        }
        let mut json = case.json.clone();
        *at(&mut json, &location.path) = Value::Null;
        vec![json]
    });
    assert_every_optional_property(&varied);
}

#[test]
fn every_property_may_be_absent() {
    let varied = assert_conform(|case, location| {
        if !location.is_property() || case.requires(SPEC.api(), &location.path) {
            return Vec::new();
        }
        let mut json = case.json.clone();
        remove(&mut json, &location.path);
        vec![json]
    });
    assert_every_optional_property(&varied);
}

#[test]
fn every_object_may_have_unknown_properties() {
    // The second is what the Rust field of the others is called.
    let others = [
        ("unheardOf", json!(7)),
        ("extra", Value::Null),
        (
            "Unheard of!",
            json!({"deep": [null, {"deeper": 1.0}, []], "": {}}),
        ),
        ("unheard_of", json!([[], {}, "x", -1, 1.5, true, null])),
    ];
    let varied = assert_conform(|case, location| {
        if !location.value.is_object() || location.shape == Shape::Map {
            return Vec::new();
        }
        let with = |(name, value): &(&str, Value)| {
            let mut json = case.json.clone();
            at(&mut json, &location.path)[*name] = value.clone();
            json
        };
        others.iter().map(with).collect()
    });
    let in_json = records_in_json(SPEC.api()).into_iter();
    let missed: Vec<_> = in_json.filter(|name| !varied.contains(*name)).collect();
    assert!(missed.is_empty(), "not varied: {missed:?}");
}

/// Asserts that the record takes the JSON and gives back exactly the same.
#[track_caller]
fn assert_kept(record: &RecordType, json: &Value) {
    let again = (record.round_trip)(json.to_string().as_bytes());
    let again = again.unwrap_or_else(|error| panic!("{}: {error}", record.name));
    assert_eq!(
        &serde_json::from_str::<Value>(&again).unwrap(),
        json,
        "{}",
        record.name
    );
}

#[test]
fn absent_and_null_differ_in_every_property_of_every_record() {
    for (name, _) in SPEC.api().records() {
        let record = RecordType::named(name);
        let names = names(name);
        let null: Map<String, Value> = names.into_iter().map(|name| (name, Value::Null)).collect();
        assert!(!null.is_empty(), "{name} has no property");
        assert_kept(record, &json!({}));
        assert_kept(record, &Value::Object(null));
    }
    assert_eq!(RECORD_TYPES.len(), SPEC.api().records().count());
}

#[test]
fn properties_that_differ_in_case_are_told_apart() {
    let mut pairs = Vec::new();
    for (name, _) in SPEC.api().records() {
        let record = RecordType::named(name);
        let names = names(name);
        for one in &names {
            let same = |other: &&String| *other > one && other.eq_ignore_ascii_case(one);
            for other in names.iter().filter(same) {
                pairs.push(format!("{name}.{one}"));
                for json in [
                    json!({one: 5}),
                    json!({other: 5}),
                    json!({one: 5, other: 6}),
                    json!({one: null, other: 6}),
                    json!({one: 5, other: null}),
                ] {
                    assert_kept(record, &json);
                }
            }
        }
    }
    for known in ["UserHostProfile.DBID", "UserHostProfile.GUID"] {
        assert!(pairs.contains(&known.to_owned()), "{known}: {pairs:?}");
    }
}

/// The names of the properties of a record.
fn names(record: &str) -> Vec<String> {
    let record = SPEC.api().record(record).expect("it is a record");
    let names = record.properties.iter();
    names.map(|property| property.name.clone()).collect()
}
