//! Finds the values in an entry, including entries of operations that the spec does not have.

use fortinac_spec::api::{Api, Operation, Record};
use serde_json::Value;

use crate::deviation::Deviation;
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
            Some(operation) => {
                found.extend(locations(api, operation, side, skeleton));
                // The source may show a record of the response in another envelope, or in none.
                if side == BodySide::Response && Deviation::of(operation).is_of_response() {
                    recognize(api, &reachable(api, operation), skeleton, &mut found);
                }
            }
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

/// The records that the response of an operation can contain.
fn reachable<'a>(api: &'a Api, operation: &'a Operation) -> Vec<(&'a str, &'a Record)> {
    let names = api
        .reachable_from([operation.envelope.as_str()])
        .into_iter();
    names
        .filter_map(|name| Some((name, api.record(name)?)))
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
