//! Cargo features: one for each family, so that compile time follows use.
//!
//! A feature is called like the family's file. One of the client brings those of the types that its calls need, and one
//! of the types brings those of the records that its records hold.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use super::{COMMON, Families, Family, GeneratedFile};
use crate::bundle::Bundle;
use crate::spelling;

const BEGIN: &str = "# Families. Written by `cargo xtask codegen`: do not edit up to the end.\n";
const END: &str = "# End of families.\n";

/// What most users call: the families of the crates' `default`.
const DEFAULT: [&str; 6] = [
    "adapter",
    "host",
    "policy-access",
    "system-background-task",
    "system-group",
    "user",
];

/// The names of features, each with those that it brings.
type Features = BTreeMap<String, BTreeSet<String>>;

/// The manifests of the crates that have families as features.
pub(super) fn manifests(
    workspace: &Path,
    bundle: &Bundle,
    families: &Families,
) -> Result<Vec<GeneratedFile>, String> {
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
        manifest("fortinac-types", of_types(bundle, families))?,
        manifest("fortinac-client", of_client(bundle, families))?,
    ])
}

fn of_types(bundle: &Bundle, families: &Families) -> Features {
    let mut features = Features::new();
    for (name, schema) in bundle.schemas() {
        let Some(family) = family_of(name, families) else {
            continue;
        };
        let brought = features.entry(family.feature()).or_default();
        brought.extend(referenced(schema, families).map(Family::feature));
        brought.remove(&family.feature());
    }
    features
}

fn of_client(bundle: &Bundle, families: &Families) -> Features {
    let mut features = Features::new();
    let paths = bundle.document["paths"].as_object();
    for (path, item) in paths.into_iter().flatten() {
        let Some(family) = families.paths.get(path) else {
            continue;
        };
        let brought = features.entry(family.feature()).or_default();
        let types = referenced(item, families).map(Family::feature);
        brought.extend(types.map(|feature| format!("fortinac-types/{feature}")));
    }
    features
}

/// The family of a component; what all share is no feature.
fn family_of<'a>(component: &str, families: &'a Families) -> Option<&'a Family> {
    let family = families.components.get(component)?;
    (family.module != COMMON).then_some(family)
}

/// The families of the components that a part of the description refers to.
fn referenced<'a>(
    value: &'a Value,
    families: &'a Families,
) -> Box<dyn Iterator<Item = &'a Family> + 'a> {
    match value {
        Value::Object(members) => {
            let own = members.get("$ref").and_then(spelling::component_name);
            let own = own.and_then(|name| family_of(name, families));
            let inside = members
                .values()
                .flat_map(|value| referenced(value, families));
            Box::new(own.into_iter().chain(inside))
        }
        Value::Array(items) => Box::new(items.iter().flat_map(|item| referenced(item, families))),
        _ => Box::new(std::iter::empty()),
    }
}

/// A manifest with these features between its marks.
fn replaced(manifest: &str, features: &Features) -> Result<String, String> {
    let marks = || {
        format!(
            "the section `[features]` lacks the lines `{}` and `{}`",
            BEGIN.trim(),
            END.trim()
        )
    };
    if let Some(dead) = DEFAULT.iter().find(|name| !features.contains_key(**name)) {
        return Err(format!(
            "there is no family `{dead}` for `default`: take it out of xtask/src/codegen/features.rs"
        ));
    }
    let (before, rest) = manifest.split_once(BEGIN).ok_or_else(marks)?;
    let (_, after) = rest.split_once(END).ok_or_else(marks)?;
    let list = |names: &mut dyn Iterator<Item = &String>| {
        let names: Vec<String> = names.map(|name| format!("\"{name}\"")).collect();
        match names.iter().map(String::len).sum::<usize>() {
            0..=90 => format!("[{}]", names.join(", ")),
            _ => format!("[\n  {},\n]", names.join(",\n  ")),
        }
    };
    let mut section = format!(
        "default = {}\nfull = {}\n",
        list(
            &mut features
                .keys()
                .filter(|name| DEFAULT.contains(&name.as_str()))
        ),
        list(&mut features.keys())
    );
    for (name, brought) in features {
        section.push_str(&format!("{name} = {}\n", list(&mut brought.iter())));
    }
    Ok(format!("{before}{BEGIN}{section}{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_between_the_marks_changes() {
        let mut features =
            Features::from([("zone".to_owned(), BTreeSet::from(["user".to_owned()]))]);
        features.extend(DEFAULT.map(|name| (name.to_owned(), BTreeSet::new())));
        let manifest = format!("[features]\n{BEGIN}old = []\n{END}[dependencies]\n");
        let expected = format!(
            r#"[features]
{BEGIN}default = ["adapter", "host", "policy-access", "system-background-task", "system-group", "user"]
full = ["adapter", "host", "policy-access", "system-background-task", "system-group", "user", "zone"]
adapter = []
host = []
policy-access = []
system-background-task = []
system-group = []
user = []
zone = ["user"]
{END}[dependencies]
"#
        );
        let written = replaced(&manifest, &features).unwrap();
        assert_eq!(written, expected);
        assert_eq!(replaced(&written, &features).unwrap(), expected);
        assert!(
            replaced("[features]\n", &features)
                .unwrap_err()
                .contains("lacks")
        );
    }
    #[test]
    fn a_default_that_is_no_family_is_an_error() {
        let manifest = format!("[features]\n{BEGIN}{END}");
        let error = replaced(&manifest, &Features::new()).unwrap_err();
        assert!(error.contains("no family `adapter`"), "{error}");
    }
}
