use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use crate::{Entry, Sources};

const SOURCES: &str = "sources.yaml";

/// The content of the folder `evidence/`.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The sources.
    pub sources: Sources,
    /// The entries, each with its file. The entries of a file are consecutive, in the order of the file.
    pub entries: Vec<(PathBuf, Entry)>,
    /// The folder.
    pub folder: PathBuf,
}

/// A file of evidence cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotEvidence {
    /// The file.
    pub file: PathBuf,
    /// The reason.
    pub reason: String,
}

impl Evidence {
    /// Reads a folder of evidence.
    ///
    /// # Errors
    /// A file cannot be read, does not have the format that the folder's README describes, names a source that
    /// `sources.yaml` does not have, or repeats an entry.
    pub fn read(folder: &Path) -> Result<Self, NotEvidence> {
        let sources: Sources = yaml(&folder.join(SOURCES))?;
        let mut evidence = Self {
            sources,
            entries: Vec::new(),
            folder: folder.to_owned(),
        };
        for file in files(folder)? {
            for entry in Self::read_file(&file)? {
                evidence.add(&file, entry)?;
            }
        }
        Ok(evidence)
    }

    /// Reads one file of entries.
    ///
    /// # Errors
    /// The file cannot be read, or does not have the format that the folder's README describes.
    pub fn read_file(file: &Path) -> Result<Vec<Entry>, NotEvidence> {
        yaml(file)
    }

    /// The entries, without their files.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().map(|(_, entry)| entry)
    }

    /// The entries of an operation, each with its file.
    pub fn of(&self, method: &str, path: &str) -> impl Iterator<Item = (&Path, &Entry)> {
        let entries = self
            .entries
            .iter()
            .filter(move |(_, entry)| entry.is_of(method, path));
        entries.map(|(file, entry)| (file.as_path(), entry))
    }

    /// The file for the entries of a path: the existing file that is named after most of its segments, or else a new
    /// file that is named after the first two.
    pub fn file_of(&self, path: &str) -> PathBuf {
        let segments: Vec<&str> = path
            .split('/')
            .filter(|segment| !segment.is_empty() && !segment.starts_with('{'))
            .collect();
        let named = |count: usize| {
            let name = segments[..count].join("-").to_lowercase();
            self.folder.join(format!("{name}.yaml"))
        };
        let is_known = |file: &PathBuf| self.entries.iter().any(|(known, _)| known == file);
        let known = (1..=segments.len()).rev().map(named).find(is_known);
        known.unwrap_or_else(|| named(segments.len().min(2)))
    }

    fn add(&mut self, file: &Path, entry: Entry) -> Result<(), NotEvidence> {
        let error = |reason: String| NotEvidence {
            file: file.to_owned(),
            reason,
        };
        let title = entry.title();
        if self.sources.get(&entry.source).is_none() {
            return Err(error(format!(
                "{title}: {SOURCES} does not have the source `{}`; list it there, or correct it",
                entry.source
            )));
        }
        let is_same = |other: &&Entry| {
            other.source == entry.source && other.is_of(&entry.method, &entry.path)
        };
        if self.iter().any(|other| is_same(&other)) {
            return Err(error(format!(
                "{title}: the source `{}` has an entry already",
                entry.source
            )));
        }
        self.entries.push((file.to_owned(), entry));
        Ok(())
    }
}

/// The files of entries, sorted.
fn files(folder: &Path) -> Result<Vec<PathBuf>, NotEvidence> {
    let unreadable = |error: std::io::Error| NotEvidence {
        file: folder.to_owned(),
        reason: error.to_string(),
    };
    let mut files = Vec::new();
    for item in fs::read_dir(folder).map_err(unreadable)? {
        let file = item.map_err(unreadable)?.path();
        let is_entries = file.file_name().is_some_and(|name| name != SOURCES);
        if is_entries
            && file
                .extension()
                .is_some_and(|extension| extension == "yaml")
        {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

fn yaml<T: DeserializeOwned>(file: &Path) -> Result<T, NotEvidence> {
    let error = |reason: String| NotEvidence {
        file: file.to_owned(),
        reason,
    };
    let text = fs::read_to_string(file).map_err(|problem| error(problem.to_string()))?;
    serde_saphyr::from_str(&text).map_err(|problem| error(problem.to_string()))
}

impl fmt::Display for NotEvidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file.display(), self.reason)
    }
}

impl std::error::Error for NotEvidence {}
