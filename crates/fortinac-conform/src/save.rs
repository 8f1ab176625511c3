//! Writes redacted exchanges as files.

#[cfg(test)]
mod tests;
mod written;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fmt, io};

use fortinac_spec::api::Method;
use serde::Serialize;

use crate::checker::Checker;
use crate::exact::Node;
use crate::exchange::Exchange;
use crate::path::{below_base, query};
use crate::problem::{Part, one_line};
use crate::redact::{Redactor, redact_query};
use written::Written;

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

/// Why an exchange is not saved. `Display` is a reason for the user, without a value of the exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Unsaved {
    /// The method may be anything, and so a value.
    Method,
    /// In an exchange file, null stands for a body that was not captured.
    Null,
    /// The file would be nested deeper than an exchange file can be.
    Deep,
    /// With other values, it would not conform as it does.
    Different,
}

impl fmt::Display for Unsaved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Method => "the spec has no operation with this method",
            Self::Null => "a body is null, which in an exchange file means that it was not captured",
            Self::Deep => "a body is nested too deep for an exchange file",
            Self::Different => {
                "with its values replaced it does not conform as it does now, which is a fault of this program: please \
                 report the operation"
            }
        })
    }
}

/// The redacted exchanges of a run.
#[derive(Debug, Default)]
pub(crate) struct Saver {
    redactor: Redactor,
    files: Vec<SavedFile>,
    /// How many exchanges are not among them.
    unsaved: BTreeMap<Unsaved, usize>,
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

    pub(crate) fn unsaved(&self) -> &BTreeMap<Unsaved, usize> {
        &self.unsaved
    }

    /// Adds an exchange, if what is saved of it `is_same`.
    pub(crate) fn add(
        &mut self,
        checker: &Checker,
        exchange: &Exchange,
        is_same: impl FnOnce(&Exchange) -> bool,
    ) {
        if let Err(reason) = self.try_add(checker, exchange, is_same) {
            *self.unsaved.entry(reason).or_default() += 1;
        }
    }

    fn try_add(
        &mut self,
        checker: &Checker,
        exchange: &Exchange,
        is_same: impl FnOnce(&Exchange) -> bool,
    ) -> Result<(), Unsaved> {
        let method: Method = exchange.method.parse().map_err(|_| Unsaved::Method)?;
        let bodies = [&exchange.request, &exchange.response]
            .into_iter()
            .flatten();
        if bodies.into_iter().any(|body| body.0 == Node::Null) {
            return Err(Unsaved::Null);
        }
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
        let text = serde_json::to_string_pretty(&document).map_err(|_| Unsaved::Different)?;
        // What its reader will find.
        let saved = Exchange::from_json(&text).map_err(|_| Unsaved::Deep)?;
        if !is_same(&saved) {
            return Err(Unsaved::Different);
        }
        let name = self.name(method, &replaced.template);
        self.files.push(SavedFile {
            name,
            text: format!("{text}\n"),
        });
        Ok(())
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

    /// Writes the files into a folder, or none of them if one of them exists. Without a file, there is no folder either.
    pub(crate) fn write(&self, folder: &Path) -> Result<(), NotSaved> {
        let paths = || self.files.iter().map(|file| folder.join(&file.name));
        // A link to nowhere is a file too.
        if let Some(path) = paths().find(|path| path.symlink_metadata().is_ok()) {
            return Err(NotSaved::Exists(path));
        }
        let mut written = Written::default();
        let files = self.files.iter().zip(paths());
        let saved = files.into_iter().try_for_each(|(file, path)| {
            let result = written
                .create_folder(folder)
                .map_err(|error| (folder.to_owned(), error));
            result?;
            written
                .write(&path, &file.text)
                .map_err(|error| (path, error))
        });
        saved.map_err(|(path, error)| {
            written.remove();
            NotSaved::Io { path, error }
        })
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
