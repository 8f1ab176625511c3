use std::fmt;

use serde::de::{DeserializeOwned, Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::decode::hooks::JSON_VALUE;
use crate::decode::{self, DecodeError};

/// A JSON value whose type no source documents, or another than documented. It is kept, and serialized unchanged.
///
/// It can hold a secret, so `Debug` shows only its JSON type.
///
/// ```
/// use fortinac_types::JsonValue;
///
/// let value: JsonValue = serde_json::from_str("[31, 32]")?;
/// assert_eq!(value.as_value()[0], 31);
/// assert_eq!(value.parse::<Vec<i64>>()?, [31, 32]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct JsonValue {
    value: Value,
    /// The JSON text, if the value is not exactly what came.
    text: Option<Box<RawValue>>,
}

impl JsonValue {
    /// The value. A number that 64 bits do not hold is the nearest one here, and is serialized with all its digits.
    pub fn as_value(&self) -> &Value {
        &self.value
    }

    /// Converts into the value.
    pub fn into_value(self) -> Value {
        self.value
    }

    /// Whether [`as_value`](Self::as_value) is exactly what came.
    pub fn is_exact(&self) -> bool {
        self.text.is_none()
    }

    /// Decodes the value.
    ///
    /// # Errors
    /// The value does not decode into a `T`.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        match &self.text {
            Some(text) => decode::from_slice(text.get().as_bytes()),
            None => decode::from_value(&self.value),
        }
    }

    /// A value out of a valid JSON text.
    fn from_text(json: &str) -> Self {
        let (value, is_exact) = decode::nearest(json);
        let text = (!is_exact).then(|| RawValue::from_string(json.to_owned()).ok());
        Self {
            value,
            text: text.flatten(),
        }
    }
}

impl<T: Into<Value>> From<T> for JsonValue {
    fn from(value: T) -> Self {
        Self {
            value: value.into(),
            text: None,
        }
    }
}

impl PartialEq for JsonValue {
    fn eq(&self, other: &Self) -> bool {
        let text = |value: &Self| value.text.as_ref().map(|text| text.get().to_owned());
        self.value == other.value && text(self) == text(other)
    }
}

impl Serialize for JsonValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.text {
            Some(text) => text.serialize(serializer),
            None => self.value.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for JsonValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct JsonVisitor;

        impl<'de> Visitor<'de> for JsonVisitor {
            type Value = JsonValue;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }

            fn visit_newtype_struct<D: Deserializer<'de>>(
                self,
                deserializer: D,
            ) -> Result<JsonValue, D::Error> {
                Value::deserialize(deserializer).map(Into::into)
            }

            fn visit_str<E: Error>(self, json: &str) -> Result<JsonValue, E> {
                Ok(JsonValue::from_text(json))
            }
        }

        deserializer.deserialize_newtype_struct(JSON_VALUE, JsonVisitor)
    }
}

impl fmt::Debug for JsonValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.value {
            Value::Null => "null",
            Value::Bool(_) => "[boolean]",
            Value::Number(_) => "[number]",
            Value::String(_) => "[string]",
            Value::Array(_) => "[array]",
            Value::Object(_) => "[object]",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_only_the_json_type() {
        assert_eq!(format!("{:?}", JsonValue::from("canary")), "[string]");
    }

    #[test]
    fn digits_are_kept() {
        for json in [
            "123456789012345678901234567890",
            "[0.1000000000000000055511151231257827,-1e400]",
            r#"{"a":"cut \ud83d"}"#,
        ] {
            let value: JsonValue = decode::from_slice(json.as_bytes()).unwrap();
            // With `arbitrary_precision`, a number has a sign in its exponent.
            let written = serde_json::to_string(&value).unwrap().replace("e+", "e");
            assert_eq!(written, json);
            assert_eq!(value, value.clone());
        }
    }
}
