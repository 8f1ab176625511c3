use std::fmt;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value that is an integer in some responses and a string in others. It is serialized in the form in which it was
/// received.
///
/// Two values are equal only if their wire forms are equal: the integer 5 and the string `5` differ. An integer has 64
/// bits, as in the spec (`format: int64`); decoding one above 9223372036854775807 is an error.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum IntegerOrString {
    /// A JSON integer.
    Integer(i64),
    /// A JSON string.
    String(String),
}

impl IntegerOrString {
    /// The integer, also if it was sent as a string of decimal digits.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Integer(integer) => Some(*integer),
            Self::String(string) => string.trim().parse().ok(),
        }
    }

    /// The string, if the value was sent as one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Integer(_) => None,
            Self::String(string) => Some(string),
        }
    }
}

impl From<i64> for IntegerOrString {
    fn from(integer: i64) -> Self {
        Self::Integer(integer)
    }
}

impl From<String> for IntegerOrString {
    fn from(string: String) -> Self {
        Self::String(string)
    }
}

impl From<&str> for IntegerOrString {
    fn from(string: &str) -> Self {
        Self::String(string.to_owned())
    }
}

impl fmt::Display for IntegerOrString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(integer) => integer.fmt(f),
            Self::String(string) => string.fmt(f),
        }
    }
}

impl Serialize for IntegerOrString {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Integer(integer) => serializer.serialize_i64(*integer),
            Self::String(string) => serializer.serialize_str(string),
        }
    }
}

impl<'de> Deserialize<'de> for IntegerOrString {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Not an untagged enum, because its error would not tell what was found.
        struct WireForm;

        impl Visitor<'_> for WireForm {
            type Value = IntegerOrString;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a 64-bit integer or a string")
            }

            fn visit_i64<E: Error>(self, integer: i64) -> Result<IntegerOrString, E> {
                Ok(IntegerOrString::Integer(integer))
            }

            fn visit_u64<E: Error>(self, integer: u64) -> Result<IntegerOrString, E> {
                i64::try_from(integer)
                    .map(IntegerOrString::Integer)
                    .map_err(|_| E::invalid_value(Unexpected::Unsigned(integer), &self))
            }

            fn visit_str<E: Error>(self, string: &str) -> Result<IntegerOrString, E> {
                Ok(IntegerOrString::String(string.to_owned()))
            }
        }

        deserializer.deserialize_any(WireForm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_serialized_unchanged_and_differ() {
        for text in ["5", r#""5""#, "-9223372036854775808", r#""""#] {
            let value: IntegerOrString = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&value).unwrap(), text);
        }
        assert_ne!(IntegerOrString::from(5), IntegerOrString::from("5"));
        assert_eq!(IntegerOrString::from("5").as_i64(), Some(5));
        assert_eq!(IntegerOrString::from("five").as_i64(), None);
    }

    #[test]
    fn other_types_are_errors() {
        for text in ["1.5", "true", "[]", "{}", "null", "9223372036854775808"] {
            let error = serde_json::from_str::<IntegerOrString>(text)
                .unwrap_err()
                .to_string();
            assert!(error.contains("a 64-bit integer or a string"), "{error}");
        }
    }
}
