use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A record, or the text that stands in its place on some pages.
#[derive(Clone, Debug, PartialEq)]
pub enum OrText<T> {
    /// The record.
    Record(Box<T>),
    /// A JSON string.
    Text(String),
}

impl<T> OrText<T> {
    /// The record, if it is one.
    pub fn record(&self) -> Option<&T> {
        match self {
            Self::Record(record) => Some(record),
            Self::Text(_) => None,
        }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Record(_) => None,
            Self::Text(text) => Some(text),
        }
    }
}

impl<T> From<T> for OrText<T> {
    fn from(record: T) -> Self {
        Self::Record(Box::new(record))
    }
}

impl<T: Serialize> Serialize for OrText<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Record(record) => record.serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OrText<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // A visitor and not an untagged enum: an error inside the record keeps its path and its reason.
        struct WireForm<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for WireForm<T> {
            type Value = OrText<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object or a string")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<OrText<T>, E> {
                Ok(OrText::Text(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<OrText<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(members))
                    .map(|record| OrText::Record(Box::new(record)))
            }
        }

        deserializer.deserialize_any(WireForm(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Extra;

    #[test]
    fn object_and_text_survive_and_other_kinds_are_refused() {
        for text in [r#"{"a":1}"#, r#""string""#] {
            let value: OrText<Extra> = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&value).unwrap(), text);
        }
        for text in ["1", "true", "[]"] {
            let error = serde_json::from_str::<OrText<Extra>>(text)
                .unwrap_err()
                .to_string();
            assert!(error.contains("an object or a string"), "{error}");
        }
    }
}
