use std::collections::{BTreeMap, BTreeSet};

use fortinac_spec::api::{Api, Operation};
use serde_json::Value;

use crate::words::values_of_map;
use crate::{
    BodySide, Entry, Kind, Location, is_time, kinds_of_words, locations, locations_of_entry,
};

/// The kinds of values that the sources show for each property, independent of its type in the spec.
#[derive(Debug, Clone, Default)]
pub struct ShownKinds {
    kinds: BTreeMap<String, BTreeSet<Kind>>,
    times: BTreeSet<String>,
}

impl ShownKinds {
    /// Adds the values of an entry. The spec is only used to tell which record an object is.
    pub fn add_entry(&mut self, api: &Api, entry: &Entry) {
        let locations = locations_of_entry(api, entry);
        // Where the spec has no array or object, it deviates from the source for a reason.
        for location in locations
            .into_iter()
            .filter(|location| !location.has_other_structure())
        {
            let words = location.value.as_str();
            if let Some(values) = words.and_then(values_of_map) {
                let kinds = self
                    .kinds
                    .entry(format!("{}{{}}", location.name))
                    .or_default();
                kinds.extend(kinds_of_words(values));
            }
            let kinds = match words {
                Some(words) => kinds_of_words(words),
                None => Kind::of(location.value).into_iter().collect(),
            };
            self.add(&location, kinds);
        }
    }

    /// Adds the values of a body that was captured, or that a source shows with values.
    pub fn add_body(&mut self, api: &Api, operation: &Operation, side: BodySide, body: &Value) {
        for location in locations(api, operation, side, body) {
            self.add(&location, Kind::of(location.value).into_iter().collect());
        }
    }

    /// The kinds of the values with this name (see [`Location::name`]).
    pub fn kinds(&self, name: &str) -> BTreeSet<Kind> {
        self.kinds.get(name).cloned().unwrap_or_default()
    }

    /// Whether a value with this name is a time.
    pub fn is_time(&self, name: &str) -> bool {
        self.times.contains(name)
    }

    fn add(&mut self, location: &Location<'_>, kinds: BTreeSet<Kind>) {
        if location.value.as_str().is_some_and(is_time) {
            self.times.insert(location.name.clone());
        }
        let known = self.kinds.entry(location.name.clone()).or_default();
        known.extend(kinds);
    }
}
