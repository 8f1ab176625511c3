//! `fortinac backup` and `fortinac diff`: the configuration of an appliance as files, and what differs in it.

mod clean;
mod diff;
mod folder;
mod name;
mod snapshot;
mod what;

use clap::{Arg, ArgMatches, Command, ValueHint};
use fortinac_spec::api::Type;
use serde_json::json;

use super::{Job, Outcome};
use crate::context::Context;
use crate::failure::Result;
use crate::output::{self, Output};

pub(super) const BACKUP: Job = Job {
    path: &["backup"],
    command,
    run: |context, matches| Box::pin(run(context, matches)),
};

pub(super) const DIFF: Job = Job {
    path: &["diff"],
    command: diff::command,
    run: |context, matches| Box::pin(diff::run(context, matches)),
};

const ABOUT: &str = "\
Write the configuration as one JSON file for each record, for a version control system or for `fortinac diff`

The configuration is what the appliance lists without being asked for a record: policies and their configurations, profiles, \
roles, groups without their members, settings, schedules and the like. Data is left out: hosts, adapters, devices, ports, users, \
guests, events, alarms, logs and connections. The files are DIR/RESOURCE/NAME.json, with sorted properties. Secrets are left \
out, and what changes by itself, such as lastModifiedDate and counters of versions. So two backups of the same state are the \
same, byte by byte.

It cannot be restored: it is there to be read and compared. DIR/fortinac-backup.json lists the files; only files that it lists \
are replaced or removed. The exit code is 8 if a part could not be read: its files stay as they are.";

fn command() -> Command {
    let (about, _) = ABOUT.split_once('\n').unwrap_or_default();
    Command::new("backup").about(about).long_about(ABOUT).arg(
        Arg::new("folder")
            .value_name("DIR")
            .required(true)
            .value_hint(ValueHint::DirPath)
            .help("Folder for the files, which is made if it does not exist"),
    )
}

async fn run(context: &Context, matches: &ArgMatches) -> Result<Outcome> {
    let folder = matches
        .get_one::<String>("folder")
        .map_or("", |folder| folder);
    // What is wrong with the folder is known before the appliance is asked.
    let before = folder::check(folder)?;
    let snapshot = snapshot::of_appliance(context, snapshot::Ids::Kept).await?;
    snapshot.note_failures();
    let written = folder::write(folder, &before, &snapshot, context.options.dry_run)?;
    let files = snapshot.files().count();
    if context.options.form.is_table() {
        output::text(&format!(
            "{folder}: {files} files, {} of them new or changed, {} removed\n",
            written.changed, written.removed
        ))?;
    } else {
        let shown = json!({
            "folder": folder,
            "files": files,
            "changed": written.changed,
            "removed": written.removed,
            "failed": snapshot.failed_operations(),
        });
        Output::new(&context.options, context.index(), Type::Any)?.value(shown)?;
    }
    if context.options.dry_run {
        output::note("dry run: nothing was written");
    }
    Ok(match snapshot.is_whole() {
        true => Outcome::Success,
        false => Outcome::SomeFailed,
    })
}
