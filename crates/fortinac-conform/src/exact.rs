//! JSON of which no digit is lost.

#[cfg(test)]
mod tests;

use std::fmt;

use fortinac_json::{kind_of, push_index, push_property};
use indexmap::IndexMap;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Number, Value};

/// As in serde_json.
const MAX_DEPTH: usize = 128;

/// The JSON of a body, with every digit of its numbers: a [`Value`] has 64 bits for a number, and so changes
/// `18446744073709551616`. `Debug` shows nothing of it.
///
/// ```
/// use fortinac_conform::ExactJson;
/// use serde_json::json;
///
/// let body = ExactJson::from(json!({"dbid": 7}));
/// assert_eq!(body.to_string(), r#"{"dbid":7}"#);
/// assert_eq!(body.to_value(), json!({"dbid": 7}));
/// ```
#[derive(Clone, PartialEq)]
pub struct ExactJson(pub(crate) Node);

// Only tests may show it.
#[cfg_attr(test, derive(Debug))]
#[derive(Clone, PartialEq)]
pub(crate) enum Node {
    Null,
    Bool(bool),
    /// The number as it is written.
    Number(Box<str>),
    String(String),
    Array(Vec<Node>),
    /// In the order of the text: decoding ends at the first property that is wrong.
    Object(IndexMap<String, Node>),
}

/// Where a text is not JSON, or has a property twice.
pub(crate) struct Invalid {
    pub(crate) path: String,
    pub(crate) reason: String,
}

impl ExactJson {
    /// The value. A number that it cannot hold becomes the nearest one.
    pub fn to_value(&self) -> Value {
        self.0.to_value()
    }

    pub(crate) fn parse(text: &str) -> Result<Self, Invalid> {
        let read = serde_json::from_str(text).map_err(|error| not_json("$", &error));
        Node::read(read?, "$", 0).map(Self)
    }
}

impl From<Value> for ExactJson {
    fn from(value: Value) -> Self {
        Self(Node::from(value))
    }
}

impl fmt::Display for ExactJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = serde_json::to_string(&self.0).map_err(|_| fmt::Error)?;
        f.write_str(&text)
    }
}

impl fmt::Debug for ExactJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}]", self.0.kind())
    }
}

impl Node {
    fn read(raw: &RawValue, path: &str, depth: usize) -> Result<Self, Invalid> {
        let text = raw.get();
        if depth == MAX_DEPTH {
            let reason = format!("is not JSON to read: it is nested more than {MAX_DEPTH} deep");
            let path = "$".into();
            return Err(Invalid { path, reason });
        }
        let failed = |error| not_json(path, &error);
        Ok(match text.as_bytes().first() {
            Some(b'{') => {
                let Properties(properties) = serde_json::from_str(text).map_err(failed)?;
                let mut read = IndexMap::new();
                for (name, value) in properties {
                    let mut path = path.to_owned();
                    push_property(&mut path, &name);
                    let value = Self::read(value, &path, depth + 1)?;
                    if read.insert(name, value).is_some() {
                        let reason = "the object has this property twice".into();
                        return Err(Invalid { path, reason });
                    }
                }
                Self::Object(read)
            }
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(text).map_err(failed)?;
                let items = items.into_iter().enumerate().map(|(index, item)| {
                    let mut path = path.to_owned();
                    push_index(&mut path, index);
                    Self::read(item, &path, depth + 1)
                });
                Self::Array(items.collect::<Result<_, _>>()?)
            }
            Some(b'"') => Self::String(serde_json::from_str(text).map_err(failed)?),
            Some(b'-' | b'0'..=b'9') => Self::Number(text.into()),
            Some(b'n') => Self::Null,
            _ => Self::Bool(text == "true"),
        })
    }

    fn to_value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Number(text) => {
                let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
                let number: Option<Number> = serde_json::from_str(text).ok();
                number.map_or_else(|| Value::from(f64::MAX * sign), Value::Number)
            }
            Self::String(text) => Value::String(text.clone()),
            Self::Array(items) => items.iter().map(Self::to_value).collect(),
            Self::Object(properties) => {
                let values = properties.iter();
                values
                    .map(|(name, value)| (name.clone(), value.to_value()))
                    .collect()
            }
        }
    }

    /// The name of the JSON type.
    pub(crate) fn kind(&self) -> &'static str {
        kind_of(&match self {
            Self::Null => Value::Null,
            Self::Bool(_) => Value::Bool(true),
            Self::Number(text) if is_integer(text) => Value::from(1),
            Self::Number(_) => Value::from(0.5),
            Self::String(_) => Value::String(String::new()),
            Self::Array(_) => Value::Array(Vec::new()),
            Self::Object(_) => Value::Object(serde_json::Map::new()),
        })
    }

    /// Whether two scalars are the same: of the same type, and of exactly the same value.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => is_same_number(a, b),
            _ => self == other,
        }
    }
}

impl From<Value> for Node {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(value),
            Value::Number(number) => Self::Number(number.to_string().into()),
            Value::String(text) => Self::String(text),
            Value::Array(items) => Self::Array(items.into_iter().map(Self::from).collect()),
            Value::Object(properties) => {
                let nodes = properties.into_iter();
                Self::Object(
                    nodes
                        .map(|(name, value)| (name, Self::from(value)))
                        .collect(),
                )
            }
        }
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(text) => {
                let raw = RawValue::from_string(text.to_string());
                raw.map_err(serde::ser::Error::custom)?
                    .serialize(serializer)
            }
            Self::String(text) => serializer.serialize_str(text),
            Self::Array(items) => items.serialize(serializer),
            Self::Object(properties) => properties.serialize(serializer),
        }
    }
}

/// The properties of an object in their order, also those that come twice.
struct Properties<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Properties<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read;

        impl<'de> Visitor<'de> for Read {
            type Value = Properties<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(
                self,
                mut properties: A,
            ) -> Result<Self::Value, A::Error> {
                let mut read = Vec::new();
                while let Some(property) = properties.next_entry()? {
                    read.push(property);
                }
                Ok(Properties(read))
            }
        }

        deserializer.deserialize_map(Read)
    }
}

/// The message of a syntax error has a line and a column, and shows nothing of the text.
fn not_json(path: &str, error: &serde_json::Error) -> Invalid {
    Invalid {
        path: path.to_owned(),
        reason: format!("is not JSON: {error}"),
    }
}

fn is_integer(number: &str) -> bool {
    !number.contains(['.', 'e', 'E'])
}

/// Whether two texts are the same number: both an integer or neither, and of exactly the same value. `1.10` is `1.1`.
pub(crate) fn is_same_number(a: &str, b: &str) -> bool {
    let is_same_value = || matches!((decimal(a), decimal(b)), (Some(a), Some(b)) if a == b);
    a == b || (is_integer(a) == is_integer(b) && is_same_value())
}

/// A number as its sign, its digits without zeros at either end, and the power of ten of the last digit.
fn decimal(number: &str) -> Option<(bool, String, i64)> {
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (mantissa, is_negative) = match mantissa.strip_prefix('-') {
        Some(mantissa) => (mantissa, true),
        None => (mantissa, false),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_end_matches('0');
    if significant.is_empty() {
        return Some((is_negative, String::new(), 0));
    }
    let zeros = i64::try_from(digits.len() - significant.len()).ok()?;
    let exponent = exponent.parse::<i64>().ok()?;
    let exponent = exponent
        .checked_sub(i64::try_from(fraction.len()).ok()?)?
        .checked_add(zeros)?;
    let significant = significant.trim_start_matches('0').to_owned();
    Some((is_negative, significant, exponent))
}
