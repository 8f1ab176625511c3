use fortinac_json::kind_of;
use serde_json::{Map, Value};

use crate::exact::is_same_number;
use crate::problem::{Finding, Stage};

/// Reads the fields of a form as JSON. On the wire every value is a string, and an array of one item looks like the
/// item. So each field is read in the first way in which it `conforms` on its own. It stays unchanged if it conforms in
/// none of them.
pub(crate) fn as_json(
    fields: &Value,
    conforms: impl Fn(&Value) -> bool,
) -> Result<Value, Vec<Finding>> {
    let invalid = |path: String, reason: String| Finding {
        stage: Stage::Exchange,
        path,
        reason,
    };
    let Value::Object(fields) = fields else {
        let reason = format!(
            "expected an object of form fields, found {}",
            kind_of(fields)
        );
        return Err(vec![invalid("$".into(), reason)]);
    };
    let mut json = Map::new();
    let mut findings = Vec::new();
    for (name, value) in fields {
        let readings = match value {
            Value::String(text) => {
                let scalar = scalar(text);
                vec![
                    value.clone(),
                    scalar.clone(),
                    Value::Array(vec![value.clone()]),
                    Value::Array(vec![scalar]),
                ]
            }
            Value::Array(items) if items.iter().all(Value::is_string) => {
                vec![
                    value.clone(),
                    items.iter().filter_map(Value::as_str).map(scalar).collect(),
                ]
            }
            other => {
                let mut path = String::from("$");
                fortinac_json::push_property(&mut path, name);
                let reason = format!(
                    "expected a string or an array of strings, found {}",
                    kind_of(other)
                );
                findings.push(invalid(path, reason));
                continue;
            }
        };
        let alone = |reading: &&Value| {
            conforms(&Value::Object(Map::from_iter([(
                name.clone(),
                (*reading).clone(),
            )])))
        };
        let reading = readings.iter().find(alone).unwrap_or(value);
        json.insert(name.clone(), reading.clone());
    }
    if findings.is_empty() {
        Ok(Value::Object(json))
    } else {
        Err(findings)
    }
}

/// The number or boolean that a string spells, or else the string. A number of which a value loses digits stays one.
fn scalar(text: &str) -> Value {
    match serde_json::from_str(text) {
        Ok(value @ Value::Bool(_)) => value,
        Ok(Value::Number(number)) if is_same_number(text.trim(), &number.to_string()) => {
            Value::Number(number)
        }
        _ => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The record `{id: integer, ids: [integer], name: string}`.
    fn conforms(value: &Value) -> bool {
        value
            .as_object()
            .unwrap()
            .iter()
            .all(|(name, value)| match name.as_str() {
                "id" => value.is_i64(),
                "ids" => value
                    .as_array()
                    .is_some_and(|items| items.iter().all(Value::is_i64)),
                _ => value.is_string(),
            })
    }

    #[test]
    fn a_field_is_read_as_the_schema_allows() {
        let read = |fields: Value| {
            let read = as_json(&fields, conforms);
            read.map_err(|findings| findings.into_iter().map(|finding| finding.path).collect())
        };
        assert_eq!(
            read(json!({"id": "3", "name": "3"})),
            Ok(json!({"id": 3, "name": "3"}))
        );
        assert_eq!(read(json!({"ids": "3"})), Ok(json!({"ids": [3]})));
        assert_eq!(read(json!({"ids": ["3", "4"]})), Ok(json!({"ids": [3, 4]})));
        assert_eq!(read(json!({"id": "three"})), Ok(json!({"id": "three"})));
        let long = json!({"id": "18446744073709551616"});
        assert_eq!(read(long.clone()), Ok(long));
        assert_eq!(read(json!({"id": 3})), Err(vec!["$.id".to_owned()]));
        assert_eq!(read(json!("id=3")), Err(vec!["$".to_owned()]));
        let wrong = json!({"id": 3, "name": "x", "other": null});
        assert_eq!(
            read(wrong),
            Err(vec!["$.id".to_owned(), "$.other".to_owned()])
        );
    }
}
