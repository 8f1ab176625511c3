use std::iter::Enumerate;
use std::marker::PhantomData;
use std::slice;

use fortinac_json::DecodeError;
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{Deserialize, DeserializeSeed, MapAccess, SeqAccess};

use crate::node::Node;
use crate::tree::Element;

/// The elements of an array.
pub(crate) struct Items<'de>(Enumerate<slice::Iter<'de, Element<'de>>>);

impl<'de> Items<'de> {
    pub(crate) fn new(elements: &'de [Element<'de>]) -> Self {
        Self(elements.iter().enumerate())
    }

    fn next_with<T>(
        &mut self,
        decode: impl FnOnce(Node<'de>) -> Result<T, DecodeError>,
    ) -> Result<Option<T>, DecodeError> {
        let item = self.0.next().map(|(index, element)| {
            decode(Node::new(slice::from_ref(element))).map_err(|error| error.in_item(index))
        });
        item.transpose()
    }
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = DecodeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, DecodeError> {
        self.next_with(|node| seed.deserialize(node))
    }

    fn next_element<T: Deserialize<'de>>(&mut self) -> Result<Option<T>, DecodeError> {
        self.next_with(|node| node.read(PhantomData))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

/// The children of an element, one entry for each name.
pub(crate) struct Properties<'de> {
    rest: &'de [Element<'de>],
    name: &'de str,
    value: Node<'de>,
}

impl<'de> Properties<'de> {
    pub(crate) fn new(children: &'de [Element<'de>]) -> Self {
        Self {
            rest: children,
            name: "",
            value: Node::new(&[]),
        }
    }
}

// A seed can be used only once, so the several attempts of `Node::read` need the methods that name the type. Derived code
// and the standard collections call those.
impl<'de> MapAccess<'de> for Properties<'de> {
    type Error = DecodeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, DecodeError> {
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

    fn next_value_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<T::Value, DecodeError> {
        seed.deserialize(self.value)
            .map_err(|error| error.in_property(self.name))
    }

    fn next_value<T: Deserialize<'de>>(&mut self) -> Result<T, DecodeError> {
        self.value
            .read(PhantomData)
            .map_err(|error| error.in_property(self.name))
    }

    fn next_entry<K: Deserialize<'de>, T: Deserialize<'de>>(
        &mut self,
    ) -> Result<Option<(K, T)>, DecodeError> {
        let Some(key) = self.next_key()? else {
            return Ok(None);
        };
        Ok(Some((key, self.next_value()?)))
    }
}
