//! The records of the appliance, in memory.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::filter::ListQuery;
use crate::plan::{Plan, ResourceModel};

/// A seed that is not valid.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct SeedError(String);

/// The records of each resource, by id.
pub(crate) struct State(BTreeMap<String, Records>);

#[derive(Default)]
struct Records {
    by_id: BTreeMap<i64, Value>,
    last: i64,
}

impl Records {
    /// An unused id.
    fn next(&self) -> i64 {
        let after = self.last.checked_add(1);
        // The greatest possible id is in use, so this takes the smallest unused one.
        after.unwrap_or_else(|| {
            let used = self.by_id.keys().filter(|id| **id > 0);
            let gap = used.zip(1..).find(|(id, expected)| *id != expected);
            gap.map_or(1, |(_, expected)| expected)
        })
    }
}

impl State {
    /// A state with the records of the spec's examples.
    pub(crate) fn new(plan: &Plan) -> Self {
        let mut state = Self(BTreeMap::new());
        for (resource, model) in &plan.resources {
            for record in &model.examples {
                state.put(resource, model, record.clone());
            }
        }
        state
    }

    /// Adds records of a resource. A record replaces the one with the same id.
    pub(crate) fn seed(
        &mut self,
        plan: &Plan,
        resource: &str,
        records: Value,
    ) -> Result<(), SeedError> {
        let model = plan.resources.get(resource).ok_or_else(|| {
            let known: Vec<&str> = plan.resources.keys().map(String::as_str).collect();
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
            if let Some(violation) = plan.validator.check(&model.schema, record).first() {
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
            self.put(resource, model, record);
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
            .flat_map(|records| records.by_id.values())
    }

    pub(crate) fn list(&self, resource: &str, query: &ListQuery) -> (Vec<Value>, usize, usize) {
        let (items, matching) = query.of(self.all(resource));
        let total = self
            .0
            .get(resource)
            .map_or(0, |records| records.by_id.len());
        (items.into_iter().cloned().collect(), matching, total)
    }

    pub(crate) fn get(&self, resource: &str, id: i64) -> Option<&Value> {
        self.0.get(resource)?.by_id.get(&id)
    }

    /// Adds a record, and gives it the next id if it has none. Returns the id.
    pub(crate) fn put(&mut self, resource: &str, model: &ResourceModel, mut record: Value) -> i64 {
        let records = self.0.entry(resource.to_owned()).or_default();
        let id = id_of(&record[&model.key]).unwrap_or_else(|| {
            let id = records.next();
            record[&model.key] = json!(id);
            id
        });
        records.last = records.last.max(id);
        records.by_id.insert(id, record);
        id
    }

    /// Sets the properties of `change`, except the id. Returns whether the record exists.
    pub(crate) fn update(
        &mut self,
        resource: &str,
        model: &ResourceModel,
        id: i64,
        change: &Map<String, Value>,
    ) -> bool {
        let record = self
            .0
            .get_mut(resource)
            .and_then(|records| records.by_id.get_mut(&id));
        let Some(Value::Object(record)) = record else {
            return false;
        };
        for (name, value) in change.iter().filter(|(name, _)| **name != model.key) {
            record.insert(name.clone(), value.clone());
        }
        true
    }

    pub(crate) fn remove(&mut self, resource: &str, id: i64) -> bool {
        let records = self.0.get_mut(resource);
        records.is_some_and(|records| records.by_id.remove(&id).is_some())
    }
}

/// Reads an id, which is a string in some records.
pub(crate) fn id_of(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}
