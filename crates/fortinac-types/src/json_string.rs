use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::decode::{self, DecodeError};

/// A string that contains JSON, such as `trustedHosts` (`["192.0.2.0/24"]`) or `lastChangeSummary`. It is serialized
/// unchanged.
///
/// It may contain a secret (the old and the new value of a changed property), so `Debug` shows only its length.
///
/// ```
/// use fortinac_types::JsonString;
///
/// let hosts: JsonString = serde_json::from_str(r#""[\"192.0.2.0/24\"]""#)?;
/// assert_eq!(hosts.parse::<Vec<String>>()?, ["192.0.2.0/24"]);
/// assert_eq!(JsonString::of(&["192.0.2.0/24"])?, hosts);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JsonString(String);

impl JsonString {
    /// A string that contains `value` as JSON.
    ///
    /// # Errors
    /// `value` cannot be written as JSON.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Result<Self, serde_json::Error> {
        serde_json::to_string(value).map(Self)
    }

    /// The string as on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Decodes the JSON in the string. Decode a `serde_json::Value` if it can be anything.
    ///
    /// # Errors
    /// The string is not JSON (it may be empty), or does not decode into a `T`.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        decode::from_slice(self.0.as_bytes())
    }
}

impl<T: Into<String>> From<T> for JsonString {
    fn from(string: T) -> Self {
        Self(string.into())
    }
}

impl fmt::Debug for JsonString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[JSON string of {} bytes]", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_string_is_serialized_unchanged() {
        for wire in [r#""""#, r#""[]""#, r#"" [1 ] ""#, r#""no JSON""#] {
            let string: JsonString = serde_json::from_str(wire).unwrap();
            assert_eq!(serde_json::to_string(&string).unwrap(), wire);
        }
        assert!(JsonString::from("").parse::<serde_json::Value>().is_err());
        assert_eq!(
            JsonString::from("[1, 2]").parse::<Vec<i64>>().unwrap(),
            [1, 2]
        );
    }

    #[test]
    fn debug_shows_no_content() {
        assert_eq!(
            format!("{:?}", JsonString::from("[\"canary\"]")),
            "[JSON string of 10 bytes]"
        );
    }
}
