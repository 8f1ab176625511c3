use super::*;

#[test]
fn no_digit_is_lost() {
    for text in [
        "123456789012345678901234567890",
        "-9223372036854775809",
        "0.1000000000000000055511151231257827",
        "1e400",
        r#"{"a":[1.10,{"b":-0.0}],"c":"\u0000\"","d":null,"e":true}"#,
    ] {
        let Ok(json) = ExactJson::parse(text) else {
            panic!("{text} is JSON");
        };
        assert_eq!(json.to_string(), text);
        assert!(!format!("{json:?}").contains("12"), "{json:?}");
        // A value takes what it cannot hold for a number too.
        assert_eq!(
            json.to_value().is_number(),
            json.0.kind().contains("number") || json.0.kind() == "an integer"
        );
    }
}

#[test]
fn numbers_are_compared_by_all_their_digits() {
    for (a, b) in [
        ("1.10", "1.1"),
        ("1e2", "100.0"),
        ("12e-1", "1.2"),
        ("0.0", "0e7"),
        ("1e400", "1E400"),
        ("1e99999999999999999999", "1e99999999999999999999"),
    ] {
        assert!(is_same_number(a, b), "{a} {b}");
    }
    for (a, b) in [
        ("1", "1.0"),
        ("1", "-1"),
        ("0.0", "-0.0"),
        ("18446744073709551616", "18446744073709552000"),
        ("18446744073709551616.0", "1.8446744073709552e+19"),
        ("0.1000000000000000055511151231257827", "0.1"),
        ("1e99999999999999999999", "1e99999999999999999998"),
    ] {
        assert!(!is_same_number(a, b), "{a} {b}");
    }
}

#[test]
fn what_is_not_json_is_told_by_its_path() {
    let invalid = |text: &str| {
        let invalid = ExactJson::parse(text).err();
        invalid.map(|invalid| (invalid.path, invalid.reason))
    };
    let twice = "the object has this property twice";
    for (text, path, reason) in [
        (
            r#"{"a": [{"b": 1}, {"b": 1, "c": {}, "b": 2}]}"#,
            "$.a[1].b",
            twice,
        ),
        (r#"{"a": 1e400, "a": 1}"#, "$.a", twice),
        (
            r#"{"a": "\ud800"}"#,
            "$.a",
            "is not JSON: unexpected end of hex escape",
        ),
        (
            "[1 2]",
            "$",
            "is not JSON: expected `,` or `]` at line 1 column 4",
        ),
        ("01", "$", "is not JSON: invalid number"),
    ] {
        let (at, found) = invalid(text).expect(text);
        assert_eq!(at, path, "{text}");
        assert!(found.starts_with(reason), "{text}: {found}");
    }
    let deep = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert_eq!(invalid(&deep(128)), None);
    assert!(invalid(&deep(129)).is_some() && invalid(&deep(100_000)).is_some());
    assert_eq!(
        invalid(r#"{"a": [1, -1, 1.5, true, null, "a"], "b": [{"a": 1}, {"a": 1}]}"#),
        None
    );
}
