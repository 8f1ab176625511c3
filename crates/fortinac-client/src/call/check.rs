//! What the spec says of the arguments of a call by operationId, and what is wrong with those of the caller.

use fortinac_spec::api::{Body, Index, Operation, Type};

use crate::codec::form;
use crate::text::OneLine;

pub(super) const MISSING_JSON: &str = "a JSON body";

pub(super) fn missing_parameter(name: &str) -> String {
    format!("the parameter `{name}`")
}

pub(super) fn missing_field(name: &str) -> String {
    format!("the field `{name}`")
}

/// What a call of this operation must have.
pub(super) fn required(operation: &Operation) -> Vec<String> {
    let parameters = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.required);
    let mut required: Vec<String> = parameters
        .map(|parameter| missing_parameter(&parameter.name))
        .collect();
    match &operation.body {
        Some(Body::Json { .. }) => required.push(MISSING_JSON.into()),
        Some(body) => {
            let fields = body.fields().iter().filter(|field| field.required);
            required.extend(fields.map(|field| missing_field(&field.name)));
        }
        None => {}
    }
    required
}

/// What kind of body an operation takes.
pub(super) fn described(operation: &Operation) -> String {
    match &operation.body {
        Some(Body::Form { fields, .. }) => {
            let names = fields.iter().map(|field| &field.name);
            format!("a form with the fields {}", quoted(names))
        }
        Some(Body::Json { .. }) => "JSON".to_owned(),
        Some(Body::Multipart { parts }) => {
            let names = parts.iter().map(|part| &part.name);
            format!("an upload with the parts {}", quoted(names))
        }
        _ => "empty".to_owned(),
    }
}

/// The values of a parameter or field as strings, or why they do not have its type.
pub(super) fn values(ty: &Type, value: &serde_json::Value) -> Result<Vec<String>, String> {
    let (ty, is_array) = match ty {
        Type::Array(items) => (&**items, true),
        ty => (ty, false),
    };
    let values = form::values_of(value).map_err(|_| "is null or has objects or arrays in it")?;
    if values.is_empty() || (!is_array && values.len() > 1) {
        let expected = if is_array { "one or more" } else { "one" };
        return Err(format!("has {} values; give {expected}", values.len()));
    }
    let values = values.into_iter().map(|value| scalar(ty, value));
    let values: Option<Vec<String>> = values.collect();
    values.ok_or_else(|| format!("is not {}", kind_of(ty)))
}

/// The value as a typed call sends it, if it has the type.
fn scalar(ty: &Type, value: String) -> Option<String> {
    match ty {
        Type::Integer => value.parse::<i64>().ok().map(|value| value.to_string()),
        Type::Boolean => value.parse::<bool>().ok().map(|value| value.to_string()),
        Type::Number => value.parse::<serde_json::Number>().ok().map(|_| value),
        _ => Some(value),
    }
}

pub(super) fn kind_of(ty: &Type) -> &'static str {
    match ty {
        Type::Integer => "an integer",
        Type::Boolean => "a boolean",
        Type::Number => "a number",
        Type::Array(_) => "an array",
        Type::Ref(_) => "an object",
        _ => "a string",
    }
}

pub(super) fn unknown_operation(index: &Index, id: &str) -> String {
    let mut known: Vec<String> = index.ids().map(ToOwned::to_owned).collect();
    known.sort_by_cached_key(|known| strsim::damerau_levenshtein(id, known));
    let near = quoted(known.iter().take(3));
    format!(
        "there is no operation `{}`; near it are {near}",
        OneLine(id)
    )
}

/// The names, each in quotation marks.
pub(super) fn quoted<'a>(names: impl Iterator<Item = &'a String>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    names.join(", ")
}
