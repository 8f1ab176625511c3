//! Which record an object is: a known one, or a new one.

use serde_json::{Map, Value};

use super::library::Component;
use super::records::Records;
use super::types::has_all;

impl Records<'_> {
    /// A `$ref` to the record of a resource, if the skeleton shows that one, and else as [`Self::known_or_new`].
    pub(super) fn known_or_named(
        &mut self,
        record: Option<&str>,
        name: &str,
        properties: &Map<String, Value>,
    ) -> Value {
        let shows = |record: &&str| {
            let drafted = self.new.get(*record);
            let known = || self.library.component(record).map(|known| known.schema);
            drafted
                .or_else(known)
                .is_some_and(|known| has_half(known, properties))
        };
        match record.filter(shows) {
            Some(record) => {
                self.record(record, properties);
                self.reference(record)
            }
            None => self.known_or_new(name, properties),
        }
    }

    /// A `$ref` to the smallest known record that has all properties, or else to a new one.
    pub(super) fn known_or_new(&mut self, name: &str, properties: &Map<String, Value>) -> Value {
        let fitting = self.library.records().filter(|known| {
            known.schema["nullable"] == true
                && properties.len() > 1
                && self.tells(*known, properties)
                && has_all(self.library, known.file, known.schema, properties)
        });
        let size =
            |known: &Component<'_>| known.schema["properties"].as_object().map_or(0, Map::len);
        let smallest = fitting.min_by_key(size).map(|known| known.name.to_owned());
        let drafted = || {
            self.new.iter().find(|(_, record)| {
                let known = record["properties"].as_object();
                known.is_some_and(|known| known.len() > 1 && properties.keys().eq(known.keys()))
            })
        };
        if let Some(known) = smallest.or_else(|| drafted().map(|(name, _)| name.clone())) {
            self.record(&known, properties);
            return self.reference(&known);
        }
        let mut name = name.to_owned();
        let is_other = |name: &str| {
            let is_same = |known: &Value| known.is_null() || has_half(known, properties);
            self.is_known(name) && !self.new.get(name).is_some_and(is_same)
        };
        while is_other(&name) {
            name.push_str("Item");
        }
        self.record(&name, properties);
        self.reference(&name)
    }
}

/// Whether a record has half of the properties.
pub(super) fn has_half(record: &Value, properties: &Map<String, Value>) -> bool {
    let known = &record["properties"];
    let shared = properties.keys().filter(|name| known.get(*name).is_some());
    2 * shared.count() >= properties.len()
}
