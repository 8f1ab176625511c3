//! `fortinac-conform`: see `fortinac-conform --help`.

mod cli;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use fortinac_conform::{ApiHost, Checker, Survey};

use cli::Summary;

/// Check captured FortiNAC exchanges against the OpenAPI spec and the generated types.
///
/// Each exchange gets a line that begins with `ok`, `fail` or `unknown`, and so does each operation in a HAR file. Lines that
/// begin with `surprise` tell what the spec does not foresee, and those with `skipped` what was not checked. No line shows
/// a value of an exchange. The exit code is 0 if nothing failed, 1 if something failed, and 2 if the arguments are not
/// valid.
#[derive(Parser)]
#[command(version)]
struct Arguments {
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

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let checker = Checker::new();
    let mut survey = Survey::new(&checker);
    if let Some(host) = arguments.host {
        survey = survey.only_host(host);
    }
    if arguments.save.is_some() {
        survey = survey.saving();
    }
    for path in &arguments.paths {
        survey.read(path);
    }
    let summary = Summary::of(&survey);
    let output = if arguments.json {
        cli::print_json(&survey, summary)
    } else {
        cli::print_lines(&survey, summary)
    };
    let mut failed = summary.failed > 0;
    if arguments.strict {
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
    if let Some(folder) = &arguments.save {
        match survey.save(folder) {
            // What was saved is told apart from the report, which may be JSON.
            Ok(()) => {
                eprintln!(
                    "saved {}, with all values replaced; read them before you share them",
                    cli::counted(survey.saved().len(), "exchange")
                );
                for (reason, count) in survey.unsaved() {
                    eprintln!("not saved: {}: {reason}", cli::counted(count, "exchange"));
                }
            }
            Err(error) => {
                eprintln!("error: {error}");
                failed = true;
            }
        }
    }
    if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
