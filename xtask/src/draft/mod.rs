//! `cargo xtask draft`: the spec's part of operations, as far as a tool can write it.
//!
//! What a human has to decide is a text that begins with `TODO: `, which lint refuses.

mod command;
mod context;
mod example;
mod facts;
mod forms;
mod library;
mod likeness;
mod merge;
mod names;
mod operation;
mod records;
mod response;
mod texts;
mod types;
mod yaml;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use fortinac_evidence::{Entry, Evidence};
use fortinac_spec::api::Method;
use serde_json::{Map, Value};

pub use command::Arguments;
use context::Draft;
use facts::{Exchange, Facts, merge as merge_skeletons};
use library::Library;
use merge::Additions;
use names::{Resource, pascal, plural};
use records::Records;
use texts::Texts;

/// The first line of a file, for editors.
const HEADER: &str = "# yaml-language-server: $schema=../schema/file.schema.json\n";

/// What to draft.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Files of evidence (YAML) and exchanges (JSON).
    pub inputs: Vec<PathBuf>,
    /// The resource that operationIds begin with, if it is not the one that the path suggests.
    pub resource: Option<String>,
    /// The operations, such as `GET /x`; all that are not in the spec, if there are none.
    pub operations: Vec<String>,
}

/// The outcome of a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drafted {
    /// The files to write, with their new text.
    pub files: Vec<(PathBuf, String)>,
    /// What was drafted, as lines.
    pub notes: Vec<String>,
}

/// Drafts operations of a workspace, and writes nothing.
///
/// # Errors
/// A file cannot be read, or there is nothing to draft.
pub fn draft(workspace: &Path, options: &Options) -> Result<Drafted, Box<dyn Error>> {
    let folder = workspace.join("openapi");
    let mut library = Library::read(&folder)?;
    let evidence = Evidence::read(&workspace.join("evidence"))?;
    let mut exchanges = Exchange::read_all(&workspace.join("tests/data/exchanges"))?;
    let (entries, named) = inputs(options, &evidence)?;
    exchanges.splice(0..0, named);

    let all: Vec<Facts> = evidence.iter().map(|entry| facts(entry, &[])).collect();
    let mut by_resource: BTreeMap<String, (Resource, Vec<Facts>)> = BTreeMap::new();
    let mut notes = Vec::new();
    for entry in wanted(options, &library, entries, &mut notes)? {
        let taken = by_resource.values().map(|(resource, _)| resource);
        let resource = names::resource(
            &library,
            &all,
            taken,
            &entry.path,
            options.resource.as_deref(),
        );
        let (_, of_resource) = by_resource
            .entry(resource.base.clone())
            .or_insert_with(|| (resource, Vec::new()));
        of_resource.push(facts(&entry, &exchanges));
    }
    let mut additions: BTreeMap<String, Additions> = BTreeMap::new();
    for (resource, facts) in by_resource.values() {
        let of_file = additions.entry(resource.file.clone()).or_default();
        draft_resource(&library, resource, facts, &all, of_file, &mut notes);
        library.add(&resource.file, &of_file.schemas);
    }
    let mut files = Vec::new();
    for (file, additions) in &additions {
        let path = folder.join(file);
        let text = if path.exists() {
            fs::read_to_string(&path)?
        } else {
            HEADER.to_owned()
        };
        files.push((path, merge::add(&text, additions)));
    }
    files.extend(root(
        &folder,
        &library,
        by_resource.values().map(|(resource, _)| resource),
    )?);
    if files.is_empty() {
        return Err("there is nothing to draft: the spec has all of these operations".into());
    }
    Ok(Drafted { files, notes })
}

fn facts(entry: &Entry, exchanges: &[Exchange]) -> Facts {
    let mut entry = entry.clone();
    entry.request = types::without_marks(&entry.request);
    entry.response = types::without_marks(&entry.response);
    Facts::new(entry, exchanges)
}

/// The entries of the inputs, and the exchanges among them.
fn inputs(
    options: &Options,
    evidence: &Evidence,
) -> Result<(Vec<Entry>, Vec<Exchange>), Box<dyn Error>> {
    let (mut entries, mut exchanges) = (Vec::new(), Vec::new());
    for input in &options.inputs {
        if input
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            let exchange = Exchange::read(input)?;
            entries.push(exchange.entry(evidence)?);
            exchanges.push(exchange);
        } else {
            entries.extend(Evidence::read_file(input)?);
        }
        if let Some(wrong) = entries.iter().find(|entry| !is_operation(entry)) {
            return Err(format!(
                "{}: `{}` is no operation; write `method` and `path`, such as GET and /user/{{id}}",
                input.display(),
                wrong.title()
            )
            .into());
        }
    }
    Ok((entries, exchanges))
}

/// Whether an entry has a method, and a path from which the name of a file can be made.
fn is_operation(entry: &Entry) -> bool {
    let is_name = |segment: &str| {
        let is_part = |c: char| c.is_ascii_alphanumeric() || "-_{}".contains(c);
        !segment.is_empty() && segment.chars().all(is_part)
    };
    let segments = entry.path.strip_prefix('/').map(|path| path.split('/'));
    entry.method.parse::<Method>().is_ok()
        && segments.is_some_and(|mut segments| segments.all(is_name))
}

/// The entries to draft: those that are named and that the spec lacks, each operation once.
fn wanted(
    options: &Options,
    library: &Library,
    entries: Vec<Entry>,
    notes: &mut Vec<String>,
) -> Result<Vec<Entry>, Box<dyn Error>> {
    let named: Vec<(&str, &str)> = options
        .operations
        .iter()
        .filter_map(|operation| operation.split_once(' '))
        .collect();
    if named.len() < options.operations.len() {
        return Err("name operations by method and path, such as 'GET /user/{id}'".into());
    }
    for (method, path) in &named {
        if !entries.iter().any(|entry| entry.is_of(method, path)) {
            return Err(format!("the inputs do not have {method} {path}").into());
        }
    }
    let mut wanted: Vec<Entry> = Vec::new();
    for entry in entries {
        let known = library
            .operations()
            .find(|known| entry.is_of(&known.method.to_uppercase(), known.path));
        if !named.is_empty() && !named.iter().any(|(method, path)| entry.is_of(method, path)) {
            continue;
        }
        if let Some(known) = known {
            notes.push(format!(
                "left out: {} is `{}` in {}",
                entry.title(),
                known.id(),
                known.file
            ));
        } else if !wanted
            .iter()
            .any(|other| other.is_of(&entry.method, &entry.path))
        {
            wanted.push(entry);
        }
    }
    Ok(wanted)
}

fn draft_resource(
    library: &Library,
    resource: &Resource,
    facts: &[Facts],
    all: &[Facts],
    additions: &mut Additions,
    notes: &mut Vec<String>,
) {
    let mut records = Records::new(library, &resource.file);
    records.new = std::mem::take(&mut additions.schemas);
    let skeleton = record_skeleton(resource, facts);
    let record = records.name_of_record(&pascal(&resource.name), skeleton.as_ref());
    if let Some(skeleton) = &skeleton {
        records.record(&record, skeleton);
    }
    let record = records.is_known(&record).then_some(record);
    let texts = Texts::new(library, resource);
    for facts in facts {
        let verb = names::verb(facts, &resource.base, all);
        let draft = Draft {
            library,
            resource,
            texts: &texts,
            verb: &verb.name,
            verb_is_guess: verb.is_guess,
            record: record.as_deref(),
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
        .filter(|facts| facts.entry.method == "POST")
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

/// The root with the tags that it lacks, if there are any.
fn root<'a>(
    folder: &Path,
    library: &Library,
    resources: impl Iterator<Item = &'a Resource>,
) -> Result<Option<(PathBuf, String)>, Box<dyn Error>> {
    let file = folder.join("fortinac.yaml");
    let mut text = fs::read_to_string(&file)?;
    let mut tags: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
    for resource in resources {
        tags.entry(&resource.tag)
            .or_default()
            .push((resource.name.clone(), plural(&resource.name)));
    }
    let known = library
        .files
        .get("fortinac.yaml")
        .and_then(|root| root["tags"].as_array());
    let is_known = |tag: &str| {
        known
            .into_iter()
            .flatten()
            .any(|known| known["name"] == tag)
    };
    tags.retain(|tag, _| !is_known(tag));
    for (tag, resources) in &tags {
        text = merge::add_tag(&text, tag, resources);
    }
    Ok((!tags.is_empty()).then_some((file, text)))
}
