//! Reading and writing of fields.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Field;
use crate::JsonValue;
use crate::decode::hooks::FIELD;

struct FieldVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for FieldVisitor<T> {
    type Value = Field<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a property")
    }

    #[inline]
    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Field<T>, D::Error> {
        let value = Option::deserialize(deserializer)?;
        Ok(value.map_or(Field::Null, Field::Value))
    }

    /// From our own deserializer: the same value as often as one asks.
    fn visit_seq<A: SeqAccess<'de>>(self, mut attempts: A) -> Result<Field<T>, A::Error> {
        if let Ok(Some(value)) = attempts.next_element::<Option<T>>() {
            return Ok(value.map_or(Field::Null, Field::Value));
        }
        let json: Option<JsonValue> = attempts.next_element()?;
        Ok(Field::Unexpected(Box::new(json.unwrap_or_default())))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(FIELD, FieldVisitor(PhantomData))
    }
}

/// A record leaves out its absent fields. An absent field on its own is written as null.
impl<T: Serialize> Serialize for Field<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => serializer.serialize_some(value),
            Self::Absent | Self::Null => serializer.serialize_none(),
            Self::Unexpected(json) => json.serialize(serializer),
        }
    }
}
