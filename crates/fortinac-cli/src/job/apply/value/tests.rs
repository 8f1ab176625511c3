use serde_json::json;

use super::*;

fn effect(ty: &Type, current: Value, text: &str) -> Result<Effect, String> {
    of_text(ty, &current, text, &Rules::default())
}

#[test]
fn texts_become_values_of_the_schema() {
    let timestamp = Type::Ref("Timestamp".to_owned());
    let integers = Type::Array(Box::new(Type::Integer));
    for (ty, current, text, expected) in [
        (&Type::Integer, json!(1), "2", json!(2)),
        (&Type::Integer, json!("1"), "2", json!("2")),
        (&Type::Boolean, json!(false), "TRUE", json!(true)),
        (&Type::Number, json!(1.4), "1.6", json!(1.6)),
        (&Type::String, json!(null), "007", json!("007")),
        (
            &timestamp,
            json!(0),
            "1717403488160",
            json!(1717403488160_i64),
        ),
        (
            &timestamp,
            json!(0),
            "1970-01-01T00:00:01.000+0000",
            json!(1000),
        ),
        (
            &timestamp,
            json!(""),
            "1717403488160",
            json!("1717403488160"),
        ),
        (&integers, json!([1]), "1, 2", json!([1, 2])),
        (
            &Type::Any,
            json!({"a": 1, "b": 2}),
            "{\"a\":3}",
            json!({"a": 3}),
        ),
        (
            &Type::Ref("Host".into()),
            json!({"a": 1, "b": 2}),
            "{\"a\":3}",
            json!({"a": 3, "b": 2}),
        ),
        (&Type::Ref("Code".into()), json!(1), "2", json!(2)),
        (&Type::Ref("Code".into()), json!("A"), "2", json!("2")),
    ] {
        let found = effect(ty, current.clone(), text);
        assert_eq!(found, Ok(Effect::Change(expected)), "{current} {text}");
    }
    for (ty, text) in [
        (&Type::Integer, "x"),
        (&Type::Integer, "1.5E+15"),
        (&Type::Boolean, "ja"),
        (&integers, "1, x"),
    ] {
        assert!(effect(ty, json!(null), text).is_err(), "{text}");
    }
}

#[test]
fn what_a_spreadsheet_does_is_no_change() {
    let timestamp = Type::Ref("Timestamp".to_owned());
    for (ty, current, text) in [
        (&Type::Boolean, json!(true), "TRUE"),
        (&Type::Number, json!(1.6), "1.60"),
        (&Type::String, json!("a\r\nb"), "a\nb"),
        (&Type::String, json!("02:00:5E:00:53:01"), "02005e005301"),
        (&Type::String, json!("x"), ""),
        (&Type::Secret, json!("x"), "[redacted]"),
        (
            &timestamp,
            json!("2023-08-25T17:40:35.000+0000"),
            "2023-08-25T17:40:35Z",
        ),
        (
            &Type::Array(Box::new(Type::Any)),
            json!([{"a": 1}]),
            "[{\"a\": 1}]",
        ),
        (
            &Type::Array(Box::new(Type::String)),
            json!(["a, b", null]),
            "a, b, ",
        ),
    ] {
        assert_eq!(
            effect(ty, current.clone(), text),
            Ok(Effect::Nothing),
            "{current} {text}"
        );
    }
    let long = json!(1602417600125_i64);
    assert_eq!(effect(&timestamp, long, "1.60242E+12"), Ok(Effect::Rounded));
}

#[test]
fn cells_clear_on_request() {
    let rules = Rules {
        empty_is_null: true,
        null_text: Some("NULL".to_owned()),
    };
    let effect = |current: Value, text| of_text(&Type::String, &current, text, &rules);
    assert_eq!(effect(json!("x"), ""), Ok(Effect::Change(Value::Null)));
    assert_eq!(effect(json!(""), ""), Ok(Effect::Nothing));
    assert_eq!(effect(json!("x"), "NULL"), Ok(Effect::Change(Value::Null)));
    assert_eq!(effect(json!(null), "NULL"), Ok(Effect::Nothing));
}

#[test]
fn json_changes_what_it_has() {
    let effect = |ty: &Type, current: Value, value: Value| of_value(ty, &current, &value);
    let record = json!({"a": 1, "b": [{"s": "x"}]});
    assert_eq!(
        effect(
            &Type::Any,
            record.clone(),
            json!({"b": [{"s": "[redacted]"}]})
        ),
        Ok(Effect::Nothing)
    );
    assert_eq!(
        effect(&Type::Any, record, json!({"a": 2})),
        Ok(Effect::Change(json!({"a": 2, "b": [{"s": "x"}]})))
    );
    assert_eq!(
        effect(&Type::String, json!("x"), json!(null)),
        Ok(Effect::Change(Value::Null))
    );
    assert_eq!(
        effect(&Type::String, json!(null), json!("")),
        Ok(Effect::Nothing)
    );
    assert!(effect(&Type::Integer, json!(1), json!(true)).is_err());
    assert!(effect(&Type::String, json!("x"), json!(true)).is_err());
}
