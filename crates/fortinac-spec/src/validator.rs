#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use fortinac_json::{kind_of, push_index, push_property};
use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, Keyword, ValidationError, ValidatorMap};
use serde_json::{Map, Value};

use crate::json_schema;
use crate::pointer::{escape, unescape};

/// Checks JSON values against the schemas of a document. Compile one validator and use it for any number of values.
#[derive(Debug)]
pub struct Validator {
    schemas: ValidatorMap,
    /// Maps the JSON pointer of a schema in the document to its key in `schemas`.
    keys: BTreeMap<String, String>,
}

/// A reason why a value is not valid against its schema. It never contains the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The JSON path of the value, such as `$.results[0].dbid`.
    pub path: String,
    /// What is wrong, such as `expected integer or null, found a string`.
    pub reason: String,
}

/// A schema that is not valid JSON Schema once converted.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct InvalidSchema {
    /// The JSON pointer of the schema in the document.
    pub place: String,
    /// What is wrong with it.
    pub reason: String,
}

impl Validator {
    /// Compiles the component schemas of `document` and the schemas inlined in its media types and parameters.
    ///
    /// # Errors
    /// A schema is not valid, or refers to a schema that does not exist.
    pub fn new(document: &Value) -> Result<Self, InvalidSchema> {
        let mut inline = Vec::new();
        for holder in [
            "/paths",
            "/components/parameters",
            "/components/responses",
            "/components/requestBodies",
        ] {
            for (name, part) in document
                .pointer(holder)
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
            {
                collect_inline(&format!("{holder}/{}", escape(name)), part, &mut inline);
            }
        }
        Self::with_inline(document, inline)
    }

    /// Compiles the component schemas of `document` and the `inline` schemas. The caller chooses the pointer of each
    /// inline schema.
    ///
    /// # Errors
    /// A schema is not valid, or refers to a schema that does not exist.
    pub fn with_inline<'a>(
        document: &Value,
        inline: impl IntoIterator<Item = (String, &'a Value)>,
    ) -> Result<Self, InvalidSchema> {
        let components = document
            .pointer("/components/schemas")
            .and_then(Value::as_object);
        let components = || components.into_iter().flatten();
        let schemas: Map<String, Value> = components()
            .map(|(name, schema)| (name.clone(), json_schema::from_openapi(schema)))
            .collect();

        // Each schema gets a definition, so that all of them are compiled and can be looked up by pointer.
        let of_components = components().map(|(name, _)| {
            let pointer = crate::pointer::schema(name);
            let reference = serde_json::json!({ "$ref": format!("#{pointer}") });
            (pointer, reference)
        });
        let of_inline = inline
            .into_iter()
            .map(|(pointer, schema)| (pointer, json_schema::from_openapi(schema)));
        let mut definitions = Map::new();
        let mut keys = BTreeMap::new();
        for (index, (pointer, schema)) in of_components.chain(of_inline).enumerate() {
            definitions.insert(index.to_string(), schema);
            keys.insert(pointer, format!("#/definitions/{index}"));
        }
        let root =
            serde_json::json!({ "components": { "schemas": schemas }, "definitions": definitions });

        // OpenAPI 3.0 is based on draft 4, in which 1.0 is not an integer, as in the Rust types.
        let schemas = jsonschema::options()
            .with_draft(Draft::Draft4)
            .with_keyword(json_schema::INT64, |_, _, _| Ok(Box::new(Int64)))
            .build_map(&root)
            .map_err(|error| InvalidSchema {
                place: error.schema_path().to_string(),
                reason: error.to_string(),
            })?;
        match keys.iter().find(|(_, key)| schemas.get(key).is_none()) {
            Some((pointer, _)) => Err(InvalidSchema {
                place: pointer.clone(),
                reason: "it refers to a schema that does not exist".into(),
            }),
            None => Ok(Self { schemas, keys }),
        }
    }

    /// The violations of the schema at `pointer`, a JSON pointer into the document such as `/components/schemas/User`.
    /// Empty if `value` is valid.
    ///
    /// # Panics
    /// The document has no schema at `pointer`.
    pub fn check(&self, pointer: &str, value: &Value) -> Vec<Violation> {
        let validator = self.keys.get(pointer).and_then(|key| self.schemas.get(key));
        let validator =
            validator.unwrap_or_else(|| panic!("the document has no schema at {pointer}"));
        validator
            .iter_errors(value)
            .flat_map(|error| violations(value, &error))
            .collect()
    }
}

/// The keyword [`json_schema::INT64`]: an integer below the minimum, which is parsed as a float, is not valid.
struct Int64;

impl Keyword<'_> for Int64 {
    fn validate(&self, instance: &Value) -> Result<(), ValidationError<'static>> {
        if self.is_valid(instance) {
            return Ok(());
        }
        Err(ValidationError::custom("an integer has more than 64 bits"))
    }

    fn is_valid(&self, instance: &Value) -> bool {
        // `type` and the bounds reject all other floats.
        !(instance.is_f64() && instance.as_f64() <= Some(i64::MIN as f64))
    }
}

/// Collects the inline schemas of media types and parameters.
fn collect_inline<'a>(pointer: &str, value: &'a Value, found: &mut Vec<(String, &'a Value)>) {
    match value {
        Value::Object(properties) => {
            for (name, value) in properties {
                let pointer = format!("{pointer}/{}", escape(name));
                match name.as_str() {
                    "example" | "examples" => {}
                    "schema" => found.push((pointer, value)),
                    _ => collect_inline(&pointer, value, found),
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect_inline(&format!("{pointer}/{index}"), item, found);
            }
        }
        _ => {}
    }
}

/// The violations of an error in `value`. For `anyOf`, these are the violations of the closest alternative.
fn violations(value: &Value, error: &ValidationError<'_>) -> Vec<Violation> {
    if let ValidationErrorKind::AnyOf { context } = error.kind() {
        let own = error.instance_path().as_str();
        let inside = |branch: &&Vec<ValidationError<'_>>| {
            branch
                .iter()
                .all(|error| error.instance_path().as_str() != own)
        };
        if let Some(branch) = context.iter().find(inside) {
            let inner = branch.iter();
            return inner.flat_map(|error| violations(value, error)).collect();
        }
    }
    vec![Violation {
        path: path_of(value, error),
        reason: reason_of(error),
    }]
}

/// The path of what is wrong in `value`. A pointer does not tell the key `7` from the index 7, so the value has to.
fn path_of(value: &Value, error: &ValidationError<'_>) -> String {
    let mut path = String::from("$");
    let mut holder = Some(value);
    for segment in error.instance_path().as_str().split('/').skip(1) {
        match (holder, segment.parse::<usize>()) {
            (Some(Value::Array(items)), Ok(index)) => {
                push_index(&mut path, index);
                holder = items.get(index);
            }
            _ => {
                let name = unescape(segment);
                push_property(&mut path, &name);
                holder = holder.and_then(|holder| holder.get(&name));
            }
        }
    }
    path
}

fn reason_of(error: &ValidationError<'_>) -> String {
    let found = kind_of(error.instance());
    match error.kind() {
        ValidationErrorKind::Type { .. } | ValidationErrorKind::AnyOf { .. } => {
            let mut kinds = Vec::new();
            allowed_kinds(error, &mut kinds);
            kinds.sort();
            kinds.dedup();
            format!("expected {}, found {found}", kinds.join(" or "))
        }
        _ => error.masked_with(found).to_string(),
    }
}

fn allowed_kinds(error: &ValidationError<'_>, kinds: &mut Vec<String>) {
    use jsonschema::error::TypeKind;
    match error.kind() {
        ValidationErrorKind::Type {
            kind: TypeKind::Single(kind),
        } => kinds.push(kind.to_string()),
        ValidationErrorKind::Type {
            kind: TypeKind::Multiple(set),
        } => {
            kinds.extend(set.iter().map(|kind| kind.to_string()));
        }
        ValidationErrorKind::AnyOf { context } => {
            context
                .iter()
                .flatten()
                .for_each(|error| allowed_kinds(error, kinds));
        }
        _ => {}
    }
}
