use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fortinac_json::push_property;
use fortinac_spec::api::{Api, Operation};
use serde_json::Value;

use super::operations::own;
use super::{Finding, Subject, listed};
use crate::deviation::Deviation;
use crate::recognize::operation_of;
use crate::{BodySide, Entry, Evidence, Step, is_property, locations, path_text};

/// Reports the properties in the entries of operations that the spec lacks, once for each record.
pub(super) fn check(api: &Api, evidence: &Evidence) -> Vec<Finding> {
    let mut missing: BTreeMap<Subject, (&Path, &Entry, BTreeSet<&str>)> = BTreeMap::new();
    let mut findings = Vec::new();
    for (file, entry) in &evidence.entries {
        let Some(operation) = operation_of(api, entry) else {
            continue;
        };
        let differences = differences(api, operation, entry);
        let not_excused = differences.into_iter().filter(|one| !one.is_excused);
        for Difference { kind, name, .. } in not_excused {
            let of_operation = |message: String, help: &str| {
                let subject = Subject::Operation(operation.id.clone());
                Finding::new(subject, file, message, help)
            };
            match kind {
                DifferenceKind::NoBody => findings.push(of_operation(
                    "the evidence has a JSON request body, which the operation lacks".to_owned(),
                    "add a requestBody, or say why there is none in x-fortinac-deviation, with the names of its properties in \
                     backticks",
                )),
                DifferenceKind::Structure => findings.push(of_operation(
                    format!("the evidence shows an array or an object in `{name}`, and the spec has neither"),
                    "correct the type, or say in x-fortinac-deviation of the operation why the response differs",
                )),
                DifferenceKind::Missing(component) => {
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
    }
    findings.extend(missing.into_iter().map(|(subject, (file, entry, names))| {
        let message = format!("it lacks {}, shown for {}", listed(names), entry.title());
        let help =
            "add them, or say in x-fortinac-deviation of the operation why its response differs";
        Finding::new(subject, file, message, help)
    }));
    findings.sort();
    findings.dedup();
    findings
}

/// Whether `x-fortinac-deviation` of an operation excuses a difference of its bodies.
pub(super) fn has_excused(api: &Api, evidence: &Evidence, operation: &Operation) -> bool {
    let entries = own(evidence, operation).into_iter();
    let mut differences = entries.flat_map(|(_, entry)| differences(api, operation, entry));
    differences.any(|one| one.is_excused)
}

/// A difference between a body in the spec and the one that an entry shows.
struct Difference<'a> {
    kind: DifferenceKind<'a>,
    /// The property.
    name: &'a str,
    /// Whether `x-fortinac-deviation` excuses it.
    is_excused: bool,
}

enum DifferenceKind<'a> {
    /// The request has no body for the property.
    NoBody,
    /// The component lacks the property.
    Missing(Option<&'a str>),
    /// The property is no array or object.
    Structure,
}

fn differences<'a>(
    api: &'a Api,
    operation: &'a Operation,
    entry: &'a Entry,
) -> Vec<Difference<'a>> {
    let deviation = Deviation::of(operation);
    let mut found = Vec::new();
    for (side, skeleton) in entry.skeletons() {
        let is_excused = |name: &str| match side {
            BodySide::Request => deviation.excuses(name),
            BodySide::Response => deviation.excuses_in_response(name),
        };
        if side == BodySide::Request && operation.body.is_none() {
            let names: Vec<&str> = without_variables(operation, skeleton).collect();
            if let Some(first) = names.first() {
                found.push(Difference {
                    kind: DifferenceKind::NoBody,
                    name: first,
                    is_excused: names.iter().all(|name| is_excused(name)),
                });
            }
        }
        for (component, _, name) in undescribed_properties(api, operation, side, skeleton) {
            found.push(Difference {
                kind: DifferenceKind::Missing(component),
                name,
                is_excused: is_excused(name),
            });
        }
        let other = locations(api, operation, side, skeleton);
        for location in other.iter().filter(|one| one.has_other_structure()) {
            let name = property_of(skeleton, &location.path);
            found.push(Difference {
                kind: DifferenceKind::Structure,
                name,
                is_excused: is_excused(name),
            });
        }
    }
    found
}

/// The name of the property that a path leads to or into.
fn property_of<'a>(skeleton: &'a Value, path: &[Step]) -> &'a str {
    let (mut value, mut name) = (skeleton, "");
    for step in path {
        match (step, value) {
            (Step::Property(property), Value::Object(properties)) => {
                if let Some((key, inner)) = properties.get_key_value(property) {
                    (value, name) = (inner, key.as_str());
                }
            }
            (Step::Item(index), Value::Array(items)) => value = &items[*index],
            _ => {}
        }
    }
    name
}

/// The properties of a skeleton other than the path variables, which some samples repeat in the body.
fn without_variables<'a>(
    operation: &'a Operation,
    skeleton: &'a Value,
) -> impl Iterator<Item = &'a str> {
    let is_variable = |name: &&str| {
        operation
            .path_parameters()
            .any(|parameter| parameter.name == **name)
    };
    let names = skeleton
        .as_object()
        .into_iter()
        .flat_map(|properties| properties.keys());
    names
        .map(String::as_str)
        .filter(move |name| !is_variable(name))
}

/// Messages about the properties of a body, at every depth, that its schema lacks. An object without known properties
/// lacks all of them. A map and a value of any type lack none.
pub fn undescribed(api: &Api, operation: &Operation, side: BodySide, body: &Value) -> Vec<String> {
    let deviation = Deviation::of(operation);
    let mut found = undescribed_properties(api, operation, side, body);
    found.retain(|(_, _, name)| side == BodySide::Request || !deviation.excuses_in_response(name));
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
