//! Values for property tests.

use std::env;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

/// Runs `cases` cases, or as many as the environment variable `PROPTEST_CASES` says.
pub fn cases(cases: u32) -> ProptestConfig {
    let config = match env::var_os("PROPTEST_CASES") {
        Some(_) => ProptestConfig::default(),
        None => ProptestConfig::with_cases(cases),
    };
    // What is found becomes a test that says what it is about.
    ProptestConfig {
        failure_persistence: None,
        ..config
    }
}

/// JSON of any kind, some levels deep. Half of the properties are called by a name of `names`, if there is one.
pub fn json(names: &'static [String]) -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        number(),
        string().prop_map(Value::from),
    ];
    let name = match names {
        [] => string().boxed(),
        names => prop_oneof![select(names), string()].boxed(),
    };
    let deeper = move |inner: BoxedStrategy<Value>| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(name.clone(), inner, 0..8)
                .prop_map(|properties| properties.into_iter().collect()),
        ]
    };
    leaf.prop_recursive(4, 64, 8, deeper).boxed()
}

/// Numbers with and without a fraction, small, large and at the ends of what fits.
pub fn number() -> impl Strategy<Value = Value> {
    let odd = [
        json!(1),
        json!(1.0),
        json!(1.4),
        json!(-0.0),
        json!(1e300),
        json!(u64::MAX),
    ];
    let fraction = proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL;
    prop_oneof![
        select(Vec::from(odd)),
        integer().prop_map(Value::from),
        fraction.prop_map(Value::from)
    ]
}

/// 64-bit integers.
pub fn integer() -> impl Strategy<Value = i64> {
    prop_oneof![
        select(vec![0, 1, -1, i64::MIN, i64::MAX, 1 << 53, 402_817_365_519]),
        any::<i64>()
    ]
}

/// Strings: words, digits, JSON, long ones, and any characters.
pub fn string() -> impl Strategy<Value = String> {
    let odd = [
        "",
        " ",
        "null",
        "true",
        "0",
        "-1",
        "1.0",
        "[]",
        "{}",
        "[redacted]",
        "\u{0}\u{7f}\r\n",
        "\u{feff}",
        "\u{202e}\u{1f512}",
        "\"",
        "\\",
    ];
    prop_oneof![
        select(Vec::from(odd.map(str::to_owned))),
        "[a-zA-Z]{1,12}",
        ".{0,12}",
        (".", 0..3_000_usize).prop_map(|(character, count)| character.repeat(count)),
    ]
}

/// Times in every form that was seen, and others that are like them.
pub fn time() -> impl Strategy<Value = Value> {
    let odd = [
        json!(-1),
        json!(0),
        json!(1),
        json!(""),
        json!("-1"),
        json!("never"),
        json!("1970-01-01T00:00:00.000+0000"),
        json!("1970-01-01T00:00:00Z"),
    ];
    let instant = (
        1..=9999_u32,
        1..=12_u32,
        1..=31_u32,
        0..24_u32,
        0..60_u32,
        0..1000_u32,
    );
    let offset = select(vec![
        "Z", "+0000", "+00:00", "-0530", "", "+00", "+0:0:0:0", "+:00:00", "+000000", "+9999",
    ]);
    let spelled =
        (instant, offset).prop_map(|((year, month, day, hour, minute, thousandth), offset)| {
            json!(format!(
                "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:59.{thousandth:03}{offset}"
            ))
        });
    prop_oneof![
        select(Vec::from(odd)),
        integer().prop_map(Value::from),
        spelled,
        string().prop_map(Value::from)
    ]
}
