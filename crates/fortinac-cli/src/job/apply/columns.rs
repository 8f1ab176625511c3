//! The columns of the file as properties of the record.

use std::collections::BTreeSet;

use fortinac_json::sounds_secret;
use fortinac_spec::api::{Index, Type};

use super::Task;
use crate::command::names::nearest;
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::table_file::TableFile;

/// A column that is compared.
pub(super) struct Column {
    /// The path of the property, which is the name of the column.
    pub(super) path: String,
    pub(super) ty: Type,
}

impl Column {
    /// Whether it has the id of the record.
    pub(super) fn is_id(&self) -> bool {
        super::keys::IDS.contains(&self.path.as_str())
    }
}

/// # Errors
/// A column is no property, or there is nothing to compare.
pub(super) fn of(
    context: &Context,
    task: &Task,
    file: &TableFile,
    ignored: &BTreeSet<&str>,
) -> Result<Vec<Column>> {
    let index = context.index();
    let record = Type::Ref(task.record.clone());
    let mut unknown = Vec::new();
    let mut columns = Vec::new();
    for name in &file.columns {
        if *name == task.key || ignored.contains(name.as_str()) {
            continue;
        }
        match type_at(index, &record, name) {
            Some(ty) => columns.push(Column {
                path: name.clone(),
                ty,
            }),
            None => unknown.push(name.as_str()),
        }
    }
    if let Some(name) = unknown.first() {
        let names = names(index, &task.record);
        let near = nearest(names.iter().map(String::as_str), name);
        let unknown = unknown.join("`, `");
        return Err(Failure::usage(format!(
            "{} records have no property `{unknown}`",
            task.resource.replace('_', " ")
        ))
        .hint(format!(
            "near `{name}` are {near}; --ignore {name} leaves the column out"
        )));
    }
    if columns.is_empty() && task.create.is_none() {
        return Err(Failure::usage("there is no column beside the key"));
    }
    Ok(columns)
}

/// The type of the property at a path.
pub(super) fn type_at(index: &Index, ty: &Type, path: &str) -> Option<Type> {
    let record = match ty {
        // The names are data there, and all that tells what a secret is.
        Type::Any | Type::Object | Type::Map(_) if is_secret(path) => return Some(Type::Secret),
        Type::Any | Type::Object => return Some(Type::Any),
        Type::Map(values) => return Some((**values).clone()),
        Type::Ref(name) | Type::RecordOrString(name) => index.record(name)?,
        _ => return None,
    };
    if let Some(property) = record.property(path) {
        return Some(property.ty.clone());
    }
    let (name, rest) = path.split_once('.')?;
    type_at(index, &record.property(name)?.ty, rest)
}

fn is_secret(path: &str) -> bool {
    path.split('.').any(sounds_secret)
}

fn names(index: &Index, record: &str) -> Vec<String> {
    let properties = index.record(record).into_iter();
    let properties = properties.flat_map(|record| record.properties);
    properties.map(|property| property.name).collect()
}
