//! Finds the values in an entry, including entries of operations that the spec does not have.

use fortinac_spec::api::{Api, Operation, Record};
use serde_json::Value;

use crate::walk::locations_in;
use crate::{BodySide, Entry, Location, is_property, locations};

/// The values in the skeletons of an entry.
///
/// If the spec has the operation, its schemas tell which record an object is. In any other entry, an object is a record
/// that names the source (`x-fortinac-source`) and has all properties of the object. If there are several, the one with
/// the fewest properties is used.
pub fn locations_of_entry<'a>(api: &'a Api, entry: &'a Entry) -> Vec<Location<'a>> {
    let mut found = Vec::new();
    for (side, skeleton) in entry.skeletons() {
        match operation_of(api, entry) {
            Some(operation) if deviates(operation, side) => {}
            Some(operation) => found.extend(locations(api, operation, side, skeleton)),
            None => recognize(api, &candidates(api, &entry.source), skeleton, &mut found),
        }
    }
    found
}

/// The operation in the spec that an entry is about.
pub(crate) fn operation_of<'a>(api: &'a Api, entry: &Entry) -> Option<&'a Operation> {
    let mut operations = api.operations.iter();
    operations.find(|operation| entry.is_of(operation.method.as_str(), &operation.path))
}

/// Whether the spec declares that a body deviates from the source.
pub(crate) fn deviates(operation: &Operation, side: BodySide) -> bool {
    side == BodySide::Response && operation.deviation.is_some()
}

impl Entry {
    /// The skeletons of the request and of the response.
    pub(crate) fn skeletons(&self) -> [(BodySide, &Value); 2] {
        [
            (BodySide::Request, &self.request),
            (BodySide::Response, &self.response),
        ]
    }
}

/// The records that name a source in addition to those of their operations.
fn candidates<'a>(api: &'a Api, source: &str) -> Vec<(&'a str, &'a Record)> {
    let named = api
        .schemas
        .iter()
        .filter(|(_, schema)| schema.sources.iter().any(|named| named == source));
    named
        .filter_map(|(name, _)| Some((name.as_str(), api.record(name)?)))
        .collect()
}

fn recognize<'a>(
    api: &'a Api,
    candidates: &[(&'a str, &'a Record)],
    value: &'a Value,
    found: &mut Vec<Location<'a>>,
) {
    match value {
        Value::Object(properties) => {
            let named = || properties.keys().filter(|name| is_property(name));
            let fitting = candidates
                .iter()
                .filter(|(_, record)| named().all(|name| record.property(name).is_some()));
            let record = fitting
                .min_by_key(|(_, record)| record.properties.len())
                .filter(|_| named().next().is_some());
            match record {
                Some((name, _)) => found.extend(locations_in(api, name, value)),
                None => properties
                    .values()
                    .for_each(|value| recognize(api, candidates, value, found)),
            }
        }
        Value::Array(items) => items
            .iter()
            .for_each(|item| recognize(api, candidates, item, found)),
        _ => {}
    }
}
