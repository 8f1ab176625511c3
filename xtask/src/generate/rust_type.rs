//! The Rust types of values, by the names that the prelude of fortinac-types has for them.

use crate::model::api::Type;

/// The Rust type of a value.
pub(super) fn rust_type(ty: &Type) -> String {
    with_prefix(ty, "")
}

/// The same, where the types of fortinac-types are in the module `types`.
pub(super) fn in_types(ty: &Type) -> String {
    with_prefix(ty, "types::")
}

fn with_prefix(ty: &Type, types: &str) -> String {
    let inner = |ty: &Type| with_prefix(ty, types);
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
        Type::Ref(name) => format!("{types}{name}"),
        Type::RecordOrString(name) => format!("{types}RecordOrString<{types}{name}>"),
        Type::Array(items) => format!("Vec<{}>", inner(items)),
        // Records redact themselves. A `$ref` does not say that the values can be null, which they can.
        Type::Map(values) if matches!(**values, Type::Ref(_)) => {
            format!("BTreeMap<String, Option<{}>>", inner(values))
        }
        // The names are data, so any value may be a secret that no name in the spec tells.
        Type::Map(values) => format!("{types}Entries<{}>", inner(values)),
    }
}
