//! Compares the spec with the evidence.

mod arguments;
mod missing;
mod operations;
mod properties;

use std::fmt;
use std::path::{Path, PathBuf};

use fortinac_spec::api::{Api, Operation};
use fortinac_spec::pointer;

pub use missing::undescribed;

use crate::Evidence;

/// A difference between the spec and the evidence. Each cause is reported as one finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The part of the spec that it is about.
    pub subject: Subject,
    /// The file of evidence to look at, and to edit if it is wrong.
    pub file: PathBuf,
    /// The difference.
    pub message: String,
    /// How to resolve it.
    pub help: String,
}

/// The part of the spec that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// An operation, by its `operationId`.
    Operation(String),
    /// A component schema, by its name.
    Schema(String),
}

/// Compares the spec with the evidence.
pub fn check(api: &Api, evidence: &Evidence) -> Vec<Finding> {
    let mut findings = Vec::new();
    for operation in &api.operations {
        let of_operation = operations::check(evidence, operation);
        let is_known = of_operation.is_empty();
        findings.extend(of_operation);
        if is_known {
            findings.extend(operations::check_extensions(evidence, operation));
            let (of_arguments, is_used) = arguments::check(api, evidence, operation);
            findings.extend(of_arguments);
            if operation.deviation.is_some()
                && !is_used
                && !missing::has_excused(api, evidence, operation)
            {
                findings.push(operations::idle_deviation(evidence, operation));
            }
        }
    }
    findings.extend(properties::check(api, evidence));
    findings.extend(missing::check(api, evidence));
    findings.sort();
    findings
}

impl Subject {
    /// The JSON pointer in the bundled document.
    pub fn pointer(&self, api: &Api) -> String {
        match self {
            Self::Operation(id) => {
                let operation = api.operation(id);
                operation.map(Operation::pointer).unwrap_or_default()
            }
            Self::Schema(name) => pointer::schema(name),
        }
    }
}

impl Finding {
    fn new(subject: Subject, file: &Path, message: String, help: impl Into<String>) -> Self {
        Self {
            subject,
            file: file.to_owned(),
            message,
            help: help.into(),
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operation(name) | Self::Schema(name) => f.pad(name),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            subject,
            file,
            message,
            help,
        } = self;
        write!(
            f,
            "{}: {subject}: {message}\n  help: {help}",
            file.display()
        )
    }
}

/// Formats names for a sentence: `a`, `b` and `c`. A long list is cut off.
fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const MAX: usize = 8;
    let mut names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    if names.len() > MAX {
        let more = format!("{} more", names.len() + 1 - MAX);
        names.truncate(MAX - 1);
        names.push(more);
    }
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => "nothing".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_names_are_not_all_listed() {
        let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
        assert_eq!(listed(names[..2].iter().copied()), "`a` and `b`");
        assert!(listed(names[..8].iter().copied()).ends_with("`g` and `h`"));
        assert!(listed(names).ends_with("`g` and 2 more"));
    }
}
