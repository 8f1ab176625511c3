//! The items of an array and the properties of an object.

use std::borrow::Cow;
use std::collections::HashMap;

use fortinac_json::DecodeError;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess};

use super::key::Key;
use super::node::{Mode, Node, Path};
use super::scan;

pub(super) struct Items<'de, 'c> {
    array: Node<'de, 'c>,
    items: std::iter::Enumerate<scan::Items<'de>>,
}

impl<'de, 'c> Items<'de, 'c> {
    pub(super) fn of(array: Node<'de, 'c>) -> Self {
        let items = scan::Items::of(array.json).enumerate();
        Self { array, items }
    }
}

impl<'de> SeqAccess<'de> for Items<'de, '_> {
    type Error = DecodeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, DecodeError> {
        let Some((index, json)) = self.items.next() else {
            return Ok(None);
        };
        let path = &Path::Item(self.array.path, index);
        let item = Node {
            json,
            path,
            mode: self.array.mode,
            depth: self.array.depth + 1,
            in_field: self.array.in_field,
        };
        let item = seed.deserialize(item);
        item.map(Some).map_err(|error| error.in_item(index))
    }
}

pub(super) struct Properties<'de, 'c> {
    object: Node<'de, 'c>,
    properties: std::vec::IntoIter<(Cow<'de, str>, &'de str)>,
    /// The property whose name was read last.
    current: Option<(Cow<'de, str>, &'de str)>,
}

impl<'de, 'c> Properties<'de, 'c> {
    pub(super) fn of(object: Node<'de, 'c>) -> Result<Self, DecodeError> {
        let properties = scan::Properties::of(object.json);
        let mut properties: Vec<_> = properties
            .map(|(name, value)| (scan::string(name), value))
            .collect();
        if let Mode::Tolerant(_) = object.mode {
            keep_last_of_equal_names(object, &mut properties)?;
        }
        Ok(Self {
            object,
            properties: properties.into_iter(),
            current: None,
        })
    }
}

/// Of properties with the same name, keeps the last. If their values differ, something is lost, which is listed.
fn keep_last_of_equal_names<'de>(
    object: Node<'de, '_>,
    properties: &mut Vec<(Cow<'de, str>, &'de str)>,
) -> Result<(), DecodeError> {
    let mut last = HashMap::new();
    for (index, (name, _)) in properties.iter().enumerate() {
        last.insert(name.clone(), index);
    }
    if last.len() == properties.len() {
        return Ok(());
    }
    for (name, value) in properties.iter() {
        if properties[last[name]].1 != *value {
            object.report(DecodeError::repeated(name))?;
        }
    }
    let mut index = 0;
    properties.retain(|(name, _)| {
        index += 1;
        last[name] == index - 1
    });
    Ok(())
}

impl<'de> MapAccess<'de> for Properties<'de, '_> {
    type Error = DecodeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, DecodeError> {
        self.current = self.properties.next();
        let key = self.current.as_ref();
        key.map(|(name, _)| seed.deserialize(Key(name.clone())))
            .transpose()
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<T::Value, DecodeError> {
        let (name, json) = self
            .current
            .take()
            .ok_or_else(|| DecodeError::custom("a value without a name"))?;
        let path = &Path::Property(self.object.path, &name);
        let value = Node {
            json,
            path,
            mode: self.object.mode,
            depth: self.object.depth + 1,
            in_field: self.object.in_field,
        };
        seed.deserialize(value)
            .map_err(|error| error.in_property(&name))
    }
}
