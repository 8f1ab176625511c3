//! `fortinac-conform`: see `fortinac-conform --help`.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use fortinac_conform::{CheckedFile, Checker, Outcome, Problem};
use serde::Serialize;

/// Check captured FortiNAC exchanges against the OpenAPI spec and the generated types.
///
/// Each exchange gets a line that begins with `ok`, `fail` or `unknown`, and each other file of a folder one that begins
/// with `skipped`. No line shows a value of an exchange. The exit code is 0 if nothing failed, 1 if something failed, and 2 if the arguments are not valid.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Exchange files, or folders whose *.json files are checked
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Treat unknown operations as failures
    #[arg(long)]
    strict: bool,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// The document of `--json`.
#[derive(Serialize)]
struct Document<'a> {
    exchanges: Vec<Entry<'a>>,
    skipped: &'a [Skipped],
    summary: Summary,
}

#[derive(Serialize)]
struct Entry<'a> {
    file: String,
    outcome: Outcome,
    operation: Option<&'a str>,
    problems: &'a [Problem],
}

/// A file of a folder that is no exchange.
#[derive(Serialize)]
struct Skipped {
    file: String,
    reason: &'static str,
}

#[derive(Serialize, Clone, Copy)]
struct Summary {
    ok: usize,
    failed: usize,
    unknown: usize,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let checker = Checker::new();
    let checked: Vec<CheckedFile> = arguments
        .paths
        .iter()
        .flat_map(|path| checker.check_path(path))
        .collect();
    let skipped = arguments
        .paths
        .iter()
        .flat_map(|path| checker.skipped(path))
        .map(|(file, reason)| Skipped {
            file: file.to_string_lossy().into_owned(),
            reason,
        })
        .collect::<Vec<_>>();
    let summary = Summary::of(&checked);
    let output = if arguments.json {
        print_json(&checked, &skipped, summary)
    } else {
        print_lines(&checked, &skipped, summary)
    };
    match output {
        // A closed pipe, as with `| head`, is not an error. The exit code still tells the result.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            eprintln!("error: the report cannot be written: {error}");
            ExitCode::FAILURE
        }
        _ if summary.failed > 0 || (arguments.strict && summary.unknown > 0) => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    }
}

impl<'a> Entry<'a> {
    fn of(checked: &'a CheckedFile) -> Self {
        Self {
            file: checked.file.to_string_lossy().into_owned(),
            outcome: checked.report.outcome(),
            operation: checked.report.operation.as_deref(),
            problems: &checked.report.problems,
        }
    }
}

impl Summary {
    fn of(checked: &[CheckedFile]) -> Self {
        let count = |outcome| {
            checked
                .iter()
                .filter(|checked| checked.report.outcome() == outcome)
                .count()
        };
        Self {
            ok: count(Outcome::Ok),
            failed: count(Outcome::Fail),
            unknown: count(Outcome::Unknown),
        }
    }
}

fn print_lines(checked: &[CheckedFile], skipped: &[Skipped], summary: Summary) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for checked in checked {
        writeln!(out, "{checked}")?;
    }
    for Skipped { file, reason } in skipped {
        writeln!(out, "skipped {}: {reason}", file.escape_debug())?;
    }
    let Summary {
        ok,
        failed,
        unknown,
    } = summary;
    write!(out, "{ok} ok, {failed} failed, {unknown} unknown")?;
    match skipped.len() {
        0 => writeln!(out)?,
        skipped => writeln!(out, ", {skipped} skipped")?,
    }
    out.flush()
}

fn print_json(checked: &[CheckedFile], skipped: &[Skipped], summary: Summary) -> io::Result<()> {
    let document = Document {
        exchanges: checked.iter().map(Entry::of).collect(),
        skipped,
        summary,
    };
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &document)?;
    writeln!(out)?;
    out.flush()
}
