use std::fmt;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A member that real answers carry as an integer on one page and as text on another. It is given back as it came.
///
/// Equality is that of the wire form: the integer 5 and the text `5` differ. An integer is one of 64 bits, as in the
/// description (`format: int64`): one above 9223372036854775807 does not decode.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum IntegerOrText {
    /// A JSON integer.
    Integer(i64),
    /// A JSON string.
    Text(String),
}

impl IntegerOrText {
    /// The integer, also when the text is the decimal form of one.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Integer(integer) => Some(*integer),
            Self::Text(text) => text.trim().parse().ok(),
        }
    }

    /// The text, if the wire form is text.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Integer(_) => None,
            Self::Text(text) => Some(text),
        }
    }
}

impl From<i64> for IntegerOrText {
    fn from(integer: i64) -> Self {
        Self::Integer(integer)
    }
}

impl From<String> for IntegerOrText {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for IntegerOrText {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl fmt::Display for IntegerOrText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(integer) => integer.fmt(f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

impl Serialize for IntegerOrText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Integer(integer) => serializer.serialize_i64(*integer),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

impl<'de> Deserialize<'de> for IntegerOrText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // A visitor and not an untagged enum: the error then names what was found.
        struct WireForm;

        impl Visitor<'_> for WireForm {
            type Value = IntegerOrText;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a 64-bit integer or a string")
            }

            fn visit_i64<E: Error>(self, integer: i64) -> Result<IntegerOrText, E> {
                Ok(IntegerOrText::Integer(integer))
            }

            fn visit_u64<E: Error>(self, integer: u64) -> Result<IntegerOrText, E> {
                i64::try_from(integer)
                    .map(IntegerOrText::Integer)
                    .map_err(|_| E::invalid_value(Unexpected::Unsigned(integer), &self))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<IntegerOrText, E> {
                Ok(IntegerOrText::Text(text.to_owned()))
            }
        }

        deserializer.deserialize_any(WireForm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_survive_and_differ() {
        for text in ["5", r#""5""#, "-9223372036854775808", r#""""#] {
            let value: IntegerOrText = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&value).unwrap(), text);
        }
        assert_ne!(IntegerOrText::from(5), IntegerOrText::from("5"));
        assert_eq!(IntegerOrText::from("5").as_i64(), Some(5));
        assert_eq!(IntegerOrText::from("five").as_i64(), None);
    }

    #[test]
    fn other_kinds_are_refused_with_a_reason() {
        for text in ["1.5", "true", "[]", "{}", "null", "9223372036854775808"] {
            let error = serde_json::from_str::<IntegerOrText>(text)
                .unwrap_err()
                .to_string();
            assert!(error.contains("a 64-bit integer or a string"), "{error}");
        }
    }
}
