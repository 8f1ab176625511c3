//! The report of the command.

mod document;
mod lines;

use fortinac_conform::{Checked, Outcome, Survey};
use serde::Serialize;

pub(crate) use document::print_json;
pub(crate) use lines::{counted, print_lines};

/// How many lines of exchanges and operations have which outcome.
#[derive(Serialize, Clone, Copy)]
pub(crate) struct Summary {
    pub(crate) ok: usize,
    pub(crate) failed: usize,
    pub(crate) unknown: usize,
}

impl Summary {
    pub(crate) fn of(survey: &Survey<'_>) -> Self {
        let outcomes = || {
            survey.checked().iter().flat_map(|checked| match checked {
                Checked::Exchange(file) => vec![file.report.outcome()],
                // Whoever expects that calls are checked has to learn that none was.
                Checked::Har(har) if har.operations.is_empty() => vec![Outcome::Fail],
                Checked::Har(har) => har.operations.iter().map(|calls| calls.outcome).collect(),
                _ => Vec::new(),
            })
        };
        let count = |searched| outcomes().filter(|outcome| *outcome == searched).count();
        Self {
            ok: count(Outcome::Ok),
            failed: count(Outcome::Fail),
            unknown: count(Outcome::Unknown),
        }
    }
}
