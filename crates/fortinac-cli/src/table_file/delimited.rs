//! CSV with commas, semicolons or tabs.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::{Reading, Row, TableFile};
use crate::output::without_guard;

pub(super) fn read(text: &str, reading: Reading) -> Result<TableFile, String> {
    // Excel reads and writes a first line such as `sep=;`.
    let (said, text, before) = match text.split_once('\n') {
        Some((first, rest)) if first.trim().trim_matches('"').starts_with("sep=") => {
            let said = first.trim().trim_matches('"').as_bytes().get(4).copied();
            (said, rest, 1)
        }
        _ => (None, text, 0),
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(said.unwrap_or_else(|| delimiter(text)))
        .from_reader(text.as_bytes());
    let mut header: Option<Vec<String>> = None;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        let line = before + record.position().map_or(0, csv::Position::line);
        let cells: Vec<&str> = record.iter().collect();
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        match &header {
            None => header = Some(names(&cells, line)?),
            Some(header) => rows.push(row(header, &cells, line, reading)?),
        }
    }
    let header = header.ok_or("the file is empty: its first line names the columns")?;
    Ok(TableFile {
        columns: header.into_iter().filter(|name| !name.is_empty()).collect(),
        rows,
        is_text: true,
    })
}

/// What separates the columns: what the first line has most of, outside of quotes.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut is_quoted = false;
    for byte in text.trim_start_matches('\n').bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' if !is_quoted => break,
            byte if !is_quoted => {
                for (delimiter, count) in &mut counts {
                    *count += usize::from(*delimiter == byte);
                }
            }
            _ => {}
        }
    }
    let most = counts.iter().rev().max_by_key(|(_, count)| *count);
    most.map_or(b',', |(delimiter, _)| *delimiter)
}

fn names(cells: &[&str], line: u64) -> Result<Vec<String>, String> {
    let mut seen = BTreeSet::new();
    for name in cells.iter().map(|cell| cell.trim()) {
        if !name.is_empty() && !seen.insert(name) {
            return Err(format!("line {line}: the column `{name}` is there twice"));
        }
    }
    Ok(cells.iter().map(|cell| cell.trim().to_owned()).collect())
}

fn row(header: &[String], cells: &[&str], line: u64, reading: Reading) -> Result<Row, String> {
    // Spreadsheets write empty cells behind the last column, and leave out empty ones at the end of a row.
    let beyond = cells.iter().skip(header.len());
    if beyond.clone().any(|cell| !cell.is_empty()) {
        let (found, expected) = (cells.len(), header.len());
        return Err(format!("line {line}: {found} cells for {expected} columns"));
    }
    let mut row = IndexMap::new();
    for (index, name) in header.iter().enumerate() {
        let cell = cells.get(index).copied().unwrap_or_default();
        if name.is_empty() {
            if !cell.is_empty() {
                return Err(format!(
                    "line {line}: cell {} is below no name of a column",
                    index + 1
                ));
            }
            continue;
        }
        let cell = match reading.is_raw {
            true => cell,
            false => without_guard(cell),
        };
        row.insert(name.clone(), cell.into());
    }
    Ok(Row {
        place: format!("line {line}"),
        cells: row,
    })
}
