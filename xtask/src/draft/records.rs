//! Component schemas: known ones that fit, and drafts of new ones.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::library::{COMMON, Component, Library, reference};
use super::names::{pascal, singular};
use super::types::{accepts, scalar, values, words};

/// The components of one file that is drafted.
pub(super) struct Records<'a> {
    pub(super) library: &'a Library,
    pub(super) file: String,
    /// The new components by name.
    pub(super) new: BTreeMap<String, Value>,
}

impl<'a> Records<'a> {
    pub(super) fn new(library: &'a Library, file: &str) -> Self {
        Self {
            library,
            file: file.to_owned(),
            new: BTreeMap::new(),
        }
    }

    /// A `$ref` to a component of the library or of this draft.
    pub(super) fn reference(&self, name: &str) -> Value {
        let known = self.library.component(name);
        let file = known
            .filter(|_| !self.new.contains_key(name))
            .map_or(self.file.as_str(), |known| known.file);
        reference(&self.file, file, "schemas", name)
    }

    pub(super) fn is_known(&self, name: &str) -> bool {
        self.new.contains_key(name) || self.library.component(name).is_some()
    }

    /// The name of a resource's record: that of the resource, unless something else has it.
    pub(super) fn name_of_record(
        &self,
        name: &str,
        skeleton: Option<&Map<String, Value>>,
    ) -> String {
        let is_other = |known: Component<'_>| {
            let shared = |skeleton: &Map<String, Value>| {
                let known = &known.schema["properties"];
                skeleton
                    .keys()
                    .filter(|name| known.get(*name).is_some())
                    .count()
            };
            known.file != self.file
                && skeleton.is_none_or(|skeleton| 2 * shared(skeleton) < skeleton.len())
        };
        match self.library.component(name).is_some_and(is_other) {
            true => format!("{name}Record"),
            false => name.to_owned(),
        }
    }

    /// Drafts a record of this name, unless there is one.
    pub(super) fn record(&mut self, name: &str, skeleton: &Map<String, Value>) {
        if self.is_known(name) {
            return;
        }
        // Here already, so that a record that holds itself ends.
        self.new.insert(name.to_owned(), Value::Null);
        let like = self.like(name, skeleton);
        let (mut properties, mut meanings) = (Map::new(), Map::new());
        for (property, skeleton) in skeleton {
            let (schema, meaning) = self.property(name, &like, property, skeleton);
            properties.insert(property.clone(), schema);
            meanings.extend(meaning.map(|meaning| (property.clone(), meaning)));
        }
        let mut record = json!({
            "type": "object", "nullable": true, "description": "TODO: say what the record is.",
            "properties": properties,
        });
        if !meanings.is_empty() {
            record["x-fortinac-property-descriptions"] = meanings.into();
        }
        self.new.insert(name.to_owned(), record);
    }

    /// A property of a record, and what it means in the record if its schema has no room for that.
    pub(super) fn property(
        &mut self,
        record: &str,
        like: &[(f64, Component<'a>)],
        name: &str,
        skeleton: &Value,
    ) -> (Value, Option<Value>) {
        if let Some((alike, donor)) = self.donor(like, name, skeleton) {
            return self.like_donor(record, alike, donor, name);
        }
        if words(skeleton).is_some_and(fortinac_evidence::is_time)
            || skeleton.is_null() && sounds_like_time(name)
        {
            let meaning = format!("TODO: say when `{name}` is.");
            return (
                reference(&self.file, COMMON, "schemas", "Timestamp"),
                Some(meaning.into()),
            );
        }
        if ["version", "packedVersion"].contains(&name) {
            return (reference(&self.file, COMMON, "schemas", "Version"), None);
        }
        let part = format!("{record}{}", pascal(&singular(name)));
        match skeleton {
            Value::Object(properties) if !properties.is_empty() => {
                (self.known_or_new(&part, properties), None)
            }
            Value::Array(items) => match items.first().and_then(Value::as_object) {
                Some(properties) if !properties.is_empty() => {
                    let items = self.known_or_new(&part, properties);
                    let schema = json!({
                        "type": "array", "nullable": true, "description": format!("TODO: say what `{name}` holds."),
                        "items": items,
                    });
                    (schema, None)
                }
                _ => (described(name, skeleton), None),
            },
            _ => (described(name, skeleton), None),
        }
    }

    /// A `$ref` to the record of a resource, if the skeleton shows that one, and else as [`Self::known_or_new`].
    pub(super) fn known_or_named(
        &mut self,
        record: Option<&str>,
        name: &str,
        properties: &Map<String, Value>,
    ) -> Value {
        let shared = |record: &Value| {
            let known = &record["properties"];
            2 * properties
                .keys()
                .filter(|name| known.get(*name).is_some())
                .count()
                >= properties.len()
        };
        let schema = |name: &str| {
            let drafted = self.new.get(name);
            drafted.or_else(|| self.library.component(name).map(|known| known.schema))
        };
        match record.filter(|record| schema(record).is_some_and(shared)) {
            Some(record) => self.reference(record),
            None => self.known_or_new(name, properties),
        }
    }

    /// A `$ref` to the smallest known record that has all properties, or else to a new one.
    fn known_or_new(&mut self, name: &str, properties: &Map<String, Value>) -> Value {
        let fitting = self.library.records().filter(|known| {
            let is_record = known.schema["nullable"] == true;
            let has = |(name, skeleton): (&String, &Value)| {
                let schema = &known.schema["properties"][name];
                !schema.is_null() && accepts(self.library, known.file, schema, skeleton)
            };
            is_record && properties.len() > 1 && properties.iter().all(has)
        });
        let size =
            |known: &Component<'_>| known.schema["properties"].as_object().map_or(0, Map::len);
        let smallest = fitting.min_by_key(size).map(|known| known.name);
        let drafted = || {
            self.new.iter().find(|(_, record)| {
                let known = record["properties"].as_object();
                known.is_some_and(|known| known.len() > 1 && properties.keys().eq(known.keys()))
            })
        };
        if let Some(known) = smallest
            .map(str::to_owned)
            .or_else(|| drafted().map(|(name, _)| name.clone()))
        {
            return self.reference(&known);
        }
        let mut name = name.to_owned();
        while self.is_known(&name) {
            name.push_str("Item");
        }
        self.record(&name, properties);
        self.reference(&name)
    }
}

/// Whether a property is called like a time.
fn sounds_like_time(name: &str) -> bool {
    name.starts_with("date") || name.ends_with("Date") || name.ends_with("Time")
}

/// A property without a model elsewhere.
fn described(name: &str, skeleton: &Value) -> Value {
    let mut schema = scalar(name, skeleton);
    let description = match values(skeleton).as_slice() {
        [] => format!("TODO: say what `{name}` is."),
        values => format!(
            "TODO: say what `{name}` is, and make it a Code or an open enumeration: {} is known.",
            values.join(", ")
        ),
    };
    let Some(mapping) = schema.as_object_mut() else {
        return schema;
    };
    // After type, format and nullable, before what is inside.
    let at = mapping
        .keys()
        .take_while(|key| ["type", "format", "nullable"].contains(&key.as_str()))
        .count();
    mapping.shift_insert(at, "description".to_owned(), description.into());
    schema
}
