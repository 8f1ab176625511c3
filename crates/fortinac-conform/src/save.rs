//! Writes redacted exchanges as files.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use fortinac_spec::api::Method;
use serde::Serialize;

use crate::checker::Checker;
use crate::exact::Node;
use crate::exchange::Exchange;
use crate::path::{below_base, query};
use crate::problem::{Part, one_line};
use crate::redact::{Redactor, redact_query};

/// What a saved exchange says about its origin.
const SOURCE: &str = "captured; all values replaced by fortinac-conform --save";

/// The longest name of a file, without number and ending.
const MAX_STEM: usize = 120;

/// An exchange with all values replaced, as a file that can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SavedFile {
    /// The name of the file.
    pub name: String,
    /// The JSON of the exchange.
    pub text: String,
}

/// The exchanges cannot be saved.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NotSaved {
    /// A file of this name exists.
    #[error(
        "{} exists, and nothing is overwritten: save to a new folder; nothing was saved",
        one_line(&.0.to_string_lossy())
    )]
    Exists(PathBuf),
    /// The file cannot be written.
    #[error("{} cannot be written: {error}", one_line(&.path.to_string_lossy()))]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The error of the system.
        #[source]
        error: io::Error,
    },
}

/// The redacted exchanges of a run.
#[derive(Debug, Default)]
pub(crate) struct Saver {
    redactor: Redactor,
    files: Vec<SavedFile>,
    /// How many files there are for the same operation.
    counts: BTreeMap<String, usize>,
}

/// An exchange in the order in which a reader wants it.
#[derive(Serialize)]
struct Document<'a> {
    operation: String,
    method: &'a str,
    path: String,
    status: u16,
    request: Option<Node>,
    response: Option<Node>,
    source: &'a str,
}

impl Saver {
    pub(crate) fn files(&self) -> &[SavedFile] {
        &self.files
    }

    /// Adds an exchange. One with a method that HTTP does not have is left out, because the method may be anything.
    pub(crate) fn add(&mut self, checker: &Checker, exchange: &Exchange) {
        let Ok(method) = exchange.method.parse::<Method>() else {
            return;
        };
        let vocabulary = checker.vocabulary();
        let operation = checker.operation(exchange);
        let path = below_base(&exchange.path);
        let replaced = self.redactor.path(vocabulary, operation, &path);
        let mut path = replaced.path;
        if let Some(query) = query(&exchange.path).filter(|query| !query.is_empty()) {
            let query = redact_query(&mut self.redactor, vocabulary, operation, query);
            path = format!("{path}?{query}");
        }
        let (mut request, mut response) = (None, None);
        for (part, guide, body) in checker.bodies(exchange, operation) {
            let body = self.redactor.body(guide, body);
            match part {
                Part::Request => request = Some(body),
                _ => response = Some(body),
            }
        }
        let document = Document {
            operation: format!("{method} {}", replaced.template),
            method: method.as_str(),
            path,
            status: exchange.status,
            request,
            response,
            source: SOURCE,
        };
        let text = serde_json::to_string_pretty(&document);
        let name = self.name(method, &replaced.template);
        self.files.extend(text.ok().map(|text| SavedFile {
            name,
            text: format!("{text}\n"),
        }));
    }

    /// The name of the next file of an operation: `get-host-id.json`, `get-host-id.2.json`.
    fn name(&mut self, method: Method, template: &str) -> String {
        let stem = stem(method, template);
        let count = self.counts.entry(stem.clone()).or_default();
        *count += 1;
        match *count {
            1 => format!("{stem}.json"),
            count => format!("{stem}.{count}.json"),
        }
    }

    /// Writes the files into a folder, or none of them if one of them exists.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), NotSaved> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |error| NotSaved::Io { path, error }
        };
        fs::create_dir_all(folder).map_err(failed(folder))?;
        let paths = || self.files.iter().map(|file| folder.join(&file.name));
        // A link to nowhere is a file too.
        if let Some(path) = paths().find(|path| path.symlink_metadata().is_ok()) {
            return Err(NotSaved::Exists(path));
        }
        for (file, path) in self.files.iter().zip(paths()) {
            let mut options = OpenOptions::new();
            let opened = options.write(true).create_new(true).open(&path);
            opened
                .and_then(|mut opened| opened.write_all(file.text.as_bytes()))
                .map_err(failed(&path))?;
        }
        Ok(())
    }
}

fn stem(method: Method, template: &str) -> String {
    let mut stem = method.key();
    for word in template.split(|c: char| !c.is_ascii_alphanumeric()) {
        if !word.is_empty() && stem.len() + word.len() < MAX_STEM {
            stem.push('-');
            stem.push_str(&word.to_ascii_lowercase());
        }
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_after_the_operation_and_numbered() {
        let mut saver = Saver::default();
        let mut name = |template| saver.name(Method::Get, template);
        assert_eq!(name("/host/{id}/x-y"), "get-host-id-x-y.json");
        assert_eq!(name("/host/{id}/x-y"), "get-host-id-x-y.2.json");
        assert_eq!(name("/DeviceProfiler/Rule"), "get-deviceprofiler-rule.json");
        assert!(name(&"/word".repeat(1000)).len() < MAX_STEM + 10);
    }
}
