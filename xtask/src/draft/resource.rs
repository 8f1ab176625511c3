//! The draft of all operations of one resource.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::context::Draft;
use super::facts::{Facts, merge as merge_skeletons};
use super::library::Library;
use super::merge::Additions;
use super::names::Resource;
use super::records::Records;
use super::rules::Applied;
use super::texts::Texts;
use super::verb;
use super::words::pascal;

/// Drafts the operations, with one line of `notes` for each.
pub(super) fn draft_resource(
    library: &Library,
    resource: &Resource,
    facts: &[Facts],
    all: &[Facts],
    additions: &mut Additions,
    notes: &mut Vec<String>,
) -> Applied {
    let mut records = Records::new(library, resource);
    records.new = std::mem::take(&mut additions.schemas);
    let skeleton = record_skeleton(resource, facts);
    let record = records.name_of_record(&pascal(&resource.name), skeleton.as_ref());
    if let Some(skeleton) = &skeleton {
        records.record(&record, skeleton);
    }
    let record = records.is_known(&record).then_some(record);
    let texts = Texts::new(library, resource);
    let mut used: BTreeSet<String> = library
        .operations()
        .map(|known| known.id().to_owned())
        .collect();
    for facts in facts {
        let mut verb = verb::verb(facts, &resource.base, all);
        while !used.insert(format!("{}_{}", resource.name, verb.name)) {
            verb = verb.another(&facts.entry.method);
        }
        let draft = Draft {
            library,
            resource,
            texts: &texts,
            verb: &verb.name,
            verb_is_guess: verb.is_guess,
            record: record.as_deref(),
            skeleton: skeleton.as_ref(),
            facts,
        };
        let operation = draft.operation(&mut records);
        let (method, path) = (facts.entry.method.to_lowercase(), facts.entry.path.clone());
        notes.push(format!(
            "{}: `{}_{}` in {}",
            facts.entry.title(),
            resource.name,
            verb.name,
            resource.file
        ));
        additions
            .paths
            .entry(path)
            .or_default()
            .insert(method, operation);
    }
    additions.schemas = records.new;
    records.applied
}

/// All that the operations of a resource show of its record: first the bodies that create or update one.
fn record_skeleton(resource: &Resource, facts: &[Facts]) -> Option<Map<String, Value>> {
    let is_record_path = |path: &str| {
        let rest = path.strip_prefix(resource.base.as_str()).unwrap_or(path);
        rest.is_empty() || rest.starts_with("/{") && !rest[1..].contains('/')
    };
    let of_record = facts
        .iter()
        .filter(|facts| is_record_path(&facts.entry.path));
    let requests = of_record
        .clone()
        .filter(|facts| facts.entry.method == "POST" && !facts.is_form())
        .map(|facts| &facts.entry.request);
    let responses = of_record
        .filter(|facts| facts.entry.method == "GET")
        .map(|facts| {
            let response = &facts.entry.response;
            if response["results"].is_array() {
                &response["results"][0]
            } else {
                &response["result"]
            }
        });
    let skeletons = requests
        .chain(responses)
        .filter(|skeleton| skeleton.as_object().is_some_and(|one| !one.is_empty()));
    let merged = skeletons.cloned().reduce(|merged, skeleton| {
        let names = |value: &Value| value.as_object().map_or(0, Map::len);
        let shared = skeleton
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(name, _)| merged.get(*name).is_some());
        let is_same = 2 * shared.count() >= names(&merged).min(names(&skeleton));
        if is_same {
            merge_skeletons(&merged, &skeleton)
        } else {
            merged
        }
    });
    match merged {
        Some(Value::Object(skeleton)) => Some(skeleton),
        _ => None,
    }
}
