//! The spec as one document: its root, and every file of the folders beside it.

mod assemble;
mod files;
mod grammar;
mod load;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use fortinac_spec::api::Method;
use fortinac_spec::pointer;
use serde_json::Value;

use crate::diagnostic::{Diagnostic, Diagnostics};

pub(crate) use files::beside;
pub(crate) use grammar::schema as grammar_schema;
pub(crate) use load::{locate, yaml};

/// The file beside the root that holds what all share.
pub(crate) const COMMON: &str = "common.yaml";

/// Where the vendor's documents are; the sources of the spec are paths below it.
pub(crate) const DOCUMENTS: &str = "https://docs.fortinet.com/document/";

/// The whole spec, and the file that each part of it came from.
#[derive(Debug)]
pub struct Bundle {
    /// The document: all `$ref`s point to `#/components/<kind>/<Name>`.
    pub document: Value,
    /// The root file.
    pub root: PathBuf,
    /// The file of each path item.
    pub path_files: BTreeMap<String, PathBuf>,
    /// The file of each component, by kind and name.
    pub component_files: BTreeMap<(String, String), PathBuf>,
}

impl Bundle {
    /// The file of a component schema; the root where it is not known.
    pub fn file_of_schema(&self, name: &str) -> &Path {
        self.component_files
            .get(&("schemas".to_owned(), name.to_owned()))
            .unwrap_or(&self.root)
    }

    /// A diagnostic about the place of the document that a JSON pointer names.
    pub fn diagnostic(&self, pointer: &str, message: impl Into<String>) -> Diagnostic {
        let segments: Vec<String> = pointer.split('/').skip(1).map(pointer::unescape).collect();
        let names: Vec<&str> = segments.iter().map(String::as_str).collect();
        let file = match names.as_slice() {
            ["paths", path, ..] => self.path_files.get(*path),
            ["components", kind, name, ..] => self
                .component_files
                .get(&((*kind).to_owned(), (*name).to_owned())),
            _ => None,
        };
        Diagnostic::new(file.unwrap_or(&self.root), message)
            .at(pointer, location(&self.document, pointer))
    }
}

/// A place of a document or file as a reader knows it: an operation by its operationId, an item of a list by its name.
fn location(document: &Value, pointer: &str) -> String {
    let segments: Vec<String> = pointer.split('/').skip(1).map(pointer::unescape).collect();
    let mut shown: Vec<String> = Vec::new();
    let mut value = document;
    for (depth, segment) in segments.iter().enumerate() {
        value = match value {
            Value::Array(items) => segment
                .parse()
                .ok()
                .and_then(|index: usize| items.get(index)),
            value => value.get(segment),
        }
        .unwrap_or(&Value::Null);
        // A parameter or a tag has a name; in an example, `name` is a property of a record.
        let is_item =
            segment.parse::<usize>().is_ok() && !shown.iter().any(|name| name == "example");
        let name = value
            .get("name")
            .and_then(Value::as_str)
            .filter(|_| is_item);
        shown.push(name.unwrap_or(segment).to_owned());
        if depth == 2 && segments[0] == "paths" && segment.parse::<Method>().is_ok() {
            let id = value.get("operationId").and_then(Value::as_str);
            let request_line = format!("{} {}", segment.to_uppercase(), segments[1]);
            shown = vec![id.map_or(request_line, str::to_owned)];
        }
    }
    if shown.len() > 1 && shown[0] == "paths" {
        shown.remove(0);
    }
    shown.join("/")
}

/// Loads the root and every file of the folders beside it, checks them against the grammar, and bundles them.
///
/// # Errors
/// All that keeps the files from being one document.
pub fn bundle(root: &Path) -> Result<Bundle, Diagnostics> {
    files::read(root)
        .and_then(|files| assemble::assemble(root, files))
        .map_err(locate)
}

/// The first of the names, for a message.
fn some_of<'a>(names: impl Iterator<Item = &'a String>) -> String {
    const SHOWN: usize = 12;
    let names: Vec<&str> = names.map(String::as_str).collect();
    let dots = if names.len() > SHOWN { ", ..." } else { "" };
    format!("{}{dots}", names[..names.len().min(SHOWN)].join(", "))
}

/// The name that a misspelled one was meant to be: at most two typing errors away.
pub(crate) fn nearest(name: &str, known: impl Iterator<Item = String>) -> Option<String> {
    let distances = known.map(|known| (strsim::osa_distance(name, &known), known));
    let (distance, known) = distances.min()?;
    (distance <= 2 && distance < name.chars().count()).then_some(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelled_name_is_recognized() {
        let near = |name: &str| {
            nearest(
                name,
                ["description", "required", "name"]
                    .map(str::to_owned)
                    .into_iter(),
            )
        };
        assert_eq!(near("descripton").as_deref(), Some("description"));
        assert_eq!(near("Name").as_deref(), Some("name"));
        assert_eq!(near("schema"), None);
        assert_eq!(nearest("", std::iter::empty()), None);
    }
}
