use std::fmt;
use std::path::PathBuf;

use serde::Serialize;

use crate::exchange::InvalidExchange;
use crate::problem::{Problem, joined, one_line};
use crate::surprise::Surprise;

/// The result of checking an exchange. `Display` formats it as one line, without a value of the exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// The `operationId` of the operation that the exchange belongs to, if the spec has it.
    pub operation: Option<String>,
    /// The reasons why the exchange does not conform.
    pub problems: Vec<Problem>,
    /// What the spec does not foresee although the exchange conforms, such as a property that it does not have.
    pub surprises: Vec<Surprise>,
}

/// The summary of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The exchange conforms.
    Ok,
    /// The exchange does not conform, or the file is not an exchange.
    Fail,
    /// The spec has no operation with its method and path.
    Unknown,
}

/// The report on the exchange in a file. `Display` begins with the outcome and the file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CheckedFile {
    /// The file.
    pub file: PathBuf,
    /// The report.
    pub report: Report,
}

impl Report {
    /// The summary of the report.
    pub fn outcome(&self) -> Outcome {
        match (&self.operation, self.problems.is_empty()) {
            (_, false) => Outcome::Fail,
            (Some(_), true) => Outcome::Ok,
            (None, true) => Outcome::Unknown,
        }
    }

    /// Whether the exchange conforms. An unknown operation is not ok.
    pub fn is_ok(&self) -> bool {
        self.outcome() == Outcome::Ok
    }
}

impl From<InvalidExchange> for Report {
    fn from(invalid: InvalidExchange) -> Self {
        Self {
            operation: None,
            problems: invalid.problems,
            surprises: Vec::new(),
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ok => "ok",
            Self::Fail => "fail",
            Self::Unknown => "unknown",
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.operation {
            _ if !self.problems.is_empty() => f.write_str(&joined(&self.problems)),
            Some(operation) => f.write_str(operation),
            None => f.write_str("the spec has no operation with this method and path"),
        }
    }
}

impl fmt::Display for CheckedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {}: {}",
            self.report.outcome(),
            one_line(&self.file.to_string_lossy()),
            self.report
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_one_line() {
        let report = Report {
            operation: None,
            problems: vec![Problem::exchange("$", "is\nbroken")],
            surprises: Vec::new(),
        };
        let checked = CheckedFile {
            file: "a\n\u{1b}[31mb.json".into(),
            report,
        };
        assert_eq!(checked.to_string(), r"fail a\n\u{1b}[31mb.json: is\nbroken");
    }
}
