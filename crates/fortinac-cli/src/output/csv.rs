//! CSV for spreadsheets and scripts.

use std::io;

use serde_json::Value;

use super::cell;
use crate::failure::Result;
use crate::options::Options;

/// What a spreadsheet takes for the beginning of a formula. Names of hosts come from devices, so anybody can write one.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];
/// What is put before such a cell. The import takes it away again.
const GUARD: char = '\'';

/// Writes rows to the standard output.
pub(super) struct Csv {
    writer: ::csv::Writer<io::Stdout>,
    /// Known from the first row if nothing else says them.
    columns: Option<Vec<String>>,
    has_header: bool,
    is_raw: bool,
}

impl Csv {
    pub(super) fn new(columns: Option<Vec<String>>, options: &Options) -> Self {
        Self {
            writer: ::csv::Writer::from_writer(io::stdout()),
            columns,
            has_header: !options.no_header,
            is_raw: options.csv_raw,
        }
    }

    pub(super) fn row(&mut self, row: &Value) -> Result<()> {
        let columns = self.columns.get_or_insert_with(|| match row {
            Value::Object(properties) => properties.keys().cloned().collect(),
            _ => Vec::new(),
        });
        if std::mem::take(&mut self.has_header) && !columns.is_empty() {
            self.writer.write_record(&*columns).map_err(broken)?;
        }
        let cells: Vec<String> = match row {
            Value::Object(_) => columns
                .iter()
                .map(|column| cell::text(cell::at(row, column)))
                .collect(),
            value => vec![cell::text(value)],
        };
        let is_raw = self.is_raw;
        let cells = cells
            .into_iter()
            .map(|cell| if is_raw { cell } else { guarded(cell) });
        self.writer.write_record(cells).map_err(broken)?;
        Ok(())
    }

    pub(super) fn end(&mut self) -> Result<()> {
        // A list without records still has its columns.
        if std::mem::take(&mut self.has_header)
            && let Some(columns) = &self.columns
        {
            self.writer.write_record(columns).map_err(broken)?;
        }
        Ok(self.writer.flush()?)
    }
}

/// The error below that of the CSV writer, which tells whether nobody reads the output any more.
fn broken(error: ::csv::Error) -> io::Error {
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// The cell with a guard, if a spreadsheet would run it. A cell that looks guarded gets one more, so that the import takes
/// away no more than was added.
pub(crate) fn guarded(cell: String) -> String {
    // A negative number is no formula. A plus is a telephone number, of which a spreadsheet would lose the plus.
    match is_guarded_or_formula(&cell) && !is_negative_number(&cell) {
        true => format!("{GUARD}{cell}"),
        false => cell,
    }
}

/// The cell without the guard that [`guarded`] has put before it.
pub(crate) fn without_guard(cell: &str) -> &str {
    match cell.strip_prefix(GUARD) {
        Some(rest) if is_guarded_or_formula(rest) => rest,
        _ => cell,
    }
}

fn is_guarded_or_formula(cell: &str) -> bool {
    cell.trim_start_matches(GUARD).starts_with(FORMULA)
}

fn is_negative_number(cell: &str) -> bool {
    cell.starts_with('-') && cell.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guard_is_taken_away_as_it_was_put() {
        for (cell, expected) in [
            ("=1+2", "'=1+2"),
            ("@x", "'@x"),
            ("+49 30", "'+49 30"),
            ("+4930", "'+4930"),
            ("-5.2", "-5.2"),
            ("-x", "'-x"),
            ("'=1", "''=1"),
            ("'tis", "'tis"),
            ("", ""),
        ] {
            let guarded = guarded(cell.to_owned());
            assert_eq!(guarded, expected);
            assert_eq!(without_guard(&guarded), cell);
        }
    }
}
