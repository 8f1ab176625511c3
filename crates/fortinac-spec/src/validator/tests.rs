use serde_json::json;

use super::*;

#[test]
fn a_dangling_reference_is_an_error() {
    let dangling = json!({"type": "array", "items": {"$ref": "#/components/schemas/Nowhere"}});
    for schema in [dangling, json!({"$ref": "#/components/schemas/Nowhere"})] {
        let document = json!({"components": {"schemas": {"A": schema}}});
        assert!(Validator::new(&document).is_err());
    }
}

#[test]
fn an_integer_has_64_bits() {
    let integer = json!({"type": "integer", "format": "int64"});
    let time = json!({"anyOf": [integer, {"type": "string"}]});
    let validator =
        Validator::new(&json!({"components": {"schemas": {"A": integer, "B": time}}})).unwrap();
    let valid = |number: &str| {
        let number: Value = serde_json::from_str(number).unwrap();
        ["A", "B"].map(|name| {
            let found = validator.check(&format!("/components/schemas/{name}"), &number);
            found.is_empty()
        })
    };
    for inside in ["9223372036854775807", "-9223372036854775808", "0"] {
        assert_eq!(valid(inside), [true; 2], "{inside}");
    }
    for outside in [
        "9223372036854775808",
        "-9223372036854775809",
        "1e30",
        "1.0",
        "1e2",
    ] {
        assert_eq!(valid(outside), [false; 2], "{outside}");
    }
}

#[test]
fn a_violation_has_the_path_of_the_closest_alternative_and_no_value() {
    let record_or_string =
        json!({"anyOf": [{"$ref": "#/components/schemas/A"}, {"type": "string"}]});
    let record = json!({"type": "object", "properties": {"name": {"type": "string"}, "parent": record_or_string}});
    let validator = Validator::new(&json!({"components": {"schemas": {"A": record}}})).unwrap();
    let check = |value: Value| validator.check("/components/schemas/A", &value);
    assert_eq!(check(json!({"parent": "x", "name": "y"})), []);

    let found = check(json!({"parent": {"parent": {"name": ["canary"]}}}));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].path, "$.parent.parent.name");
    assert_eq!(found[0].reason, "expected string, found an array");

    let found = check(json!({"parent": 12345}));
    assert_eq!(found[0].path, "$.parent");
    assert_eq!(
        found[0].reason,
        "expected object or string, found an integer"
    );
}

#[test]
fn a_key_is_not_taken_for_an_index_and_no_name_is_left_out() {
    let number = json!({"type": "object", "additionalProperties": {"type": "integer"}});
    let lists = json!({"type": "array", "items": number});
    let document = json!({"components": {"schemas": {"A": {"type": "object", "additionalProperties": lists}}}});
    let validator = Validator::new(&document).unwrap();
    for (key, expected) in [
        ("7", r#"["7"]"#),
        ("007", r#"["007"]"#),
        ("", r#"[""]"#),
        ("a/b", r#"["a/b"]"#),
        ("a~1b~", r#"["a~1b~"]"#),
        ("plain", ".plain"),
    ] {
        let found = validator.check("/components/schemas/A", &json!({key: [{}, {key: "x"}]}));
        let paths: Vec<&str> = found
            .iter()
            .map(|violation| violation.path.as_str())
            .collect();
        assert_eq!(paths, [format!("${expected}[1]{expected}")]);
    }
}
