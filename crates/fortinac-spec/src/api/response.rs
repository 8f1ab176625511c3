//! The part of the envelope that a call returns.

use super::{Api, Output, Record, Type};

/// The value of `x-fortinac-result`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Promise {
    None,
    Envelope,
    One,
    List,
    Count,
    Value,
}

impl Promise {
    pub(super) fn from_value(value: &str) -> Option<Self> {
        Some(match value {
            "none" => Self::None,
            "envelope" => Self::Envelope,
            "one" => Self::One,
            "list" => Self::List,
            "count" => Self::Count,
            "value" => Self::Value,
            _ => return None,
        })
    }
}

/// The message and the help for an envelope that does not have the promised result.
type Mismatch = (String, String);

/// Finds the promised result in the envelope.
pub(super) fn output(promise: Promise, envelope: &str, api: &Api) -> Result<Output, Mismatch> {
    let Some(record) = api.record(envelope) else {
        // The missing envelope is reported as an issue of its own.
        return Ok(Output::Envelope);
    };
    let lacks = |value: &str, what: &str| {
        (
            format!("`{value}` needs {what} in {envelope}"),
            "correct the result, or describe the properties of the envelope".to_owned(),
        )
    };
    Ok(match promise {
        Promise::None => match dropped(record, api) {
            None => Output::None,
            Some((property, meant)) => {
                return Err((
                    format!("`none` drops the records in `{property}` of {envelope}"),
                    format!("write `x-fortinac-result: {meant}`"),
                ));
            }
        },
        Promise::Envelope => Output::Envelope,
        Promise::Value => {
            let property = ["result", "results"]
                .into_iter()
                .find_map(|name| record.property(name));
            let property = property.ok_or_else(|| lacks("value", "`result` or `results`"))?;
            if matches!(property.ty, Type::Map(_)) {
                return Err((
                    format!(
                        "`value` returns the map in `{}` of {envelope}",
                        property.name
                    ),
                    "write `x-fortinac-result: envelope`".to_owned(),
                ));
            }
            Output::Value {
                property: property.name.clone(),
                ty: property.ty.clone(),
            }
        }
        Promise::Count => {
            let is_number = |name: &&str| {
                record
                    .property(name)
                    .is_some_and(|property| property.ty == Type::Integer)
            };
            let property = ["total", "totalCount", "result", "results"]
                .into_iter()
                .find(is_number);
            let property = property.ok_or_else(|| {
                lacks(
                    "count",
                    "an integer in `total`, `totalCount`, `result` or `results`",
                )
            })?;
            Output::Count {
                property: property.to_owned(),
            }
        }
        Promise::One => {
            let alone = record
                .property("result")
                .and_then(|property| record_name(&property.ty, api));
            let in_list = record
                .property("results")
                .and_then(|property| match &property.ty {
                    Type::Array(items) => record_name(items, api),
                    _ => None,
                });
            let (property, found) = match (alone, in_list) {
                (Some(name), _) => ("result", name),
                (None, Some(name)) => ("results", name),
                (None, None) => return Err(lacks("one", "a record in `result` or `results`")),
            };
            Output::One {
                property: property.to_owned(),
                record: found.to_owned(),
            }
        }
        Promise::List => {
            let results = record.property("results").map(|property| &property.ty);
            let Some(Type::Array(item)) = results else {
                return Err(lacks("list", "an array in `results`"));
            };
            let item_record = record_name(item, api).and_then(|name| api.record(name));
            let is_id = |name: &&str| {
                let property = item_record.and_then(|record| record.property(name));
                property.is_some_and(|property| property.ty == Type::Integer)
            };
            Output::List {
                property: "results".to_owned(),
                item: (**item).clone(),
                key: ["id", "dbid"].into_iter().find(is_id).map(str::to_owned),
            }
        }
    })
}

fn record_name<'a>(ty: &'a Type, api: &Api) -> Option<&'a str> {
    match ty {
        Type::Ref(name) if api.record(name).is_some() => Some(name),
        _ => None,
    }
}

/// The property with records that a call without a result would drop, and the result that would return them.
fn dropped<'a>(envelope: &'a Record, api: &Api) -> Option<(&'a str, &'static str)> {
    envelope
        .properties
        .iter()
        .find_map(|property| match &property.ty {
            Type::Array(items) if record_name(items, api).is_some() => {
                Some((&*property.name, "list"))
            }
            ty if record_name(ty, api).is_some() => Some((&*property.name, "one")),
            _ => None,
        })
}
