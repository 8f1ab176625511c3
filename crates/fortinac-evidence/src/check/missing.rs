use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fortinac_json::push_property;
use fortinac_spec::api::{Api, Operation};
use serde_json::Value;

use super::{Finding, Subject, listed};
use crate::recognize::{deviates, operation_of};
use crate::{BodySide, Entry, Evidence, is_property, locations, path_text};

/// Reports the properties in the entries of operations that the spec lacks, once for each record.
pub(super) fn check(api: &Api, evidence: &Evidence) -> Vec<Finding> {
    let mut missing: BTreeMap<Subject, (&Path, &Entry, BTreeSet<&str>)> = BTreeMap::new();
    let mut findings = Vec::new();
    for (file, entry) in &evidence.entries {
        let Some(operation) = operation_of(api, entry) else {
            continue;
        };
        for (side, skeleton) in entry.skeletons() {
            if side == BodySide::Request
                && operation.body.is_none()
                && has_properties(operation, skeleton)
            {
                findings.push(Finding::new(
                    Subject::Operation(operation.id.clone()),
                    file,
                    "the evidence has a JSON request body, which the operation lacks".to_owned(),
                    "add a requestBody, or say why there is none in x-fortinac-deviation",
                ));
            }
            for (component, _, name) in undescribed_properties(api, operation, side, skeleton) {
                let subject = match component {
                    Some(component) => Subject::Schema(component.to_owned()),
                    None => Subject::Operation(operation.id.clone()),
                };
                let known = missing
                    .entry(subject)
                    .or_insert((file, entry, BTreeSet::new()));
                known.2.insert(name);
            }
        }
    }
    findings.extend(missing.into_iter().map(|(subject, (file, entry, names))| {
        let message = format!("it lacks {}, shown for {}", listed(names), entry.title());
        let help =
            "add them, or say in x-fortinac-deviation of the operation why its response differs";
        Finding::new(subject, file, message, help)
    }));
    findings
}

/// Whether a skeleton has properties other than the path variables, which some samples repeat in the body.
fn has_properties(operation: &Operation, skeleton: &Value) -> bool {
    let is_variable = |name: &String| {
        operation
            .path_parameters()
            .any(|parameter| parameter.name == *name)
    };
    let properties = skeleton
        .as_object()
        .filter(|_| operation.deviation.is_none());
    properties.is_some_and(|properties| properties.keys().any(|name| !is_variable(name)))
}

/// Messages about the properties of a body, at every depth, that its schema lacks. An object without known properties
/// lacks all of them. A map and a value of any type lack none.
pub fn undescribed(api: &Api, operation: &Operation, side: BodySide, body: &Value) -> Vec<String> {
    let found = undescribed_properties(api, operation, side, body);
    let messages = found.into_iter().map(|(component, mut path, name)| {
        push_property(&mut path, name);
        format!(
            "{path} is not a property of {}",
            component.unwrap_or("the object there")
        )
    });
    messages.collect()
}

/// The properties of a body that its schema lacks, as the record, the path of the object, and the name.
fn undescribed_properties<'a>(
    api: &'a Api,
    operation: &'a Operation,
    side: BodySide,
    body: &'a Value,
) -> Vec<(Option<&'a str>, String, &'a str)> {
    let mut found = Vec::new();
    if deviates(operation, side) {
        return found;
    }
    for location in locations(api, operation, side, body) {
        let names = location
            .properties()
            .into_iter()
            .flat_map(|properties| properties.keys());
        for name in names.filter(|name| is_property(name)) {
            if location
                .record
                .is_none_or(|record| record.property(name).is_none())
            {
                found.push((location.component, path_text(&location.path), name.as_str()));
            }
        }
    }
    found
}
