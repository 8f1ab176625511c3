use fortinac_json::DecodeError;
use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Visitor};
use serde_json::Number;

use crate::access::{Items, Properties};
use crate::tree::Element;

/// What a property is read from: all elements of its name.
#[derive(Clone, Copy)]
pub(crate) struct Node<'de> {
    elements: &'de [Element<'de>],
    reading: Reading,
}

/// What the text of an element is read as.
#[derive(Clone, Copy, PartialEq)]
enum Reading {
    /// A number or a boolean if the text is exactly what JSON writes for it, otherwise a string.
    Open,
    /// A string.
    String,
    /// A number in any form, if it is one.
    Number,
    /// A boolean, if it is one.
    Boolean,
    /// Null.
    Null,
}

impl<'de> Node<'de> {
    pub(crate) fn new(elements: &'de [Element<'de>]) -> Self {
        let reading = Reading::Open;
        Self { elements, reading }
    }

    fn read_as(self, reading: Reading) -> Self {
        Self { reading, ..self }
    }

    /// Decodes, with the first reading of the text that the type accepts.
    ///
    /// A type that looks at its input (a code, a time, any number) does not say beforehand what it expects, and neither
    /// does an `Option`. Another attempt is cheap: only an element without children is read again.
    pub(crate) fn read<S: DeserializeSeed<'de> + Clone>(
        self,
        seed: S,
    ) -> Result<S::Value, DecodeError> {
        let read_as = |reading| seed.clone().deserialize(self.read_as(reading));
        let first = read_as(Reading::Open).map_err(|error| error.or_found(self.kind()));
        let [element] = self.elements else {
            return first;
        };
        if first.is_ok() || !element.children.is_empty() {
            return first;
        }
        let null = element.is_blank().then_some(Reading::Null);
        [Reading::String, Reading::Number]
            .into_iter()
            .chain(null)
            .find_map(|reading| read_as(reading).ok())
            .map_or(first, Ok)
    }

    /// What was found, unless serde tells.
    fn kind(self) -> &'static str {
        match self.elements {
            [element] if element.is_null => "null",
            [element] if !element.children.is_empty() => "an object",
            [element] if element.is_blank() => "an empty element",
            [_] => "a string",
            _ => "an array",
        }
    }
}

macro_rules! read_as {
    ($($reading:ident: $($method:ident)*;)*) => {
        $($(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
            self.read_as(Reading::$reading).deserialize_any(visitor)
        })*)*
    };
}

impl<'de> Deserializer<'de> for Node<'de> {
    type Error = DecodeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self.elements {
            [element] if element.is_null || self.reading == Reading::Null => visitor.visit_unit(),
            [element] if element.children.is_empty() => {
                visit_text(&element.text, self.reading, visitor)
            }
            [element] => visitor.visit_map(Properties::new(&element.children)),
            elements => visitor.visit_seq(Items::new(elements)),
        }
    }

    // A type that gets something else than it expects refuses it, and says what it expects.
    read_as! {
        Number: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
            deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
            deserialize_f32 deserialize_f64;
        Boolean: deserialize_bool;
        String: deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf
            deserialize_identifier;
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self.elements {
            [element] if element.is_null || self.reading == Reading::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self.elements {
            [element] if element.is_blank() => visitor.visit_unit(),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_seq(Items::new(self.elements))
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self.elements {
            [element] if element.is_blank() && !element.is_null => {
                visitor.visit_map(Properties::new(&[]))
            }
            _ => self.read_as(Reading::String).deserialize_any(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        match self.elements {
            [element] if element.children.is_empty() => BorrowedStrDeserializer::new(&element.text)
                .deserialize_enum(name, variants, visitor),
            [element] => MapAccessDeserializer::new(Properties::new(&element.children))
                .deserialize_enum(name, variants, visitor),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_unit()
    }
}

fn visit_text<'de, V: Visitor<'de>>(
    text: &'de str,
    reading: Reading,
    visitor: V,
) -> Result<V::Value, DecodeError> {
    let number = match reading {
        Reading::Open => number(text).filter(|number| number.to_string() == text),
        Reading::Number => number(text.trim()),
        Reading::String | Reading::Boolean | Reading::Null => None,
    };
    // Not by the number's own `Deserializer`: with `arbitrary_precision` that deserializes as a map.
    if let Some(integer) = number.as_ref().and_then(Number::as_i64) {
        return visitor.visit_i64(integer);
    }
    if let Some(integer) = number.as_ref().and_then(Number::as_u64) {
        return visitor.visit_u64(integer);
    }
    if let Some(float) = number.as_ref().and_then(Number::as_f64) {
        return visitor.visit_f64(float);
    }
    match (reading, text) {
        (Reading::Open, "true") => visitor.visit_bool(true),
        (Reading::Open, "false") => visitor.visit_bool(false),
        (Reading::Boolean, _) => match text.trim() {
            // The four forms of XML Schema.
            "true" | "1" => visitor.visit_bool(true),
            "false" | "0" => visitor.visit_bool(false),
            _ => visitor.visit_borrowed_str(text),
        },
        _ => visitor.visit_borrowed_str(text),
    }
}

fn number(text: &str) -> Option<Number> {
    let signed = || text.parse::<i64>().ok().map(Number::from);
    let unsigned = || text.parse::<u64>().ok().map(Number::from);
    let float = || text.parse::<f64>().ok().and_then(Number::from_f64);
    signed().or_else(unsigned).or_else(float)
}
