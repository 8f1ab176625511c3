//! `fortinac operations`: what there is, for people and for programs.

use clap::{Arg, ArgAction, ArgMatches, Command};
use fortinac_spec::api::{Operation, Type};
use serde_json::json;

use super::Outcome;
use crate::command::names::kebab;
use crate::context::Context;
use crate::failure::Result;
use crate::form::Form;
use crate::options::Options;
use crate::output::Output;

pub(super) fn command() -> Command {
    Command::new("operations")
        .about("List the operations of the API with their commands")
        .arg(
            Arg::new("search")
                .long("search")
                .value_name("WORDS")
                .num_args(1..)
                .action(ArgAction::Append)
                .help("Only operations whose id, path or summary has all of these words"),
        )
}

pub(super) async fn run(context: &Context, matches: &ArgMatches) -> Result<Outcome> {
    let words = matches.get_many::<String>("search").into_iter().flatten();
    let words: Vec<String> = words
        .flat_map(|words| words.split_whitespace())
        .map(str::to_lowercase)
        .collect();
    let has_all = |operation: &Operation| {
        let text =
            format!("{} {} {}", operation.id, operation.path, operation.summary).to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    let mut options: Options = context.options.clone();
    if options.columns.is_empty() && options.form != Form::Csv {
        options.columns = ["command", "summary"].map(ToOwned::to_owned).to_vec();
    }
    let mut output = Output::new(&options, context.index(), Type::Any)?;
    for operation in context.index().operations().filter(has_all) {
        output.item(json!({
            "id": operation.id,
            "command": format!("fortinac {} {}", kebab(&operation.resource), verb(&operation)),
            "method": operation.method.as_str(),
            "path": operation.path,
            "summary": operation.summary,
            "safe": operation.safe,
            "destructive": operation.destructive,
            "evidence": operation.evidence.as_str(),
        }))?;
    }
    output.end()?;
    Ok(Outcome::Success)
}

/// The verb as it is typed. All deletions by id are one command.
fn verb(operation: &Operation) -> String {
    match crate::command::DELETIONS.contains(&operation.verb.as_str()) {
        true => "delete".to_owned(),
        false => kebab(&operation.verb),
    }
}
