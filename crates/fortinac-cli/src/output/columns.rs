//! Which columns tables and CSV have.

use fortinac_spec::api::Type;
use serde_json::Value;

use super::cell::is_scalar;
use super::schemas::Schemas;
use crate::options::Options;
use crate::rows::{OWN_PROFILE, PROFILE};

/// How many columns a record has whose columns nobody has chosen.
const FIRST: usize = 7;

/// The columns by what is asked for, or by the record; `None` if neither says any. A wide table has all properties with
/// one value.
pub(super) fn of(
    options: &Options,
    schemas: &Schemas<'_>,
    ty: &Type,
    is_wide: bool,
) -> Option<Vec<String>> {
    let mut columns = of_record(options, schemas, ty, is_wide)?;
    // Several appliances: each row says which one it is of.
    if options.is_of_several() {
        let is_asked_for = options.columns.iter().any(|name| name == PROFILE);
        if !is_asked_for {
            let own = columns.iter_mut().filter(|name| *name == PROFILE);
            own.for_each(|name| OWN_PROFILE.clone_into(name));
            columns.insert(0, PROFILE.to_owned());
        }
    }
    Some(columns)
}

fn of_record(
    options: &Options,
    schemas: &Schemas<'_>,
    ty: &Type,
    is_wide: bool,
) -> Option<Vec<String>> {
    if !options.columns.is_empty() {
        return Some(options.columns.clone());
    }
    let record = schemas.record(ty)?;
    if !is_wide && !record.columns.is_empty() {
        return Some(record.columns.clone());
    }
    let is_value = |ty: &Type| match ty {
        Type::Secret | Type::Object | Type::Any | Type::Map(_) | Type::RecordOrString(_) => false,
        Type::Array(items) => items.component().is_none(),
        Type::Ref(_) => schemas.record(ty).is_none(),
        _ => true,
    };
    let names = record.properties.iter();
    let names = names.filter(|property| is_value(&property.ty));
    let names = names.map(|property| property.name.clone());
    let limit = if is_wide { usize::MAX } else { FIRST };
    let names: Vec<String> = names.take(limit).collect();
    (!names.is_empty()).then_some(names)
}

/// The same; if nothing else says it, what the rows have.
pub(super) fn of_rows(
    options: &Options,
    schemas: &Schemas<'_>,
    ty: &Type,
    rows: &[&Value],
    is_wide: bool,
) -> Vec<String> {
    // What a filter returns is no record of the API any more.
    let chosen = match options.jq {
        Some(_) => (!options.columns.is_empty()).then(|| options.columns.clone()),
        None => of(options, schemas, ty, is_wide),
    };
    if let Some(chosen) = chosen {
        return chosen;
    }
    let mut names: Vec<String> = Vec::new();
    for row in rows {
        for (name, value) in row.as_object().into_iter().flatten() {
            let is_value = is_scalar(value)
                || value
                    .as_array()
                    .is_some_and(|items| items.iter().all(is_scalar));
            if is_value && !names.contains(name) {
                names.push(name.clone());
            }
        }
    }
    names
}
