//! Columns of tables: properties that are there, and that a cell can show.

use fortinac_spec::api::{Api, Record, Type};

use crate::diagnostic::Diagnostic;
use crate::model::{Model, schema_pointer};

pub(super) fn check(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    for (name, record) in model.api.records() {
        for (index, column) in record.columns.iter().enumerate() {
            let Err(message) = check_column(&model.api, record, column) else {
                continue;
            };
            let pointer = format!("{}/x-fortinac-columns/{index}", schema_pointer(name));
            diagnostics.push(
                model
                    .at(&pointer, message)
                    .help("name a property that is one value, or an array of such"),
            );
        }
    }
}

fn check_column(api: &Api, record: &Record, column: &str) -> Result<(), String> {
    let (name, rest) = column
        .split_once('.')
        .map_or((column, None), |(name, rest)| (name, Some(rest)));
    let property = record.property(name);
    let property = property.ok_or_else(|| format!("there is no property `{name}`"))?;
    let inner = property
        .ty
        .component()
        .and_then(|component| api.record(component));
    match (rest, inner) {
        (Some(rest), Some(inner)) => check_column(api, inner, rest),
        (Some(_), None) => Err(format!("`{name}` is no record")),
        (None, Some(_)) => Err(format!("`{name}` is a record")),
        (None, None) if property.ty == Type::Secret => Err(format!("`{name}` is a secret")),
        (None, None) => Ok(()),
    }
}
