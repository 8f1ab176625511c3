//! Cargo features: one for each folder of the spec, so that compile time can follow use.
//!
//! A feature of the client turns on those of the types that its operations use, and one of the types those of the
//! records that its records refer to. All of them are on by default.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use toml_edit::{Array, DocumentMut, Item, Value};

use super::GeneratedFile;
use crate::model::Model;

/// The features of the crates that are not generated.
const OTHER: [&str; 5] = ["blocking", "call-by-id", "profiles", "schemars", "xml"];

/// The names of features, each with those that it turns on.
type Features = BTreeMap<String, BTreeSet<String>>;

/// The manifests of the crates that have folders of the spec as features.
pub(super) fn manifests(workspace: &Path, model: &Model) -> Result<Vec<GeneratedFile>, String> {
    let manifest = |name: &str, features: Features| -> Result<GeneratedFile, String> {
        let path = format!("crates/{name}/Cargo.toml");
        let current = std::fs::read_to_string(workspace.join(&path))
            .map_err(|error| format!("{path} cannot be read: {error}"))?;
        let contents = replaced(&current, &features).map_err(|error| format!("{path}: {error}"))?;
        Ok(GeneratedFile {
            path: path.into(),
            contents,
        })
    };
    Ok(vec![
        manifest("fortinac-types", of_types(model))?,
        manifest("fortinac-client", of_client(model))?,
    ])
}

fn of_types(model: &Model) -> Features {
    let mut features = Features::new();
    for name in model.api.schemas.keys() {
        let Some(feature) = feature_of(model, name) else {
            continue;
        };
        let enabled = features.entry(feature.clone()).or_default();
        let record = model.api.record(name).into_iter();
        let components = record
            .flat_map(|record| &record.properties)
            .filter_map(|property| property.ty.component());
        enabled.extend(components.filter_map(|component| feature_of(model, component)));
        enabled.remove(&feature);
    }
    features
}

fn of_client(model: &Model) -> Features {
    let mut features = Features::new();
    for operation in &model.api.operations {
        let feature = model.place_of_path(&operation.path).feature();
        let enabled = features.entry(feature).or_default();
        let schemas = model.api.reachable(operation).into_iter();
        let types = schemas.filter_map(|name| feature_of(model, name));
        enabled.extend(types.map(|feature| format!("fortinac-types/{feature}")));
    }
    features
}

/// The feature of a component; what all share has none.
fn feature_of(model: &Model, component: &str) -> Option<String> {
    let place = model.place_of_schema(component);
    (!place.is_common()).then(|| place.feature())
}

/// A manifest with these features, and those that are not generated.
fn replaced(manifest: &str, features: &Features) -> Result<String, String> {
    let mut document: DocumentMut = manifest.parse().map_err(|error| format!("{error}"))?;
    let table = document
        .get_mut("features")
        .and_then(Item::as_table_mut)
        .ok_or("there is no table [features]")?;
    let is_current =
        |name: &str| name == "default" || OTHER.contains(&name) || features.contains_key(name);
    let old: Vec<String> = table
        .iter()
        .map(|(name, _)| name.to_owned())
        .filter(|name| !is_current(name))
        .collect();
    for name in old {
        table.remove(&name);
    }
    let list = |names: &mut dyn Iterator<Item = &String>| Value::Array(names.collect::<Array>());
    set(table, "default", list(&mut features.keys()));
    for (name, enabled) in features {
        set(table, name, list(&mut enabled.iter()));
    }
    Ok(document.to_string())
}

/// Gives a key another value, and leaves its comments and its place.
fn set(table: &mut toml_edit::Table, name: &str, value: Value) {
    match table.get_mut(name).and_then(Item::as_value_mut) {
        Some(current) => {
            let decor = current.decor().clone();
            *current = value;
            *current.decor_mut() = decor;
        }
        None => drop(table.insert(name, Item::Value(value))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_generated_features_change() {
        let features = Features::from([
            ("host".to_owned(), BTreeSet::new()),
            ("zone".to_owned(), BTreeSet::from(["host".to_owned()])),
        ]);
        let manifest = "[features]\n# All.\ndefault = []\nold = []\nhost = [\"old\"]\n# Bodies.\nxml = [\"dep:x\"]\n\n[dependencies]\n";
        let expected = "[features]\n# All.\ndefault = [\"host\", \"zone\"]\nhost = []\n# Bodies.\nxml = [\"dep:x\"]\nzone = [\"host\"]\n\n[dependencies]\n";
        let written = replaced(manifest, &features).expect("a manifest");
        assert_eq!(written, expected);
        assert_eq!(replaced(&written, &features).as_deref(), Ok(expected));
        assert!(replaced("[dependencies]\n", &features).is_err());
    }
}
