use serde::Serialize;
use serde_json::Value;

use crate::encode_error::EncodeError;
use crate::grammar::{is_char, is_name};

const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
const XSI: &str = r#" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance""#;
const NIL: &str = r#" xsi:nil="true""#;

/// Writes a value as an XML document in UTF-8 whose root element has the name `root`.
///
/// # Errors
/// The value has no form in XML: see "What is refused" in the crate's documentation.
pub fn to_xml<T: Serialize + ?Sized>(root: &str, value: &T) -> Result<Vec<u8>, EncodeError> {
    // The detour makes one type of number, name and null out of serde's many, and keeps serde_json's own types working
    // whichever features it has. Its errors are not passed on, because their messages can show a value.
    let value = serde_json::to_value(value)
        .map_err(|_| EncodeError::new("what JSON cannot carry either"))?;
    if value.is_array() {
        return Err(EncodeError::new("an array as the whole document"));
    }
    let namespace = if has_null(&value) { XSI } else { "" };
    let mut xml = DECLARATION.to_owned();
    property(&mut xml, root, namespace, &value)?;
    Ok(xml.into_bytes())
}

fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().any(has_null),
        Value::Object(properties) => properties.values().any(has_null),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Writes the elements of one property: one, or as many as an array has items.
fn property(
    xml: &mut String,
    name: &str,
    attributes: &str,
    value: &Value,
) -> Result<(), EncodeError> {
    if !is_name(name) {
        return Err(EncodeError::new("a property whose name is not an XML name"));
    }
    if let Value::Array(items) = value {
        for (index, item) in items.iter().enumerate() {
            element(xml, name, "", item).map_err(|error| error.in_item(index))?;
        }
        return Ok(());
    }
    element(xml, name, attributes, value)
}

fn element(
    xml: &mut String,
    name: &str,
    attributes: &str,
    value: &Value,
) -> Result<(), EncodeError> {
    let nil = if value.is_null() { NIL } else { "" };
    xml.extend(["<", name, attributes, nil, ">"]);
    match value {
        Value::Null => {}
        Value::Bool(boolean) => xml.push_str(&boolean.to_string()),
        Value::Number(number) => xml.push_str(&number.to_string()),
        Value::String(string) => text(xml, string)?,
        Value::Array(_) => return Err(EncodeError::new("an array as an item of an array")),
        Value::Object(properties) => {
            for (name, value) in properties {
                property(xml, name, "", value).map_err(|error| error.in_property(name))?;
            }
        }
    }
    xml.extend(["</", name, ">"]);
    Ok(())
}

fn text(xml: &mut String, text: &str) -> Result<(), EncodeError> {
    for c in text.chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            // Unescaped, it would be read as a line feed.
            '\r' => xml.push_str("&#13;"),
            c if is_char(c) => xml.push(c),
            _ => return Err(EncodeError::new("a control character")),
        }
    }
    Ok(())
}
