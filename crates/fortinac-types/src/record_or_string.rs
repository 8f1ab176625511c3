use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Error, IntoDeserializer, MapAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A record, or the string that some sources show in its place.
///
/// Such a string can hold what the record would, so `Debug` does not show it.
#[derive(Clone, PartialEq)]
pub enum RecordOrString<T> {
    /// The record.
    Record(Box<T>),
    /// A JSON string.
    String(String),
}

impl<T> RecordOrString<T> {
    /// The record, if it is one.
    pub fn as_record(&self) -> Option<&T> {
        match self {
            Self::Record(record) => Some(record),
            Self::String(_) => None,
        }
    }

    /// The string, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Record(_) => None,
            Self::String(string) => Some(string),
        }
    }
}

impl<T: fmt::Debug> fmt::Debug for RecordOrString<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Record(record) => f.debug_tuple("Record").field(record).finish(),
            Self::String(_) => f.write_str("[string]"),
        }
    }
}

impl<T> From<T> for RecordOrString<T> {
    fn from(record: T) -> Self {
        Self::Record(Box::new(record))
    }
}

impl<T: Serialize> Serialize for RecordOrString<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Record(record) => record.serialize(serializer),
            Self::String(string) => serializer.serialize_str(string),
        }
    }
}

/// The key of the map as which serde_json deserializes a number of arbitrary precision.
pub(crate) const NUMBER: &str = "$serde_json::private::Number";

/// A map whose first key has been read.
struct Resumed<A> {
    first: Option<String>,
    rest: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Resumed<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        match self.first.take() {
            Some(key) => seed.deserialize(key.into_deserializer()).map(Some),
            None => self.rest.next_key_seed(seed),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.rest.next_value_seed(seed)
    }

    // XML reads a value by type in several ways, and a seed in one.
    fn next_value<V: Deserialize<'de>>(&mut self) -> Result<V, A::Error> {
        self.rest.next_value()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for RecordOrString<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Not an untagged enum, because an error inside the record would lose its path and its reason.
        struct WireForm<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for WireForm<T> {
            type Value = RecordOrString<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object or a string")
            }

            fn visit_str<E: Error>(self, string: &str) -> Result<RecordOrString<T>, E> {
                Ok(RecordOrString::String(string.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(
                self,
                mut properties: A,
            ) -> Result<RecordOrString<T>, A::Error> {
                let first = properties.next_key::<String>()?;
                // If an application enables `arbitrary_precision` of serde_json, a number is deserialized as a map.
                if first.as_deref() == Some(NUMBER) {
                    return Err(A::Error::invalid_type(Unexpected::Other("number"), &self));
                }
                T::deserialize(MapAccessDeserializer::new(Resumed {
                    first,
                    rest: properties,
                }))
                .map(|record| RecordOrString::Record(Box::new(record)))
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
    fn objects_and_strings_are_serialized_unchanged_and_other_types_are_errors() {
        for text in [r#"{"a":1}"#, r#""string""#] {
            let value: RecordOrString<Extra> = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&value).unwrap(), text);
        }
        for text in ["1", "true", "[]"] {
            let error = serde_json::from_str::<RecordOrString<Extra>>(text)
                .unwrap_err()
                .to_string();
            assert!(error.contains("an object or a string"), "{error}");
        }
    }

    #[test]
    fn debug_shows_no_string() {
        let value: RecordOrString<Extra> = serde_json::from_str(r#""canary""#).unwrap();
        assert_eq!(format!("{value:?}"), "[string]");
        let value = RecordOrString::from(7);
        assert_eq!(format!("{value:?}"), "Record(7)");
    }
}
