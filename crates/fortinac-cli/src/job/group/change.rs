//! `fortinac group add` and `fortinac group remove`.

use clap::{Arg, ArgMatches, Command};
use fortinac_spec::api::Type;
use serde_json::json;

use super::{get, group, members_of, read};
use crate::call::plan::Plan;
use crate::call::{pipe, target};
use crate::context::Context;
use crate::failure::Result;
use crate::form::Form;
use crate::outcome::Outcome;
use crate::output::{self, Output};

/// What can be a member, with the number that a program guesses for the field `type`.
const KINDS: [(&str, i64); 4] = [("host", 1), ("user", 0), ("port", 2), ("device", 3)];

const LONG_HELP: &str = "\
No document tells the numbers of `type`. A program guesses 0 for users, 1 for hosts, 2 for ports and 3 for devices; --type \
sends another one. The group is read before and after, and a member that is not there afterwards is reported (exit code 8).";

pub(in crate::job) fn add() -> Command {
    let command = Command::new("add").about("Add hosts, users, devices or ports to a group");
    let command = command
        .after_help(LONG_HELP)
        .arg(group())
        .arg(targets())
        .arg(kind());
    command.arg(
        Arg::new("type")
            .long("type")
            .value_name("NUMBER")
            .value_parser(clap::value_parser!(i64))
            .allow_hyphen_values(true)
            .help("Number of the kind of the members, in place of the one that a program guesses"),
    )
}

pub(in crate::job) fn remove() -> Command {
    let command =
        Command::new("remove").about("Take hosts, users, devices or ports out of a group");
    command.arg(group()).arg(targets()).arg(kind())
}

fn targets() -> Arg {
    Arg::new("targets")
        .value_name("TARGET")
        .required(true)
        .num_args(1..)
        .help("Id or name of a member; of a host, also a MAC or IP address")
}

fn kind() -> Arg {
    Arg::new("kind")
        .long("kind")
        .value_name("KIND")
        .value_parser(KINDS.map(|(kind, _)| kind))
        .default_value("host")
        .help("What the targets are")
}

pub(in crate::job) async fn run_add(context: &Context, matches: &ArgMatches) -> Result<Outcome> {
    let number = matches.get_one::<i64>("type").copied();
    run(context, matches, Some(number)).await
}

pub(in crate::job) async fn run_remove(context: &Context, matches: &ArgMatches) -> Result<Outcome> {
    run(context, matches, None).await
}

/// Adds with a number for the kind, if one is given; without any, removes.
async fn run(
    context: &Context,
    matches: &ArgMatches,
    adding: Option<Option<i64>>,
) -> Result<Outcome> {
    let kind = matches
        .get_one::<String>("kind")
        .map_or("host", String::as_str);
    let given = matches.get_many::<String>("targets").into_iter().flatten();
    let given = pipe::targets(given.cloned().collect())?;
    context.options.check_number(given.len())?;
    let mut targets: Vec<(i64, String)> = Vec::new();
    for text in given {
        let id = member(context, kind, &text).await?;
        if !targets.iter().any(|(known, _)| *known == id) {
            targets.push((id, text));
        }
    }
    let (group, before) = read(context, matches).await?;
    let ids: Vec<i64> = targets.iter().map(|(id, _)| *id).collect();
    let operation = match adding {
        Some(_) => "group_add_members",
        None => "group_remove_members",
    };
    let call = context.client()?.call(operation)?;
    let mut call = call.field("elemID", ids).field("groupID", vec![group]);
    if let Some(number) = adding {
        let guess = KINDS.iter().find(|(name, _)| *name == kind);
        call = call.field("type", number.or(guess.map(|(_, number)| *number)));
    }
    if context.options.dry_run {
        let mut plan = Plan::default();
        plan.add(context, operation, &target::label(&before), &call)?;
        return plan.show(context);
    }
    call.await?;
    let before = members_of(&before);
    let after = members_of(&get(context, group).await?);
    if after.is_none() {
        output::note(
            "note: the appliance does not send the members of the group, so the effect is not checked",
        );
    }
    report(context, &targets, &before, &after, adding.is_some())
}

/// The id of a target. That of a host or a user is looked for: an unknown one is a mistake to find before the call.
async fn member(context: &Context, kind: &str, text: &str) -> Result<i64> {
    match kind {
        "host" | "user" => {
            let record = target::record(context, kind, text).await?;
            Ok(target::key(&record).unwrap_or_default())
        }
        _ => target::resolve(context, kind, text).await,
    }
}

/// A row for each target, by what the group has afterwards.
fn report(
    context: &Context,
    targets: &[(i64, String)],
    before: &Option<Vec<i64>>,
    after: &Option<Vec<i64>>,
    is_adding: bool,
) -> Result<Outcome> {
    let mut options = context.options.clone();
    if options.columns.is_empty() && matches!(options.form, Form::Table | Form::Csv) {
        options.columns = ["id", "given", "result"].map(ToOwned::to_owned).to_vec();
    }
    let mut output = Output::new(&options, context.index(), Type::Any)?;
    let mut outcome = Outcome::Success;
    for (id, given) in targets {
        let was_there = before.as_ref().map(|before| before.contains(id));
        let is_there = after.as_ref().map(|after| after.contains(id));
        let result = match (is_adding, was_there, is_there) {
            (_, _, None) => "sent",
            (true, Some(true), Some(true)) => "was a member",
            (true, _, Some(true)) => "added",
            (true, _, Some(false)) => "not a member",
            (false, Some(false), Some(false)) => "was no member",
            (false, _, Some(false)) => "removed",
            (false, _, Some(true)) => "still a member",
        };
        if is_there == Some(!is_adding) {
            outcome = Outcome::SomeFailed;
        }
        output.item(json!({"id": id, "given": given, "result": result}))?;
    }
    output.end()?;
    Ok(outcome)
}
