//! Values made out of a type.

use fortinac_spec::api::{Api, SchemaKind, Type};
use serde_json::{Value, json};

/// What a complete value is made of.
#[derive(Debug, Clone)]
pub struct Filling {
    /// Every string.
    pub string: &'static str,
    /// Every number that can have a fraction.
    pub number: f64,
    /// Every value that can be anything.
    pub any: Value,
    /// How many items an array has.
    pub items: usize,
    /// Whether what can also be a string is one.
    pub prefers_strings: bool,
}

impl Default for Filling {
    fn default() -> Self {
        Self {
            string: "text",
            number: 1.4,
            any: json!({"anything": [null]}),
            items: 1,
            prefers_strings: false,
        }
    }
}

/// A value with every property of its type, at every depth. A record inside one of its own kind is left out; where a
/// string can stand for it, that is there.
pub fn complete(api: &Api, ty: &Type, filling: &Filling) -> Value {
    value(api, ty, filling, &mut Vec::new()).unwrap_or_default()
}

fn value<'a>(
    api: &'a Api,
    ty: &'a Type,
    filling: &Filling,
    around: &mut Vec<&'a str>,
) -> Option<Value> {
    let string = || Value::from(filling.string);
    let integer = || Value::from(402_817_365_519_i64);
    Some(match ty {
        Type::String | Type::JsonString | Type::StringOf(_) | Type::File | Type::Secret => string(),
        Type::IntegerOrString | Type::RecordOrString(_) if filling.prefers_strings => string(),
        Type::Integer | Type::IntegerOrString => integer(),
        Type::Number => filling.number.into(),
        Type::Boolean => true.into(),
        Type::RecordOrString(name) => record(api, name, filling, around).unwrap_or_else(string),
        Type::Array(items) => {
            let item = value(api, items, filling, around)?;
            vec![item; filling.items].into()
        }
        Type::Map(values) => {
            let value = value(api, values, filling, around);
            value
                .map(|value| ("entry".to_owned(), value))
                .into_iter()
                .collect()
        }
        Type::Object => json!({}),
        Type::Any => filling.any.clone(),
        Type::Ref(name) => match api.schemas.get(name).map(|schema| &schema.kind) {
            Some(SchemaKind::IntegerOrString) if !filling.prefers_strings => integer(),
            Some(SchemaKind::OpenEnum(_) | SchemaKind::IntegerOrString) => string(),
            Some(SchemaKind::Record(_)) | None => record(api, name, filling, around)?,
        },
    })
}

fn record<'a>(
    api: &'a Api,
    name: &'a str,
    filling: &Filling,
    around: &mut Vec<&'a str>,
) -> Option<Value> {
    if around.contains(&name) {
        return None;
    }
    around.push(name);
    let properties = api.record(name)?.properties.iter();
    let values = properties.filter_map(|property| {
        let value = value(api, &property.ty, filling, around)?;
        Some((property.name.clone(), value))
    });
    let record = values.collect();
    around.pop();
    Some(record)
}
