//! The arguments of tools: read leniently, and described in few tokens.

use rmcp::model::JsonObject;
use rmcp::schemars::JsonSchema;
use rmcp::schemars::generate::SchemaSettings;
use serde::de::{DeserializeOwned, Error};
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
    serde_path_to_error::deserialize(Value::Object(arguments)).map_err(|error| {
        let (path, reason) = (error.path().to_string(), error.inner());
        let place = match path.as_str() {
            "." => "arguments".to_owned(),
            path => format!("`{path}`"),
        };
        Failure::usage(format!("{place}: {reason}")).hint("tools/list has the schema of the tool")
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
        .map_err(|_| Error::custom("expected an array of texts"))?;
    Ok(match texts {
        Texts::None(()) => Vec::new(),
        Texts::One(text) => vec![text],
        Texts::Many(texts) => texts,
    })
}

/// A number, or a text with one, or none.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let number = match &value {
        Value::Null => return Ok(None),
        Value::String(text) => text.trim().parse().ok(),
        value => value.as_u64(),
    };
    let number = number.ok_or_else(|| Error::custom("expected a whole number, 0 or more"))?;
    Ok(Some(number))
}

/// Values by name, or a text with them as JSON, as some models send it.
pub(super) fn values<'de, D: Deserializer<'de>>(deserializer: D) -> Result<JsonObject, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let value = match value {
        Value::String(text) => serde_json::from_str(&text).unwrap_or_default(),
        Value::Null => Value::Object(JsonObject::new()),
        value => value,
    };
    match value {
        Value::Object(values) => Ok(values),
        _ => Err(Error::custom("expected an object with values by name")),
    }
}
