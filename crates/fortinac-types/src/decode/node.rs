//! A value of a valid JSON text that is decoded once more: to find the reason of a failure, or to go on in spite of it.

use std::borrow::Cow;
use std::cell::RefCell;

use fortinac_json::{DecodeError, kind_of};
use serde::de::value::{CowStrDeserializer, MapAccessDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;

use super::access::{Items, Properties};
use super::hooks::{FIELD, JSON_VALUE};
use super::number::{self, Parsed};
use super::scan;

/// The number of unexpected values that are listed at most: a hostile response could have millions.
const MAX_UNEXPECTED: usize = 1000;

/// What happens with a value of another type than expected.
pub(super) enum Mode {
    /// Decoding fails.
    Strict,
    /// It is kept where a [`Field`](crate::Field) has room for it, and listed here.
    Tolerant(RefCell<Vec<DecodeError>>),
    /// What a [`Value`] cannot hold is replaced by the nearest that it can.
    Nearest,
}

/// A value, and where it is.
#[derive(Clone, Copy)]
pub(super) struct Node<'de, 'c> {
    pub(super) json: &'de str,
    pub(super) path: &'c Path<'c>,
    pub(super) mode: &'c Mode,
    /// The number of values around this one.
    pub(super) depth: usize,
    /// Whether a [`Field`](crate::Field) around this value has room for it.
    pub(super) in_field: bool,
}

/// Deeper nesting is refused, as serde_json does it, so that no document exhausts the stack.
const MAX_DEPTH: usize = 128;

/// Where a value is, from the inside to the outside.
pub(super) enum Path<'c> {
    Root,
    Property(&'c Path<'c>, &'c str),
    Item(&'c Path<'c>, usize),
}

impl Path<'_> {
    /// The error as seen from the whole document.
    fn locate(&self, error: DecodeError) -> DecodeError {
        match self {
            Self::Root => error,
            Self::Property(parent, name) => parent.locate(error.in_property(name)),
            Self::Item(parent, index) => parent.locate(error.in_item(*index)),
        }
    }
}

impl<'de> Node<'de, '_> {
    fn kind(&self) -> &'static str {
        let value = match self.json.as_bytes().first() {
            Some(b'{') => Value::Object(serde_json::Map::new()),
            Some(b'[') => Value::Array(Vec::new()),
            Some(b'"') => Value::String(String::new()),
            Some(b't' | b'f') => Value::Bool(true),
            Some(b'n') => Value::Null,
            _ => match number::parse(self.json) {
                Parsed::Integer(integer) => integer.into(),
                Parsed::Unsigned(integer) => integer.into(),
                Parsed::Float(float) => float.into(),
                Parsed::Inexact(_) if number::is_integer(self.json) => return number::LONG_INTEGER,
                Parsed::Inexact(_) => return number::LONG_NUMBER,
            },
        };
        kind_of(&value)
    }

    /// Lists a value that is not as expected, although it was read. Strict decoding fails.
    pub(super) fn report(&self, error: DecodeError) -> Result<(), DecodeError> {
        match self.mode {
            Mode::Strict => Err(error),
            Mode::Nearest => Ok(()),
            Mode::Tolerant(listed) => {
                let mut listed = listed.borrow_mut();
                if listed.len() < MAX_UNEXPECTED {
                    listed.push(self.path.locate(error));
                }
                Ok(())
            }
        }
    }

    fn string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        if !scan::is_unicode(self.json) {
            const HALF: &str = "half a surrogate pair";
            let error = DecodeError::invalid_value(Unexpected::Other(HALF), &"a string of Unicode");
            self.report(error.or_found(HALF))?;
        }
        match scan::string(self.json) {
            Cow::Borrowed(string) => visitor.visit_borrowed_str(string),
            Cow::Owned(string) => visitor.visit_string(string),
        }
    }

    fn number<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match number::parse(self.json) {
            Parsed::Integer(integer) => visitor.visit_i64(integer),
            Parsed::Unsigned(integer) => visitor.visit_u64(integer),
            Parsed::Float(float) => visitor.visit_f64(float),
            Parsed::Inexact(nearest) => {
                let long = Unexpected::Other(number::LONG_NUMBER);
                let error = DecodeError::invalid_type(long, &visitor).or_found(self.kind());
                match self.in_field {
                    true => Err(error),
                    // Its digits are lost, which is reported.
                    false => self.report(error).and_then(|()| visitor.visit_f64(nearest)),
                }
            }
        }
    }
}

impl<'de> Deserializer<'de> for Node<'de, '_> {
    type Error = DecodeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        if self.depth > MAX_DEPTH {
            let deep = Unexpected::Other("deeper nesting");
            return Err(DecodeError::invalid_value(deep, &"at most 128 levels"));
        }
        let decoded = match self.json.as_bytes().first() {
            Some(b'{') => visitor.visit_map(Properties::of(self)?),
            Some(b'[') => visitor.visit_seq(Items::of(self)),
            Some(b'"') => self.string(visitor),
            Some(b't') => visitor.visit_bool(true),
            Some(b'f') => visitor.visit_bool(false),
            Some(b'n') => visitor.visit_unit(),
            _ => self.number(visitor),
        };
        decoded.map_err(|error| error.or_found(self.kind()))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self.json {
            "null" => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        match (name, self.mode) {
            (FIELD, Mode::Tolerant(listed)) => {
                let before = listed.borrow().len();
                let node = Node {
                    in_field: true,
                    ..self
                };
                visitor.visit_seq(FieldAttempts { node, before })
            }
            // Its visitor takes a string for the JSON text.
            (JSON_VALUE, _) => visitor.visit_borrowed_str(self.json),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        let decoded = match self.json.as_bytes().first() {
            Some(b'"') => CowStrDeserializer::new(scan::string(self.json))
                .deserialize_enum(name, variants, visitor),
            Some(b'{') => MapAccessDeserializer::new(Properties::of(self)?)
                .deserialize_enum(name, variants, visitor),
            _ => return self.deserialize_any(visitor),
        };
        decoded.map_err(|error| error.or_found(self.kind()))
    }

    /// A float of Rust is the nearest one in any case.
    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        let is_number = self
            .json
            .starts_with(|c: char| c == '-' || c.is_ascii_digit());
        match number::parse(self.json) {
            Parsed::Inexact(nearest) if is_number => visitor.visit_f64(nearest),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier
    }
}

/// A sequence of the same value over and over: first for the type of a field, then for what keeps any value.
struct FieldAttempts<'de, 'c> {
    node: Node<'de, 'c>,
    /// The number of unexpected values that were listed before.
    before: usize,
}

impl<'de> SeqAccess<'de> for FieldAttempts<'de, '_> {
    type Error = DecodeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, DecodeError> {
        seed.deserialize(self.node).map(Some).inspect_err(|error| {
            // What is inside is kept as a whole, and so is listed as a whole.
            if let Mode::Tolerant(listed) = self.node.mode {
                listed.borrow_mut().truncate(self.before);
            }
            // In tolerant mode this does not fail.
            let _ = self.node.report(error.clone());
        })
    }
}
