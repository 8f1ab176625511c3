//! What real answers do, done to every member of every body: it is null, it is absent, there are others beside it.

use std::sync::LazyLock;

use fortinac_conform::Checker;
use fortinac_spec::Description;
use fortinac_tests::{
    Case, Place, RECORD_TYPES, RecordType, Shape, at, examples, exchanges, instances, path_text,
    places, properties, records, remove, samples,
};
use serde_json::{Map, Value, json};

static CHECKER: LazyLock<Checker> = LazyLock::new(Checker::new);
static DESCRIPTION: LazyLock<Description> = LazyLock::new(Description::bundled);

/// Asserts that every variation of every case conforms, and that there are at least `floor`.
fn assert_conform(floor: usize, vary: impl Fn(&Case, &Place<'_>) -> Vec<Value>) {
    let sources = [
        examples(&DESCRIPTION),
        exchanges(&DESCRIPTION),
        instances(&DESCRIPTION),
        samples(&DESCRIPTION),
    ];
    let mut checked = 0;
    for case in sources.iter().flatten() {
        for place in places(&DESCRIPTION, &case.operation, case.body, &case.json) {
            for variation in vary(case, &place) {
                checked += 1;
                let report = case.check(&CHECKER, variation);
                let path = path_text(&place.path);
                assert!(report.is_ok(), "{}, varied at {path}: {report}", case.name);
            }
        }
    }
    println!("{checked} variations conform");
    assert!(checked >= floor, "only {checked} variations are left");
}

#[test]
fn every_member_may_be_null() {
    assert_conform(2_400, |case, place| {
        if !place.is_member() {
            return Vec::new();
        }
        let mut json = case.json.clone();
        *at(&mut json, &place.path) = Value::Null;
        vec![json]
    });
}

#[test]
fn every_member_may_be_absent() {
    assert_conform(2_400, |case, place| {
        if !place.is_member() {
            return Vec::new();
        }
        let mut json = case.json.clone();
        remove(&mut json, &place.path);
        vec![json]
    });
}

#[test]
fn every_object_may_have_other_members() {
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
    assert_conform(1_000, |case, place| {
        if !place.value.is_object() || place.shape() == Shape::Map {
            return Vec::new();
        }
        let with = |(name, value): &(&str, Value)| {
            let mut json = case.json.clone();
            at(&mut json, &place.path)[*name] = value.clone();
            json
        };
        others.iter().map(with).collect()
    });
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
fn absent_and_null_differ_in_every_member_of_every_record() {
    let mut members = 0;
    for (name, schema) in records(&DESCRIPTION) {
        let record = RecordType::named(name);
        let names = properties(schema).keys();
        let null: Map<String, Value> = names.map(|name| (name.clone(), Value::Null)).collect();
        members += null.len();
        assert_kept(record, &json!({}));
        assert_kept(record, &Value::Object(null));
    }
    assert_eq!(RECORD_TYPES.len(), records(&DESCRIPTION).count());
    assert!(members >= 400, "only {members} members are left");
}

#[test]
fn two_spellings_of_a_member_are_told_apart() {
    let mut pairs = 0;
    for (name, schema) in records(&DESCRIPTION) {
        let record = RecordType::named(name);
        let spellings = properties(schema).keys();
        for one in spellings.clone() {
            let same = |other: &&String| *other > one && other.eq_ignore_ascii_case(one);
            for other in spellings.clone().filter(same) {
                pairs += 1;
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
    assert!(pairs >= 2, "DBID and GUID are left out");
}
