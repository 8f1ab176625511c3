use fortinac_json::{kind_of, push_property};
use serde_json::{Map, Value};

use crate::problem::{Finding, Stage};

/// The JSON that the fields of a form stand for. On the wire all is text and a list of one looks like its item, so each
/// field is read in the first way in which it alone `conforms`; a field that does in none stays as it is.
pub(crate) fn as_json(fields: &Value, conforms: impl Fn(&Value) -> bool) -> Result<Value, Finding> {
    let refused = |path: String, reason: String| Finding {
        stage: Stage::Exchange,
        path,
        reason,
    };
    let Value::Object(fields) = fields else {
        return Err(refused(
            "$".into(),
            format!("{} is here, where a form is an object", kind_of(fields)),
        ));
    };
    let mut json = Map::new();
    for (name, value) in fields {
        let readings = match value {
            Value::String(text) => {
                let spelled = spelled(text);
                vec![
                    value.clone(),
                    spelled.clone(),
                    Value::Array(vec![value.clone()]),
                    Value::Array(vec![spelled]),
                ]
            }
            Value::Array(items) if items.iter().all(Value::is_string) => {
                vec![
                    value.clone(),
                    items
                        .iter()
                        .filter_map(Value::as_str)
                        .map(spelled)
                        .collect(),
                ]
            }
            other => {
                let mut path = String::from("$");
                push_property(&mut path, name);
                let reason = format!(
                    "{} is here, where a form has a string or a list of strings",
                    kind_of(other)
                );
                return Err(refused(path, reason));
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
    Ok(Value::Object(json))
}

/// The number or flag that a text spells, or else the text.
fn spelled(text: &str) -> Value {
    match serde_json::from_str(text) {
        Ok(value @ (Value::Number(_) | Value::Bool(_))) => value,
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
    fn text_stands_for_what_the_schema_has() {
        let read = |fields: Value| as_json(&fields, conforms).map_err(|finding| finding.path);
        assert_eq!(
            read(json!({"id": "3", "name": "3"})),
            Ok(json!({"id": 3, "name": "3"}))
        );
        assert_eq!(read(json!({"ids": "3"})), Ok(json!({"ids": [3]})));
        assert_eq!(read(json!({"ids": ["3", "4"]})), Ok(json!({"ids": [3, 4]})));
        assert_eq!(read(json!({"id": "three"})), Ok(json!({"id": "three"})));
        assert_eq!(read(json!({"id": 3})), Err("$.id".into()));
        assert_eq!(read(json!("id=3")), Err("$".into()));
    }
}
