use std::fmt;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A string that contains JSON, such as `trustedHosts` (`["192.0.2.0/24"]`) or `lastChangeSummary`. It is serialized
/// unchanged.
///
/// It may contain a secret (the old and the new value of a changed property), so `Debug` shows only its length.
///
/// ```
/// use fortinac_types::JsonText;
///
/// let hosts: JsonText = serde_json::from_str(r#""[\"192.0.2.0/24\"]""#)?;
/// assert_eq!(hosts.parse::<Vec<String>>()?, ["192.0.2.0/24"]);
/// assert_eq!(JsonText::of(&["192.0.2.0/24"])?, hosts);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JsonText(String);

impl JsonText {
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
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        serde_json::from_str(&self.0)
    }
}

impl<T: Into<String>> From<T> for JsonText {
    fn from(text: T) -> Self {
        Self(text.into())
    }
}

impl fmt::Debug for JsonText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[JSON text of {} bytes]", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_string_is_serialized_unchanged() {
        for wire in [r#""""#, r#""[]""#, r#"" [1 ] ""#, r#""no JSON""#] {
            let text: JsonText = serde_json::from_str(wire).unwrap();
            assert_eq!(serde_json::to_string(&text).unwrap(), wire);
        }
        assert!(JsonText::from("").parse::<serde_json::Value>().is_err());
        assert_eq!(
            JsonText::from("[1, 2]").parse::<Vec<i64>>().unwrap(),
            [1, 2]
        );
    }

    #[test]
    fn debug_shows_no_content() {
        assert_eq!(
            format!("{:?}", JsonText::from("[\"canary\"]")),
            "[JSON text of 10 bytes]"
        );
    }
}
