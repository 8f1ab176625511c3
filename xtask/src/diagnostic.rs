//! What is wrong with the spec: where, what, and what to do about it.

use std::fmt;
use std::path::{Path, PathBuf};

/// Something wrong with the spec.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file to open.
    pub file: PathBuf,
    /// The JSON pointer of the place in the file.
    pub pointer: String,
    /// Line and column of that place, from 1, once it was located.
    pub position: Option<(usize, usize)>,
    /// The place for a reader: the operationId, or the component, and what is below it. Empty for the file as a whole.
    pub location: String,
    /// What is wrong.
    pub message: String,
    /// What to do; empty where the message says it.
    pub help: String,
}

impl Diagnostic {
    /// A diagnostic about a file as a whole.
    pub fn new(file: &Path, message: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            pointer: String::new(),
            position: None,
            location: String::new(),
            message: message.into(),
            help: String::new(),
        }
    }

    /// At this JSON pointer, which a reader knows as `location`.
    pub fn at(mut self, pointer: impl Into<String>, location: impl Into<String>) -> Self {
        self.pointer = pointer.into();
        self.location = location.into();
        self
    }

    /// Adds what to do about it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file.display())?;
        if let Some((line, column)) = self.position {
            write!(f, "{line}:{column}:")?;
        }
        if !self.location.is_empty() {
            write!(f, " {}:", self.location)?;
        }
        write!(f, " {}", self.message)?;
        if !self.help.is_empty() {
            write!(f, "\n  help: {}", self.help)?;
        }
        Ok(())
    }
}

/// One diagnostic or more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in &self.0 {
            writeln!(f, "{diagnostic}")?;
        }
        match self.0.len() {
            1 => f.write_str("1 error"),
            count => write!(f, "{count} errors"),
        }
    }
}

impl std::error::Error for Diagnostics {}
