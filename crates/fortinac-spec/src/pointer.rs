//! JSON pointers.

use serde_json::Value;

/// Escapes a name for use as a segment of a JSON pointer.
pub fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Converts a segment of a JSON pointer back to the name.
pub fn unescape(segment: &str) -> String {
    segment.replace("~1", "/").replace("~0", "~")
}

/// The pointer of a component schema in the document.
pub fn schema(name: &str) -> String {
    format!("/components/schemas/{}", escape(name))
}

/// Follows the `$ref` of a value into the document. A value without one is returned unchanged.
pub fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let target = value.get("$ref").and_then(Value::as_str);
    let pointer = target.and_then(|target| target.strip_prefix('#'));
    pointer
        .and_then(|pointer| document.pointer(pointer))
        .unwrap_or(value)
}
