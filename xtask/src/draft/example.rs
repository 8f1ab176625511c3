//! Examples with types that fit. The strings are for a human to write.

use serde_json::{Map, Value, json};

use super::skeleton::{map_values, shows_time, string_of, words};

/// An example for a skeleton.
pub(super) fn example(name: &str, skeleton: &Value) -> Value {
    match skeleton {
        Value::Object(_) if map_values(skeleton).is_some() => {
            let values = map_values(skeleton).unwrap_or(&Value::Null);
            json!({"example": example(name, values)})
        }
        Value::Object(properties) => object(properties),
        Value::Array(items) => {
            let item = items.first().map(|item| example(name, item));
            item.filter(|item| !item.is_null()).into_iter().collect()
        }
        other => scalar(name, words(other).unwrap_or_default()),
    }
}

fn object(properties: &Map<String, Value>) -> Value {
    let example = properties.iter().map(|(name, skeleton)| {
        let value = match name.as_str() {
            "status" if properties.contains_key("errorMessage") => "success".into(),
            // Null in real records.
            "errorMessage" | "auditObj" | "auditObjectType" | "yamsEventTag" => Value::Null,
            _ => example(name, skeleton),
        };
        (name.clone(), value)
    });
    Value::Object(example.collect())
}

fn scalar(name: &str, words: &str) -> Value {
    let word = words.split([' ', '|', ':', '<']).next().unwrap_or_default();
    match word {
        _ if words.contains("JSON") => "[]".into(),
        _ if words.contains("string:date") && !words.contains("date-time") => "2024-05-21".into(),
        _ if shows_time(words) => "2024-05-21T13:58:12.000+0000".into(),
        "integer" => json!(7),
        "number" => json!(1.0),
        "boolean" => json!(true),
        "map" | "object" => json!({}),
        "string" => match string_of(name, words) {
            Some("boolean") => "true".into(),
            Some(_) => "7".into(),
            None => format!("TODO: {name}").into(),
        },
        _ => Value::Null,
    }
}
