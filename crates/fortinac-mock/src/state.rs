//! The records of the appliance, in memory.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::filter::Listing;
use crate::routes::{Collection, Routes};

/// Records that cannot be taken.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct SeedError(String);

/// The records of each resource, by id.
pub(crate) struct State(BTreeMap<String, Records>);

#[derive(Default)]
struct Records {
    rows: BTreeMap<i64, Value>,
    last: i64,
}

impl Records {
    /// An id that is not taken.
    fn next(&self) -> i64 {
        let after = self.last.checked_add(1);
        // Somebody took the greatest: then the least that is free.
        after.unwrap_or_else(|| {
            let taken = self.rows.keys().filter(|id| **id > 0);
            let gap = taken.zip(1..).find(|(id, place)| *id != place);
            gap.map_or(1, |(_, place)| place)
        })
    }
}

impl State {
    /// The records of the description's examples.
    pub(crate) fn new(routes: &Routes) -> Self {
        let mut state = Self(BTreeMap::new());
        for (resource, collection) in &routes.collections {
            for record in &collection.examples {
                state.put(resource, collection, record.clone());
            }
        }
        state
    }

    /// Adds records of a resource; one with the id of a known record takes its place.
    pub(crate) fn seed(
        &mut self,
        routes: &Routes,
        resource: &str,
        records: Value,
    ) -> Result<(), SeedError> {
        let collection = routes.collections.get(resource).ok_or_else(|| {
            let known: Vec<&str> = routes.collections.keys().map(String::as_str).collect();
            SeedError(format!(
                "there are no records of `{resource}`; known: {}",
                known.join(", ")
            ))
        })?;
        let records = match records {
            Value::Array(records) => records,
            record => vec![record],
        };
        for (index, record) in records.iter().enumerate() {
            if let Some(violation) = routes.validator.check(&collection.schema, record).first() {
                return Err(SeedError(format!(
                    "{resource} {index}: {}: {}",
                    violation.path, violation.reason
                )));
            }
            if !record.is_object() {
                return Err(SeedError(format!(
                    "{resource} {index}: $: a record is an object"
                )));
            }
        }
        for record in records {
            self.put(resource, collection, record);
        }
        Ok(())
    }

    pub(crate) fn clear(&mut self, resource: &str) {
        self.0.remove(resource);
    }

    pub(crate) fn all(&self, resource: &str) -> impl Iterator<Item = &Value> {
        self.0
            .get(resource)
            .into_iter()
            .flat_map(|records| records.rows.values())
    }

    pub(crate) fn list(&self, resource: &str, listing: &Listing) -> (Vec<Value>, usize, usize) {
        let (rows, matching) = listing.of(self.all(resource));
        let total = self.0.get(resource).map_or(0, |records| records.rows.len());
        (rows.into_iter().cloned().collect(), matching, total)
    }

    pub(crate) fn get(&self, resource: &str, id: i64) -> Option<&Value> {
        self.0.get(resource)?.rows.get(&id)
    }

    /// Adds a record, under the next id if it has none.
    pub(crate) fn put(
        &mut self,
        resource: &str,
        collection: &Collection,
        mut record: Value,
    ) -> i64 {
        let records = self.0.entry(resource.to_owned()).or_default();
        let id = id_of(&record[&collection.key]).unwrap_or_else(|| {
            let id = records.next();
            record[&collection.key] = json!(id);
            id
        });
        records.last = records.last.max(id);
        records.rows.insert(id, record);
        id
    }

    /// Sets what `change` has. The id stays.
    pub(crate) fn update(
        &mut self,
        resource: &str,
        collection: &Collection,
        id: i64,
        change: &Map<String, Value>,
    ) -> bool {
        let record = self
            .0
            .get_mut(resource)
            .and_then(|records| records.rows.get_mut(&id));
        let Some(Value::Object(record)) = record else {
            return false;
        };
        for (name, value) in change.iter().filter(|(name, _)| **name != collection.key) {
            record.insert(name.clone(), value.clone());
        }
        true
    }

    pub(crate) fn remove(&mut self, resource: &str, id: i64) -> bool {
        let records = self.0.get_mut(resource);
        records.is_some_and(|records| records.rows.remove(&id).is_some())
    }
}

/// An id, which some records carry as text.
pub(crate) fn id_of(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}
