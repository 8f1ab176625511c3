//! Finds properties that an object has twice. `serde_json::Value` keeps the last one without an error, whereas the
//! generated types fail to decode the object.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::json_path::json_path;

/// The JSON path of the first property that its object has twice. `None` also if `text` is not JSON.
pub(crate) fn find(text: &str) -> Option<String> {
    let mut json = serde_json::Deserializer::from_str(text);
    let error = serde_path_to_error::deserialize::<_, Unique>(&mut json).err()?;
    error.inner().is_data().then(|| json_path(error.path()))
}

/// Any JSON value without a repeated property.
struct Unique;

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Walk;

        impl<'de> Visitor<'de> for Walk {
            type Value = Unique;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }

            fn visit_unit<E: Error>(self) -> Result<Unique, E> {
                Ok(Unique)
            }

            fn visit_bool<E: Error>(self, _: bool) -> Result<Unique, E> {
                Ok(Unique)
            }

            fn visit_i64<E: Error>(self, _: i64) -> Result<Unique, E> {
                Ok(Unique)
            }

            fn visit_u64<E: Error>(self, _: u64) -> Result<Unique, E> {
                Ok(Unique)
            }

            fn visit_f64<E: Error>(self, _: f64) -> Result<Unique, E> {
                Ok(Unique)
            }

            fn visit_str<E: Error>(self, _: &str) -> Result<Unique, E> {
                Ok(Unique)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Unique, A::Error> {
                while items.next_element::<Unique>()?.is_some() {}
                Ok(Unique)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut properties: A) -> Result<Unique, A::Error> {
                let mut names = BTreeSet::new();
                while let Some(name) = properties.next_key::<String>()? {
                    if names.insert(name) {
                        properties.next_value::<Unique>()?;
                    } else {
                        // Fails at the value, so that the path of the error leads to the property.
                        properties.next_value::<Repeated>()?;
                    }
                }
                Ok(Unique)
            }
        }

        deserializer.deserialize_any(Walk)
    }
}

/// The value of a repeated property.
struct Repeated;

impl<'de> Deserialize<'de> for Repeated {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(D::Error::custom("repeated"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_repeated_property_is_found() {
        assert_eq!(
            find(r#"{"a": [{"b": 1}, {"b": 1, "c": {}, "b": 2}]}"#).as_deref(),
            Some("$.a[1].b")
        );
        assert_eq!(find(r#"{"a": 1, "a": 1}"#).as_deref(), Some("$.a"));
    }

    #[test]
    fn the_same_name_in_different_objects_is_fine() {
        assert_eq!(
            find(r#"{"a": {"a": [1, -1, 1.5, true, null, "a"]}, "b": [{"a": 1}, {"a": 1}]}"#),
            None
        );
        assert_eq!(find("{"), None);
    }
}
