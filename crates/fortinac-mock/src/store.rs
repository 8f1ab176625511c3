//! The state file: the records of the appliance, so that they survive a restart.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};
use tempfile::NamedTempFile;

use crate::plan::Plan;
use crate::state::{State, id_of};

/// The property that tells the format of a state file.
const VERSION_KEY: &str = "version";
/// The format that this release reads and writes.
const VERSION: i64 = 1;

/// A state file that cannot be used. The message has the file and what is wrong, and no value of a record.
#[derive(Debug, thiserror::Error)]
#[error("{}: {reason}", file.display())]
pub struct StateFileError {
    file: PathBuf,
    reason: Reason,
}

impl StateFileError {
    /// The state file.
    pub fn file(&self) -> &Path {
        &self.file
    }
}

#[derive(Debug, thiserror::Error)]
enum Reason {
    #[error("cannot be read: {0}")]
    Read(io::Error),
    #[error("cannot be written: {0}")]
    Write(io::Error),
    #[error("is not JSON: {0}")]
    Syntax(serde_json::Error),
    #[error("$.{VERSION_KEY}: is not {VERSION}, {0}")]
    Version(&'static str),
    #[error("{path}: {reason}")]
    Record { path: String, reason: String },
}

/// Where the records are kept between two runs.
#[derive(Debug)]
pub(crate) struct StateFile {
    path: PathBuf,
    folder: PathBuf,
}

impl StateFile {
    /// Uses a file, which need not exist.
    ///
    /// # Errors
    /// The folder does not exist or is not writable, so that saving would fail.
    pub(crate) fn new(path: &Path) -> Result<Self, StateFileError> {
        // Saving replaces the file itself, not a link to it.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        let file = Self { path, folder };
        if file.path.is_dir() {
            return Err(file.error(Reason::Write(io::ErrorKind::IsADirectory.into())));
        }
        let attempt = file.temporary();
        attempt.map_err(|error| file.error(Reason::Write(error)))?;
        Ok(file)
    }

    /// The records in the file; `None` if there is no file.
    ///
    /// # Errors
    /// The file cannot be read, or does not conform to the format, version or schemas.
    pub(crate) fn load(&self, plan: &Plan) -> Result<Option<State>, StateFileError> {
        let text = match fs::read(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.error(Reason::Read(error))),
        };
        let document = serde_json::from_slice(&text);
        let document = document.map_err(|error| self.error(Reason::Syntax(error)))?;
        // The text of a large file would take as much memory as many records.
        drop(text);
        let state = read(plan, document).map_err(|reason| self.error(reason))?;
        Ok(Some(state))
    }

    /// Replaces the file by the current records. After a failure, and at any time for other programs, the file is whole:
    /// either the former or the new one.
    ///
    /// # Errors
    /// The file cannot be written. Then it is as before.
    pub(crate) fn save(&self, state: &State) -> Result<(), StateFileError> {
        let saved = self
            .prepare(state)
            .and_then(|prepared| self.commit(prepared));
        saved.map_err(|error| self.error(Reason::Write(error)))
    }

    /// Writes the records to a new file beside the state file.
    fn prepare(&self, state: &State) -> io::Result<NamedTempFile> {
        let mut temporary = self.temporary()?;
        let mut writer = BufWriter::new(temporary.as_file_mut());
        write(state, &mut writer)?;
        writer.flush()?;
        drop(writer);
        // Otherwise, after a crash of the system, the new name could be there without the content.
        temporary.as_file().sync_all()?;
        Ok(temporary)
    }

    fn commit(&self, prepared: NamedTempFile) -> io::Result<()> {
        prepared.persist(&self.path).map_err(|error| error.error)?;
        if cfg!(unix) {
            File::open(&self.folder)?.sync_all()?;
        }
        Ok(())
    }

    /// A new file in the same folder, which only this user can read, because records can have secrets. It is removed
    /// when it is dropped.
    fn temporary(&self) -> io::Result<NamedTempFile> {
        let name = self.path.file_name().unwrap_or_default();
        tempfile::Builder::new()
            .prefix(&format!(".{}.", name.display()))
            .suffix(".new")
            .tempfile_in(&self.folder)
            // The error names the random file, which nobody looks for.
            .map_err(|error| error.kind().into())
    }

    fn error(&self, reason: Reason) -> StateFileError {
        StateFileError {
            file: self.path.clone(),
            reason,
        }
    }
}

/// Writes one record a line, so that two files can be compared.
fn write(state: &State, writer: &mut impl Write) -> io::Result<()> {
    write!(
        writer,
        "{{\n\"{VERSION_KEY}\": {VERSION},\n\"time\": {},",
        state.time()
    )?;
    write!(
        writer,
        "\n\"examples\": {},\n\"settings\": ",
        state.has_examples
    )?;
    serde_json::to_writer_pretty(&mut *writer, &state.settings)?;
    writer.write_all(b",\n\"records\": {")?;
    let mut before = "\n";
    for resource in state.resources() {
        writer.write_all(before.as_bytes())?;
        serde_json::to_writer(&mut *writer, resource)?;
        writer.write_all(b": {")?;
        before = "\n";
        for (id, record) in state.all(resource) {
            write!(writer, "{before}\"{id}\": ")?;
            serde_json::to_writer(&mut *writer, record)?;
            before = ",\n";
        }
        writer.write_all(b"}")?;
        before = ",\n";
    }
    writer.write_all(b"\n}\n}\n")
}

fn read(plan: &Plan, document: Value) -> Result<State, Reason> {
    let mut document = object("$", document)?;
    match document.remove(VERSION_KEY) {
        Some(version) if version == VERSION => {}
        Some(_) => return Err(Reason::Version("the format that this release reads")),
        None => {
            return Err(Reason::Version(
                "so this is no state file; is it one of seeds?",
            ));
        }
    }
    let mut take = |name: &str| document.remove(name).unwrap_or_default();
    let time = take("time");
    let time = time
        .as_i64()
        .ok_or_else(|| invalid("$.time", "is not a time in milliseconds"))?;
    let mut state = State::empty(plan, time);
    let examples = take("examples");
    let examples = examples.as_bool();
    state.has_examples = examples.ok_or_else(|| invalid("$.examples", "is not true or false"))?;
    for (name, setting) in object("$.settings", take("settings"))? {
        let setting = object(&format!("$.settings.{name}"), setting)?;
        state.settings.insert(name, setting);
    }
    let resources = object("$.records", take("records"))?;
    if let Some(unknown) = document.keys().next() {
        return Err(invalid(
            &format!("$.{unknown}"),
            "is not part of a state file",
        ));
    }
    for (resource, records) in resources {
        let path = format!("$.records.{resource}");
        if !plan.resources.contains_key(&resource) {
            return Err(invalid(&path, "the spec has no records of this resource"));
        }
        for (id, record) in object(&path, records)? {
            let path = format!("{path}.{id}");
            let id = check(plan, &resource, &id, &record);
            let id = id.map_err(|(below, reason)| {
                invalid(&format!("{path}{}", below.trim_start_matches('$')), reason)
            })?;
            state.restore(&resource, id, record);
        }
    }
    Ok(state)
}

fn object(path: &str, value: Value) -> Result<Map<String, Value>, Reason> {
    match value {
        Value::Object(properties) => Ok(properties),
        _ => Err(invalid(path, "is not an object")),
    }
}

/// Returns the id of a record.
///
/// # Errors
/// The path below the record, and the reason.
fn check(plan: &Plan, resource: &str, id: &str, record: &Value) -> Result<i64, (String, String)> {
    let wrong = |path: &str, reason: &str| Err((path.to_owned(), reason.to_owned()));
    let Ok(id) = id.parse::<i64>() else {
        return wrong("$", "is not below an id");
    };
    if !record.is_object() {
        return wrong("$", "is not an object");
    }
    let Some(model) = plan.resources.get(resource) else {
        return Ok(id);
    };
    let violations = model.schema.iter();
    let mut violations = violations.flat_map(|schema| plan.validator.check(schema, record));
    if let Some(violation) = violations.next() {
        return Err((violation.path, violation.reason));
    }
    match &model.key {
        Some(key) if id_of(&record[key]) != Some(id) => wrong(
            &format!("$.{key}"),
            "is not the id that the record is below",
        ),
        _ => Ok(id),
    }
}

fn invalid(path: &str, reason: impl Into<String>) -> Reason {
    Reason::Record {
        path: path.to_owned(),
        reason: reason.into(),
    }
}

#[cfg(test)]
mod tests;
