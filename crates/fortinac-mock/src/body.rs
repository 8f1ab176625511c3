//! Reads the body of a request, of any media type, as JSON.

use fortinac_spec::api::{Body, FormField, SchemaKind, Type};
use fortinac_spec::{Api, Validator};
use serde_json::{Map, Value};

use crate::xml;

pub(crate) const JSON: &str = "application/json";
pub(crate) const XML: &str = "application/xml";
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
pub(crate) const UPLOAD: &str = "multipart/form-data";

/// Reads a body of `media_type`.
///
/// # Errors
/// The JSON path of what is wrong, and the reason.
pub(crate) fn read(
    api: &Api,
    expected: &Body,
    content_type: &str,
    media_type: &str,
    body: &[u8],
) -> Result<Value, String> {
    match expected {
        Body::Json { ty, .. } if media_type == XML => xml::read(body, api, ty),
        Body::Form { fields, .. } => Ok(form(api, body, fields)),
        // The content of the file is not checked: the spec says nothing about it.
        Body::Upload { field } => upload(content_type, body, field),
        _ => serde_json::from_slice(body).map_err(|error| format!("$: not JSON: {error}")),
    }
}

/// Checks that a multipart body has the part with this name.
fn upload(content_type: &str, body: &[u8], name: &str) -> Result<Value, String> {
    let boundary = content_type.split_once("boundary=").map(|(_, rest)| rest);
    let boundary = boundary
        .and_then(|rest| rest.split(';').next())
        .map(|boundary| boundary.trim().trim_matches('"'))
        .filter(|boundary| !boundary.is_empty())
        .ok_or("$: the content type has no boundary")?;
    let text = String::from_utf8_lossy(body);
    let separator = format!("--{boundary}");
    let named = format!("name=\"{name}\"");
    let is_here = |part: &str| {
        let head = part.split("\r\n\r\n").next().unwrap_or_default();
        head.contains(&named)
    };
    if !text.split(&separator).any(is_here) {
        return Err(format!("$.{name}: there is no part with this name"));
    }
    Ok(Value::Null)
}

/// # Errors
/// The JSON path of the first violation of the schema, and the reason.
pub(crate) fn check(validator: &Validator, pointer: &str, value: &Value) -> Result<(), String> {
    match validator.check(pointer, value).first() {
        Some(violation) => Err(format!("{}: {}", violation.path, violation.reason)),
        None => Ok(()),
    }
}

/// Reads a form. On the wire every value is a string, which is converted to the type of its field.
fn form(api: &Api, body: &[u8], fields: &[FormField]) -> Value {
    let mut properties = Map::new();
    for (name, text) in form_urlencoded::parse(body) {
        let ty = fields
            .iter()
            .find(|field| field.name == *name)
            .map(|field| &field.ty);
        let (item, is_list) = match ty {
            Some(Type::Array(items)) => (Some(&**items), true),
            ty => (ty, false),
        };
        let value = scalar(api, &text, item);
        match properties.get_mut(&*name) {
            Some(Value::Array(items)) => items.push(value),
            // A repeated key whose field is not an array: the last value wins.
            Some(before) => *before = value,
            None if is_list => {
                drop(properties.insert(name.into_owned(), Value::Array(vec![value])))
            }
            None => drop(properties.insert(name.into_owned(), value)),
        }
    }
    Value::Object(properties)
}

fn scalar(api: &Api, text: &str, ty: Option<&Type>) -> Value {
    let is_string = |name: &str| {
        let schema = api.schemas.get(name);
        schema.is_some_and(|schema| matches!(schema.kind, SchemaKind::OpenEnum(_)))
    };
    let parsed = match ty {
        Some(Type::Boolean) => text.parse().ok().map(Value::Bool),
        Some(Type::String | Type::JsonString | Type::Secret) => None,
        Some(Type::Ref(name)) if is_string(name) => None,
        _ => text.parse::<serde_json::Number>().ok().map(Value::Number),
    };
    parsed.unwrap_or_else(|| text.into())
}
