use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::decode::{self, DecodeError};

/// A JSON value whose type no source documents. It is kept, and serialized unchanged.
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
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JsonValue(Value);

impl JsonValue {
    /// The value.
    pub fn as_value(&self) -> &Value {
        &self.0
    }

    /// Converts into the value.
    pub fn into_value(self) -> Value {
        self.0
    }

    /// Decodes the value.
    ///
    /// # Errors
    /// The value does not decode into a `T`.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        decode::from_value(&self.0)
    }
}

impl<T: Into<Value>> From<T> for JsonValue {
    fn from(value: T) -> Self {
        Self(value.into())
    }
}

impl fmt::Debug for JsonValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.0 {
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
}
