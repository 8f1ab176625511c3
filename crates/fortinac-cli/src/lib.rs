#![doc = include_str!("../README.md")]

mod call;
mod command;
mod complete;
mod context;
mod failure;
mod form;
mod index;
mod job;
mod man;
mod options;
mod outcome;
mod output;
mod rows;
mod several;
mod table_file;
mod tree;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::ArgMatches;
use fortinac_spec::api::Index;

use context::Context;
use failure::{Failure, Kind, Result};
use form::Form;
use index::index;
use job::JOBS;
use options::Options;
use outcome::Outcome;

/// The name of an option for a parameter or a field of the spec.
#[doc(hidden)]
pub fn kebab(name: &str) -> String {
    command::names::kebab(name)
}

/// Whether a field of a form is given by position.
#[doc(hidden)]
pub fn is_target(operation: &fortinac_spec::api::Operation, field: &str) -> bool {
    command::operation::targets(operation).is_some_and(|target| target.name == field)
}

/// Reads a file of records as `import` and `apply` do, and says whether it can be read. Fuzzing does this.
#[doc(hidden)]
pub fn reads_table(file: &str) -> bool {
    table_file::read(file, table_file::Reading::default()).is_ok()
}

/// Runs the command for another API than the bundled one, which measurements do. The first index of a process counts.
#[doc(hidden)]
pub fn run_with(index: Index, arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    index::set(index);
    run(arguments)
}

/// Runs the command for these arguments, of which the first one is the name of the program.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    // A shell asks what can follow.
    match complete::complete(&arguments) {
        Ok(true) => return ExitCode::SUCCESS,
        Ok(false) => {}
        Err(error) => return fail(&error.into(), Form::Table),
    }
    let words = arguments.iter().skip(1);
    let words: Vec<String> = words
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let matches = match tree::root(&words).try_get_matches_from(&arguments) {
        Ok(matches) => matches,
        Err(error) => return fail(&error.into(), options::form_of(&arguments)),
    };
    let options = match Options::of(&matches) {
        Ok(options) => options,
        Err(failure) => return fail(&failure, Form::Table),
    };
    let form = options.form;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(dispatch(options, &matches)),
        Err(error) => Err(error.into()),
    };
    match outcome {
        Ok(outcome) => ExitCode::from(outcome.exit_code()),
        Err(failure) => fail(&failure, form),
    }
}

async fn dispatch(mut options: Options, matches: &ArgMatches) -> Result<Outcome> {
    let Some((name, inner)) = matches.subcommand() else {
        return Err(Failure::usage("a command is missing"));
    };
    if name == "diff" {
        // It compares the two appliances, and reads their names itself.
        options.profiles.clear();
    }
    if name == tree::MAN {
        return man::run(inner);
    }
    if options.is_of_several() && name != "op" {
        check_reads(name, inner)?;
        return several::run(&options, async |context| {
            command_of(context, name, inner).await
        })
        .await;
    }
    let context = Context::new(options);
    let outcome = command_of(&context, name, inner).await;
    context.report_surprises();
    outcome
}

/// The commands by hand that change nothing, and write records.
const READS: &[&[&str]] = &[
    &["find"],
    &["rogues"],
    &["status"],
    &["audit"],
    &["host", "policy"],
    &["group", "members"],
    &["policy"],
];

/// Checks that a command only reads.
///
/// # Errors
/// It writes, or calls no appliance.
fn check_reads(name: &str, inner: &ArgMatches) -> Result<()> {
    let verb = inner.subcommand_name().unwrap_or_default();
    let is_job = |path: &[&str]| JOBS.iter().any(|job| job.path == path);
    for path in [&[name][..], &[name, verb]] {
        if is_job(path) {
            return match READS.contains(&path) {
                true => Ok(()),
                false => Err(several::refused(&path.join(" "))),
            };
        }
    }
    match call::find(name, verb) {
        Some(operation) => several::check_safe(&operation),
        None => Err(several::refused(&format!("{name} {verb}"))),
    }
}

async fn command_of(context: &Context, name: &str, inner: &ArgMatches) -> Result<Outcome> {
    let by_hand = |path: &[&str]| JOBS.iter().find(|job| job.path == path);
    if let Some(job) = by_hand(&[name]) {
        return (job.run)(context, inner).await;
    }
    let Some((verb, inner)) = inner.subcommand() else {
        return Err(Failure::usage("a command is missing"));
    };
    if let Some(job) = by_hand(&[name, verb]) {
        return (job.run)(context, inner).await;
    }
    call::resource(context, name, verb, inner).await
}

fn fail(failure: &Failure, form: Form) -> ExitCode {
    if failure.kind == Kind::Closed || failure.is_shown_by_clap(form) {
        return ExitCode::from(failure.exit_code());
    }
    output::note(failure.shown(form));
    ExitCode::from(failure.exit_code())
}
