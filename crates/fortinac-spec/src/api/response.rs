//! The part of the envelope that a call returns.

use super::{Api, Output, Property, Record, Type};

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

/// Finds the promised result in the envelope: in the named property (`x-fortinac-result-property`), or else in one of
/// the usual ones.
pub(super) fn output(
    promise: Promise,
    envelope: &str,
    named: Option<&str>,
    api: &Api,
) -> Result<Output, Mismatch> {
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
    if let Some(name) = named
        && record.property(name).is_none()
    {
        return Err((
            format!("`x-fortinac-result-property` names `{name}`, which {envelope} does not have"),
            "write the name of a property of the response".to_owned(),
        ));
    }
    // The candidates that the envelope has, in the order of preference.
    let candidates = |usual: &[&'static str]| -> Vec<&Property> {
        let names = match named {
            Some(name) => vec![name],
            None => usual.to_vec(),
        };
        names
            .into_iter()
            .filter_map(|name| record.property(name))
            .collect()
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
            let candidates = candidates(&["result", "results"]);
            let property = candidates
                .first()
                .ok_or_else(|| lacks("value", "`result` or `results`"))?;
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
            let candidates = candidates(&["total", "totalCount", "result", "results"]);
            let is_number = |property: &&Property| property.ty == Type::Integer;
            let property = candidates.into_iter().find(is_number).ok_or_else(|| {
                lacks(
                    "count",
                    "an integer in `total`, `totalCount`, `result` or `results`",
                )
            })?;
            Output::Count {
                property: property.name.clone(),
            }
        }
        Promise::One => {
            let found = candidates(&["result", "results"])
                .into_iter()
                .find_map(|property| {
                    let record = match &property.ty {
                        Type::Array(items) => record_name(items, api),
                        ty => record_name(ty, api),
                    };
                    Some((property, record?))
                });
            let (property, found) =
                found.ok_or_else(|| lacks("one", "a record in `result` or `results`"))?;
            Output::One {
                property: property.name.clone(),
                record: found.to_owned(),
                is_only_item: matches!(property.ty, Type::Array(_)),
            }
        }
        Promise::List => {
            let candidates = candidates(&["results"]);
            let item = candidates.first().and_then(|property| match &property.ty {
                Type::Array(item) => Some((property, item)),
                _ => None,
            });
            let (property, item) = item.ok_or_else(|| lacks("list", "an array in `results`"))?;
            let item_record = record_name(item, api).and_then(|name| api.record(name));
            let is_id = |name: &&str| {
                let property = item_record.and_then(|record| record.property(name));
                property.is_some_and(|property| property.ty == Type::Integer)
            };
            Output::List {
                property: property.name.clone(),
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
