//! What can follow on a command line, for shells. Nothing here calls an appliance.

use std::env;
use std::ffi::OsString;

use clap::{Arg, Command, ValueHint};
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};
use clap_complete::env::CompleteEnv;
use fortinac_client::profile::Profiles;
use fortinac_spec::api::{Index, Operation, Record, SchemaKind, Type};

use crate::command::names::kebab;
use crate::command::{operation, resource_of};
use crate::job::completion::VARIABLE;
use crate::{call, index, options, tree};

/// Completes a command line, if a shell asks for that.
///
/// # Errors
/// The shell is not known.
pub(crate) fn complete(arguments: &[OsString]) -> clap::error::Result<bool> {
    if env::var_os(VARIABLE).is_none_or(|shell| shell.is_empty() || shell == "0") {
        return Ok(false);
    }
    // The words of the command line stand behind `--`.
    let words = arguments.iter().skip_while(|word| *word != "--").skip(1);
    let words: Vec<String> = words
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let current_dir = env::current_dir().ok();
    CompleteEnv::with_factory(|| tree(&words))
        .var(VARIABLE)
        .bin("fortinac")
        .try_complete(arguments.iter().cloned(), current_dir.as_deref())
}

/// The tree of commands as far as these words lead into it. The whole tree is built of all operations, which takes longer
/// than a person waits for a key.
fn tree(words: &[String]) -> Command {
    let index = index();
    let (line, typed) = match words.split_last() {
        Some((_, before)) => (before, words),
        None => (words, words),
    };
    let operation = chosen(index, line);
    let mut root = tree::shallow(line.get(1..).unwrap_or_default());
    if root.find_subcommand("op").is_some() {
        root = root.mut_subcommand("op", |_| op(index, typed, operation.as_ref()));
    }
    if root.find_subcommand("explain").is_some() {
        let what = |what: Arg| what.add(candidates(|| explained(crate::index())));
        root = root.mut_subcommand("explain", |explain| explain.mut_arg("what", what));
    }
    if let Some(operation) = operation {
        let resource = kebab(&operation.resource);
        if root.find_subcommand(&resource).is_some() {
            root = root.mut_subcommand(resource, |resource| {
                let verb = kebab(&operation.verb);
                match resource.find_subcommand(&verb) {
                    Some(_) => {
                        resource.mut_subcommand(verb, |verb| values(index, &operation, verb))
                    }
                    None => resource,
                }
            });
        }
        let names = properties(returned(index, &operation).as_ref());
        return with_options(root, names);
    }
    with_options(root, Vec::new())
}

/// The options that every command has, with what can be given to them.
fn with_options(command: Command, columns: Vec<String>) -> Command {
    options::add_to(command)
        .mut_arg("columns", |arg| arg.add(of(columns)))
        .mut_arg("profile", |arg| arg.add(candidates(profiles)))
}

/// The operation that a command line names.
fn chosen(index: &Index, line: &[String]) -> Option<Operation> {
    let words = || line.iter().skip(1);
    let id = words().skip_while(|word| *word != "op").nth(1);
    if let Some(id) = id {
        return index.operation(id);
    }
    let mut words = words().filter(|word| !word.starts_with('-'));
    let typed = words.find_map(|word| resource_of(index, word))?;
    words.find_map(|verb| call::find(&typed, verb))
}

/// `op`, with the operation that the line names, or with all of them to choose from.
fn op(index: &Index, words: &[String], operation: Option<&Operation>) -> Command {
    let command = Command::new("op").about("Call an operation by its operationId");
    match operation {
        Some(known) if words.contains(&known.id) => {
            let inner = operation::command(known, known.id.clone());
            command.subcommand(values(index, known, inner))
        }
        _ => command.arg(Arg::new("operation").add(candidates(|| {
            let summaries = crate::index().summaries();
            summaries
                .map(|(id, summary)| CompletionCandidate::new(id).help(Some(summary.into())))
                .collect()
        }))),
    }
}

/// The command of an operation, with what can be given to its arguments.
fn values(index: &Index, operation: &Operation, mut command: Command) -> Command {
    let parameters = operation.query().map(|known| (&known.name, &known.ty));
    let fields = operation.body.iter().flat_map(|body| body.fields());
    let fields = fields.map(|field| (&field.name, &field.ty));
    for (name, ty) in parameters.chain(fields) {
        if let Some(values) = known_values(index, ty) {
            command = add(command, &operation::argument(name), values);
        }
    }
    let shown = properties(returned(index, operation).as_ref());
    command = add(command, operation::SORT, shown.clone());
    let comparisons = shown.iter().map(|name| format!("{name}==")).collect();
    command = add(command, operation::FILTER, comparisons);
    let body = operation.body.as_ref().and_then(|body| body.ty());
    let sent = properties(body.and_then(|ty| record(index, &ty)).as_ref());
    let settings = sent.iter().map(|name| format!("{name}=")).collect();
    command = add(command, operation::SET, settings);
    add(command, operation::NULL, sent)
}

/// Adds values to an argument that the command may have.
fn add(command: Command, argument: &str, values: Vec<String>) -> Command {
    let is_known = command
        .get_arguments()
        .any(|known| known.get_id() == argument);
    match is_known {
        true => command.mut_arg(argument, |arg| {
            arg.value_hint(ValueHint::Other).add(of(values))
        }),
        false => command,
    }
}

/// The values of an enumeration, which is open: others can be typed.
fn known_values(index: &Index, ty: &Type) -> Option<Vec<String>> {
    match index.schema(ty.component()?)?.kind {
        SchemaKind::OpenEnum(values) => Some(values),
        _ => None,
    }
}

fn returned(index: &Index, operation: &Operation) -> Option<Record> {
    record(index, &call::returned(operation))
}

fn record(index: &Index, ty: &Type) -> Option<Record> {
    index.record(ty.component()?)
}

fn properties(record: Option<&Record>) -> Vec<String> {
    let properties = record.into_iter().flat_map(|record| &record.properties);
    properties.map(|property| property.name.clone()).collect()
}

/// What `explain` knows: resources, the properties of their records, and operations.
fn explained(index: &Index) -> Vec<CompletionCandidate> {
    let tags = index.tags();
    let resources = tags.iter().flat_map(|tag| &tag.resources);
    let mut names: Vec<String> = Vec::new();
    for resource in resources {
        let name = kebab(&resource.name);
        let get = index.operation(&format!("{}_get", resource.name));
        let record = get.and_then(|get| returned(index, &get));
        names.push(name.clone());
        let properties = properties(record.as_ref()).into_iter();
        names.extend(properties.map(|property| format!("{name}.{property}")));
    }
    names.extend(index.ids().map(ToOwned::to_owned));
    names.into_iter().map(CompletionCandidate::new).collect()
}

/// The profiles of the file. One that cannot be read is an error when an appliance is called.
fn profiles() -> Vec<CompletionCandidate> {
    let profiles = Profiles::load();
    let names = profiles.iter().flat_map(|profiles| profiles.names());
    names.map(CompletionCandidate::new).collect()
}

fn of(values: Vec<String>) -> ArgValueCandidates {
    candidates(move || values.iter().map(CompletionCandidate::new).collect())
}

fn candidates(
    values: impl Fn() -> Vec<CompletionCandidate> + Send + Sync + 'static,
) -> ArgValueCandidates {
    ArgValueCandidates::new(values)
}
