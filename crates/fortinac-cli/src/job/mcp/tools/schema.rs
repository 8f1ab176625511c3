//! The arguments of tools: read leniently, and described in few tokens.

use rmcp::model::JsonObject;
use rmcp::schemars::JsonSchema;
use rmcp::schemars::generate::SchemaSettings;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::failure::{Failure, Result};

/// The JSON Schema of the arguments of a tool.
pub(super) fn input<T: JsonSchema>() -> JsonObject {
    schema::<T>(SchemaSettings::draft2020_12())
}

/// The JSON Schema of the result of a tool.
pub(super) fn output<T: JsonSchema>() -> JsonObject {
    schema::<T>(SchemaSettings::draft2020_12().for_serialize())
}

/// A schema without what costs a model tokens and tells it nothing.
fn schema<T: JsonSchema>(settings: SchemaSettings) -> JsonObject {
    let settings = settings.with(|settings| {
        settings.meta_schema = None;
        settings.inline_subschemas = true;
    });
    let schema = settings.into_generator().into_root_schema_for::<T>();
    let mut schema = schema.to_value();
    slim(&mut schema);
    let Value::Object(mut schema) = schema else {
        return JsonObject::new();
    };
    // The comment of the Rust type is for people who read the code.
    schema.remove("description");
    schema
}

fn slim(schema: &mut Value) {
    let Value::Object(keywords) = schema else {
        // `true` is a schema that some clients do not know.
        *schema = Value::Object(JsonObject::new());
        return;
    };
    for name in ["title", "format", "default", "minimum"] {
        keywords.remove(name);
    }
    // An optional argument is left out. Null does too, but needs no mention.
    if let Some(Value::Array(types)) = keywords.get_mut("type") {
        types.retain(|ty| ty != "null");
        if let [one] = types.as_slice() {
            keywords["type"] = one.clone();
        }
    }
    if let Some(Value::Object(properties)) = keywords.get_mut("properties") {
        properties.values_mut().for_each(slim);
    }
    match keywords.get_mut("items") {
        Some(Value::Bool(true)) => drop(keywords.remove("items")),
        Some(items) => slim(items),
        None => {}
    }
}

/// The arguments of a call.
///
/// # Errors
/// One is unknown, missing, or of another type.
pub(super) fn parsed<T: DeserializeOwned>(arguments: JsonObject) -> Result<T> {
    serde_json::from_value(Value::Object(arguments)).map_err(|error| {
        Failure::usage(format!(
            "the arguments of the tool are not as its schema says: {error}"
        ))
    })
}

/// Several texts, or one, or none.
pub(super) fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Texts {
        None(()),
        One(String),
        Many(Vec<String>),
    }
    let texts = Texts::deserialize(deserializer)
        .map_err(|_| serde::de::Error::custom("expected an array of texts"))?;
    Ok(match texts {
        Texts::None(()) => Vec::new(),
        Texts::One(text) => vec![text],
        Texts::Many(texts) => texts,
    })
}
