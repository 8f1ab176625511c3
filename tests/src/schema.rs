//! Reading the schemas of the description.

use std::sync::LazyLock;

use fortinac_spec::{Description, Direction, Operation};
use serde_json::{Map, Value};

use crate::Body;

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const COMPONENTS: &str = "/components/schemas/";

/// A schema, and the name of the component that it is.
pub(crate) type Named<'a> = (Option<&'a str>, &'a Value);

/// All components that are records, by name.
pub fn records(description: &Description) -> impl Iterator<Item = (&str, &Value)> {
    let components = description.document()["components"]["schemas"]
        .as_object()
        .into_iter()
        .flatten();
    components
        .map(|(name, schema)| (name.as_str(), schema))
        .filter(|(_, schema)| schema.get("properties").is_some())
}

/// The members of a record by name, each with its schema. Anything else has none.
pub fn properties(schema: &Value) -> &Map<String, Value> {
    static NONE: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
    schema["properties"].as_object().unwrap_or(&NONE)
}

/// The component that a JSON pointer into the description leads to.
pub(crate) fn component(pointer: &str) -> Option<&str> {
    pointer.strip_prefix(COMPONENTS)
}

/// A schema with its `$ref` followed.
pub(crate) fn resolve<'a>(document: &'a Value, schema: &'a Value) -> Named<'a> {
    let target = schema["$ref"]
        .as_str()
        .and_then(|target| target.strip_prefix('#'));
    match target.and_then(|pointer| Some((pointer, document.pointer(pointer)?))) {
        Some((pointer, schema)) => (component(pointer), schema),
        None => (None, schema),
    }
}

/// The schema of a body, that of an answer for a success.
pub(crate) fn body_schema<'a>(
    description: &'a Description,
    operation: &Operation,
    body: Body,
) -> Option<Named<'a>> {
    [JSON, FORM]
        .into_iter()
        .find_map(|media_type| body_schema_in(description, operation, body, media_type))
}

/// The schema of the form that an operation takes.
pub(crate) fn form_schema<'a>(
    description: &'a Description,
    operation: &Operation,
) -> Option<Named<'a>> {
    body_schema_in(description, operation, Body::Request, FORM)
}

fn body_schema_in<'a>(
    description: &'a Description,
    operation: &Operation,
    body: Body,
    media_type: &str,
) -> Option<Named<'a>> {
    let direction = match body {
        Body::Request => Direction::Request,
        Body::Response => Direction::Response(200),
    };
    let pointer = description.body_schema(operation, direction, media_type)?;
    let schema = description.document().pointer(&pointer)?;
    let record = records(description).find(|(_, record)| std::ptr::eq(*record, schema));
    Some((record.map(|(name, _)| name), schema))
}
