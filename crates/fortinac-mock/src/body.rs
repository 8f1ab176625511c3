//! The body of a request as JSON, whatever form it has.

use fortinac_spec::Validator;
use serde_json::{Map, Value};

use crate::routes::{Routes, resolve};
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
        // Its content is the application's.
        UPLOAD => return Ok(Value::Null),
        other => return Err(format!("$: {other} cannot be read")),
    };
    check(&routes.validator, pointer, &value)?;
    Ok(value)
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
