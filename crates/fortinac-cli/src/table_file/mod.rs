//! Files with a record a row: CSV as spreadsheets write it, JSON, JSON lines and YAML.

mod decode;
mod delimited;
mod document;

use indexmap::IndexMap;
use serde_json::Value;

use crate::failure::{Failure, Result};

/// A file with a record a row.
#[derive(Debug)]
pub(crate) struct TableFile {
    /// The names of the columns, in the order of the file.
    pub(crate) columns: Vec<String>,
    pub(crate) rows: Vec<Row>,
    /// Whether the cells are texts, as in CSV. A spreadsheet may have changed them.
    pub(crate) is_text: bool,
}

/// A row of a file.
#[derive(Debug)]
pub(crate) struct Row {
    /// Where it is in the file, such as `line 2`.
    pub(crate) place: String,
    /// What the row has. A cell of CSV is a string.
    pub(crate) cells: IndexMap<String, Value>,
}

impl Row {
    /// The text of a cell; empty if the row does not have it.
    pub(crate) fn text(&self, column: &str) -> String {
        match self.cells.get(column) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(value) => value.to_string(),
        }
    }
}

/// How a file is to be read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reading {
    /// Whether cells of CSV are taken as they are, also those with a guard against formulas.
    pub(crate) is_raw: bool,
}

/// Reads a file, or the standard input for `-`.
///
/// # Errors
/// It cannot be read, or is not a table: the message names file and line.
pub(crate) fn read(file: &str, reading: Reading) -> Result<TableFile> {
    let bytes = match file {
        "-" => {
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut std::io::stdin(), &mut bytes).map(|_| bytes)
        }
        file => std::fs::read(file),
    };
    let named = |reason: String| Failure::usage(format!("{file}: {reason}"));
    let bytes = bytes.map_err(|error| named(error.to_string()))?;
    let text = decode::text(&bytes).map_err(|reason| {
        named(reason.to_owned()).hint("save the file in UTF-8 (in Excel: CSV UTF-8)")
    })?;
    let read = match Form::of(file, &text) {
        Form::Delimited => delimited::read(&text, reading),
        Form::Json => document::json(&text),
        Form::Yaml => document::yaml(&text),
    };
    read.map_err(named)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Delimited,
    /// One array, or a value a line.
    Json,
    Yaml,
}

impl Form {
    /// By the name of the file, and if that says nothing, by its beginning.
    fn of(file: &str, text: &str) -> Self {
        let (_, extension) = file.rsplit_once('.').unwrap_or_default();
        match extension.to_ascii_lowercase().as_str() {
            "csv" | "tsv" => return Self::Delimited,
            "json" | "jsonl" | "ndjson" => return Self::Json,
            "yaml" | "yml" => return Self::Yaml,
            _ => {}
        }
        let first = text.lines().find(|line| !line.trim().is_empty());
        let first = first.unwrap_or_default().trim_start();
        match () {
            () if first.starts_with(['[', '{']) => Self::Json,
            () if first.starts_with("- ") || first == "---" => Self::Yaml,
            () => Self::Delimited,
        }
    }
}

#[cfg(test)]
mod tests;
