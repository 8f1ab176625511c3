use std::collections::BTreeMap;

use fortinac_spec::api::{Api, Body, Operation};

use super::operations::own;
use super::{Finding, Subject, listed};
use crate::Evidence;

/// The arguments of a call, each with whether it is required. It is `None` for a property of a JSON body, because a
/// record never requires a property.
type Arguments<'a> = BTreeMap<&'a str, Option<bool>>;

/// Compares the arguments of an operation (query parameters and form fields) with those in the evidence.
pub(super) fn check(api: &Api, evidence: &Evidence, operation: &Operation) -> Vec<Finding> {
    let entries = own(evidence, operation);
    let Some((file, _)) = entries.first() else {
        return Vec::new();
    };
    if operation.deviation.is_some() {
        return Vec::new();
    }
    let mut there = Arguments::new();
    for argument in entries.iter().flat_map(|(_, entry)| &entry.arguments) {
        let required = there.entry(&argument.name).or_default();
        *required = Some(argument.required || *required == Some(true));
    }
    let here = arguments(api, operation, there.keys().copied());
    let is_path = |name: &str| {
        operation
            .path_parameters()
            .any(|parameter| parameter.name == name)
    };
    there.retain(|name, _| here.contains_key(name) || !is_path(name));

    let mut findings = Vec::new();
    let mut report = |names: Vec<&str>, message: &str, help: &str| {
        if !names.is_empty() {
            findings.push(Finding::new(
                Subject::Operation(operation.id.clone()),
                file,
                format!("{message} {}", listed(names)),
                format!(
                    "{help}, or correct the entry in {}, or say why in x-fortinac-deviation",
                    file.display()
                ),
            ));
        }
    };
    let missing = there
        .keys()
        .filter(|name| !here.contains_key(*name))
        .copied()
        .collect();
    report(
        missing,
        "the evidence has arguments that the operation lacks:",
        "add them",
    );
    let unknown = here
        .keys()
        .filter(|name| !there.contains_key(*name))
        .copied()
        .collect();
    report(
        unknown,
        "the operation has arguments that the evidence lacks:",
        "remove them",
    );
    let differing = |required: bool| {
        let differs = |name: &str| here.get(name) == Some(&Some(!required));
        let both = there
            .iter()
            .filter(|(name, there)| **there == Some(required) && differs(name));
        both.map(|(name, _)| *name).collect()
    };
    report(
        differing(true),
        "the evidence requires",
        "make them required",
    );
    report(
        differing(false),
        "the evidence does not require",
        "make them optional",
    );
    findings
}

/// The arguments in the spec: query parameters, form fields, the file of an upload. Some arguments of a source are
/// properties of a JSON body, so the names in `wanted` are looked up there.
fn arguments<'a>(
    api: &'a Api,
    operation: &'a Operation,
    wanted: impl Iterator<Item = &'a str>,
) -> Arguments<'a> {
    let mut arguments: Arguments<'a> = operation
        .query()
        .map(|parameter| (parameter.name.as_str(), Some(parameter.required)))
        .collect();
    match &operation.body {
        Some(Body::Form {
            component, fields, ..
        }) => {
            let record = api.record(component);
            let is_inferred = |name: &str| {
                let property = record.and_then(|record| record.property(name));
                property.is_some_and(|property| property.inferred.is_some())
            };
            let shown = fields.iter().filter(|field| !is_inferred(&field.name));
            arguments.extend(shown.map(|field| (field.name.as_str(), Some(field.required))));
        }
        Some(Body::Multipart { parts }) => {
            arguments.extend(
                parts
                    .iter()
                    .map(|part| (part.name.as_str(), Some(part.required))),
            );
        }
        Some(Body::Json { ty, .. }) => {
            let record = ty.component().and_then(|name| api.record(name));
            let has = |name: &&str| record.is_some_and(|record| record.property(name).is_some());
            arguments.extend(wanted.filter(has).map(|name| (name, None)));
        }
        _ => {}
    }
    arguments
}
