use std::io::{self, Write};

use crate::{Checked, Outcome, Problem, Surprise, Survey};
use serde::Serialize;

use super::Summary;

/// The document of `--json`.
#[derive(Serialize)]
struct Document<'a> {
    exchanges: Vec<Exchange<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    captures: Vec<Capture<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    surprises: Vec<Surprising<'a>>,
    skipped: Vec<Skipped>,
    summary: Summary,
}

#[derive(Serialize)]
struct Exchange<'a> {
    file: String,
    outcome: Outcome,
    operation: Option<&'a str>,
    problems: &'a [Problem],
}

/// A HAR file.
#[derive(Serialize)]
struct Capture<'a> {
    file: String,
    operations: Vec<Calls<'a>>,
    skipped: Vec<SkippedEntries>,
    without_response: usize,
}

#[derive(Serialize)]
struct Calls<'a> {
    operation: &'a str,
    outcome: Outcome,
    calls: usize,
    shapes: usize,
}

#[derive(Serialize)]
struct SkippedEntries {
    entries: usize,
    reason: String,
}

#[derive(Serialize)]
struct Surprising<'a> {
    operation: &'a str,
    #[serde(flatten)]
    surprise: &'a Surprise,
    count: usize,
}

/// A file of a folder that is no exchange.
#[derive(Serialize)]
struct Skipped {
    file: String,
    reason: &'static str,
}

/// Prints the report as one JSON document.
pub(crate) fn print_json(survey: &Survey<'_>, summary: Summary) -> io::Result<()> {
    let mut document = Document {
        exchanges: Vec::new(),
        captures: Vec::new(),
        surprises: survey
            .surprises()
            .map(|(operation, surprise, count)| Surprising {
                operation,
                surprise,
                count,
            })
            .collect(),
        skipped: survey
            .skipped()
            .iter()
            .map(|(file, reason)| Skipped {
                file: file.to_string_lossy().into_owned(),
                reason,
            })
            .collect(),
        summary,
    };
    for checked in survey.checked() {
        match checked {
            Checked::Exchange(checked) => document.exchanges.push(Exchange {
                file: checked.file.to_string_lossy().into_owned(),
                outcome: checked.report.outcome(),
                operation: checked.report.operation.as_deref(),
                problems: &checked.report.problems,
            }),
            Checked::Har(har) => document.captures.push(Capture {
                file: har.file.to_string_lossy().into_owned(),
                operations: har
                    .operations
                    .iter()
                    .map(|calls| Calls {
                        operation: &calls.operation,
                        outcome: calls.outcome,
                        calls: calls.calls,
                        shapes: calls.shapes,
                    })
                    .collect(),
                skipped: har
                    .skipped
                    .iter()
                    .map(|(reason, entries)| SkippedEntries {
                        entries: *entries,
                        reason: reason.to_string(),
                    })
                    .collect(),
                without_response: har.without_response,
            }),
        }
    }
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &document)?;
    writeln!(out)?;
    out.flush()
}
