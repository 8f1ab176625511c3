//! Records with the same properties are one record.
//!
//! An envelope around a single value is none: what the value means is said in the envelope, and differs.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostic;
use crate::model::api::{Record, Type};
use crate::model::{Model, schema_pointer};

/// Fewer properties are the same by chance.
const ENOUGH: usize = 3;

pub(super) fn check(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    let operations = model.api.operations.iter();
    let envelopes: BTreeSet<&str> = operations.map(|operation| &*operation.envelope).collect();
    for (name, record) in model.api.records() {
        if record.properties.len() < ENOUGH
            || (envelopes.contains(name) && !has_records(model, record))
        {
            continue;
        }
        let schema = model.api.schemas.get(name);
        let has_reason = schema.is_some_and(|schema| schema.note.is_some());
        match known.get(&shape(record)) {
            Some(_) if has_reason => {}
            Some(other) => diagnostics.push(
                model
                    .at(
                        &schema_pointer(name),
                        format!("has the same properties as {other}"),
                    )
                    .help(
                        "make one component of the two, in common.yaml if several files use it, or say in \
                         `x-fortinac-note` why it is another thing",
                    ),
            ),
            // A later record is compared with the first one, whether that has a note or not.
            None => {
                known.insert(shape(record), name);
            }
        }
    }
}

/// Whether a property is a record, or has records in it.
fn has_records(model: &Model, record: &Record) -> bool {
    let mut components = record
        .properties
        .iter()
        .filter_map(|property| property.ty.component());
    components.any(|name| model.api.record(name).is_some())
}

/// The names and types of the properties, whatever their order. Envelopes of different items differ in the type.
fn shape(record: &Record) -> String {
    let mut properties: Vec<(&str, &Type, bool)> = record
        .properties
        .iter()
        .map(|property| {
            let is_required = record.required.contains(&property.name);
            (property.name.as_str(), &property.ty, is_required)
        })
        .collect();
    properties.sort_by_key(|(name, ..)| *name);
    format!("{properties:?}")
}
