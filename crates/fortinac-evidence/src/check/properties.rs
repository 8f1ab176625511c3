use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fortinac_spec::api::{Api, Body, Operation, Record};

use super::operations::{file, own};
use super::{Finding, Subject, listed};
use crate::recognize::operation_of;
use crate::{Evidence, is_property, locations_of_entry};

/// Compares the properties of the records with those in the sources.
pub(super) fn check(api: &Api, evidence: &Evidence) -> Vec<Finding> {
    let records = Records::new(api, evidence);
    let names = records.reached.keys();
    names.flat_map(|name| records.check(name)).collect()
}

/// The records of the spec, and the properties that the sources show.
struct Records<'a> {
    api: &'a Api,
    evidence: &'a Evidence,
    /// The operations whose bodies can contain a record.
    reached: BTreeMap<&'a str, Vec<&'a Operation>>,
    /// The properties of a record that a source shows, by record and source.
    shown: BTreeMap<(&'a str, &'a str), BTreeSet<&'a str>>,
}

impl<'a> Records<'a> {
    fn new(api: &'a Api, evidence: &'a Evidence) -> Self {
        let mut reached: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
        for operation in &api.operations {
            for name in api.reachable(operation) {
                reached.entry(name).or_default().push(operation);
            }
        }
        let mut shown: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for entry in evidence.iter() {
            let mut show = |record: &'a str, names: &mut dyn Iterator<Item = &'a str>| {
                let names = names.filter(|name| is_property(name));
                shown
                    .entry((record, entry.source.as_str()))
                    .or_default()
                    .extend(names);
            };
            if let Some(Body::Form { component, .. }) =
                operation_of(api, entry).and_then(|operation| operation.body.as_ref())
            {
                show(
                    component,
                    &mut entry
                        .arguments
                        .iter()
                        .map(|argument| argument.name.as_str()),
                );
            }
            for location in locations_of_entry(api, entry) {
                if let (Some(record), Some(properties)) =
                    (location.component, location.properties())
                {
                    show(record, &mut properties.keys().map(String::as_str));
                }
            }
        }
        Self {
            api,
            evidence,
            reached,
            shown,
        }
    }

    fn check(&self, name: &'a str) -> Vec<Finding> {
        let (Some(record), Some(schema)) = (self.api.record(name), self.api.schemas.get(name))
        else {
            return Vec::new();
        };
        let operations = self.reached.get(name).into_iter().flatten().copied();
        // The fields of a form are compared with the arguments of each operation that takes it.
        let is_form = |operation: &Operation| matches!(&operation.body, Some(Body::Form { component, .. }) if component == name);
        let is_form = operations.clone().all(is_form);
        let (known, unknown): (Vec<&Operation>, Vec<&Operation>) =
            operations.partition(|operation| !own(self.evidence, operation).is_empty());
        let of_operations = known.iter().flat_map(|operation| &operation.sources);
        let sources = of_operations.chain(&schema.sources).map(String::as_str);
        let sources: BTreeSet<&str> = sources.collect();
        let first = known.first().or(unknown.first());
        let file = first.map_or_else(
            || self.evidence.folder.clone(),
            |operation| file(self.evidence, operation),
        );
        let mut findings = self.check_sources(name, &schema.sources, &file);
        let is_incomplete = is_form || !unknown.is_empty() || !findings.is_empty();
        findings.extend(self.check_properties(name, record, &sources, &file, is_incomplete));
        findings
    }

    /// Reports sources that a record names although they do not show it.
    fn check_sources(&self, name: &'a str, sources: &'a [String], file: &Path) -> Vec<Finding> {
        let sources = sources.iter().map(String::as_str);
        let idle = sources.filter(|source| !self.shown.contains_key(&(name, *source)));
        let of = |source: &str| {
            self.evidence
                .entries
                .iter()
                .find(|(_, entry)| entry.source == source)
        };
        let (known, unknown): (Vec<&str>, Vec<&str>) =
            idle.partition(|source| of(source).is_some());
        let report = |sources: Vec<&str>, message: &str, help: &str| {
            let first = sources.first()?;
            let file = of(first).map_or(file, |(file, _)| file);
            let message = message.replace("{}", &listed(sources));
            Some(Finding::new(
                Subject::Schema(name.to_owned()),
                file,
                message,
                help,
            ))
        };
        let idle = report(
            known,
            "x-fortinac-source names {}, without showing it",
            "remove these sources, or give the schema all properties that they show of it",
        );
        let unknown = report(
            unknown,
            "x-fortinac-source names {}, without an entry in the evidence",
            "add an entry for it, or correct x-fortinac-source",
        );
        [idle, unknown].into_iter().flatten().collect()
    }

    fn check_properties(
        &self,
        name: &'a str,
        record: &'a Record,
        sources: &BTreeSet<&'a str>,
        file: &Path,
        is_incomplete: bool,
    ) -> Vec<Finding> {
        let shows = |source: &str, property: &str| {
            self.shown
                .get(&(name, source))
                .is_some_and(|shown| shown.contains(property))
        };
        let (mut unsourced, mut sourced) = (Vec::new(), Vec::new());
        for property in &record.properties {
            let source = sources.iter().find(|source| shows(source, &property.name));
            let inferred = property
                .inferred
                .as_deref()
                .is_some_and(|reason| !reason.trim().is_empty());
            match source {
                None if !inferred && !is_incomplete => unsourced.push(property.name.as_str()),
                Some(source) if inferred => sourced.push((property.name.as_str(), *source)),
                _ => {}
            }
        }
        unsourced.sort_unstable();
        let finding = |file: &Path, message: String, help: String| {
            Finding::new(Subject::Schema(name.to_owned()), file, message, help)
        };
        let mut findings = Vec::new();
        if !unsourced.is_empty() {
            findings.push(finding(
                file,
                format!("no source shows {}", listed(unsourced)),
                format!(
                    "remove them, say in x-fortinac-inferred why they are there, or add what shows them to {}",
                    file.display()
                ),
            ));
        }
        if let Some((_, source)) = sourced.first() {
            let entry = self
                .evidence
                .entries
                .iter()
                .find(|(_, entry)| entry.source == **source);
            findings.push(finding(
                entry.map_or(file, |(file, _)| file),
                format!(
                    "x-fortinac-inferred has {}, which a source shows (`{source}`)",
                    listed(sourced.iter().map(|(name, _)| *name))
                ),
                "remove them from x-fortinac-inferred".to_owned(),
            ));
        }
        findings
    }
}
