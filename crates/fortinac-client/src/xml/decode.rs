use std::iter::Enumerate;
use std::slice;

use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer};
use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor,
};
use serde_json::Number;

use super::error::XmlError;
use super::tree::{self, Element};

/// Reads an XML document in UTF-8. The caller bounds its size.
///
/// # Errors
/// The document is not XML, uses what the module's documentation says is refused, or has another shape than `T`.
pub fn from_xml<T: DeserializeOwned>(xml: &[u8]) -> Result<T, XmlError> {
    let root = tree::parse(xml)?;
    Node::new(slice::from_ref(&root)).read()
}

/// What a member is read from: all elements of its name.
#[derive(Clone, Copy)]
struct Node<'de> {
    elements: &'de [Element<'de>],
    reading: Reading,
}

/// What a text is taken for.
#[derive(Clone, Copy, PartialEq)]
enum Reading {
    /// A number or a flag if the text is just as JSON writes it, and else text.
    Open,
    /// Text.
    Text,
    /// A number in any spelling, if it is one.
    Number,
    /// A flag, if it is one.
    Flag,
    /// Null.
    Null,
}

impl<'de> Node<'de> {
    fn new(elements: &'de [Element<'de>]) -> Self {
        let reading = Reading::Open;
        Self { elements, reading }
    }

    fn read_as(self, reading: Reading) -> Self {
        Self { reading, ..self }
    }

    /// Decodes, with the first reading of the text that the type takes.
    ///
    /// A type that looks at what comes (a code, a time, a number of any kind) does not say what it wants beforehand, and
    /// neither does an `Option` of what it is. Trying again is cheap: only an element without children is read twice.
    fn read<T: Deserialize<'de>>(self) -> Result<T, XmlError> {
        let first = T::deserialize(self).map_err(|error| error.on(self.kind()));
        let [element] = self.elements else {
            return first;
        };
        if first.is_ok() || !element.children.is_empty() {
            return first;
        }
        let null = element.is_blank().then_some(Reading::Null);
        [Reading::Text, Reading::Number]
            .into_iter()
            .chain(null)
            .find_map(|reading| T::deserialize(self.read_as(reading)).ok())
            .map_or(first, Ok)
    }

    /// What is there, in words that do not show it.
    fn kind(self) -> &'static str {
        match self.elements {
            [element] if element.is_null => "null",
            [element] if !element.children.is_empty() => "an element with children",
            [element] if element.is_blank() => "an empty element",
            [_] => "text",
            _ => "several elements",
        }
    }
}

macro_rules! read_as {
    ($($reading:ident: $($method:ident)*;)*) => {
        $($(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, XmlError> {
            self.read_as(Reading::$reading).deserialize_any(visitor)
        })*)*
    };
}

impl<'de> Deserializer<'de> for Node<'de> {
    type Error = XmlError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, XmlError> {
        match self.elements {
            [element] if element.is_null || self.reading == Reading::Null => visitor.visit_unit(),
            [element] if element.children.is_empty() => {
                visit_text(&element.text, self.reading, visitor)
            }
            [element] => visitor.visit_map(Members::new(&element.children)),
            elements => visitor.visit_seq(Items(elements.iter().enumerate())),
        }
    }

    // A type that gets another kind than it wants refuses it, in words that say what it wants.
    read_as! {
        Number: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
            deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
            deserialize_f32 deserialize_f64;
        Flag: deserialize_bool;
        Text: deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf
            deserialize_identifier;
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, XmlError> {
        match self.elements {
            [element] if element.is_null || self.reading == Reading::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, XmlError> {
        match self.elements {
            [element] if element.is_blank() => visitor.visit_unit(),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, XmlError> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, XmlError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, XmlError> {
        visitor.visit_seq(Items(self.elements.iter().enumerate()))
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, XmlError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, XmlError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, XmlError> {
        match self.elements {
            [element] if element.is_blank() && !element.is_null => {
                visitor.visit_map(Members::new(&[]))
            }
            _ => self.read_as(Reading::Text).deserialize_any(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, XmlError> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, XmlError> {
        match self.elements {
            [element] if element.children.is_empty() => BorrowedStrDeserializer::new(&element.text)
                .deserialize_enum(name, variants, visitor),
            [element] => MapAccessDeserializer::new(Members::new(&element.children))
                .deserialize_enum(name, variants, visitor),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, XmlError> {
        visitor.visit_unit()
    }
}

fn visit_text<'de, V: Visitor<'de>>(
    text: &'de str,
    reading: Reading,
    visitor: V,
) -> Result<V::Value, XmlError> {
    let number = match reading {
        Reading::Open => number(text).filter(|number| number.to_string() == text),
        Reading::Number => number(text.trim()),
        Reading::Text | Reading::Flag | Reading::Null => None,
    };
    // Not by the number's own `Deserializer`: with `arbitrary_precision` that shows the text in a map.
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
        (Reading::Flag, _) => match text.trim() {
            // The four spellings of XML Schema.
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

/// The elements of a list.
struct Items<'de>(Enumerate<slice::Iter<'de, Element<'de>>>);

impl<'de> Items<'de> {
    fn next_with<T>(
        &mut self,
        decode: impl FnOnce(Node<'de>) -> Result<T, XmlError>,
    ) -> Result<Option<T>, XmlError> {
        let item = self.0.next().map(|(index, element)| {
            decode(Node::new(slice::from_ref(element))).map_err(|error| error.in_item(index))
        });
        item.transpose()
    }
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = XmlError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, XmlError> {
        self.next_with(|node| seed.deserialize(node))
    }

    fn next_element<T: Deserialize<'de>>(&mut self) -> Result<Option<T>, XmlError> {
        self.next_with(Node::read)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

/// The children of an element, one entry for each name.
struct Members<'de> {
    rest: &'de [Element<'de>],
    name: &'de str,
    value: Node<'de>,
}

impl<'de> Members<'de> {
    fn new(children: &'de [Element<'de>]) -> Self {
        Self {
            rest: children,
            name: "",
            value: Node::new(&[]),
        }
    }
}

// A seed can be used once only, so `Node::read` needs the methods that name the type. Those are what derived code and
// the standard collections call.
impl<'de> MapAccess<'de> for Members<'de> {
    type Error = XmlError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, XmlError> {
        // The children are sorted by name.
        let group = self.rest.chunk_by(|a, b| a.name == b.name).next();
        let Some(group @ [first, ..]) = group else {
            return Ok(None);
        };
        self.rest = &self.rest[group.len()..];
        self.name = &first.name;
        self.value = Node::new(group);
        seed.deserialize(BorrowedStrDeserializer::new(self.name))
            .map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, XmlError> {
        seed.deserialize(self.value)
            .map_err(|error| error.in_member(self.name))
    }

    fn next_value<T: Deserialize<'de>>(&mut self) -> Result<T, XmlError> {
        self.value
            .read()
            .map_err(|error| error.in_member(self.name))
    }

    fn next_entry<K: Deserialize<'de>, T: Deserialize<'de>>(
        &mut self,
    ) -> Result<Option<(K, T)>, XmlError> {
        let Some(key) = self.next_key()? else {
            return Ok(None);
        };
        Ok(Some((key, self.next_value()?)))
    }
}
