//! `cargo xtask draft`: the spec's part of operations, as far as a tool can write it.
//!
//! What a human has to decide is a text that begins with `TODO: `, which lint refuses.

mod body;
mod codes;
mod command;
mod context;
mod envelope;
mod example;
mod facts;
mod finish;
mod forms;
mod inputs;
mod known;
mod library;
mod likeness;
mod merge;
mod names;
mod operation;
mod questions;
mod records;
mod resource;
mod response;
mod rules;
mod shared;
mod skeleton;
mod tags;
mod texts;
mod types;
mod verb;
mod words;
mod yaml;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use fortinac_evidence::Evidence;

pub use command::Arguments;
use facts::{Exchange, Facts};
use library::Library;
use merge::Additions;
use names::Resource;
use rules::Applied;

/// The first line of a file, for editors.
const HEADER: &str = "# yaml-language-server: $schema=../schema/file.schema.json\n";

/// What to draft.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Files of evidence (YAML) and exchanges (JSON), and folders of evidence.
    pub inputs: Vec<PathBuf>,
    /// The resource that operationIds begin with, if it is not the one that the path suggests.
    pub resource: Option<String>,
    /// The operations, such as `GET /x`; all that are not in the spec, if there are none.
    pub operations: Vec<String>,
    /// Whether to draft as if the spec had nothing but the shared parts.
    pub anew: bool,
}

/// The outcome of a draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drafted {
    /// The files to write, with their new text.
    pub files: Vec<(PathBuf, String)>,
    /// What was drafted, as lines.
    pub notes: Vec<String>,
    /// How many properties each rule of the wire was applied to, as lines, the most frequent first.
    pub counts: Vec<String>,
}

/// Drafts operations of a workspace, and writes nothing.
///
/// # Errors
/// A file cannot be read, or there is nothing to draft.
pub fn draft(workspace: &Path, options: &Options) -> Result<Drafted, Box<dyn Error>> {
    let folder = workspace.join("openapi");
    let mut library = Library::read(&folder)?;
    if options.anew {
        library = library.shared_parts();
    }
    let evidence = Evidence::read(&workspace.join("evidence"))?;
    let mut exchanges = Exchange::read_all(&workspace.join("tests/data/exchanges"))?;
    let (entries, named) = inputs::inputs(options, &evidence)?;
    exchanges.splice(0..0, named);

    let all: Vec<Facts> = evidence
        .iter()
        .map(|entry| Facts::new(entry, &[]))
        .collect();
    let mut by_resource: BTreeMap<String, (Resource, Vec<Facts>)> = BTreeMap::new();
    let mut notes = Vec::new();
    for entry in inputs::wanted(options, &library, entries, &mut notes)? {
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
        of_resource.push(Facts::new(&entry, &exchanges));
    }
    let known = finish::References::of_library(&library);
    let mut additions: BTreeMap<String, Additions> = BTreeMap::new();
    let mut applied = Applied::default();
    for (resource, facts) in by_resource.values() {
        let of_file = additions.entry(resource.file.clone()).or_default();
        let of_resource =
            resource::draft_resource(&library, resource, facts, &all, of_file, &mut notes);
        applied.extend(of_resource);
        library.add(&resource.file, &of_file.schemas);
    }
    finish::finish(known, &mut additions);
    let is_left = |component: &str| {
        let mut files = additions.values();
        files.any(|additions| additions.schemas.contains_key(component))
    };
    let counts = applied.counts(is_left);
    let mut files = Vec::new();
    for (file, additions) in &additions {
        let path = folder.join(file);
        let text = if path.exists() && !options.anew {
            fs::read_to_string(&path)?
        } else {
            HEADER.to_owned()
        };
        files.push((path, merge::add(&text, additions)));
    }
    files.extend(tags::root(
        &folder,
        &library,
        by_resource.values().map(|(resource, _)| resource),
    )?);
    if files.is_empty() {
        return Err("there is nothing to draft: the spec has all of these operations".into());
    }
    Ok(Drafted {
        files,
        notes,
        counts,
    })
}
