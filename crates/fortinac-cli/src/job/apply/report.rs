//! The report: a line for each record, which is in the file before the next one is sent.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};

use serde_json::{Value, json};

use crate::failure::{Failure, Result};
use crate::output::{cell_text, escaped, guarded};
use crate::table_file::{self, Reading};

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Became {
    Unchanged,
    Changed,
    Created,
    Failed,
}

impl Became {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Changed => "changed",
            Self::Created => "created",
            Self::Failed => "failed",
        }
    }
}

const COLUMNS: [&str; 4] = ["key", "id", "outcome", "message"];

pub(super) struct Report {
    file: File,
    name: String,
    is_csv: bool,
}

fn is_csv(name: &str) -> bool {
    let (_, extension) = name.rsplit_once('.').unwrap_or_default();
    !["json", "jsonl", "ndjson"].contains(&extension.to_ascii_lowercase().as_str())
}

fn named(name: &str, error: &std::io::Error) -> Failure {
    Failure::usage(format!("{name}: {error}"))
}

impl Report {
    /// Opens the report, anew or at its end.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(super) fn open(name: &str, is_continued: bool) -> Result<Self> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(!is_continued);
        let mut file = options.open(name).map_err(|error| named(name, &error))?;
        let written = match is_continued {
            true => whole_lines(name)?,
            false => 0,
        };
        let positioned = file.set_len(written);
        let positioned = positioned.and_then(|()| file.seek(SeekFrom::End(0)));
        positioned.map_err(|error| named(name, &error))?;
        let mut report = Self {
            file,
            name: name.to_owned(),
            is_csv: is_csv(name),
        };
        if report.is_csv && written == 0 {
            report.cells(COLUMNS.map(ToOwned::to_owned))?;
        }
        Ok(report)
    }

    /// Writes a line.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(super) fn row(
        &mut self,
        key: &str,
        id: &Value,
        became: Became,
        message: &str,
    ) -> Result<()> {
        let (key, message) = (shown(key), escaped(message));
        if self.is_csv {
            let cells = [key, cell_text(id), became.name().to_owned(), message];
            return self.cells(cells.map(guarded));
        }
        let row = json!({"key": key, "id": id, "outcome": became.name(), "message": message});
        self.line(format!("{row}\n").as_bytes())
    }

    fn cells(&mut self, cells: [String; 4]) -> Result<()> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(cells).map_err(std::io::Error::from)?;
        let line = writer
            .into_inner()
            .map_err(|error| Failure::usage(error.to_string()))?;
        self.line(&line)
    }

    /// One write, so that a process that is killed leaves no half of a line but the last one.
    fn line(&mut self, line: &[u8]) -> Result<()> {
        self.file
            .write_all(line)
            .map_err(|error| named(&self.name, &error))
    }
}

/// The length of the file without the half of a line that a killed process has left.
fn whole_lines(name: &str) -> Result<u64> {
    let bytes = std::fs::read(name).map_err(|error| named(name, &error))?;
    let end = bytes
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |end| end + 1);
    Ok(end as u64)
}

/// The key as a report has it: in one line.
pub(super) fn shown(key: &str) -> String {
    escaped(key)
}

/// The keys of the records that are done, as a report of an earlier run says.
///
/// # Errors
/// The file cannot be read, or is no report.
pub(super) fn done(name: &str) -> Result<BTreeSet<String>> {
    if !std::path::Path::new(name).exists() || whole_lines(name)? == 0 {
        return Ok(BTreeSet::new());
    }
    let file = table_file::read(name, Reading::default())?;
    if !COLUMNS
        .iter()
        .take(3)
        .all(|column| file.columns.iter().any(|known| known == column))
    {
        return Err(Failure::usage(format!(
            "{name}: is no report of `fortinac apply`"
        )));
    }
    let mut done = BTreeSet::new();
    for row in &file.rows {
        // The last line counts: a record that failed can have been done later.
        match row.text("outcome").as_str() {
            "unchanged" | "changed" | "created" => done.insert(row.text("key")),
            _ => done.remove(&row.text("key")),
        };
    }
    Ok(done)
}
