//! `fortinac apply`: many records at once, as a file says.

mod columns;
mod compare;
mod keys;
mod plan;
mod report;
mod rounded;
mod run;
mod show;
mod value;

use std::collections::BTreeSet;

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint, value_parser};
use fortinac_spec::api::{Body, Operation, Output as Returned};
use serde_json::Value;

use super::explain::resource_name;
use super::{Job, Outcome};
use crate::call::{confirm, keeps_absent};
use crate::command::names::{kebab, snake};
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::output;
use crate::table_file::{self, Reading};

pub(super) const JOB: Job = Job {
    path: &["apply"],
    command,
    run: |context, matches| Box::pin(run(context, matches)),
};

const ABOUT: &str = "\
Change many records as a file says: read, compare, plan, and send only what differs

FILE is CSV (with commas, semicolons or tabs, as spreadsheets write it), JSON (an array), JSON lines or YAML; `-` is the \
standard input. Each column is a property of the record, such as role or policy.name. The records are found by the column \
of --key; MAC addresses match in any notation.

In CSV, an empty cell leaves the property as it is (--empty-is-null clears it), and so does `[redacted]`; --null-text NULL \
clears the properties whose cells are NULL. In JSON and YAML, an absent property stays as it is, and null clears it. An array \
of texts is one cell with commas between them, and anything nested is a cell of JSON. A property inside of another is sent \
with the rest of it, as it was read. Ids are never changed, and have to be those of the record.

The whole file is checked, and the plan is shown, before anything is sent. The exit code is 0 if all is done, and 8 if some \
records failed. A dry run is 0, and with --exit-code 10 if something would change.

Of hosts and authentication policies only the changed properties are sent: it is known that the others stay as they are. Of \
other records the reference says that absent ones may be cleared, so each is sent as it was read, with its changes, unless \
--changed-only says otherwise.";

fn command() -> Command {
    let flag = |name: &'static str, help: &'static str| {
        let flag = Arg::new(name).long(name).help(help);
        flag.action(ArgAction::SetTrue)
    };
    let text = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    let (about, _) = ABOUT.split_once('\n').unwrap_or_default();
    Command::new("apply")
        .about(about)
        .long_about(ABOUT)
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .required(true)
                .value_hint(ValueHint::FilePath)
                .help("CSV, JSON, JSON lines or YAML; `-` is the standard input"),
        )
        .arg(text("resource", "NAME", "What the records are, such as host or user").required(true))
        .arg(text("key", "COLUMN", "Column that tells the records apart, such as primaryMac, userID or name; `mac` is any adapter of a host").required(true))
        .arg(flag("create", "Create the records that do not exist"))
        .arg(text("ignore", "COLUMNS", "Columns of the file that are no properties").value_delimiter(',').action(ArgAction::Append))
        .arg(flag("empty-is-null", "Clear the properties whose cells are empty"))
        .arg(text("null-text", "TEXT", "Clear the properties whose cells have this text"))
        .arg(flag("changed-only", "Send nothing but the properties that differ, also where an appliance may clear the others"))
        .arg(text("report", "FILE", "Write what became of each record: key, id, outcome, message; CSV or, by the name of the file, JSON lines").value_hint(ValueHint::FilePath))
        .arg(flag("continue", "Leave out what the report says is done, and add to it").requires("report"))
        .arg(text("jobs", "NUMBER", "How many records are changed at the same time").value_parser(value_parser!(u16).range(1..=64)).default_value("1"))
        .arg(flag("exit-code", "Exit with 10 if a dry run finds differences"))
}

/// What a run of the command is about.
struct Task {
    /// The resource, such as `host`.
    resource: String,
    list: Operation,
    update: Operation,
    create: Option<Operation>,
    /// The record that the list returns.
    record: String,
    /// The name of the column with the keys.
    key: String,
    is_whole: bool,
    rules: value::Rules,
}

impl Task {
    fn of(context: &Context, matches: &ArgMatches) -> Result<Self> {
        let typed = matches.get_one::<String>("resource");
        let index = context.index();
        let resource = resource_name(index, typed.map_or("", |typed| typed))?;
        let shown = kebab(&resource);
        let find = |verb: &str| index.operation(&format!("{}_{verb}", snake(&resource)));
        let lists = find("list");
        let (list, record) = lists
            .and_then(|list| {
                let record = match &list.result {
                    Returned::List { item, .. } => item.component()?.to_owned(),
                    _ => return None,
                };
                Some((list, record))
            })
            .ok_or_else(|| Failure::usage(format!("no call lists {shown} records")))?;
        let is_json = |known: &Operation| matches!(known.body, Some(Body::Json { .. }));
        let update =
            find("update").filter(|known| is_json(known) && known.path_parameters().count() == 1);
        let update = update.ok_or_else(|| {
            Failure::usage(format!("no call updates single {shown} records"))
                .hint(format!("`fortinac {shown} --help` lists what there is"))
        })?;
        let key = matches
            .get_one::<String>("key")
            .cloned()
            .unwrap_or_default();
        if matches.get_flag("create") && keys::IDS.contains(&key.as_str()) {
            return Err(
                Failure::usage(format!("a new record cannot be given its `{key}`"))
                    .hint("with --create, use a key such as primaryMac, userID or name"),
            );
        }
        let create = match matches.get_flag("create") {
            true => Some(find("create").filter(is_json).ok_or_else(|| {
                Failure::usage(format!("no call creates {shown} records"))
                    .hint("leave out --create")
            })?),
            false => None,
        };
        let is_whole = !keeps_absent(&resource) && !matches.get_flag("changed-only");
        Ok(Self {
            resource,
            list,
            update,
            create,
            record,
            key,
            is_whole,
            rules: value::Rules {
                empty_is_null: matches.get_flag("empty-is-null"),
                null_text: matches.get_one::<String>("null-text").cloned(),
            },
        })
    }
}

impl Task {
    /// The property of a new record that has the key.
    fn key_of_new(&self, key: &str) -> (String, Value) {
        match (self.resource.as_str(), self.key.as_str()) {
            // A host has its MAC addresses by its adapters.
            ("host", "mac" | "primaryMac") => ("adapters".to_owned(), vec![key].into()),
            ("adapter", "mac") => ("physicalAddress".to_owned(), key.into()),
            (_, name) => (name.to_owned(), key.into()),
        }
    }
}

async fn run(context: &Context, matches: &ArgMatches) -> Result<Outcome> {
    let text = |name: &str| matches.get_one::<String>(name).map(String::as_str);
    let task = Task::of(context, matches)?;
    let reading = Reading {
        is_raw: context.options.csv_raw,
    };
    let file_name = text("file").unwrap_or_default();
    let file = table_file::read(file_name, reading)?;
    let ignored: BTreeSet<&str> = matches
        .get_many::<String>("ignore")
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let mut keys = keys::of(&task, &file).map_err(|failure| failure.of_file(file_name))?;
    let columns = columns::of(context, &task, &file, &ignored)
        .map_err(|failure| failure.of_file(file_name))?;
    let report_file = text("report");
    let done = match (report_file, matches.get_flag("continue")) {
        (Some(file), true) => report::done(file)?,
        _ => BTreeSet::new(),
    };
    let before = keys.len();
    keys.retain(|key, _| !done.contains(&report::shown(key)));
    let skipped = before - keys.len();
    let plan = plan::make(context, &task, &file, &columns, keys).await?;
    if skipped > 0 {
        output::note(format!("the report says that {skipped} records are done"));
    }
    for note in &plan.notes {
        output::note(format!("note: {note}"));
    }
    context.options.check_number(plan.writes())?;
    if context.options.dry_run {
        show::dry_run(context, &task, &plan)?;
        let is_different = plan.writes() > 0 && matches.get_flag("exit-code");
        return Ok(match is_different {
            true => Outcome::Differences,
            false => Outcome::Success,
        });
    }
    show::plan(context, &task, &plan);
    if plan.writes() > 0 {
        let what = format!("change {} records", kebab(&task.resource));
        confirm(context, &what, &[], plan.writes())?;
    }
    let mut report = match report_file {
        Some(file) => Some(report::Report::open(file, matches.get_flag("continue"))?),
        None => None,
    };
    let jobs = matches.get_one::<u16>("jobs").copied().unwrap_or(1);
    run::all(context, &task, plan, usize::from(jobs), &mut report).await
}
