//! Which members a sample or a page shows of which record.

use std::collections::{BTreeMap, BTreeSet};

use fortinac_json::push_property;
use fortinac_spec::{Description, Operation};
use serde_json::Value;

use crate::places::{path_text, places};
use crate::recognize::{is_unlike_page, places_of_page};
use crate::schema::{component, form_schema, properties, records};
use crate::{Body, Page};

/// The members of a body, at every depth, that its schema does not have: where, and in which record. A map takes any
/// name, and so does a member that is declared open.
pub fn undescribed(
    description: &Description,
    operation: &Operation,
    body: Body,
    sample: &Value,
) -> Vec<String> {
    let mut found = Vec::new();
    if is_unlike_page(operation, body) {
        return found;
    }
    for place in places(description, operation, body, sample) {
        let names = place
            .members()
            .into_iter()
            .flat_map(|members| members.keys());
        let known = properties(place.schema);
        for name in names.filter(|name| is_member(name) && !known.contains_key(*name)) {
            let mut path = path_text(&place.path);
            push_property(&mut path, name);
            let record = place.component.unwrap_or("the object there");
            found.push(format!("{path} is no member of {record}"));
        }
    }
    found
}

/// The members of records that no source shows in that record, and everything else that is wrong with the sources:
/// each member of each record that an operation reaches is shown by a page that the record names in
/// `x-fortinac-source`, or is listed in `x-fortinac-inferred`, and not both; each page that is named is in `pages`, and
/// shows the record.
pub fn unsourced(description: &Description, pages: &[Page]) -> Vec<String> {
    let mut found = Vec::new();
    let shown = shown(description, pages);
    let known: BTreeSet<&str> = pages.iter().map(|page| page.source.as_str()).collect();
    let unknown = |source: &&str| !known.contains(source);
    for operation in description.operations() {
        let missing = sources(operation.item()).filter(unknown);
        found.extend(
            missing.map(|source| format!("{}: {source} is not in the test data", operation.id())),
        );
    }
    for (record, schema) in reachable_records(description) {
        let sources: Vec<&str> = sources(schema).collect();
        for source in &sources {
            if unknown(source) {
                found.push(format!("{record}: {source} is not in the test data"));
            } else if !shown.contains_key(&(record, *source)) {
                found.push(format!("{record}: {source} does not show it"));
            }
        }
        let inferred = &schema["x-fortinac-inferred"];
        for member in properties(schema).keys() {
            let shows = |source: &&&str| {
                shown
                    .get(&(record, **source))
                    .is_some_and(|members| members.contains(member.as_str()))
            };
            let reason = inferred[member]
                .as_str()
                .filter(|reason| !reason.trim().is_empty());
            match (sources.iter().find(shows), reason) {
                (None, None) => found.push(format!(
                    "{record}.{member} is shown by no source of the record"
                )),
                (Some(source), Some(_)) => found.push(format!(
                    "{record}.{member} is not inferred: {source} shows it"
                )),
                _ => {}
            }
        }
    }
    found
}

/// The members that a source shows of a record.
type Shown<'a> = BTreeMap<(&'a str, &'a str), BTreeSet<&'a str>>;

fn shown<'a>(description: &'a Description, pages: &'a [Page]) -> Shown<'a> {
    let mut shown = Shown::new();
    for page in pages {
        let mut show = |record, members: &mut dyn Iterator<Item = &'a String>| {
            let members = members.map(String::as_str).filter(|name| is_member(name));
            shown
                .entry((record, page.source.as_str()))
                .or_default()
                .extend(members);
        };
        let form = page
            .operation(description)
            .and_then(|page| form_schema(description, page));
        if let Some((Some(record), _)) = form {
            show(record, &mut page.parameters.iter());
        }
        for place in places_of_page(description, page) {
            if let (Some(record), Some(members)) = (place.component, place.members()) {
                show(record, &mut members.keys());
            }
        }
    }
    shown
}

/// The records that bodies of operations can hold, at any depth.
fn reachable_records(description: &Description) -> BTreeMap<&str, &Value> {
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<&Value> = description
        .operations()
        .iter()
        .map(Operation::item)
        .collect();
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(members) => {
                if let Some(pointer) = members
                    .get("$ref")
                    .and_then(Value::as_str)
                    .and_then(|target| target.strip_prefix('#'))
                    && reached.insert(pointer)
                {
                    waiting.extend(description.document().pointer(pointer));
                }
                waiting.extend(members.values());
            }
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    let reached: BTreeSet<&str> = reached.into_iter().filter_map(component).collect();
    records(description)
        .filter(|(name, _)| reached.contains(name))
        .collect()
}

/// The sources that a record or an operation names.
pub(crate) fn sources(value: &Value) -> impl Iterator<Item = &str> {
    value["x-fortinac-source"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
}

/// Whether it is the name of a member, and not a mark in a skeleton for something that the page cuts off.
pub(crate) fn is_member(name: &str) -> bool {
    !["…", "...", "<"].iter().any(|mark| name.contains(mark))
}
