use std::fmt::{self, Write};
use std::path::PathBuf;

use serde::Serialize;

use crate::exchange::InvalidExchange;
use crate::problem::Problem;

/// How many problems a line shows.
const SHOWN: usize = 5;

/// What came out of checking one exchange. `Display` says it in one line, without a value of the exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// The `operationId` of the operation that the exchange belongs to, if the description has it.
    pub operation: Option<String>,
    /// What does not conform.
    pub problems: Vec<Problem>,
}

/// A report in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The exchange conforms.
    Ok,
    /// It does not, or it is not an exchange.
    Fail,
    /// The description has no operation with its method and path.
    Unknown,
}

/// The report on an exchange in a file. `Display` begins with the outcome and the file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CheckedFile {
    /// The file.
    pub file: PathBuf,
    /// What came out.
    pub report: Report,
}

impl Report {
    /// The report in a word.
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
            None => f.write_str("the description has no operation with this method and path"),
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

/// The first problems in one line, and how many there are beyond.
pub(crate) fn joined(problems: &[Problem]) -> String {
    let mut line = problems
        .iter()
        .take(SHOWN)
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("; ");
    if problems.len() > SHOWN {
        write!(line, "; and {} more", problems.len() - SHOWN).expect("a String takes all writes");
    }
    one_line(&line)
}

/// The text without what would break a line or command a terminal.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() {
            line.extend(c.escape_default());
        } else {
            line.push(c);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_shows_five_problems_and_counts_the_others() {
        let problems: Vec<Problem> = (0..7)
            .map(|n| Problem::exchange(format!("$.a{n}"), "wrong"))
            .collect();
        let line = joined(&problems);
        assert!(
            line.starts_with("exchange $.a0: wrong; exchange $.a1: wrong; "),
            "{line}"
        );
        assert!(line.ends_with("exchange $.a4: wrong; and 2 more"), "{line}");
    }

    #[test]
    fn a_line_stays_one_line() {
        let report = Report {
            operation: None,
            problems: vec![Problem::exchange("$", "is\nbroken")],
        };
        let checked = CheckedFile {
            file: "a\n\u{1b}[31mb.json".into(),
            report,
        };
        assert_eq!(checked.to_string(), r"fail a\n\u{1b}[31mb.json: is\nbroken");
    }
}
