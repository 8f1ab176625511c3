//! `fortinac audit`: who changed what, and when.

use clap::{Arg, ArgAction, ArgMatches, Command};
use fortinac_spec::api::Type;
use jiff::Timestamp;
use serde_json::Value;

use super::{Outcome, span};
use crate::context::Context;
use crate::failure::{Failure, Kind, Result};
use crate::output::{self, Output};

/// The size of a page.
const PAGE: usize = 500;
const OPERATION: &str = "audit_entry_list";

const LONG_HELP: &str = "\
No source shows a filter on the time of an entry, so entries are asked for with the newest first, and read until they are \
older. Time and user are compared here. If the appliance does not sort them, all entries are read.";

pub(super) fn command() -> Command {
    let time = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name("TIME")
            .value_parser(span::moment)
            .help(help)
    };
    Command::new("audit")
        .about("Show the audit trail: who changed what, the newest first")
        .after_help(LONG_HELP)
        .arg(
            time(
                "since",
                "Only entries of the last 24h, 2d or such, or from a time such as 2024-05-21T14:00",
            )
            .default_value("24h"),
        )
        .arg(time("until", "Only entries before this time"))
        .arg(
            Arg::new("user")
                .long("user")
                .value_name("USER")
                .help("Only what this user changed"),
        )
        .arg(
            Arg::new("filter")
                .long("filter")
                .value_name("EXPR")
                .action(ArgAction::Append)
                .help("Only entries that match on the appliance, such as recordType==UserRecord"),
        )
        .arg(
            Arg::new("limit")
                .long("limit")
                .value_name("NUMBER")
                .value_parser(clap::value_parser!(u64))
                .help("Largest number of entries to return [default: all]"),
        )
}

/// What is looked for.
pub(super) struct Search {
    pub(super) since: Timestamp,
    pub(super) until: Option<Timestamp>,
    pub(super) user: Option<String>,
    pub(super) filters: Vec<String>,
}

impl Search {
    /// # Errors
    /// The end is not after the beginning.
    pub(super) fn check(&self) -> Result<()> {
        match self.until {
            Some(until) if until <= self.since => {
                Err(Failure::usage("`until` is not after `since`"))
            }
            _ => Ok(()),
        }
    }

    fn matches(&self, entry: &Value, time: Option<Timestamp>) -> bool {
        let is_of = |user: &String| {
            let mut names = [&entry["userID"], &entry["auditObj"]["user"]].into_iter();
            names.any(|name| {
                name.as_str()
                    .is_some_and(|name| name.eq_ignore_ascii_case(user))
            })
        };
        let is_within =
            |time: Timestamp| time >= self.since && self.until.is_none_or(|until| time < until);
        // One without a time can be a new one.
        time.is_none_or(is_within) && self.user.as_ref().is_none_or(is_of)
    }
}

pub(super) async fn run(context: &Context, matches: &ArgMatches) -> Result<Outcome> {
    let time = |name: &str| matches.get_one::<Timestamp>(name).copied();
    let filters = matches.get_many::<String>("filter").into_iter().flatten();
    let search = Search {
        since: time("since").unwrap_or_default(),
        until: time("until"),
        user: matches.get_one::<String>("user").cloned(),
        filters: filters.cloned().collect(),
    };
    search.check()?;
    let limit = matches.get_one::<u64>("limit").copied();
    let limit = limit.map(|limit| usize::try_from(limit).unwrap_or(usize::MAX));
    let wanted = limit.or(Output::limit(&context.options));
    let ty = Type::Ref("AuditEntry".to_owned());
    let mut output = Output::new(&context.options, context.index(), ty)?;
    let mut written = 0;
    let entries = read(context, &search, wanted, |entry| {
        written += 1;
        output.item(entry)
    });
    let read = entries.await?;
    output.end()?;
    if read.is_cut && limit.is_none() {
        output::note(format!(
            "the first {written} are shown; --limit NUMBER shows more, -o csv and -o json show all"
        ));
    }
    for note in read.notes {
        output::note(format!("note: {note}"));
    }
    Ok(Outcome::Success)
}

/// How the trail was read.
pub(super) struct Read {
    /// Whether there are more entries than were wanted.
    pub(super) is_cut: bool,
    pub(super) notes: Vec<String>,
}

/// Reads the entries that are looked for, the newest first, and hands on as many as are wanted.
///
/// # Errors
/// The appliance refuses, or the entries are not taken.
pub(super) async fn read(
    context: &Context,
    search: &Search,
    wanted: Option<usize>,
    mut take: impl FnMut(Value) -> Result<()>,
) -> Result<Read> {
    match read_in_order(context, search, wanted, true, &mut take).await {
        // The key to sort by is the name of the property; the appliance may call it otherwise.
        Err(Stopped::AtFirst(failure)) if failure.kind == Kind::Refused => {
            let again = read_in_order(context, search, wanted, false, &mut take).await;
            let mut read = again.map_err(Stopped::into_failure)?;
            let note = format!("{failure}; tried again without a sort order");
            read.notes.insert(0, note);
            Ok(read)
        }
        other => other.map_err(Stopped::into_failure),
    }
}

/// Why reading stopped.
enum Stopped {
    /// Before anything was read.
    AtFirst(Failure),
    Later(Failure),
}

impl Stopped {
    fn into_failure(self) -> Failure {
        match self {
            Self::AtFirst(failure) | Self::Later(failure) => failure,
        }
    }
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Self {
        Self::Later(failure)
    }
}

async fn read_in_order(
    context: &Context,
    search: &Search,
    wanted: Option<usize>,
    is_sorted: bool,
    take: &mut impl FnMut(Value) -> Result<()>,
) -> Result<Read, Stopped> {
    let client = context.client()?;
    let mut call = client.call(OPERATION).map_err(Failure::from)?;
    call = call.parameter("count", PAGE);
    if is_sorted {
        call = call
            .parameter("sortKey", "date")
            .parameter("sortDir", "desc");
    }
    if !search.filters.is_empty() {
        call = call.parameter("filter", search.filters.clone());
    }
    let (mut entries, mut order) = (call.stream(), Order::default());
    let (mut number, mut taken, mut is_cut) = (0, 0, false);
    while let Some(entry) = entries.next().await {
        let entry = match entry.map_err(Failure::from) {
            Ok(entry) => entry,
            Err(failure) if number == 0 => return Err(Stopped::AtFirst(failure)),
            Err(failure) => return Err(failure.into()),
        };
        number += 1;
        let time = span::read(&entry["date"]);
        if order.is_past(time, search.since) {
            break;
        }
        if !search.matches(&entry, time) {
            continue;
        }
        if Some(taken) == wanted {
            is_cut = true;
            break;
        }
        take(entry)?;
        taken += 1;
    }
    let notes = match order.is_descending {
        true => Vec::new(),
        false => vec!["the appliance did not send the newest entries first".to_owned()],
    };
    Ok(Read { is_cut, notes })
}

/// The order in which entries come, as far as they have come.
struct Order {
    last: Option<Timestamp>,
    is_descending: bool,
    /// How many entries in a row were older than what is looked for.
    older: usize,
}

impl Default for Order {
    fn default() -> Self {
        Self {
            last: None,
            is_descending: true,
            older: 0,
        }
    }
}

impl Order {
    /// Whether all further entries are older: a page of them has come, and the newest ones did come first.
    fn is_past(&mut self, time: Option<Timestamp>, since: Timestamp) -> bool {
        let Some(time) = time else {
            return false;
        };
        if self.last.is_some_and(|last| time > last) {
            self.is_descending = false;
        }
        self.last = Some(time);
        self.older = if time < since { self.older + 1 } else { 0 };
        self.is_descending && self.older >= PAGE
    }
}
