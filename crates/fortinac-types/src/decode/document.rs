//! A JSON document that is decoded once more, to find the reason of a failure.

use std::fmt;
use std::iter::Enumerate;
use std::slice;

use fortinac_json::kind_of;
use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, forward_to_deserialize_any};
use serde_json::{Number, Value};

use super::DecodeError;
use crate::record_or_string::NUMBER;

/// A JSON value. Unlike a [`Value`], it keeps a property that an object has twice.
pub(super) enum Document {
    /// Null, a boolean, a number or a string.
    Scalar(Value),
    Array(Vec<Document>),
    Object(Vec<(String, Document)>),
}

impl Document {
    /// The reason why the document does not decode.
    pub(super) fn explain<T, S>(&self, seed: S) -> DecodeError
    where
        S: for<'de> DeserializeSeed<'de, Value = T>,
    {
        let error = seed.deserialize(self).err();
        error.unwrap_or_else(|| DecodeError::custom("a value that decodes"))
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Scalar(value) => kind_of(value),
            Self::Array(_) => kind_of(&Value::Array(Vec::new())),
            Self::Object(_) => kind_of(&Value::Object(serde_json::Map::new())),
        }
    }
}

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DocumentVisitor;

        fn scalar<E>(value: impl Into<Value>) -> Result<Document, E> {
            Ok(Document::Scalar(value.into()))
        }

        impl<'de> Visitor<'de> for DocumentVisitor {
            type Value = Document;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("JSON")
            }

            fn visit_unit<E: Error>(self) -> Result<Document, E> {
                scalar(())
            }

            fn visit_bool<E: Error>(self, boolean: bool) -> Result<Document, E> {
                scalar(boolean)
            }

            fn visit_i64<E: Error>(self, integer: i64) -> Result<Document, E> {
                scalar(integer)
            }

            fn visit_u64<E: Error>(self, integer: u64) -> Result<Document, E> {
                scalar(integer)
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Document, E> {
                scalar(number)
            }

            fn visit_str<E: Error>(self, string: &str) -> Result<Document, E> {
                scalar(string)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Document, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = array.next_element()? {
                    items.push(item);
                }
                Ok(Document::Array(items))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Document, A::Error> {
                let mut properties = Vec::new();
                while let Some(name) = object.next_key::<String>()? {
                    // If an application enables `arbitrary_precision` of serde_json, a number is deserialized as a map.
                    if name == NUMBER {
                        let number: String = object.next_value()?;
                        return scalar(number.parse::<Number>().map_err(A::Error::custom)?);
                    }
                    properties.push((name, object.next_value()?));
                }
                Ok(Document::Object(properties))
            }
        }

        deserializer.deserialize_any(DocumentVisitor)
    }
}

impl<'de> Deserializer<'de> for &'de Document {
    type Error = DecodeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        let decoded = match self {
            Document::Scalar(Value::Bool(boolean)) => visitor.visit_bool(*boolean),
            Document::Scalar(Value::Number(number)) => visit_number(number, visitor),
            Document::Scalar(Value::String(string)) => visitor.visit_borrowed_str(string),
            Document::Scalar(_) => visitor.visit_unit(),
            Document::Array(items) => visitor.visit_seq(Items(items.iter().enumerate())),
            Document::Object(properties) => visitor.visit_map(Properties::new(properties)),
        };
        decoded.map_err(|error| error.or_found(self.kind()))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self {
            Document::Scalar(Value::Null) => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        let decoded = match self {
            Document::Scalar(Value::String(variant)) => {
                BorrowedStrDeserializer::new(variant).deserialize_enum(name, variants, visitor)
            }
            Document::Object(properties) => MapAccessDeserializer::new(Properties::new(properties))
                .deserialize_enum(name, variants, visitor),
            _ => return self.deserialize_any(visitor),
        };
        decoded.map_err(|error| error.or_found(self.kind()))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

fn visit_number<'de, V: Visitor<'de>>(
    number: &Number,
    visitor: V,
) -> Result<V::Value, DecodeError> {
    if let Some(integer) = number.as_i64() {
        return visitor.visit_i64(integer);
    }
    if let Some(integer) = number.as_u64() {
        return visitor.visit_u64(integer);
    }
    // With `arbitrary_precision` a number can be too large. Only its type matters here, not its value.
    visitor.visit_f64(number.as_f64().unwrap_or(f64::MAX))
}

struct Items<'de>(Enumerate<slice::Iter<'de, Document>>);

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = DecodeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, DecodeError> {
        let item = self
            .0
            .next()
            .map(|(index, item)| seed.deserialize(item).map_err(|error| error.in_item(index)));
        item.transpose()
    }
}

struct Properties<'de> {
    rest: slice::Iter<'de, (String, Document)>,
    /// The property whose name was read last.
    current: Option<&'de (String, Document)>,
}

impl<'de> Properties<'de> {
    fn new(properties: &'de [(String, Document)]) -> Self {
        Self {
            rest: properties.iter(),
            current: None,
        }
    }
}

impl<'de> MapAccess<'de> for Properties<'de> {
    type Error = DecodeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, DecodeError> {
        self.current = self.rest.next();
        self.current
            .map(|(name, _)| seed.deserialize(Key(name)))
            .transpose()
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<T::Value, DecodeError> {
        let (name, value) = self
            .current
            .ok_or_else(|| DecodeError::custom("a value without a name"))?;
        seed.deserialize(value)
            .map_err(|error| error.in_property(name))
    }
}

/// The name of a property. Like serde_json, it deserializes as an integer or a boolean too.
struct Key<'de>(&'de str);

macro_rules! parse_key {
    ($($method:ident => $visit:ident,)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
            match self.0.parse() {
                Ok(key) => visitor.$visit(key),
                Err(_) => visitor.visit_borrowed_str(self.0),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Key<'de> {
    type Error = DecodeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_borrowed_str(self.0)
    }

    parse_key! {
        deserialize_bool => visit_bool,
        deserialize_i8 => visit_i8,
        deserialize_i16 => visit_i16,
        deserialize_i32 => visit_i32,
        deserialize_i64 => visit_i64,
        deserialize_u8 => visit_u8,
        deserialize_u16 => visit_u16,
        deserialize_u32 => visit_u32,
        deserialize_u64 => visit_u64,
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        BorrowedStrDeserializer::new(self.0).deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        i128 u128 f32 f64 char str string bytes byte_buf option unit unit_struct seq tuple tuple_struct map struct
        identifier ignored_any
    }
}
