//! Names of files, schemas, properties and enum values: what Rust can make of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use heck::{ToKebabCase, ToUpperCamelCase};

use super::reserved;
use crate::bundle::COMMON;
use crate::diagnostic::Diagnostic;
use crate::model::api::SchemaKind;
use crate::model::layout::Place;
use crate::model::naming::{
    distinct_names, field_name, is_identifier, is_pascal_case, is_snake_case,
};
use crate::model::{Model, property_pointer, schema_pointer};

/// The variant of an open enumeration for values that are not known.
const OTHER: &str = "Other";

pub(super) fn check(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    files(model, diagnostics);
    schemas(model, diagnostics);
    for (name, schema) in &model.api.schemas {
        match &schema.kind {
            SchemaKind::Record(record) => {
                let names = record
                    .properties
                    .iter()
                    .map(|property| property.name.as_str());
                properties(model, name, names, diagnostics);
            }
            SchemaKind::OpenEnum(values) => enum_values(model, name, values, diagnostics),
            SchemaKind::IntegerOrString => {}
        }
    }
}

fn files(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    let bundle = &model.bundle;
    let common = bundle.root.with_file_name(COMMON);
    let mut misplaced = BTreeSet::new();
    for (path, file) in &bundle.path_files {
        if *file == common {
            diagnostics.push(
                Diagnostic::new(file, "has paths, and is what all resources share")
                    .at("/paths", "paths")
                    .help("move them to the file of a resource"),
            );
        } else if *file != bundle.root {
            let first = path.split('/').nth(1).unwrap_or_default().to_kebab_case();
            let folder = file.parent().and_then(Path::file_name).unwrap_or_default();
            // One diagnostic for all paths that go to the same folder.
            if folder != first.as_str() && misplaced.insert((file, first.clone())) {
                diagnostics.push(
                    model
                        .at(
                            &format!("/paths/{}", fortinac_spec::pointer::escape(path)),
                            format!("is in the folder `{}`", folder.to_string_lossy()),
                        )
                        .help(format!(
                            "move it to a file of the folder `{first}`, its first segment"
                        )),
                );
            }
        }
    }
    let mut files: Vec<&PathBuf> = bundle.path_files.values().collect();
    files.extend(bundle.component_files.values());
    files.sort();
    files.dedup();
    let mut modules: BTreeMap<(String, String), &Path> = BTreeMap::new();
    for file in files
        .into_iter()
        .filter(|file| **file != common && **file != bundle.root)
    {
        let place = Place::of(file, &bundle.root);
        for module in [&place.module, &place.file] {
            if !is_snake_case(module) || !is_identifier(module) {
                diagnostics.push(
                    Diagnostic::new(file, format!("`{module}` is not a valid module name")).help(
                        "rename it: lower-case letters, digits and single hyphens, and no keyword of Rust",
                    ),
                );
            }
        }
        if reserved::is_module(&place.module) {
            diagnostics.push(
                Diagnostic::new(
                    file,
                    format!(
                        "the generated crates have another use for the name `{}`",
                        place.module
                    ),
                )
                .help("give the folder another name"),
            );
        }
        if let Some(other) = modules.insert((place.module, place.file), file) {
            diagnostics.push(
                Diagnostic::new(
                    file,
                    format!("becomes the same module as {}", other.display()),
                )
                .help("give one of the two files another name"),
            );
        }
    }
}

fn schemas(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    for (name, schema) in &model.api.schemas {
        let mut add = |message: String, help: &str| {
            diagnostics.push(model.at(&schema_pointer(name), message).help(help));
        };
        if !is_pascal_case(name) {
            add(
                format!("`{name}` is not in PascalCase"),
                &format!(
                    "call it `{}`: it becomes the name of a Rust type",
                    name.to_upper_camel_case()
                ),
            );
        } else if name.to_upper_camel_case() != *name {
            add(
                format!("`{name}` is `{}` in Rust", name.to_upper_camel_case()),
                "call it so here too",
            );
        }
        let is_hand_written = schema.kind == SchemaKind::IntegerOrString;
        let may_be = reserved::INTEGER_OR_STRING.contains(&name.as_str());
        if is_hand_written && !may_be {
            add(
                format!("no hand-written type of fortinac-types stands for `{name}`"),
                &format!(
                    "write the schema in place where it is used; the components that are an integer or string are: {}",
                    reserved::INTEGER_OR_STRING.join(", ")
                ),
            );
        }
        if reserved::is_type(name) && !(is_hand_written && may_be) {
            add(
                format!("`{name}` is a type of Rust, or one that fortinac-types has by hand"),
                "give the component another name",
            );
        }
        // Rust's spelling of a name differs from it in nothing but letter case.
        if let Some(other) = known.insert(name.to_lowercase(), name) {
            add(
                format!("differs from `{other}` in letter case alone"),
                "give one of the two another name",
            );
        }
    }
}

fn properties<'a>(
    model: &Model,
    schema: &str,
    names: impl Iterator<Item = &'a str> + Clone,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if let Err((name, reason)) = distinct_names(names.clone()) {
        diagnostics.push(
            model
                .at(
                    &property_pointer(schema, name),
                    format!("the property `{name}` {reason}"),
                )
                .help(
                    "describe one of them, or two that differ in letter case alone: the rest is kept as unknown properties",
                ),
        );
    }
    for name in names {
        let message = if !name.contains(char::is_alphanumeric) {
            format!("the name `{name}` has neither letter nor digit")
        } else if reserved::is_field(&field_name(name)) {
            format!("`{name}` is where the Rust type keeps unknown properties")
        } else {
            continue;
        };
        let pointer = property_pointer(schema, name);
        diagnostics.push(
            model
                .at(&pointer, message)
                .help("leave the property out: it is kept as an unknown one"),
        );
    }
}

/// Enum values that Rust does not take for a variant, or that map to the same variant.
fn enum_values(model: &Model, schema: &str, values: &[String], diagnostics: &mut Vec<Diagnostic>) {
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    for value in values {
        let variant = value.to_upper_camel_case();
        if !is_identifier(&variant) || variant == OTHER {
            diagnostics.push(
                model
                    .at(
                        &schema_pointer(schema),
                        format!("the enum value `{value}` cannot be the variant `{variant}` of a Rust enum"),
                    )
                    .help(format!("leave it out: a value that is not listed is kept in `{OTHER}`")),
            );
        } else if let Some(other) = known.insert(variant, value) {
            diagnostics.push(
                model
                    .at(
                        &schema_pointer(schema),
                        format!("the enum values `{other}` and `{value}` map to the same variant"),
                    )
                    .help("leave one of them out"),
            );
        }
    }
}
