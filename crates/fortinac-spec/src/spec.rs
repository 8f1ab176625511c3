//! The OpenAPI document together with its model.

use serde_json::Value;

use crate::api::{Body, NotAnApi, Operation, Output};
use crate::{Api, InvalidSchema, Validator, pointer};

/// A bundled OpenAPI document and its model.
#[derive(Debug, Clone)]
pub struct Spec {
    document: Value,
    api: Api,
}

/// Selects a body of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The body of the request.
    Request,
    /// The body of the response with this HTTP status.
    Response(u16),
}

impl Spec {
    /// The spec of the FortiNAC REST API that this crate was released with.
    #[cfg(feature = "bundled")]
    pub fn bundled() -> Self {
        Self::from_json(include_str!("generated/fortinac.json"))
            .expect("codegen writes a bundled document, and the tests read it")
    }

    /// Reads a document in which all `$ref`s point into the document itself. The model has the order of the text.
    ///
    /// # Errors
    /// The text is not JSON, or the model cannot be read from the document: see [`Api::new`].
    pub fn from_json(text: &str) -> Result<Self, NotAnApi> {
        let api = Api::from_json(text)?;
        let document = serde_json::from_str(text).map_err(NotAnApi::not_json)?;
        Ok(Self { document, api })
    }

    /// Uses a document in which all `$ref`s point into the document itself. The model has the order of the
    /// [`Value`], which is that of the text only with the feature `preserve_order` of `serde_json`.
    ///
    /// # Errors
    /// The model cannot be read from the document: see [`Api::new`].
    pub fn new(document: Value) -> Result<Self, NotAnApi> {
        let api = Api::new(&document)?;
        Ok(Self { document, api })
    }

    /// The document as JSON.
    pub fn document(&self) -> &Value {
        &self.document
    }

    /// The model of the document.
    pub fn api(&self) -> &Api {
        &self.api
    }

    /// Compiles the schemas.
    ///
    /// # Errors
    /// A schema is not valid. All schemas of [`Spec::bundled`] are valid.
    pub fn validator(&self) -> Result<Validator, InvalidSchema> {
        Validator::new(&self.document)
    }

    /// The example of a body: JSON, or an object with the fields of a form.
    pub fn example(&self, operation: &Operation, direction: Direction) -> Option<&Value> {
        self.document
            .pointer(&example_pointer(&self.document, operation, direction)?)
    }

    /// The records in the example of the response to a success; empty if the operation does not return records.
    pub fn example_records(&self, operation: &Operation) -> Vec<&Value> {
        let property = match &operation.result {
            Output::One { property, .. } | Output::List { property, .. } => property,
            _ => return Vec::new(),
        };
        let example = self.example(operation, Direction::Response(200));
        match example.and_then(|example| example.get(property)) {
            Some(Value::Array(items)) => items.iter().collect(),
            Some(Value::Null) | None => Vec::new(),
            Some(record) => vec![record],
        }
    }
}

/// The JSON pointer of the schema of a body in JSON, or of a form as JSON, for [`Validator::check`]. Every 2xx response
/// has the schema of 200. `None` if the body has no schema, as for a redirect or an upload.
pub fn body_schema(operation: &Operation, direction: Direction) -> Option<String> {
    match direction {
        Direction::Request => match operation.body.as_ref()? {
            Body::Json { pointer, .. } => Some(pointer.clone()),
            Body::Form {
                component: name, ..
            } => Some(pointer::schema(name)),
            Body::Multipart { .. } => None,
        },
        Direction::Response(200..300) => Some(pointer::schema(&operation.envelope)),
        Direction::Response(400..600) => Some(pointer::schema(&operation.error)),
        Direction::Response(_) => None,
    }
}

/// The JSON pointer of the example of a body; `None` if the operation does not have the body. The document has no value
/// at the pointer if the body has no example.
pub fn example_pointer(
    document: &Value,
    operation: &Operation,
    direction: Direction,
) -> Option<String> {
    let (holder, media_type) = match direction {
        Direction::Request => (
            "requestBody".to_owned(),
            operation.body.as_ref()?.media_type(),
        ),
        Direction::Response(status) => {
            let media_type = match status {
                200..300 => operation.response_media.media_type(),
                _ => "application/json",
            };
            (format!("responses/{status}"), media_type)
        }
    };
    let mut pointer = format!("{}/{holder}", operation.pointer());
    let holder = document.pointer(&pointer)?;
    if let Some(reference) = holder.get("$ref").and_then(Value::as_str) {
        pointer = reference.strip_prefix('#')?.to_owned();
    }
    Some(format!(
        "{pointer}/content/{}/example",
        pointer::escape(media_type)
    ))
}
