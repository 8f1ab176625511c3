//! The records of the appliance, in memory.

mod expiries;
mod links;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::filter::ListQuery;
use crate::plan::{KEYS, Plan};
use expiries::Expiries;
pub(crate) use expiries::SEEN;
use links::Links;

/// The resource of hosts, which is linked with [`ADAPTER`].
pub(crate) const HOST: &str = "host";
/// The resource of the adapters of hosts.
pub(crate) const ADAPTER: &str = "adapter";

/// A seed that is not valid.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct SeedError(String);

/// The records of each resource, by id, and the settings.
///
/// Hosts and adapters are linked: an adapter is kept once, in its own record, and its host shows it.
pub(crate) struct State {
    records: BTreeMap<String, Records>,
    /// What was set by calls that have no records, by a name of the call that sets it.
    pub(crate) settings: BTreeMap<String, Map<String, Value>>,
    links: Links,
    expiries: Expiries,
    /// The time that the records stand at, in milliseconds since 1970.
    time: i64,
    /// Whether it began with the examples of the spec, which calls without records then respond with.
    pub(crate) has_examples: bool,
}

#[derive(Default)]
struct Records {
    /// The property of the id; `None` if the id is kept beside the record alone.
    key: Option<String>,
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

    /// Keeps a record, and gives it the next id if it has none. Returns the id, and the record that had it before.
    fn put(&mut self, mut record: Value) -> (i64, Option<Value>) {
        let id = match &self.key {
            Some(key) => id_of(&record[key]).unwrap_or_else(|| {
                let id = self.next();
                record[key] = json!(id);
                id
            }),
            // A record may have an id that the spec does not know.
            None => {
                let known = KEYS.iter().find_map(|key| id_of(record.get(*key)?));
                known.unwrap_or_else(|| self.next())
            }
        };
        self.last = self.last.max(id);
        let replaced = self.by_id.insert(id, record);
        (id, replaced)
    }
}

impl State {
    /// A state without records.
    pub(crate) fn empty(plan: &Plan, time: i64) -> Self {
        let of = |key: &Option<String>| Records {
            key: key.clone(),
            ..Records::default()
        };
        let resources = plan.resources.iter();
        Self {
            records: resources
                .map(|(resource, model)| (resource.clone(), of(&model.key)))
                .collect(),
            settings: BTreeMap::new(),
            links: Links::default(),
            expiries: Expiries::default(),
            time,
            has_examples: false,
        }
    }

    /// A state with the records of the spec's examples.
    pub(crate) fn new(plan: &Plan, time: i64) -> Self {
        let mut state = Self::empty(plan, time);
        state.has_examples = true;
        for (resource, model) in &plan.resources {
            for record in &model.examples {
                state.put(resource, record.clone());
            }
        }
        state
    }

    /// The time that the records stand at, in milliseconds since 1970.
    pub(crate) fn time(&self) -> i64 {
        self.time
    }

    /// Sets the time that the records stand at. Returns the records that have expired since the time before.
    pub(crate) fn expired_until(&mut self, time: i64) -> Vec<(&'static str, i64)> {
        let before = std::mem::replace(&mut self.time, time);
        self.expiries.between(before, time)
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
            let violations = model.schema.iter();
            let mut violations = violations.flat_map(|schema| plan.validator.check(schema, record));
            if let Some(violation) = violations.next() {
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
            self.put(resource, record);
        }
        Ok(())
    }

    pub(crate) fn clear(&mut self, resource: &str) {
        let ids: Vec<i64> = self.ids(resource);
        for id in ids {
            self.remove(resource, id);
        }
    }

    /// The records as they are kept, with their ids. Of a host, `adapterObjects` is missing: see [`State::get`].
    pub(crate) fn all(&self, resource: &str) -> impl Iterator<Item = (i64, &Value)> {
        let records = self.records.get(resource).into_iter();
        records.flat_map(|records| records.by_id.iter().map(|(id, record)| (*id, record)))
    }

    /// The number of all records.
    pub(crate) fn count(&self, resource: &str) -> usize {
        let records = self.records.get(resource);
        records.map_or(0, |records| records.by_id.len())
    }

    /// The ids of all records.
    pub(crate) fn ids(&self, resource: &str) -> Vec<i64> {
        self.all(resource).map(|(id, _)| id).collect()
    }

    /// The records of a page, the number that match its filters, and the number of all.
    pub(crate) fn list(&self, resource: &str, query: &ListQuery) -> (Vec<Value>, usize, usize) {
        let (items, matching) = query.of(self.all(resource));
        let items = items
            .into_iter()
            .map(|(id, record)| self.shown(resource, id, record));
        (items.collect(), matching, self.count(resource))
    }

    /// The record as calls return it.
    pub(crate) fn get(&self, resource: &str, id: i64) -> Option<Value> {
        let record = self.peek(resource, id)?;
        Some(self.shown(resource, id, record))
    }

    /// The record as it is kept. Of a host, `adapterObjects` is missing.
    pub(crate) fn peek(&self, resource: &str, id: i64) -> Option<&Value> {
        self.records.get(resource)?.by_id.get(&id)
    }

    fn shown(&self, resource: &str, id: i64, record: &Value) -> Value {
        match resource {
            HOST => self.with_adapters(id, record),
            _ => record.clone(),
        }
    }

    /// Adds a record, and gives it the next id if it has none. Returns the id.
    pub(crate) fn put(&mut self, resource: &str, record: Value) -> i64 {
        match resource {
            HOST => self.put_host(record),
            ADAPTER => self.put_adapter(record),
            _ => self.keep(resource, record),
        }
    }

    fn keep(&mut self, resource: &str, record: Value) -> i64 {
        let unknown = || Records {
            key: Some("id".to_owned()),
            ..Records::default()
        };
        let records = self.records.entry(resource.to_owned());
        let records = records.or_insert_with(unknown);
        let (id, replaced) = records.put(record);
        if let Some(replaced) = replaced {
            self.expiries.remove(resource, id, &replaced);
        }
        self.expiries.add(resource, id, &records.by_id[&id]);
        id
    }

    /// Sets the properties of `change`, except the id. Returns whether the record exists.
    pub(crate) fn update(&mut self, resource: &str, id: i64, change: &Map<String, Value>) -> bool {
        match resource {
            HOST => self.update_host(id, change),
            ADAPTER => self.update_adapter(id, change),
            _ => self.change(resource, id, change),
        }
    }

    fn change(&mut self, resource: &str, id: i64, change: &Map<String, Value>) -> bool {
        let Some(records) = self.records.get_mut(resource) else {
            return false;
        };
        let Some(record) = records.by_id.get_mut(&id) else {
            return false;
        };
        self.expiries.remove(resource, id, record);
        let key = &records.key;
        for (name, value) in change
            .iter()
            .filter(|(name, _)| Some(*name) != key.as_ref())
        {
            record[name] = value.clone();
        }
        self.expiries.add(resource, id, record);
        true
    }

    /// Sets one property. Returns whether the record exists.
    pub(crate) fn set(&mut self, resource: &str, id: i64, name: &str, value: Value) -> bool {
        self.update(resource, id, &Map::from_iter([(name.to_owned(), value)]))
    }

    /// Removes a record; with a host, its adapters. Returns whether the record existed.
    pub(crate) fn remove(&mut self, resource: &str, id: i64) -> bool {
        match resource {
            HOST => self.remove_host(id),
            ADAPTER => self.remove_adapter(id),
            _ => self.drop_record(resource, id),
        }
    }

    fn drop_record(&mut self, resource: &str, id: i64) -> bool {
        let records = self.records.get_mut(resource);
        let removed = records.and_then(|records| records.by_id.remove(&id));
        if let Some(removed) = &removed {
            self.expiries.remove(resource, id, removed);
        }
        removed.is_some()
    }

    /// Adds a record as it was kept before, with its id. What other records show of it is not changed.
    pub(crate) fn restore(&mut self, resource: &str, id: i64, record: Value) {
        self.expiries.add(resource, id, &record);
        if resource == ADAPTER {
            self.links.restore(id, &record);
        }
        let records = self.records.entry(resource.to_owned()).or_default();
        records.last = records.last.max(id);
        records.by_id.insert(id, record);
    }

    /// The names of the resources that have, or may have, records.
    pub(crate) fn resources(&self) -> impl Iterator<Item = &str> {
        self.records.keys().map(String::as_str)
    }
}

/// Reads an id, which is a string in some records.
pub(crate) fn id_of(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}
