//! The command, which other programs can have too.

mod document;
mod lines;

use std::io;
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use crate::{ApiHost, Checked, Checker, Outcome, Survey};

use document::print_json;
use lines::{counted, print_lines};

/// The arguments of the command.
#[derive(Args, Debug)]
pub struct Arguments {
    /// Exchange files, HAR files, or folders whose *.json and *.har files are checked
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Treat unknown operations and surprises as failures
    #[arg(long)]
    strict: bool,
    /// Check only the calls of this host in HAR files, such as nac.example.com:8443 [default: each host that has a path
    /// below /api/v2]
    #[arg(long)]
    host: Option<ApiHost>,
    /// Save the exchanges with all values replaced into this folder, one for each shape
    #[arg(long, value_name = "FOLDER")]
    save: Option<PathBuf>,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

impl Arguments {
    /// Prints the report as one JSON document.
    pub fn as_json(mut self) -> Self {
        self.json = true;
        self
    }

    /// Checks the files, prints the report, and saves the exchanges if that is asked for. Returns whether nothing failed.
    pub fn run(&self) -> bool {
        let checker = Checker::new();
        let mut survey = Survey::new(&checker);
        if let Some(host) = &self.host {
            survey = survey.only_host(host.clone());
        }
        if self.save.is_some() {
            survey = survey.saving();
        }
        for path in &self.paths {
            survey.read(path);
        }
        let summary = Summary::of(&survey);
        let output = if self.json {
            print_json(&survey, summary)
        } else {
            print_lines(&survey, summary)
        };
        let mut failed = summary.failed > 0;
        if self.strict {
            failed |= summary.unknown > 0 || survey.surprises().next().is_some();
        }
        match output {
            // A closed pipe, as with `| head`, is not an error. The exit code still tells the result.
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                eprintln!("error: the report cannot be written: {error}");
                failed = true;
            }
            _ => {}
        }
        if let Some(folder) = &self.save {
            match survey.save(folder) {
                // What was saved is told apart from the report, which may be JSON.
                Ok(()) => {
                    eprintln!(
                        "saved {}, with all values replaced; read them before you share them",
                        counted(survey.saved().len(), "exchange")
                    );
                    for (reason, count) in survey.unsaved() {
                        eprintln!("not saved: {}: {reason}", counted(count, "exchange"));
                    }
                }
                Err(error) => {
                    eprintln!("error: {error}");
                    failed = true;
                }
            }
        }
        !failed
    }
}

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
