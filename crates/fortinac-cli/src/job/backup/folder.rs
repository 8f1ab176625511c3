//! A folder with a backup.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::snapshot::Snapshot;
use crate::failure::{Failure, Result};

/// The file that lists the others.
const MANIFEST: &str = "fortinac-backup.json";
const FORMAT: u32 = 1;

/// What is in a folder, without a date: two backups of the same state are the same.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(super) struct Manifest {
    format: u32,
    /// The files by the operations that read them.
    operations: BTreeMap<String, BTreeSet<String>>,
}

/// What was done in a folder.
pub(super) struct Written {
    pub(super) changed: usize,
    pub(super) removed: usize,
}

/// What an earlier backup has left in the folder.
///
/// # Errors
/// The folder is no folder, or its manifest cannot be read.
pub(super) fn check(folder: &str) -> Result<Manifest> {
    let path = Path::new(folder);
    if path.exists() && !path.is_dir() {
        return Err(Failure::usage(format!("{folder}: is no folder")));
    }
    match fs::read(path.join(MANIFEST)) {
        Ok(bytes) => manifest(folder, &bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Manifest::default()),
        Err(error) => Err(named(folder, &error)),
    }
}

fn manifest(folder: &str, bytes: &[u8]) -> Result<Manifest> {
    let wrong = |reason: &str| Failure::usage(format!("{folder}/{MANIFEST}: {reason}"));
    let manifest: Manifest =
        serde_json::from_slice(bytes).map_err(|_| wrong("is no list of a backup"))?;
    if manifest.format != FORMAT {
        return Err(wrong("was written by another release of this program"));
    }
    // The list can come from elsewhere, and no file outside of the folder is ours.
    let is_ours = |file: &String| match file.split_once('/') {
        Some((resource, name)) => {
            let is_plain = |text: &str| {
                !text.is_empty() && !text.starts_with('.') && !text.contains(['/', '\\', ':'])
            };
            is_plain(resource) && is_plain(name) && name.ends_with(".json")
        }
        None => false,
    };
    match manifest.operations.values().flatten().all(is_ours) {
        true => Ok(manifest),
        false => Err(wrong("lists a file that no backup has")),
    }
}

/// Reads a folder.
///
/// # Errors
/// It is no backup, or a file cannot be read.
pub(super) fn read(folder: &str) -> Result<Snapshot> {
    let manifest = check(folder)?;
    if manifest.format != FORMAT {
        return Err(
            Failure::usage(format!("{folder}: is no backup: there is no {MANIFEST}"))
                .hint(format!("`fortinac backup {folder}` makes one")),
        );
    }
    let mut parts = BTreeMap::new();
    for (operation, files) in manifest.operations {
        let mut contents = BTreeMap::new();
        for file in files {
            match fs::read_to_string(Path::new(folder).join(&file)) {
                // A version control system can have changed the ends of lines.
                Ok(content) => drop(contents.insert(file, content.replace("\r\n", "\n"))),
                // Somebody has removed it, so it differs.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(named(&format!("{folder}/{file}"), &error)),
            }
        }
        parts.insert(operation, contents);
    }
    Ok(Snapshot::of_parts(parts))
}

/// Writes what was read, and removes what an earlier backup has written and is no more.
///
/// # Errors
/// A file cannot be written, or is there and of no backup.
pub(super) fn write(
    folder: &str,
    before: &Manifest,
    snapshot: &Snapshot,
    is_dry: bool,
) -> Result<Written> {
    let root = Path::new(folder);
    let mut now = Manifest {
        format: FORMAT,
        operations: BTreeMap::new(),
    };
    // What could not be read stays as it was.
    for (operation, files) in &before.operations {
        if !snapshot.parts.contains_key(operation) {
            now.operations.insert(operation.clone(), files.clone());
        }
    }
    for (operation, files) in &snapshot.parts {
        let files = files.keys().cloned().collect();
        now.operations.insert(operation.clone(), files);
    }
    let ours: BTreeSet<&String> = before.operations.values().flatten().collect();
    let kept: BTreeSet<&String> = now.operations.values().flatten().collect();
    let mut changed: Vec<(PathBuf, &String)> = Vec::new();
    for (file, content) in snapshot.files() {
        let path = root.join(file);
        match fs::read(&path) {
            Ok(known) if known == content.as_bytes() => continue,
            Ok(_) if !ours.contains(file) => {
                return Err(Failure::usage(format!(
                    "{}: is there, and of no backup",
                    path.display()
                ))
                .hint("nothing was written; choose another folder, or remove the file"));
            }
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(named(&path.display().to_string(), &error)),
        }
        changed.push((path, content));
    }
    let stale: Vec<&&String> = ours.iter().filter(|file| !kept.contains(**file)).collect();
    let written = Written {
        changed: changed.len(),
        removed: stale.len(),
    };
    if is_dry {
        return Ok(written);
    }
    fs::create_dir_all(root).map_err(|error| named(folder, &error))?;
    // If this stops in the middle, the next backup knows which files are ours.
    let mut both = Manifest {
        format: FORMAT,
        operations: now.operations.clone(),
    };
    for (operation, files) in &before.operations {
        both.operations
            .entry(operation.clone())
            .or_default()
            .extend(files.iter().cloned());
    }
    put(&root.join(MANIFEST), &text(&both))?;
    for (path, content) in changed {
        put(&path, content)?;
    }
    for file in stale {
        remove(root, file)?;
    }
    put(&root.join(MANIFEST), &text(&now))?;
    Ok(written)
}

fn text(manifest: &Manifest) -> String {
    // It has nothing that JSON cannot say.
    let text = serde_json::to_string_pretty(manifest).unwrap_or_default();
    format!("{text}\n")
}

/// Replaces a file as a whole.
fn put(path: &Path, content: &str) -> Result<()> {
    let named = |error: io::Error| named(&path.display().to_string(), &error);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(named)?;
    }
    let beside = path.with_extension("json.new");
    fs::write(&beside, content).map_err(named)?;
    fs::rename(&beside, path).map_err(named)
}

fn remove(root: &Path, file: &str) -> Result<()> {
    let path = root.join(file);
    match fs::remove_file(&path) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(named(&path.display().to_string(), &error)),
    }
    // A folder with something in it stays.
    if let Some(folder) = path.parent() {
        let _ = fs::remove_dir(folder);
    }
    Ok(())
}

fn named(what: &str, error: &io::Error) -> Failure {
    Failure::usage(format!("{what}: {error}"))
}
