//! Hosts from a file of comma-separated values.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::find;
use crate::behavior::Behavior;
use crate::behavior::Evidence::Invented;
use crate::behavior::call::{Call, Failed, Payload, rejected};
use crate::mac;
use crate::state::{ADAPTER, HOST, State};

pub(in crate::behavior) const BEHAVIORS: &[Behavior] = &[Behavior {
    operation: "host_import_hosts",
    evidence: Invented,
    effect: "reads comma-separated values whose first line names the columns (`mac`, and any of `host`, `role`, `ip`, `serial`, `type`, `os`, `owner`, `notes`, `siblings` with further MAC addresses and semicolons between them, and `topo`, which has no effect); a row adds a host, or updates the one with the MAC address; if a row is wrong, nothing is imported, and the message names it",
    perform: import,
}];

/// The names of columns, without regard to case, spaces and what is before a dot, with the property of the host.
const COLUMNS: [(&str, &[&str]); 11] = [
    (
        "mac",
        &[
            "mac",
            "macaddress",
            "physaddress",
            "physicaladdress",
            "primarymac",
        ],
    ),
    ("hostName", &["host", "hostname", "name"]),
    ("role", &["role"]),
    ("ip", &["ip", "ipaddress"]),
    (
        "pcserialNumber",
        &["serial", "serialnumber", "pcserialnumber"],
    ),
    (
        "hardwareType",
        &["type", "devicetype", "devtype", "hardware", "hardwaretype"],
    ),
    ("operatingSystem", &["os", "operatingsystem"]),
    ("owner", &["owner"]),
    ("notes", &["notes", "note"]),
    // The last two are of the import in the web interface.
    (SIBLINGS, &["siblings"]),
    (TOPOLOGY, &["topo"]),
];

const SIBLINGS: &str = "siblings";
const TOPOLOGY: &str = "topo";

fn import(call: &Call<'_>, state: &mut State) -> Result<Payload, Failed> {
    let hosts = hosts(&call.text("file").unwrap_or_default()).or_else(rejected)?;
    for (mac, mut host) in hosts {
        let siblings = host.remove(SIBLINGS);
        let siblings = siblings
            .as_ref()
            .and_then(Value::as_str)
            .unwrap_or_default();
        let siblings: Vec<String> = siblings.split(';').filter_map(mac::normal).collect();
        host.remove(TOPOLOGY);
        match find::with_mac(state, &mac).first() {
            Some(known) if state.peek(HOST, *known).is_some() => {
                if !siblings.is_empty() {
                    let host_now = state.peek(HOST, *known);
                    let now = host_now.and_then(|host| host["adapters"].as_array().cloned());
                    let mut adapters = now.unwrap_or_default();
                    for sibling in siblings.into_iter().map(Value::from) {
                        if !adapters.contains(&sibling) {
                            adapters.push(sibling);
                        }
                    }
                    host.insert("adapters".into(), adapters.into());
                }
                state.update(HOST, *known, &host);
            }
            _ => {
                let adapters = std::iter::once(mac.clone()).chain(siblings);
                host.insert("adapters".into(), adapters.collect());
                host.insert("state".into(), json!(0));
                host.insert("creationTime".into(), json!(call.now));
                // An adapter without its host gets the new one.
                state.put(HOST, Value::Object(host));
            }
        }
        debug_assert!(
            !state.adapters_with_mac(&mac).is_empty(),
            "{ADAPTER} of {mac}"
        );
    }
    Ok(Payload::Done)
}

/// A host of a file, with its MAC address.
type Row = (String, Map<String, Value>);

/// The hosts of a file.
///
/// # Errors
/// Which lines are wrong, and why.
fn hosts(text: &str) -> Result<Vec<Row>, String> {
    let mut rows = rows(text)?.into_iter();
    let (_, header) = rows
        .next()
        .ok_or("the file is empty: its first line names the columns")?;
    let columns = header
        .iter()
        .map(|name| column(name))
        .collect::<Result<Vec<_>, _>>()?;
    if !columns.contains(&"mac") {
        return Err("line 1: there is no column `mac`".to_owned());
    }
    let (mut hosts, mut wrong, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (line, cells) in rows {
        let mut host = Map::new();
        for (name, cell) in columns.iter().zip(&cells) {
            if !cell.is_empty() {
                host.insert((*name).to_owned(), cell.as_str().into());
            }
        }
        let given = host.remove("mac").unwrap_or_default();
        let given = given.as_str().unwrap_or_default();
        match mac::normal(given) {
            _ if cells.len() != columns.len() => {
                let (found, expected) = (cells.len(), columns.len());
                wrong.push(format!(
                    "line {line}: {found} values for {expected} columns"
                ));
            }
            None => wrong.push(format!("line {line}: `{given}` is not a MAC address")),
            Some(_) if sibling_is_wrong(&host) => {
                wrong.push(format!("line {line}: a sibling is not a MAC address"));
            }
            Some(mac) if !seen.insert(mac.clone()) => {
                wrong.push(format!("line {line}: {mac} is there twice"));
            }
            Some(mac) => hosts.push((mac, host)),
        }
    }
    match wrong.is_empty() {
        true => Ok(hosts),
        false => Err(wrong.join("; ")),
    }
}

fn sibling_is_wrong(host: &Map<String, Value>) -> bool {
    let siblings = host.get(SIBLINGS).and_then(Value::as_str);
    let mut siblings = siblings
        .unwrap_or_default()
        .split(';')
        .filter(|mac| !mac.is_empty());
    siblings.any(|sibling| mac::normal(sibling).is_none())
}

fn column(name: &str) -> Result<&'static str, String> {
    let short = name.rsplit('.').next().unwrap_or(name);
    let letters = short
        .chars()
        .filter(|character| character.is_ascii_alphanumeric());
    let short: String = letters.map(|letter| letter.to_ascii_lowercase()).collect();
    let known = COLUMNS
        .iter()
        .find(|(_, names)| names.contains(&short.as_str()));
    let all: Vec<&str> = COLUMNS.iter().map(|(_, names)| names[0]).collect();
    known.map(|(property, _)| *property).ok_or_else(|| {
        format!(
            "line 1: the column `{name}` is not known; known: {}",
            all.join(", ")
        )
    })
}

/// The cells of the rows that are not empty, with the number of the line.
fn rows(text: &str) -> Result<Vec<(u64, Vec<String>)>, String> {
    let mut builder = csv::ReaderBuilder::new();
    let builder = builder
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All);
    // The reader counts a line only at its last byte, and begins the next record before that byte of "\r\n".
    let text = text.replace("\r\n", "\n");
    let mut reader = builder.from_reader(text.as_bytes());
    let rows = reader.records().map(|row| {
        let row = row.map_err(|error| error.to_string())?;
        let line = row.position().map_or(0, csv::Position::line);
        Ok((line, row.iter().map(ToOwned::to_owned).collect()))
    });
    let is_empty = |(_, cells): &(u64, Vec<String>)| cells.iter().all(String::is_empty);
    let rows = rows.filter(|row| !row.as_ref().is_ok_and(is_empty));
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_or_refused_by_line() {
        let text = "\u{feff}MAC Address,host.role,Serial Number\r\n0200.5e00.5301,\"A, \"\"B\"\"\",S1\r\n\r\n02-00-5E-00-53-02,,\n";
        let read = hosts(text).unwrap();
        assert_eq!(read[0].0, "02:00:5E:00:53:01");
        assert_eq!(
            Value::Object(read[0].1.clone()),
            json!({"role": "A, \"B\"", "pcserialNumber": "S1"})
        );
        assert_eq!(
            (read[1].0.as_str(), read[1].1.len()),
            ("02:00:5E:00:53:02", 0)
        );
        for (text, expected) in [
            ("", "the file is empty"),
            ("role\nx", "no column `mac`"),
            (
                "mac,siblings\n02005E005301,x",
                "line 2: a sibling is not a MAC address",
            ),
            ("mac,shoe size\n", "the column `shoe size` is not known"),
            (
                "mac\nzz\n02005E005301\n02:00:5E:00:53:01",
                "line 2: `zz` is not a MAC address; line 4: 02:00:5E:00:53:01 is there twice",
            ),
            ("mac,role\n02005E005301", "line 2: 1 values for 2 columns"),
            (
                "mac\n\"02005E005301\n02005E005302",
                "line 2: `02005E005301\n02005E005302` is not",
            ),
        ] {
            let error = hosts(text).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }
}
