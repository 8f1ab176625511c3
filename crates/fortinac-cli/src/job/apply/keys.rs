//! The keys of the rows: what tells the records apart.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Task, rounded};
use crate::call::target;
use crate::failure::{Failure, Result};
use crate::output::{at, cell_text};
use crate::table_file::TableFile;

/// The properties with ids, which are never changed.
pub(super) const IDS: [&str; 3] = ["id", "dbid", "DBID"];
/// How many of the wrong rows a message names.
const NAMED: usize = 5;

/// The rows by their keys, and the properties that have the keys.
pub(super) struct Keys {
    rows: BTreeMap<String, usize>,
    paths: Vec<String>,
}

impl Keys {
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn retain(&mut self, mut keep: impl FnMut(&str, &usize) -> bool) {
        self.rows.retain(|key, row| keep(key, row));
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, usize)> {
        self.rows.iter().map(|(key, row)| (key.as_str(), *row))
    }

    /// The rows of a record, with their keys. There are several if a host is there with two of its adapters.
    pub(super) fn rows(&self, record: &Value) -> Vec<(&str, usize)> {
        let values = self.paths.iter().map(|path| at(record, path));
        let texts = values.flat_map(|value| match value {
            Value::Array(items) => items.iter().map(cell_text).collect(),
            value => vec![cell_text(value)],
        });
        let mut rows: Vec<(&str, usize)> = Vec::new();
        for text in texts {
            if let Some((key, row)) = self.rows.get_key_value(&canonical(&text))
                && !rows.iter().any(|(_, known)| known == row)
            {
                rows.push((key, *row));
            }
        }
        rows
    }
}

/// # Errors
/// The file has no such column, or a key is missing, comes twice, or was changed by a spreadsheet.
pub(super) fn of(task: &Task, file: &TableFile) -> Result<Keys> {
    let key = task.key.as_str();
    if !file.columns.iter().any(|column| column == key) {
        let columns = file.columns.join(", ");
        return Err(Failure::usage(format!("there is no column `{key}`"))
            .hint(format!("the columns are {columns}; --key is one of them")));
    }
    let texts: Vec<String> = file.rows.iter().map(|row| row.text(key)).collect();
    if file.is_text
        && let Some(text) = rounded::key(&texts)
    {
        return Err(Failure::usage(format!(
            "the column `{key}` is no key: a spreadsheet has rounded its numbers, such as {text}"
        ))
        .hint("a spreadsheet keeps 15 digits of a number; use a key such as primaryMac, userID or name"));
    }
    let mut rows = BTreeMap::new();
    let mut wrong = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        let place = &file.rows[index].place;
        if text.is_empty() {
            wrong.push(format!("{place} has no `{key}`"));
            continue;
        }
        if let Some(first) = rows.insert(canonical(text), index) {
            let first = &file.rows[first].place;
            wrong.push(format!("{place} has the same `{key}` as {first}: {text}"));
        }
    }
    if !wrong.is_empty() {
        return Err(Failure::usage(several(&wrong)).hint("nothing was sent"));
    }
    Ok(Keys {
        rows,
        paths: paths(task),
    })
}

/// The properties that a key can be in.
fn paths(task: &Task) -> Vec<String> {
    let paths: &[&str] = match (task.resource.as_str(), task.key.as_str()) {
        ("host", "mac") => &["primaryMac", "adapters"],
        ("adapter", "mac") => &["physicalAddress"],
        (_, "id") => &IDS,
        (_, key) => &[key],
    };
    paths.iter().map(|path| (*path).to_owned()).collect()
}

/// One form for all notations of a MAC address.
fn canonical(text: &str) -> String {
    target::mac(text).unwrap_or_else(|| text.trim().to_owned())
}

/// The first of several messages.
pub(super) fn several(messages: &[String]) -> String {
    let first: Vec<&str> = messages.iter().take(NAMED).map(String::as_str).collect();
    let more = match messages.len() - first.len() {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    format!("{}{more}", first.join("; "))
}
