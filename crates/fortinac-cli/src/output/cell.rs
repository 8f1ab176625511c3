//! Values in the cells of tables and CSV.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

/// The value at a path of property names, with dots between them. A property can have a dot in its own name.
pub(crate) fn at<'a>(record: &'a Value, path: &str) -> &'a Value {
    static NULL: Value = Value::Null;
    if let Some(value) = record.get(path) {
        return value;
    }
    let Some((name, rest)) = path.split_once('.') else {
        return &NULL;
    };
    match record.get(name) {
        Some(inner) => at(inner, rest),
        None => &NULL,
    }
}

/// The text of a value, as on the wire.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.iter().all(is_scalar) => {
            let items: Vec<String> = items.iter().map(text).collect();
            items.join(", ")
        }
        value => value.to_string(),
    }
}

pub(super) fn is_scalar(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}

/// The text with control characters as escapes: names and notes come from devices, and a terminal would obey them.
pub(crate) fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => shown.push_str("\\n"),
            '\t' => shown.push_str("\\t"),
            '\r' => shown.push_str("\\r"),
            // Marks that change the direction of the text around them.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => {
                shown.extend(character.escape_unicode());
            }
            character if character.is_control() => shown.extend(character.escape_unicode()),
            character => shown.push(character),
        }
    }
    shown
}

/// A time in the zone of the reader, if the value is one.
pub(super) fn local_time(value: &Value) -> Option<String> {
    let time = match value {
        Value::Number(milliseconds) => {
            let milliseconds = milliseconds.as_i64()?;
            // 0 and -1 mean that it is not set.
            if milliseconds <= 0 {
                return Some(String::new());
            }
            Timestamp::from_millisecond(milliseconds).ok()?
        }
        Value::String(text) => Timestamp::strptime("%Y-%m-%dT%H:%M:%S%.f%z", text).ok()?,
        _ => return None,
    };
    let local = time.to_zoned(TimeZone::system());
    Some(local.strftime("%Y-%m-%d %H:%M:%S").to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_path_leads_into_records() {
        let record = json!({"a": {"b": 1, "c.d": 2}, "a.b": 3});
        assert_eq!(*at(&record, "a.b"), 3);
        assert_eq!(*at(&record, "a.c.d"), 2);
        assert_eq!(*at(&record, "a.x"), Value::Null);
        assert_eq!(*at(&record, "x.y"), Value::Null);
    }

    #[test]
    fn control_characters_are_shown() {
        assert_eq!(
            escaped("a\u{1b}[31mb\n\u{202e}é"),
            "a\\u{1b}[31mb\\n\\u{202e}é"
        );
        assert_eq!(text(&json!(["a", 1, null])), "a, 1, ");
        assert_eq!(text(&json!({"a": 1})), "{\"a\":1}");
    }
}
