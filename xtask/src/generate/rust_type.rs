//! The Rust types of values, by the names that the prelude of fortinac-types has for them, or by their paths.

use crate::model::Model;
use crate::model::api::{SchemaKind, Type};

/// The Rust type of a value, where the records that it names are imported.
pub(super) fn rust_type(ty: &Type) -> String {
    with_paths(ty, "", &str::to_owned)
}

/// The same, where fortinac-types is the module `types`.
pub(super) fn in_types(model: &Model, ty: &Type) -> String {
    with_paths(ty, "types::", &|name| component_path(model, name))
}

/// Where fortinac-types has the type of a component: in the module of its folder, unless it is written by hand.
pub(super) fn component_path(model: &Model, name: &str) -> String {
    match module_of(model, name) {
        Some(module) => format!("{module}::{name}"),
        None => name.to_owned(),
    }
}

/// The module of a component whose type is generated.
pub(super) fn module_of(model: &Model, name: &str) -> Option<String> {
    let schema = model.api.schemas.get(name)?;
    let is_generated = !matches!(schema.kind, SchemaKind::IntegerOrString);
    is_generated.then(|| model.place_of_schema(name).module)
}

fn with_paths(ty: &Type, types: &str, path: &dyn Fn(&str) -> String) -> String {
    let inner = |ty: &Type| with_paths(ty, types, path);
    match ty {
        Type::String => "String".into(),
        Type::File => "Upload".into(),
        Type::Integer => "i64".into(),
        Type::Boolean => "bool".into(),
        Type::Number if types.is_empty() => "Number".into(),
        Type::Number => format!("{types}serde_json::Number"),
        Type::JsonString => format!("{types}JsonString"),
        Type::StringOf(of) => format!("{types}StringOf<{}>", inner(of)),
        Type::Secret => format!("{types}Secret"),
        Type::IntegerOrString => format!("{types}IntegerOrString"),
        Type::Object => format!("{types}Extra"),
        Type::Any => format!("{types}JsonValue"),
        Type::Ref(name) => format!("{types}{}", path(name)),
        Type::RecordOrString(name) => format!("{types}RecordOrString<{types}{}>", path(name)),
        Type::Array(items) => format!("Vec<{}>", inner(items)),
        // Records redact themselves. A `$ref` does not say that the values can be null, which they can.
        Type::Map(values) if matches!(**values, Type::Ref(_)) => {
            format!("BTreeMap<String, Option<{}>>", inner(values))
        }
        // The names are data, so any value may be a secret that no name in the spec tells.
        Type::Map(values) => format!("{types}Entries<{}>", inner(values)),
    }
}
