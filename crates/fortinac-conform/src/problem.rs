use std::fmt::{self, Write};

use serde::Serialize;

/// How many problems a line shows at most.
const MAX_SHOWN: usize = 5;

/// A reason why an exchange does not conform. It never contains a value of the exchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The part of the exchange that is wrong.
    pub part: Part,
    /// The JSON path in that part, such as `$.results[0].dbid`.
    pub path: String,
    /// The check that found the problem.
    pub stage: Stage,
    /// What is wrong.
    pub reason: String,
}

/// A part of an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Part {
    /// The exchange itself.
    Exchange,
    /// The body of the request.
    Request,
    /// The body of the response.
    Response,
}

/// The check that found a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Stage {
    /// Reading the exchange and finding its operation in the spec.
    Exchange,
    /// Validating a body against its schema.
    Schema,
    /// Decoding a body into its Rust type.
    Decode,
    /// Encoding the Rust type again.
    Encode,
}

/// A problem in a body, without the part: the request or the response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) stage: Stage,
    pub(crate) path: String,
    pub(crate) reason: String,
}

impl Finding {
    pub(crate) fn of(self, part: Part) -> Problem {
        Problem {
            part,
            path: self.path,
            stage: self.stage,
            reason: self.reason,
        }
    }
}

impl Problem {
    /// A problem with the exchange itself.
    pub(crate) fn exchange(path: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            part: Part::Exchange,
            path: path.into(),
            stage: Stage::Exchange,
            reason: reason.into(),
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Exchange => "exchange",
            Self::Request => "request",
            Self::Response => "response",
        })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            part, path, reason, ..
        } = self;
        // A path adds nothing to a problem of the whole exchange.
        if *part == Part::Exchange && path == "$" {
            f.write_str(reason)
        } else {
            write!(f, "{part} {path}: {reason}")
        }
    }
}

/// The first problems in one line, and the number of others.
pub(crate) fn joined(problems: &[Problem]) -> String {
    let mut line = problems
        .iter()
        .take(MAX_SHOWN)
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("; ");
    if problems.len() > MAX_SHOWN {
        write!(line, "; and {} more", problems.len() - MAX_SHOWN)
            .expect("a String takes all writes");
    }
    one_line(&line)
}

/// Escapes control characters, which could break the line or control the terminal.
pub(crate) fn one_line(text: &str) -> String {
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
}
