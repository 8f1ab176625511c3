use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::json;

use super::*;
use crate::User;
use crate::system::GroupEnvelope;
use crate::user::UserListEnvelope;

#[track_caller]
fn assert_message<T: DeserializeOwned>(json: &str, message: &str) {
    let error = from_slice::<T>(json.as_bytes()).err().unwrap();
    assert_eq!(error.to_string(), message);
}

#[test]
fn the_error_names_path_expectation_and_type_and_shows_no_value() {
    let user =
        json!({"id": "canary, expected canary", "password": 77, "landscape": 5, "notes": "canary"});
    let error = from_value::<User>(&user).unwrap_err();
    assert_eq!(
        (error.path(), error.expected(), error.found()),
        ("$.id", "a 64-bit integer", Some("a string"))
    );
    assert!(!format!("{error:?} {error}").contains("canary"));

    let error = from_value::<User>(&json!({"landscape": 5, "password": 77})).unwrap_err();
    let expected = "at $.password: expected a string, found an integer";
    assert_eq!(error.to_string(), expected);

    let error =
        from_slice::<GroupEnvelope>(br#"{"result": {"auditObj": {"auditObj": 7}}}"#).unwrap_err();
    assert_eq!(error.path(), "$.result.auditObj.auditObj");
    assert_eq!(error.expected(), "an object or a string");
    assert_eq!(error.found(), Some("an integer"));
}

#[test]
fn messages_use_json_terms() {
    for (json, message) in [
        ("[]", "at $: expected an object, found an array"),
        (
            r#"{"results": {}}"#,
            "at $.results: expected an array, found an object",
        ),
        (
            r#"{"results": [{"currentEnvironment": 1}]}"#,
            "at $.results[0].currentEnvironment: expected an object, found an integer",
        ),
        (
            r#"{"results": [{"state": true}]}"#,
            "at $.results[0].state: expected a 64-bit integer or a string, found a boolean",
        ),
        (
            r#"{"results": [{"id": 1.0}]}"#,
            "at $.results[0].id: expected a 64-bit integer, found a number with a fraction",
        ),
        (
            r#"{"results": [{"version": "1"}]}"#,
            "at $.results[0].version: expected a number, found a string",
        ),
    ] {
        assert_message::<UserListEnvelope>(json, message);
    }
}

#[test]
fn a_repeated_property_is_named() {
    assert_message::<UserListEnvelope>(
        r#"{"results":[{"id":1,"id":2}]}"#,
        "at $.results[0].id: expected each property once, found this one twice",
    );
}

#[test]
fn unusual_names_in_a_path_are_quoted() {
    let json = br#"{"results": [{"currentEnvironment": {"a.b": 1}}]}"#;
    let error = from_slice::<UserListEnvelope>(json).unwrap_err();
    assert_eq!(error.path(), r#"$.results[0].currentEnvironment["a.b"]"#);
}

#[test]
fn a_syntax_error_is_reported() {
    for (text, reason) in [
        (
            "<html>canary</html>",
            "JSON (expected value at line 1 column 1)",
        ),
        ("", "JSON (EOF while parsing a value at line 1 column 0)"),
        (
            r#"{"notes": "canary"#,
            "JSON (EOF while parsing a string at line 1 column 17)",
        ),
        (
            r#"{"id": [], "notes": "canary"#,
            "JSON (EOF while parsing a string at line 1 column 27)",
        ),
        ("{} canary", "JSON (trailing characters at line 1 column 4)"),
    ] {
        let error = from_slice::<User>(text.as_bytes()).unwrap_err();
        assert_eq!(
            (error.path(), error.expected(), error.found()),
            ("$", reason, None)
        );
    }
}

/// Every value that the first attempt accepts is accepted when it is decoded once more.
#[test]
fn other_values_of_the_document_do_not_matter() {
    // Much of this is only a part of unknown properties.
    let json = r#"{"landscape": 9223372036854775807, "unheardOf": [18446744073709551615, 1.5, -0.0,
        123456789012345678901234567890, null, true, {"a": [{}]}, "x"], "id": []}"#;
    assert_message::<User>(json, "at $.id: expected a 64-bit integer, found an array");
}

#[test]
fn types_of_applications_are_explained_too() {
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only decoded")]
    struct Own {
        pair: (u8, f64),
        shapes: Option<Vec<Shape>>,
        by_number: Option<BTreeMap<i64, Shape>>,
        wrapped: Option<Wrapped>,
        address: Option<std::net::IpAddr>,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only decoded")]
    enum Shape {
        Point,
        Round { radius: f64 },
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only decoded")]
    struct Wrapped(u8);

    for (json, message) in [
        (
            r#"{"pair": [1, "x"]}"#,
            "at $.pair[1]: expected a number, found a string",
        ),
        (
            r#"{"pair": [1]}"#,
            "at $.pair: expected an array of 2 items, found one of another length",
        ),
        ("{}", "at $.pair: expected a property, found none"),
        (
            r#"{"canary": 1}"#,
            "at $: expected no property but pair, shapes, by_number, wrapped, address, found an object",
        ),
        (
            r#"{"shapes": ["Point", {"Round": {"radius": 1}}, "canary"]}"#,
            "at $.shapes[2]: expected one of Point, Round, found a string",
        ),
        (
            r#"{"shapes": [{"Round": {"radius": "canary"}}]}"#,
            "at $.shapes[0].Round.radius: expected a number, found a string",
        ),
        (
            r#"{"by_number": {"5": "Point", "canary": "Point"}}"#,
            "at $.by_number: expected a 64-bit integer, found a string",
        ),
        (
            r#"{"by_number": {"5": "Point"}, "wrapped": 256}"#,
            "at $.wrapped: expected an unsigned 8-bit integer, found an integer",
        ),
        (
            r#"{"address": "canary"}"#,
            "at $.address: expected another value, found a string",
        ),
    ] {
        assert_message::<Own>(json, message);
    }
}

#[test]
fn a_seed_has_the_same_errors() {
    #[derive(Clone, Copy)]
    struct IntegerIn(&'static str);

    impl<'de> DeserializeSeed<'de> for IntegerIn {
        type Value = i64;

        fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<i64, D::Error> {
            deserializer.deserialize_map(self)
        }
    }

    impl<'de> Visitor<'de> for IntegerIn {
        type Value = i64;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an envelope")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut properties: A) -> Result<i64, A::Error> {
            let mut found = None;
            while let Some(name) = properties.next_key::<String>()? {
                if name == self.0 {
                    found = Some(properties.next_value()?);
                } else {
                    properties.next_value::<IgnoredAny>()?;
                }
            }
            found.ok_or_else(|| A::Error::missing_field(self.0))
        }
    }

    let json = br#"{"status": "success", "count": 5}"#;
    assert_eq!(from_slice_seed(IntegerIn("count"), json), Ok(5));
    for (name, json, message) in [
        (
            "status",
            json.as_slice(),
            "at $.status: expected a 64-bit integer, found a string",
        ),
        ("total", json, "at $.total: expected a property, found none"),
        ("count", b"[]", "at $: expected an envelope, found an array"),
        (
            "count",
            br#"{"count": 5} x"#,
            "at $: expected JSON (trailing characters at line 1 column 14)",
        ),
    ] {
        let error = from_slice_seed(IntegerIn(name), json).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}
