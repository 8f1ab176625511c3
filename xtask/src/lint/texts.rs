//! Texts: extensions about properties that are there, and nothing that is still to be decided.

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::model::{Model, schema_pointer};

/// What `cargo xtask draft` marks the decisions of a human with.
const TODO: &str = "TODO";

pub(super) fn check(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    for (name, record) in model.api.records() {
        let pointer = format!("{}/x-fortinac-inferred", schema_pointer(name));
        let entries = model.bundle.document.pointer(&pointer);
        let properties = entries.and_then(Value::as_object).into_iter().flatten();
        for (property, _) in properties.filter(|(name, _)| record.property(name).is_none()) {
            let pointer = format!("{pointer}/{}", fortinac_spec::pointer::escape(property));
            diagnostics.push(
                model
                    .at(&pointer, format!("there is no property `{property}`"))
                    .help("take it out, or correct the name"),
            );
        }
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
