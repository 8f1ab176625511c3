//! Texts: extensions about properties that are there, and nothing that is still to be decided.

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::model::api::{Property, Type};
use crate::model::{Model, property_pointer, schema_pointer};

/// What `cargo xtask draft` marks the decisions of a human with.
const TODO: &str = "TODO";

pub(super) fn check(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    let is_reference = |record: &str, property: &Property| {
        let pointer = property_pointer(record, &property.name);
        matches!(property.ty, Type::Ref(_)) || model.bundle.scalar_references.contains(&pointer)
    };
    for (name, record) in model.api.records() {
        let mut about = |extension: &str, is_ref_only: bool| {
            let pointer = format!("{}/{extension}", schema_pointer(name));
            let entries = model
                .bundle
                .document
                .pointer(&pointer)
                .and_then(Value::as_object);
            for property in entries.into_iter().flatten().map(|(property, _)| property) {
                let pointer = format!("{pointer}/{}", fortinac_spec::pointer::escape(property));
                match record.property(property) {
                    None => diagnostics.push(
                        model
                            .at(&pointer, format!("there is no property `{property}`"))
                            .help("take it out, or correct the name"),
                    ),
                    Some(found) if is_ref_only && !is_reference(name, found) => diagnostics.push(
                        model
                            .at(&pointer, format!("`{property}` is not a `$ref`"))
                            .help("say it in the `description` of the property"),
                    ),
                    Some(_) => {}
                }
            }
        };
        about("x-fortinac-inferred", false);
        about("x-fortinac-property-descriptions", true);
    }
    undecided(model, "", &model.bundle.document, diagnostics);
}

fn undecided(model: &Model, pointer: &str, value: &Value, diagnostics: &mut Vec<Diagnostic>) {
    let below = |name: &str| format!("{pointer}/{}", fortinac_spec::pointer::escape(name));
    match value {
        Value::Object(properties) => {
            for (name, value) in properties {
                undecided(model, &below(name), value, diagnostics);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                undecided(model, &below(&index.to_string()), value, diagnostics);
            }
        }
        Value::String(text) if text.starts_with(TODO) => diagnostics.push(
            model
                .at(pointer, format!("is still to be decided: {text}"))
                .help("write it"),
        ),
        _ => {}
    }
}
