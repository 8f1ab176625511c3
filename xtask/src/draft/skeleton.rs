//! Skeletons of evidence, and what their type words tell.

use fortinac_evidence::{is_property, is_time, kinds_of_words};
use serde_json::Value;

pub(super) fn words(skeleton: &Value) -> Option<&str> {
    skeleton.as_str()
}

/// Whether type words stand for a time. A day is one too: `1969-12-31` is an unset time, as for the others.
pub(super) fn shows_time(words: &str) -> bool {
    is_time(words) || words.contains("string:date")
}

/// What a string holds by its type words: `boolean`, `integer` where it is an id or a count, and else `number`.
pub(super) fn string_of(name: &str, words: &str) -> Option<&'static str> {
    if !words.starts_with("string") {
        return None;
    }
    let holds = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
    let inside = words
        .split_once("(\"")
        .and_then(|(_, after)| after.split_once('"'));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if holds(&[
        "string:boolean",
        "\"true\"",
        "\"false\"",
        "boolean in a string",
    ]) {
        return Some("boolean");
    }
    let is_digits = inside.is_some_and(|(value, _)| is_digits(value));
    if !is_digits && !holds(&["string:number", "decimal number", "number in a string"]) {
        return None;
    }
    let name = name.to_lowercase();
    let is_whole = ["id", "port", "task", "count"]
        .iter()
        .any(|end| name.ends_with(end));
    Some(if is_digits || is_whole {
        "integer"
    } else {
        "number"
    })
}

/// The values of an object whose names are data, as `{<key>: ...}` shows it.
pub(super) fn map_values(skeleton: &Value) -> Option<&Value> {
    let properties = skeleton
        .as_object()
        .filter(|properties| properties.len() == 1)?;
    let (name, values) = properties.iter().next()?;
    (name.starts_with('<') && name.ends_with('>')).then_some(values)
}

/// What a skeleton becomes that only says that some properties of the record are there.
const PART_OF_RECORD: &str = "part of the record";

/// A skeleton as drafts are made from it: without the marks for what a source cuts off, and where it shows no values of
/// an appliance, without what it tells of the content of strings.
pub(super) fn prepared(skeleton: &Value, is_real: bool) -> Value {
    match skeleton {
        // `{<any attribute>: ...}` shows nothing of the record but that it is one.
        Value::Object(_) if map_values(skeleton).is_some_and(is_remark) => PART_OF_RECORD.into(),
        Value::Object(properties) => {
            let is_map = map_values(skeleton).is_some();
            let named = properties
                .iter()
                .filter(|(name, _)| is_map || is_property(name));
            let prepared = named.map(|(name, value)| (name.clone(), prepared(value, is_real)));
            Value::Object(prepared.collect())
        }
        Value::Array(items) => items.iter().map(|item| prepared(item, is_real)).collect(),
        Value::String(words) if !is_real && string_of("", words).is_some() => "string".into(),
        other => other.clone(),
    }
}

/// Whether a text is a remark, and no type word.
fn is_remark(skeleton: &Value) -> bool {
    words(skeleton).is_some_and(|words| kinds_of_words(words).is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_day_is_a_time() {
        assert!(shows_time("string:date"));
        assert!(!shows_time("string:uuid"));
    }

    #[test]
    fn names_that_are_data_make_a_map() {
        let map = prepared(&json!({"<key>": "integer"}), false);
        assert_eq!(map_values(&map), Some(&"integer".into()));
        let remark = prepared(&json!({"<any attribute>": "as in GET /host"}), false);
        assert_eq!(remark, PART_OF_RECORD);
    }
}
