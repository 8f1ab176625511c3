//! `fortinac diff`: what differs between two configurations.

use std::collections::{BTreeMap, BTreeSet};

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};
use fortinac_spec::api::Type;
use serde_json::{Value, json};
use similar::TextDiff;

use super::folder;
use super::snapshot::{self, Ids, Snapshot};
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::options::Options;
use crate::outcome::Outcome;
use crate::output::{self, Output, escaped};

const ABOUT: &str = "\
Compare the configuration of an appliance with a backup, of two backups, or of two appliances

  fortinac diff DIR                       from the backup to the appliance as it is now
  fortinac diff DIR1 DIR2                 from one backup to the other
  fortinac diff --profile a --profile b   from one appliance to the other, without ids

The differences are shown as by diff -u, and with -o json as an array. The exit code is 10 if there are any, 0 if there are \
none, and 8 if nothing differs in what could be read, but a part could not.";

pub(super) fn command() -> Command {
    let (about, _) = ABOUT.split_once('\n').unwrap_or_default();
    Command::new("diff")
        .about(about)
        .long_about(ABOUT)
        .arg(
            Arg::new("folders")
                .value_name("DIR")
                .num_args(0..=2)
                .value_hint(ValueHint::DirPath)
                .help("Folder that `fortinac backup` has written"),
        )
        // In place of the option that every command has: this one takes two.
        .arg(
            Arg::new("profile")
                .long("profile")
                .value_name("NAME")
                .action(ArgAction::Append)
                .value_delimiter(',')
                .help(
                    "Profile of the appliance; given twice, those of the two appliances to compare",
                ),
        )
}

/// A file that is not the same on both sides.
struct Difference {
    file: String,
    change: &'static str,
    text: String,
}

pub(super) async fn run(context: &Context, matches: &ArgMatches) -> Result<Outcome> {
    let texts = |name: &str| -> Vec<String> {
        let given = matches.get_many::<String>(name);
        given.into_iter().flatten().cloned().collect()
    };
    let (folders, profiles) = (texts("folders"), texts("profile"));
    let (from, to) = match (folders.as_slice(), profiles.as_slice()) {
        ([one, other], _) => (folder::read(one)?, folder::read(other)?),
        ([one], [] | [_]) => (
            folder::read(one)?,
            snapshot::of_appliance(&of_profile(context, profiles.first()), Ids::Kept).await?,
        ),
        ([], [one, other]) => (
            snapshot::of_appliance(&of_profile(context, Some(one)), Ids::LeftOut).await?,
            snapshot::of_appliance(&of_profile(context, Some(other)), Ids::LeftOut).await?,
        ),
        _ => {
            return Err(Failure::usage("there are not two configurations to compare")
                .hint("`fortinac diff DIR`, `fortinac diff DIR1 DIR2` or `fortinac diff --profile a --profile b`"));
        }
    };
    from.note_failures();
    to.note_failures();
    let differences = differences(&from, &to);
    show(context, &differences)?;
    Ok(match () {
        () if !differences.is_empty() => Outcome::Differences,
        () if !from.is_whole() || !to.is_whole() => Outcome::SomeFailed,
        () => Outcome::Success,
    })
}

fn of_profile(context: &Context, profile: Option<&String>) -> Context {
    context.with_options(Options {
        profile: profile.cloned(),
        ..context.options.clone()
    })
}

/// The files that differ, of what both sides have read.
fn differences(from: &Snapshot, to: &Snapshot) -> Vec<Difference> {
    let mut found = Vec::new();
    for (operation, before) in &from.parts {
        let Some(after) = to.parts.get(operation) else {
            output::note(format!(
                "note: {operation} is not compared: only one side has it"
            ));
            continue;
        };
        found.extend(of_part(before, after));
    }
    for operation in to
        .parts
        .keys()
        .filter(|name| !from.parts.contains_key(*name))
    {
        output::note(format!(
            "note: {operation} is not compared: only one side has it"
        ));
    }
    found.sort_by(|one, other| one.file.cmp(&other.file));
    found
}

fn of_part(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<Difference> {
    let files: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let mut found = Vec::new();
    for file in files {
        let (old, new) = (before.get(file), after.get(file));
        if old == new {
            continue;
        }
        let change = match (old, new) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        };
        let header = |content: Option<&String>, side: &str| match content {
            Some(_) => format!("{side}/{file}"),
            None => "/dev/null".to_owned(),
        };
        let diff = TextDiff::from_lines(
            old.map_or("", String::as_str),
            new.map_or("", String::as_str),
        );
        let text = diff
            .unified_diff()
            .header(&header(old, "a"), &header(new, "b"))
            .to_string();
        found.push(Difference {
            file: file.clone(),
            change,
            text,
        });
    }
    found
}

fn show(context: &Context, differences: &[Difference]) -> Result<()> {
    if context.options.form.is_table() {
        for difference in differences {
            // Names come from the appliance, and a terminal would obey what they have.
            let lines = difference.text.lines().map(escaped);
            let lines: Vec<String> = lines.collect();
            output::text(&format!("{}\n", lines.join("\n")))?;
        }
        return Ok(());
    }
    let mut output = Output::new(&context.options, context.index(), Type::Any)?;
    for difference in differences {
        let (resource, _) = difference.file.split_once('/').unwrap_or_default();
        let shown: Value = json!({
            "file": difference.file,
            "resource": resource,
            "change": difference.change,
            "diff": difference.text,
        });
        output.item(shown)?;
    }
    output.end()
}
