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
        // The content of a file is not checked: the spec says nothing about it.
        Body::Multipart { parts } => multipart(api, content_type, body, parts),
        _ => serde_json::from_slice(body).map_err(|error| format!("$: not JSON: {error}")),
    }
}

/// Reads the parts of a multipart body as an object. The content of a file becomes a string, in which U+FFFD stands for
/// what is no character.
fn multipart(
    api: &Api,
    content_type: &str,
    body: &[u8],
    parts: &[FormField],
) -> Result<Value, String> {
    let boundary = content_type.split_once("boundary=").map(|(_, rest)| rest);
    let boundary = boundary
        .and_then(|rest| rest.split(';').next())
        .map(|boundary| boundary.trim().trim_matches('"'))
        .filter(|boundary| !boundary.is_empty())
        .ok_or("$: the content type has no boundary")?;
    let text = String::from_utf8_lossy(body);
    let mut properties = Map::new();
    for part in text.split(&format!("--{boundary}")) {
        let Some((head, content)) = part.split_once("\r\n\r\n") else {
            continue;
        };
        let Some(name) = name_of_part(head) else {
            continue;
        };
        let content = content.strip_suffix("\r\n").unwrap_or(content);
        let ty = parts
            .iter()
            .find(|part| part.name == name)
            .map(|part| &part.ty);
        properties.insert(name.to_owned(), scalar(api, content, ty));
    }
    Ok(Value::Object(properties))
}

/// The name in the header of a part. A file has a `filename`, too.
fn name_of_part(head: &str) -> Option<&str> {
    let (_, rest) = head.split_once("; name=\"")?;
    Some(rest.split_once('"')?.0)
}

/// How many violations of a schema a message names.
const VIOLATIONS: usize = 5;

/// # Errors
/// The JSON paths of the first violations of the schema, and the reasons.
pub(crate) fn check(validator: &Validator, pointer: &str, value: &Value) -> Result<(), String> {
    let violations = validator.check(pointer, value);
    let first = violations.iter().take(VIOLATIONS);
    let first = first.map(|violation| format!("{}: {}", violation.path, violation.reason));
    match violations.len() {
        0 => Ok(()),
        _ => Err(first.collect::<Vec<_>>().join("; ")),
    }
}

/// Reads a form. On the wire every value is a string, which is converted to the type of its field. An array of integers
/// is a repeated key, or one value with commas: programs send either.
fn form(api: &Api, body: &[u8], fields: &[FormField]) -> Value {
    let mut properties = Map::new();
    for (name, text) in form_urlencoded::parse(body) {
        let field = fields.iter().find(|field| field.name == *name);
        match field.map(|field| &field.ty) {
            Some(Type::Array(items)) => {
                let has_commas = **items == Type::Integer && text.contains(',');
                let texts: Vec<&str> = match has_commas {
                    true => text.split(',').map(str::trim).collect(),
                    false => vec![&*text],
                };
                let values = texts.into_iter().map(|text| scalar(api, text, Some(items)));
                let known = properties.entry(name.into_owned());
                if let Value::Array(known) = known.or_insert_with(|| Value::Array(Vec::new())) {
                    known.extend(values);
                }
            }
            // A repeated key whose field is not an array: the last value wins.
            ty => drop(properties.insert(name.into_owned(), scalar(api, &text, ty))),
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
        Some(Type::File | Type::String | Type::JsonString | Type::StringOf(_) | Type::Secret) => {
            None
        }
        Some(Type::Ref(name)) if is_string(name) => None,
        _ => text.parse::<serde_json::Number>().ok().map(Value::Number),
    };
    parsed.unwrap_or_else(|| text.into())
}
