//! The inputs: entries of evidence and exchanges, and which of their operations are drafted.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use fortinac_evidence::{Entry, Evidence};
use fortinac_spec::api::Method;

use super::Options;
use super::facts::Exchange;
use super::library::Library;

/// The entries of the inputs, and the exchanges among them.
pub(super) fn inputs(
    options: &Options,
    evidence: &Evidence,
) -> Result<(Vec<Entry>, Vec<Exchange>), Box<dyn Error>> {
    let (mut entries, mut exchanges) = (Vec::new(), Vec::new());
    for input in &files(&options.inputs)? {
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
pub(super) fn wanted(
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
            continue;
        }
        // Of several sources the one that shows most: values of an appliance first, and documents before programs.
        let worth = |entry: &Entry| (entry.evidence, entry.origin);
        let other = wanted
            .iter_mut()
            .find(|other| other.is_of(&entry.method, &entry.path));
        match other {
            Some(other) if worth(&entry) < worth(other) => *other = entry,
            Some(_) => {}
            None => wanted.push(entry),
        }
    }
    Ok(wanted)
}

/// The files of the inputs: of a folder all its evidence. `sources.yaml`, which `evidence/*.yaml` names too, has none.
fn files(inputs: &[PathBuf]) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files = Vec::new();
    for input in inputs {
        if !input.is_dir() {
            files.push(input.clone());
            continue;
        }
        let items = fs::read_dir(input).map_err(|error| format!("{}: {error}", input.display()))?;
        let mut found: Vec<PathBuf> = items.filter_map(|item| Some(item.ok()?.path())).collect();
        found.retain(|file| {
            file.extension()
                .is_some_and(|extension| extension == "yaml")
        });
        found.sort();
        files.extend(found);
    }
    files.retain(|file| !file.ends_with("evidence/sources.yaml"));
    Ok(files)
}
