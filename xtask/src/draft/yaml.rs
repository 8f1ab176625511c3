//! Writing YAML as the files of the spec have it.

use serde_json::{Map, Value};

/// The longest line.
const WIDTH: usize = 120;

/// Keys whose value is a small schema, which stands on the line of its key where it fits.
const SMALL: [&str; 2] = ["schema", "items"];

/// A mapping as lines, each with `indent` blanks before it.
pub(super) fn lines(mapping: &Map<String, Value>, indent: usize) -> Vec<String> {
    mapping
        .iter()
        .flat_map(|(key, value)| entry(key, value, indent))
        .collect()
}

/// A key and its value as lines.
pub(super) fn entry(key: &str, value: &Value, indent: usize) -> Vec<String> {
    let start = format!("{}{}:", " ".repeat(indent), scalar(key, false));
    if let Some(line) = on_one_line(key, value) {
        let line = format!("{start} {line}");
        if line.chars().count() <= WIDTH || !can_wrap(value) {
            return vec![line];
        }
    }
    let mut lines = vec![start];
    match value {
        Value::Object(mapping) => lines.extend(self::lines(mapping, indent + 2)),
        Value::Array(items) => {
            lines.extend(items.iter().flat_map(|item| list_item(item, indent + 2)))
        }
        Value::String(text) => {
            lines[0].push_str(" >-");
            lines.extend(wrap(text, indent + 2));
        }
        _ => {}
    }
    lines
}

fn list_item(item: &Value, indent: usize) -> Vec<String> {
    let start = format!("{}- ", " ".repeat(indent));
    let mut lines = match item {
        Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
            items
                .iter()
                .flat_map(|item| list_item(item, indent + 2))
                .collect()
        }
        Value::Object(mapping) if !mapping.is_empty() && !is_reference(mapping) => {
            lines(mapping, indent + 2)
        }
        _ => {
            let line = item
                .as_str()
                .map_or_else(|| flow(item), |text| scalar(text, false));
            if !can_wrap(item) || indent + 2 + line.chars().count() <= WIDTH {
                return vec![start + &line];
            }
            let mut lines = vec![format!("{}>-", " ".repeat(indent + 2))];
            lines.extend(wrap(item.as_str().unwrap_or_default(), indent + 2));
            lines
        }
    };
    lines[0].replace_range(..indent + 2, &start);
    lines
}

/// A value that stands on the line of its key, if it fits.
fn on_one_line(key: &str, value: &Value) -> Option<String> {
    let fits = match value {
        Value::Object(mapping) => {
            let is_small = SMALL.contains(&key) || key.contains('/') && !key.starts_with('/');
            mapping.is_empty() || is_reference(mapping) || is_small && is_plain_schema(mapping)
        }
        Value::Array(items) => items
            .iter()
            .all(|item| !item.is_object() && !item.is_array()),
        _ => true,
    };
    fits.then(|| match value {
        Value::String(text) => scalar(text, false),
        value => flow(value),
    })
}

/// Whether a value can take several lines.
fn can_wrap(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains(' '),
        Value::Array(items) => !items.is_empty(),
        Value::Object(mapping) => !is_reference(mapping),
        _ => false,
    }
}

fn is_reference(mapping: &Map<String, Value>) -> bool {
    mapping.len() == 1 && mapping.contains_key("$ref")
}

/// Whether a schema has nothing that deserves a line of its own.
fn is_plain_schema(mapping: &Map<String, Value>) -> bool {
    let is_large = |key: &String| ["anyOf", "description", "example"].contains(&key.as_str());
    let is_plain = |value: &Value| value.as_object().is_none_or(is_plain_schema);
    !mapping.keys().any(is_large) && mapping.values().all(is_plain)
}

fn flow(value: &Value) -> String {
    match value {
        Value::Object(mapping) => {
            let entries = mapping.iter().map(|(key, value)| match value {
                Value::String(target) if key == "$ref" => format!("$ref: '{target}'"),
                value => format!("{}: {}", scalar(key, true), flow(value)),
            });
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => format!(
            "[{}]",
            items.iter().map(flow).collect::<Vec<_>>().join(", ")
        ),
        Value::String(text) => scalar(text, true),
        other => other.to_string(),
    }
}

/// A string, in quotes where it could be read as something else.
fn scalar(text: &str, in_flow: bool) -> String {
    if is_plain(text, in_flow) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}

fn is_plain(text: &str, in_flow: bool) -> bool {
    let words = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    let starts_well =
        text.starts_with(|first: char| first.is_alphabetic() || first == '/' || first == '$');
    starts_well
        && !words.contains(&text.to_lowercase().as_str())
        && !text.ends_with([':', ' '])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.contains('\n')
        && !(in_flow && text.contains([',', '[', ']', '{', '}']))
        && (!text.starts_with('$') || text == "$ref")
}

fn wrap(text: &str, indent: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(format!("{}{word}", " ".repeat(indent))),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn assert_written(value: Value, expected: &str) {
        let lines = lines(value.as_object().unwrap(), 0);
        assert_eq!(lines.join("\n"), expected);
    }

    #[test]
    fn references_short_lists_and_small_schemas_take_one_line() {
        assert_written(
            json!({
                "tags": ["group"],
                "x-fortinac-versions": ["7.2.0"],
                "schema": {"type": "array", "items": {"type": "string"}},
                "status": {"$ref": "../common.yaml#/components/schemas/Status"},
                "parameters": [{"$ref": "#/a"}, {"name": "x", "in": "query"}],
                "id": {"type": "integer", "format": "int64"},
            }),
            "tags: [group]\n\
             x-fortinac-versions: ['7.2.0']\n\
             schema: {type: array, items: {type: string}}\n\
             status: {$ref: '../common.yaml#/components/schemas/Status'}\n\
             parameters:\n  - {$ref: '#/a'}\n  - name: x\n    in: query\n\
             id:\n  type: integer\n  format: int64",
        );
    }

    #[test]
    fn lists_in_lists_are_nested() {
        let value = json!({"filters": [[{"name": "a", "values": ["b"]}, {"name": "c"}]]});
        assert_written(
            value,
            "filters:\n  - - name: a\n      values: [b]\n    - name: c",
        );
    }

    #[test]
    fn strings_that_could_be_something_else_are_in_quotes() {
        for text in [
            "7",
            "-",
            "NO",
            "null",
            "a: b",
            "a #b",
            "`a`",
            "",
            "2024-01-01",
            "[a]",
            "# a",
        ] {
            assert_eq!(scalar(text, false), format!("'{text}'"));
        }
        assert_eq!(scalar("it's: so", false), "'it''s: so'");
        for text in ["a", "/host/{id}", "a, b", "it's"] {
            assert_eq!(scalar(text, false), text);
        }
        assert_eq!(scalar("a, b", true), "'a, b'");
    }

    #[test]
    fn long_texts_are_folded() {
        let text = "word ".repeat(40);
        let lines = entry("description", &text.trim().into(), 2);
        assert_eq!(lines[0], "  description: >-");
        assert_eq!(lines.len(), 3);
        assert!(lines.iter().all(|line| line.len() <= WIDTH));
    }
}
