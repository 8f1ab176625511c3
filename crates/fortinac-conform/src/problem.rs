use std::fmt;

use serde::Serialize;

/// One way in which an exchange does not conform. It never contains a value of the exchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// What part of the exchange it is in.
    pub part: Part,
    /// Where in that part, such as `$.results[0].dbid`.
    pub path: String,
    /// Which check found it.
    pub stage: Stage,
    /// What is wrong.
    pub reason: String,
}

/// A part of an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Part {
    /// The exchange itself.
    Exchange,
    /// The body of the request.
    Request,
    /// The body of the answer.
    Response,
}

/// The check that found a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Stage {
    /// Reading the exchange and finding what the description says of it.
    Exchange,
    /// Validating a body against its schema.
    Schema,
    /// Decoding a body into its Rust type.
    Decode,
    /// Encoding the Rust type again.
    Encode,
}

/// A problem in a body, before it is known whose body it is.
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
        // Of the exchange as a whole there is nothing to point at.
        if *part == Part::Exchange && path == "$" {
            f.write_str(reason)
        } else {
            write!(f, "{part} {path}: {reason}")
        }
    }
}
