//! Which schema fits a skeleton: the rules of the wire, as openapi/README.md lists them.

use fortinac_evidence::{Kind, kinds_of_words};
use serde_json::{Map, Value, json};

use super::library::Library;
use super::skeleton::{map_values, shows_time, string_of, words};

/// What a string holds that is more than text.
const JSON: &str = "x-fortinac-content-media-type";
const STRING_OF: &str = "x-fortinac-string-of";

/// Whether a record of a file has all properties of a skeleton, and of those inside.
pub(super) fn has_all(
    library: &Library,
    file: &str,
    record: &Value,
    properties: &Map<String, Value>,
) -> bool {
    properties.iter().all(|(name, skeleton)| {
        let schema = &record["properties"][name];
        !schema.is_null() && accepts(library, file, schema, skeleton)
    })
}

/// Whether a schema of a file takes what a skeleton shows.
pub(super) fn accepts(library: &Library, file: &str, schema: &Value, skeleton: &Value) -> bool {
    if let Some(component) = library.resolve(file, schema) {
        return match component.name {
            "Timestamp" => skeleton.is_null() || words(skeleton).is_some_and(shows_time),
            "Code" => words(skeleton)
                .is_some_and(|words| !shows_time(words) && !kinds_of_words(words).is_empty()),
            _ => accepts(library, component.file, component.schema, skeleton),
        };
    }
    if let Some(forms) = schema["anyOf"].as_array() {
        return forms
            .iter()
            .any(|form| accepts(library, file, form, skeleton));
    }
    if skeleton.is_null() || schema.get("x-fortinac-open").is_some() {
        return true;
    }
    match (schema["type"].as_str(), skeleton) {
        (Some("array"), Value::Array(items)) => items
            .iter()
            .all(|item| accepts(library, file, &schema["items"], item)),
        (Some("object"), Value::Object(_)) if map_values(skeleton).is_some() => {
            schema.get("additionalProperties").is_some()
        }
        (Some("object"), Value::Object(properties)) => match schema.get("properties") {
            Some(_) => has_all(library, file, schema, properties),
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
            // A string that holds a number or JSON takes that from no record but one that says so.
            let is_told = (string_of(name, words).is_none() || schema.get(STRING_OF).is_some())
                && (!holds_json(words) || schema.get(JSON).is_some());
            !shows_time(words) && is_told && !kinds.is_empty() && kinds.iter().all(takes)
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
        Value::Object(_) => match map_values(skeleton).and_then(words) {
            Some(values) => return map_of(name, values),
            None => return json!({"type": "object", "nullable": true}),
        },
        other => words(other).unwrap_or_default(),
    };
    if let Some(values) = text
        .split_once("map<string,")
        .and_then(|(_, after)| after.split_once('>'))
    {
        return map_of(name, values.0);
    }
    let kinds: Vec<Kind> = kinds_of_words(text).into_iter().collect();
    match kinds.as_slice() {
        [Kind::Boolean] => json!({"type": "boolean", "nullable": true}),
        [Kind::Integer] => json!({"type": "integer", "format": "int64", "nullable": true}),
        [Kind::Integer, Kind::Fraction] => json!({"type": "number", "nullable": true}),
        [Kind::Object] => json!({"type": "object", "nullable": true}),
        [Kind::String] if holds_json(text) => json!({
            "type": "string", "nullable": true, JSON: "application/json",
        }),
        [Kind::String] if fortinac_json::sounds_secret(name) => {
            json!({"type": "string", "format": "password", "nullable": true})
        }
        [Kind::String] => match string_of(name, text) {
            Some(of) => json!({"type": "string", "nullable": true, STRING_OF: of}),
            None => json!({"type": "string", "nullable": true}),
        },
        [Kind::Integer, Kind::String] => json!({
            "anyOf": [{"type": "integer", "format": "int64", "nullable": true}, {"type": "string"}],
        }),
        [] => open("No source shows a value."),
        _ => open("Sources show values of several types."),
    }
}

fn map_of(name: &str, values: &str) -> Value {
    let mut values = item(name, &Value::String(values.to_owned()));
    if values.get("x-fortinac-open").is_none() {
        values["nullable"] = true.into();
    }
    json!({"type": "object", "nullable": true, "additionalProperties": values})
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

fn holds_json(words: &str) -> bool {
    words.contains("JSON")
}

fn open(reason: &str) -> Value {
    json!({ "x-fortinac-open": reason })
}

#[cfg(test)]
mod tests {
    use super::super::skeleton::prepared;
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
    fn strings_of_appliances_hold_numbers_and_booleans() {
        for (name, words, expected) in [
            ("previousTask", "string (decimal number)", "integer"),
            ("mfaMethod", "string (\"0\")", "integer"),
            ("accessValue", "string (number in a string)", "number"),
            ("rate", "string:number", "number"),
            ("port", "string (port number in a string)", "integer"),
            (
                "hostTypeIncIPPhone",
                "string: \"true\"/\"false\"",
                "boolean",
            ),
            ("enabled", "string:boolean", "boolean"),
        ] {
            let real = prepared(&words.into(), true);
            assert_eq!(scalar(name, &real)[STRING_OF], expected, "{words}");
            let placeholder = prepared(&words.into(), false);
            let string = json!({"type": "string", "nullable": true});
            assert_eq!(scalar(name, &placeholder), string, "{words}");
        }
        for words in [
            "string",
            "string (sample 2)",
            "string (never seen non-empty)",
        ] {
            assert_eq!(scalar("x", &words.into()).get(STRING_OF), None, "{words}");
        }
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
