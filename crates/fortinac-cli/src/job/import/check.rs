//! What is checked before a file of hosts is sent, and the clean file.

use std::collections::BTreeMap;
use std::io;
use std::net::IpAddr;

use crate::call::target;
use crate::command::names::nearest;
use crate::failure::{Failure, Result};
use crate::table_file::{Row, TableFile};

/// The columns of the vendor's import, with further names that mean the same.
const COLUMNS: [(&str, &[&str]); 6] = [
    (MAC, &["mac", "primarymac", "physicaladdress", "macaddress"]),
    (SIBLINGS, &[]),
    (IP, &["ip", "ipaddress"]),
    ("host.owner", &["owner"]),
    ("host.devType", &["devtype", "devicetype", "hardwaretype"]),
    ("host.topo", &["topo"]),
];
const MAC: &str = "adap.mac";
const SIBLINGS: &str = "siblings";
const IP: &str = "adap.ip";
/// How many of the wrong cells a message names.
const NAMED: usize = 10;

/// A file that can be sent.
#[derive(Debug)]
pub(super) struct Checked {
    /// UTF-8 with commas and without guards.
    pub(super) csv: String,
    pub(super) columns: Vec<String>,
    pub(super) rows: usize,
    pub(super) macs: usize,
}

/// # Errors
/// The message names what is wrong, with the lines.
pub(super) fn hosts(file: &TableFile, takes_any: bool) -> Result<Checked> {
    let columns = columns(file, takes_any)?;
    let mut wrong = Vec::new();
    // The row that has an address.
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let mut writer = csv::Writer::from_writer(Vec::new());
    let names: Vec<&String> = columns.iter().map(|(_, name)| name).collect();
    writer.write_record(&names).map_err(io::Error::from)?;
    for row in &file.rows {
        let mut cells = Vec::new();
        for (given, name) in &columns {
            match cell(row, given, name) {
                Ok(cell) => cells.push(cell),
                Err(reason) => wrong.push(format!("{}: {reason}", row.place)),
            }
        }
        for mac in macs(row, &columns) {
            if let Some(first) = seen.insert(mac.clone(), &row.place) {
                wrong.push(format!("{}: {mac} is there already, in {first}", row.place));
            }
        }
        // What is wrong is not sent, so it need not be written.
        if wrong.is_empty() {
            writer.write_record(&cells).map_err(io::Error::from)?;
        }
    }
    if file.rows.is_empty() {
        return Err(Failure::usage("there is no host in the file"));
    }
    if !wrong.is_empty() {
        let more = wrong.len().saturating_sub(NAMED);
        wrong.truncate(NAMED);
        if more > 0 {
            wrong.push(format!("and {more} more"));
        }
        return Err(Failure::usage(wrong.join("; ")).hint("nothing was sent"));
    }
    let csv = writer
        .into_inner()
        .map_err(|error| Failure::usage(error.to_string()))?;
    Ok(Checked {
        csv: String::from_utf8_lossy(&csv).into_owned(),
        columns: names.into_iter().cloned().collect(),
        rows: file.rows.len(),
        macs: seen.len(),
    })
}

/// The columns of the file, with the names that are sent.
fn columns(file: &TableFile, takes_any: bool) -> Result<Vec<(String, String)>> {
    let mut columns: Vec<(String, String)> = Vec::new();
    let all: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
    for given in &file.columns {
        let letters = given
            .chars()
            .filter(|character| character.is_ascii_alphanumeric());
        let short: String = letters.map(|letter| letter.to_ascii_lowercase()).collect();
        let known = COLUMNS.iter().find(|(name, names)| {
            name.eq_ignore_ascii_case(given) || names.contains(&short.as_str())
        });
        let name = match known {
            Some((name, _)) => (*name).to_owned(),
            None if takes_any => given.clone(),
            None => {
                let near = nearest(all.iter().copied(), given);
                return Err(
                    Failure::usage(format!("the column `{given}` is not known")).hint(format!(
                        "near it are {near}; --any-columns sends it as it is"
                    )),
                );
            }
        };
        if columns.iter().any(|(_, known)| *known == name) {
            return Err(Failure::usage(format!("two columns are {name}")));
        }
        columns.push((given.clone(), name));
    }
    if !columns.iter().any(|(_, name)| name == MAC) {
        return Err(Failure::usage(format!("there is no column {MAC}"))
            .hint(format!("the columns are {}", all.join(", "))));
    }
    Ok(columns)
}

/// A cell as it is sent.
fn cell(row: &Row, given: &str, name: &str) -> Result<String, String> {
    let text = row.text(given);
    match name {
        MAC => target::mac(&text).ok_or_else(|| match text.as_str() {
            "" => format!("there is no {given}"),
            text => format!("`{text}` is not a MAC address"),
        }),
        SIBLINGS => {
            let macs = parts(&text).map(|part| {
                target::mac(part)
                    .ok_or_else(|| format!("the sibling `{part}` is not a MAC address"))
            });
            Ok(macs.collect::<Result<Vec<_>, _>>()?.join(";"))
        }
        IP if !text.is_empty() && text.parse::<IpAddr>().is_err() => {
            Err(format!("`{text}` is not an IP address"))
        }
        _ => Ok(text),
    }
}

fn parts(siblings: &str) -> impl Iterator<Item = &str> {
    let parts = siblings.split([';', ',']).map(str::trim);
    parts.filter(|part| !part.is_empty())
}

/// The MAC addresses of a row that are right.
fn macs(row: &Row, columns: &[(String, String)]) -> Vec<String> {
    let texts = columns
        .iter()
        .filter(|(_, name)| [MAC, SIBLINGS].contains(&name.as_str()));
    let texts = texts.map(|(given, _)| row.text(given));
    texts
        .flat_map(|text| parts(&text).filter_map(target::mac).collect::<Vec<_>>())
        .collect()
}
