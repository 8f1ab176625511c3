use serde::{Deserialize, Serialize};

use super::*;

#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Record {
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    name: Field<String>,
}

#[test]
fn the_three_states_survive_both_directions() {
    for text in [
        "{}",
        r#"{"name":null}"#,
        r#"{"name":""}"#,
        r#"{"name":"x"}"#,
    ] {
        let record: Record = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&record).unwrap(), text);
    }
}

#[test]
fn conversions_choose_the_state() {
    assert_eq!(Field::from(3), Field::Value(3));
    assert_eq!(Field::<i64>::from(None), Field::Absent);
    assert_eq!(Field::<i64>::from(Some(3)), Field::Value(3));
    assert_eq!(Field::<String>::from("x").as_deref(), Some("x"));
    assert_eq!(Field::<i64>::Null.map(|n| n + 1), Field::Null);
}

#[test]
fn a_field_has_what_an_option_has() {
    let fields = || [Field::Value(3), Field::Null, Field::Absent];
    assert_eq!(fields().map(|field| field.unwrap_or(5)), [3, 5, 5]);
    assert_eq!(fields().map(|field| field.unwrap_or_else(|| 5)), [3, 5, 5]);
    assert_eq!(fields().map(Field::unwrap_or_default), [3, 0, 0]);
    let is_odd = |field: Field<i64>| field.is_value_and(|n| n % 2 == 1);
    assert_eq!(fields().map(is_odd), [true, false, false]);
    assert_eq!(fields().map(Option::<i64>::from), [Some(3), None, None]);
    assert_eq!(fields().map(|field| field.as_ref().cloned()), fields());

    let mut field = Field::Value(3);
    field.as_mut().map(|n| *n += 1);
    assert_eq!(field, Field::Value(4));
}

#[test]
fn a_field_compares_with_a_value() {
    let name = String::from("x");
    let field = Field::Value(name.clone());
    assert!(field == name && field == "x" && field == *"x" && field != "y");
    assert!(Field::<String>::Null != "" && Field::<String>::Absent != "");
    assert!(Field::Value(3) == 3 && Field::<i64>::Null != 0);
    assert!(Field::Value(crate::Code::from("A")) == crate::Code::from("A"));
}

#[test]
fn fields_convert_from_strings_and_integers() {
    let user = crate::User {
        password: "x".into(),
        state: 8.into(),
        status: "ACTIVE".into(),
        creation_time: 1_692_985_235_000.into(),
        valid_for_time: String::new().into(),
        version: 1.into(),
        ..crate::User::default()
    };
    assert_eq!(
        serde_json::to_value(&user).unwrap(),
        serde_json::json!({
            "password": "x", "state": 8, "status": "ACTIVE", "creationTime": 1_692_985_235_000_i64,
            "validForTime": "", "version": 1,
        })
    );
    let operator = Field::<crate::common::LogicalOperator>::from("AND");
    assert_eq!(operator.value(), Some(&crate::common::LogicalOperator::And));
}
