//! The body of a request as JSON, whatever form it has.

use fortinac_spec::{Validator, resolve};
use serde_json::{Map, Value};

use crate::routes::Routes;
use crate::xml;

pub(crate) const JSON: &str = "application/json";
pub(crate) const XML: &str = "application/xml";
const FORM: &str = "application/x-www-form-urlencoded";
const UPLOAD: &str = "multipart/form-data";

/// Reads a body of `media_type` and checks it.
///
/// # Errors
/// The JSON path of what is wrong, and why.
pub(crate) fn read(
    routes: &Routes,
    content_type: &str,
    media_type: &str,
    pointer: &str,
    body: &[u8],
) -> Result<Value, String> {
    let document = routes.description.document();
    let schema = resolve(document, routes.schema(pointer));
    let value = match media_type {
        JSON => serde_json::from_slice(body).map_err(|error| format!("$: not JSON: {error}"))?,
        XML => xml::read(body, document, schema)?,
        FORM => form(body, document, schema),
        // The content of the file is the application's.
        UPLOAD => return upload(content_type, body, schema),
        other => return Err(format!("$: {other} cannot be read")),
    };
    check(&routes.validator, pointer, &value)?;
    Ok(value)
}

/// That there is the part that the schema has. Its content is not looked at.
fn upload(content_type: &str, body: &[u8], schema: &Value) -> Result<Value, String> {
    let boundary = content_type.split_once("boundary=").map(|(_, rest)| rest);
    let boundary = boundary
        .and_then(|rest| rest.split(';').next())
        .map(|boundary| boundary.trim().trim_matches('"'))
        .filter(|boundary| !boundary.is_empty())
        .ok_or("$: the content type names no boundary")?;
    let text = String::from_utf8_lossy(body);
    let separator = format!("--{boundary}");
    let members = schema["properties"].as_object().into_iter().flatten();
    for (name, _) in members {
        let named = format!("name=\"{name}\"");
        let is_here = |part: &str| {
            let head = part.split("\r\n\r\n").next().unwrap_or_default();
            head.contains(&named)
        };
        if !text.split(&separator).any(is_here) {
            return Err(format!("$.{name}: there is no part of this name"));
        }
    }
    Ok(Value::Null)
}

fn check(validator: &Validator, pointer: &str, value: &Value) -> Result<(), String> {
    match validator.check(pointer, value).first() {
        Some(violation) => Err(format!("{}: {}", violation.path, violation.reason)),
        None if value.is_null() => Err("$: null is here, where a value is wanted".into()),
        None => Ok(()),
    }
}

/// All is text in a form: the schema says what it stands for.
fn form(body: &[u8], document: &Value, schema: &Value) -> Value {
    let mut members = Map::new();
    for (name, text) in form_urlencoded::parse(body) {
        let known = resolve(document, &schema["properties"][&*name]);
        let is_list = known["type"] == "array";
        let item = resolve(document, if is_list { &known["items"] } else { known });
        let value = scalar(&text, item);
        match members.get_mut(&*name) {
            Some(Value::Array(items)) => items.push(value),
            // A key that comes twice and is no list: as for a program that reads the last.
            Some(before) => *before = value,
            None if is_list => drop(members.insert(name.into_owned(), Value::Array(vec![value]))),
            None => drop(members.insert(name.into_owned(), value)),
        }
    }
    Value::Object(members)
}

fn scalar(text: &str, schema: &Value) -> Value {
    let parsed = match schema["type"].as_str() {
        Some("boolean") => text.parse().ok().map(Value::Bool),
        Some("string") => None,
        _ => text.parse::<serde_json::Number>().ok().map(Value::Number),
    };
    parsed.unwrap_or_else(|| text.into())
}
