//! Which schema fits a skeleton: the rules of the wire, as CONTRIBUTING.md lists them.

use fortinac_evidence::{Kind, is_property, is_time, kinds_of_words};
use serde_json::{Value, json};

use super::library::Library;

/// Whether a schema of a file takes what a skeleton shows.
pub(super) fn accepts(library: &Library, file: &str, schema: &Value, skeleton: &Value) -> bool {
    if let Some(component) = library.resolve(file, schema) {
        return match component.name {
            "Timestamp" => skeleton.is_null() || words(skeleton).is_some_and(is_time),
            "Code" => words(skeleton)
                .is_some_and(|words| !is_time(words) && !kinds_of_words(words).is_empty()),
            _ => accepts(library, component.file, component.schema, skeleton),
        };
    }
    if let Some(forms) = schema["anyOf"].as_array() {
        return forms
            .iter()
            .any(|form| accepts(library, file, form, skeleton));
    }
    if skeleton.is_null() {
        return true;
    }
    match (schema["type"].as_str(), skeleton) {
        (Some("array"), Value::Array(items)) => items
            .iter()
            .all(|item| accepts(library, file, &schema["items"], item)),
        (Some("object"), Value::Object(properties)) => match schema["properties"].as_object() {
            Some(known) => properties.keys().all(|name| known.contains_key(name)),
            None => properties.is_empty(),
        },
        (Some("object"), Value::String(words)) => {
            let is_map = words.starts_with("map<") && schema.get("additionalProperties").is_some();
            let is_object =
                words.starts_with("object") && schema.get("additionalProperties").is_none();
            is_map || is_object
        }
        (Some(name), Value::String(words)) => {
            let kinds = kinds_of_words(words);
            let takes = |kind: &Kind| match name {
                "string" => *kind == Kind::String,
                "integer" => *kind == Kind::Integer,
                "number" => matches!(kind, Kind::Integer | Kind::Fraction),
                "boolean" => *kind == Kind::Boolean,
                _ => false,
            };
            !is_time(words) && !kinds.is_empty() && kinds.iter().all(takes)
        }
        _ => false,
    }
}

/// The schema of a property that is not a record, nor a list of records.
pub(super) fn scalar(name: &str, skeleton: &Value) -> Value {
    let text = match skeleton {
        Value::Null => return open("Only null has been seen."),
        Value::Array(items) if items.is_empty() => {
            return json!({"type": "array", "nullable": true, "items": {"x-fortinac-open": "No source shows an item."}});
        }
        Value::Array(items) => {
            return json!({"type": "array", "nullable": true, "items": item(name, &items[0])});
        }
        Value::Object(_) => return json!({"type": "object", "nullable": true}),
        other => words(other).unwrap_or_default(),
    };
    if let Some(values) = text
        .split_once("map<string,")
        .and_then(|(_, after)| after.split_once('>'))
    {
        let values = item(name, &Value::String(values.0.to_owned()));
        let mut schema =
            json!({"type": "object", "nullable": true, "additionalProperties": values});
        if schema["additionalProperties"]
            .get("x-fortinac-open")
            .is_none()
        {
            schema["additionalProperties"]["nullable"] = true.into();
        }
        return schema;
    }
    let kinds: Vec<Kind> = kinds_of_words(text).into_iter().collect();
    match kinds.as_slice() {
        [Kind::Boolean] => json!({"type": "boolean", "nullable": true}),
        [Kind::Integer] => json!({"type": "integer", "format": "int64", "nullable": true}),
        [Kind::Integer, Kind::Fraction] => json!({"type": "number", "nullable": true}),
        [Kind::Object] => json!({"type": "object", "nullable": true}),
        [Kind::String] if text.contains("JSON") => json!({
            "type": "string", "nullable": true, "x-fortinac-content-media-type": "application/json",
        }),
        [Kind::String] if fortinac_json::sounds_secret(name) => {
            json!({"type": "string", "format": "password", "nullable": true})
        }
        [Kind::String] => json!({"type": "string", "nullable": true}),
        [Kind::Integer, Kind::String] => json!({
            "anyOf": [{"type": "integer", "format": "int64", "nullable": true}, {"type": "string"}],
        }),
        [] => open("No source shows a value."),
        _ => open("Sources show values of several types."),
    }
}

/// The schema of an item of a list that is not a record.
fn item(name: &str, skeleton: &Value) -> Value {
    let mut schema = scalar(name, skeleton);
    if let Some(schema) = schema.as_object_mut() {
        schema.remove("nullable");
    }
    schema
}

/// The values that a skeleton shows of an enumeration: `OR` of `string (sample OR)`.
pub(super) fn values(skeleton: &Value) -> Vec<&str> {
    let text = words(skeleton).unwrap_or_default();
    let inside = ["(sample ", "enum seen ", "(enum, ", "enum (", "enum "];
    let Some((_, rest)) = inside.iter().find_map(|start| text.split_once(start)) else {
        return Vec::new();
    };
    let rest = rest
        .split([')', ';'])
        .next()
        .unwrap_or_default()
        .trim_end_matches(" seen");
    let is_value = |word: &&str| {
        word.chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    };
    rest.split([',', '|'])
        .map(str::trim)
        .filter(|word| !word.is_empty())
        .filter(is_value)
        .collect()
}

pub(super) fn words(skeleton: &Value) -> Option<&str> {
    skeleton.as_str()
}

/// A skeleton without the marks for what a source cuts off.
pub(super) fn without_marks(skeleton: &Value) -> Value {
    match skeleton {
        Value::Object(properties) => {
            let named = properties.iter().filter(|(name, _)| is_property(name));
            Value::Object(
                named
                    .map(|(name, value)| (name.clone(), without_marks(value)))
                    .collect(),
            )
        }
        Value::Array(items) => items.iter().map(without_marks).collect(),
        other => other.clone(),
    }
}

fn open(reason: &str) -> Value {
    json!({ "x-fortinac-open": reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_words_become_schemas() {
        let string = json!({"type": "string", "nullable": true});
        assert_eq!(
            scalar("name", &"string (may be empty) | null".into()),
            string
        );
        assert_eq!(
            scalar("newPassword", &"string".into())["format"],
            "password"
        );
        assert_eq!(
            scalar("limits", &"string (JSON in a string)".into())["x-fortinac-content-media-type"],
            "application/json"
        );
        assert_eq!(
            scalar("id", &"integer | string".into())["anyOf"][1]["type"],
            "string"
        );
        assert_eq!(scalar("ratio", &"number".into())["type"], "number");
        assert_eq!(
            scalar("parts", &"map<string,integer>".into())["additionalProperties"]["type"],
            "integer"
        );
        assert_eq!(
            scalar("ids", &json!(["integer"]))["items"],
            json!({"type": "integer", "format": "int64"})
        );
        assert_eq!(
            scalar("x", &"cut".into()),
            json!({"x-fortinac-open": "No source shows a value."})
        );
        assert_eq!(
            scalar("x", &Value::Null),
            json!({"x-fortinac-open": "Only null has been seen."})
        );
    }

    #[test]
    fn values_of_an_enumeration_are_in_the_words() {
        assert_eq!(values(&"string (sample OR)".into()), ["OR"]);
        assert_eq!(values(&"string enum AND|OR".into()), ["AND", "OR"]);
        assert_eq!(
            values(&"string enum seen NONE, OPTIONAL".into()),
            ["NONE", "OPTIONAL"]
        );
        assert_eq!(
            values(&"string (placeholder generated from a regular expression)".into()),
            [""; 0]
        );
    }
}
