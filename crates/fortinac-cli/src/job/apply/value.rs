//! What a cell changes: nothing, or the property to a value of the type that the spec has, in the form of the wire.

use fortinac_spec::api::Type;
use jiff::Timestamp;
use serde_json::{Number, Value};

use super::rounded;
use crate::call::target;
use crate::output::{REDACTED, cell_text};

/// What the command line says of cells.
#[derive(Clone, Debug, Default)]
pub(super) struct Rules {
    pub(super) empty_is_null: bool,
    pub(super) null_text: Option<String>,
}

/// What a cell does.
#[derive(Debug, PartialEq)]
pub(super) enum Effect {
    Nothing,
    /// A spreadsheet has rounded the number, which is left as it is.
    Rounded,
    Change(Value),
}

/// The effect of a text, as in CSV.
///
/// # Errors
/// The text is no value of this type.
pub(super) fn of_text(
    ty: &Type,
    current: &Value,
    text: &str,
    rules: &Rules,
) -> Result<Effect, String> {
    let is_null =
        rules.null_text.as_deref() == Some(text) || text.is_empty() && rules.empty_is_null;
    if is_null {
        let is_unset = current.is_null() || text.is_empty() && *current == "";
        return Ok(match is_unset {
            true => Effect::Nothing,
            false => Effect::Change(Value::Null),
        });
    }
    if text.is_empty() || text == REDACTED || text == cell_text(current) {
        return Ok(Effect::Nothing);
    }
    if rounded::is_of(text, current) {
        return Ok(Effect::Rounded);
    }
    of_string(ty, current, text)
}

/// The effect of a value, as in JSON.
///
/// # Errors
/// The value has another type than the property.
pub(super) fn of_value(ty: &Type, current: &Value, value: &Value) -> Result<Effect, String> {
    let is_scalar_type = matches!(ty, Type::Integer | Type::Number | Type::Boolean);
    match value {
        Value::String(text) if text.is_empty() || text == REDACTED => {
            let is_same = text == REDACTED || current.is_null() || *current == "";
            Ok(match is_same {
                true => Effect::Nothing,
                false => Effect::Change(value.clone()),
            })
        }
        Value::String(text) => match *text == cell_text(current) {
            true => Ok(Effect::Nothing),
            false => of_string(ty, current, text),
        },
        value => {
            let is_right = match (ty, value) {
                (_, Value::Null) => true,
                (Type::Integer, value) => value.is_i64(),
                (Type::Number, value) => value.is_number(),
                (Type::Boolean, value) => value.is_boolean(),
                (Type::String | Type::Secret, value) => value.is_string() || current.is_number(),
                _ => true,
            };
            if !is_right {
                let expected = if is_scalar_type { noun(ty) } else { "text" };
                return Err(format!("{value} is no {expected}"));
            }
            Ok(merged(current, value).map_or(Effect::Nothing, Effect::Change))
        }
    }
}

fn of_string(ty: &Type, current: &Value, text: &str) -> Result<Effect, String> {
    let wanted = typed(ty, current, text)?;
    Ok(match is_same(ty, current, &wanted) {
        true => Effect::Nothing,
        false => Effect::Change(wanted),
    })
}

/// The value of a text.
fn typed(ty: &Type, current: &Value, text: &str) -> Result<Value, String> {
    let wrong = || format!("`{text}` is no {}", noun(ty));
    let is_number = matches!(ty, Type::Integer | Type::Number | Type::IntegerOrString);
    let is_number = is_number || is_timestamp(ty) || current.is_number();
    if is_number && rounded::is_scientific(text) {
        return Err(format!("`{text}` was rounded by a spreadsheet"));
    }
    // Where an appliance has the value in a string, it stays in one.
    let of_wire = |value: Value| match current {
        Value::String(_) => text.trim().into(),
        _ => value,
    };
    Ok(match ty {
        Type::Integer => of_wire(text.trim().parse::<i64>().map_err(|_| wrong())?.into()),
        Type::Number => {
            let number: Number = text.trim().parse().map_err(|_| wrong())?;
            of_wire(number.into())
        }
        // Spreadsheets write TRUE.
        Type::Boolean => match text.trim().to_ascii_lowercase().as_str() {
            "true" => of_wire(true.into()),
            "false" => of_wire(false.into()),
            _ => return Err(wrong()),
        },
        ty if is_timestamp(ty) => time(current, text),
        Type::Array(items) => list(items, text).ok_or_else(wrong)?,
        Type::Ref(_) | Type::IntegerOrString if !current.is_object() => match text.parse::<i64>() {
            Ok(integer) if !current.is_string() && integer.to_string() == text => integer.into(),
            // A record has no text.
            _ if text.starts_with('{') => json(text).ok_or_else(wrong)?,
            _ => text.into(),
        },
        Type::Ref(_) | Type::RecordOrString(_) | Type::Object | Type::Map(_)
            if !current.is_string() =>
        {
            let given = json(text).ok_or_else(wrong)?;
            merged(current, &given).unwrap_or_else(|| current.clone())
        }
        Type::Any if !current.is_string() => json(text).unwrap_or_else(|| text.into()),
        _ => text.into(),
    })
}

fn is_same(ty: &Type, current: &Value, wanted: &Value) -> bool {
    if current == wanted {
        return true;
    }
    match (current, wanted) {
        (Value::String(current), Value::String(wanted)) => {
            let macs = || target::mac(current).is_some_and(|mac| Some(mac) == target::mac(wanted));
            let json_of = |text: &str| match ty {
                Type::JsonString => json(text),
                _ => None,
            };
            let jsons = || json_of(current).is_some_and(|value| Some(value) == json_of(wanted));
            let times = || {
                is_timestamp(ty)
                    && instant(current).is_some_and(|time| Some(time) == instant(wanted))
            };
            // Editors and spreadsheets change the ends of lines.
            current.replace("\r\n", "\n") == *wanted || macs() || jsons() || times()
        }
        (Value::Number(current), Value::Number(wanted)) => {
            !current.is_i64() && current.as_f64() == wanted.as_f64()
        }
        _ => false,
    }
}

/// The value with the properties that are given; `None` if it has them. What stands for a secret changes nothing.
pub(super) fn merged(current: &Value, given: &Value) -> Option<Value> {
    match (current, given) {
        (_, given) if *given == REDACTED => None,
        (Value::Object(properties), Value::Object(wanted)) => {
            let mut all = properties.clone();
            let mut is_changed = false;
            for (name, value) in wanted {
                let before = properties.get(name).unwrap_or(&Value::Null);
                if let Some(value) = merged(before, value) {
                    all.insert(name.clone(), value);
                    is_changed = true;
                }
            }
            is_changed.then(|| all.into())
        }
        (Value::Array(items), Value::Array(wanted)) if items.len() == wanted.len() => {
            let pairs = items.iter().zip(wanted);
            let new = pairs.map(|(before, value)| merged(before, value));
            let new: Vec<Option<Value>> = new.collect();
            let is_changed = new.iter().any(Option::is_some);
            let all = new.into_iter().zip(items);
            is_changed.then(|| {
                all.map(|(new, before)| new.unwrap_or_else(|| before.clone()))
                    .collect()
            })
        }
        (current, given) => (!is_same(&Type::Any, current, given)).then(|| given.clone()),
    }
}

/// Texts with commas between them, or an array in JSON.
fn list(items: &Type, text: &str) -> Option<Value> {
    if text.trim_start().starts_with('[') {
        return json(text).filter(Value::is_array);
    }
    let texts = text
        .split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty());
    let values = texts.map(|item| match items {
        Type::Integer => item.parse::<i64>().ok().map(Value::from),
        Type::Ref(_) | Type::Object => None,
        _ => Some(item.into()),
    });
    values.collect::<Option<Vec<_>>>().map(Value::from)
}

fn json(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

pub(super) fn is_timestamp(ty: &Type) -> bool {
    *ty == Type::Ref("Timestamp".to_owned())
}

/// A time in the form in which the record has it.
fn time(current: &Value, text: &str) -> Value {
    match (
        current.is_string(),
        text.trim().parse::<i64>(),
        instant(text),
    ) {
        (false, Ok(milliseconds), _) => milliseconds.into(),
        (false, _, Some(milliseconds)) if current.is_number() => milliseconds.into(),
        _ => text.into(),
    }
}

/// The milliseconds of a time with its zone.
fn instant(text: &str) -> Option<i64> {
    let with_offset = Timestamp::strptime("%Y-%m-%dT%H:%M:%S%.f%z", text);
    let time = with_offset.or_else(|_| text.parse()).ok()?;
    Some(time.as_millisecond())
}

fn noun(ty: &Type) -> &'static str {
    match ty {
        Type::Integer => "integer",
        Type::Number => "number",
        Type::Boolean => "boolean",
        Type::Array(_) => "array",
        _ => "JSON",
    }
}

#[cfg(test)]
mod tests;
