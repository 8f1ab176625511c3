//! `fortinac rogues`: hosts that nobody has registered.

use std::collections::HashSet;
use std::pin::pin;
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches, Command};
use fortinac_spec::api::Type;
use futures_util::future::{Either, select};
use serde_json::Value;

use super::{Outcome, span};
use crate::call::target;
use crate::context::Context;
use crate::failure::{Failure, Kind, Result};
use crate::form::Form;
use crate::options::Options;
use crate::output::{self, Output};

/// How a program that lists rogues recognizes them.
pub(super) const FILTER: &str = "role==NAC-Default|role==null";
const DEFAULT_ROLE: &str = "NAC-Default";
pub(super) const CONNECTED: &str = "connected==true";
/// The size of a page.
const PAGE: u64 = 500;

const LONG_HELP: &str = "\
No document says how the API marks an unregistered host. By default this is a host without a role, or with the role \
NAC-Default, as a public program has it (filter role==NAC-Default|role==null). Where a host stays in that role after its \
registration, it is listed too. Another program is said to use status==0; --filter takes that, or what fits your appliance.\n\n\
--watch reads again and again, and shows each host once. It goes on until Ctrl-C; with -o jsonl, a line comes as soon as a \
host is found.";

pub(super) fn command() -> Command {
    Command::new("rogues")
        .about("List the hosts that nobody has registered")
        .after_help(LONG_HELP)
        .arg(
            Arg::new("watch")
                .long("watch")
                .value_name("TIME")
                .value_parser(span::length)
                .help("Look again after this time, such as 30s, and show only what is new"),
        )
        .arg(
            Arg::new("connected")
                .long("connected")
                .action(ArgAction::SetTrue)
                .help("Only hosts that are connected"),
        )
        .arg(
            Arg::new("filter")
                .long("filter")
                .value_name("EXPR")
                .action(ArgAction::Append)
                .help("How to recognize the hosts instead, such as status==0; repeated, all must match"),
        )
}

/// Whether a host counts as unregistered, by the same rule as the filter.
pub(super) fn is_rogue(host: &Value) -> bool {
    match &host["role"] {
        Value::Null => true,
        Value::String(role) => role.is_empty() || role == DEFAULT_ROLE,
        _ => false,
    }
}

/// What is looked for.
struct Search {
    filters: Vec<String>,
    /// Whether the rule is the one that can be checked here, too.
    is_checked: bool,
    is_connected: bool,
}

impl Search {
    fn new(matches: &ArgMatches) -> Self {
        let given = matches.get_many::<String>("filter").into_iter().flatten();
        let mut filters: Vec<String> = given.cloned().collect();
        let is_checked = filters.is_empty();
        if is_checked {
            filters.push(FILTER.to_owned());
        }
        let is_connected = matches.get_flag("connected");
        if is_connected {
            filters.push(CONNECTED.to_owned());
        }
        Self {
            filters,
            is_checked,
            is_connected,
        }
    }

    /// An appliance that ignores a part of the filter sends more than was asked for.
    fn matches(&self, host: &Value) -> bool {
        (!self.is_checked || is_rogue(host)) && !(self.is_connected && host["connected"] == false)
    }
}

pub(super) async fn run(context: &Context, matches: &ArgMatches) -> Result<Outcome> {
    let search = Search::new(matches);
    if let Some(interval) = matches.get_one::<Duration>("watch") {
        return watch(context, &search, *interval).await;
    }
    let mut output = Output::new(&context.options, context.index(), host())?;
    let limit = Output::limit(&context.options);
    let mut written = 0;
    let mut hosts = hosts(context, &search)?;
    while let Some(host) = hosts.next().await {
        let host = host?;
        if !search.matches(&host) {
            continue;
        }
        if Some(written) == limit {
            output::note(format!(
                "the first {written} are shown; -o csv and -o json show all"
            ));
            break;
        }
        output.item(host)?;
        written += 1;
    }
    output.end()?;
    Ok(Outcome::Success)
}

fn host() -> Type {
    Type::Ref("Host".to_owned())
}

fn hosts(context: &Context, search: &Search) -> Result<fortinac_client::ItemStream<Value>> {
    let call = context.client()?.call("host_list")?;
    let call = call.parameter("filter", search.filters.clone());
    Ok(call.parameter("count", PAGE).stream())
}

async fn watch(context: &Context, search: &Search, interval: Duration) -> Result<Outcome> {
    let options = &context.options;
    if options.jq.is_some() && options.form == Form::Json {
        return Err(
            Failure::usage("--watch with --jq cannot be one JSON document").hint("add -o jsonl"),
        );
    }
    let mut shown = Shown::new(context)?;
    let result = {
        let rounds = pin!(rounds(context, search, interval, &mut shown));
        let interrupt = pin!(tokio::signal::ctrl_c());
        match select(interrupt, rounds).await {
            Either::Left((interrupt, _)) => interrupt.map_err(Failure::from),
            Either::Right((result, _)) => result,
        }
    };
    // What failed at once leaves nothing behind.
    if result.is_ok() || !shown.known.is_empty() {
        shown.end()?;
    }
    result.map(|()| Outcome::Interrupted)
}

/// Looks again and again. Comes to an end with an error only.
async fn rounds(
    context: &Context,
    search: &Search,
    interval: Duration,
    shown: &mut Shown<'_>,
) -> Result<()> {
    let mut is_first = true;
    loop {
        match round(context, search, shown).await {
            Ok(()) => {}
            // What may pass is no reason to stop watching, once it has worked.
            Err(failure) if !is_first && matches!(failure.kind, Kind::Network | Kind::Refused) => {
                output::note(format!("note: {failure}; trying again"));
            }
            Err(failure) => return Err(failure),
        }
        is_first = false;
        tokio::time::sleep(interval).await;
    }
}

async fn round(context: &Context, search: &Search, shown: &mut Shown<'_>) -> Result<()> {
    let mut hosts = hosts(context, search)?;
    while let Some(host) = hosts.next().await {
        let host = host?;
        if search.matches(&host) {
            shown.item(host)?;
        }
    }
    shown.end_of_round()
}

/// The hosts that were shown, and how the next ones are.
struct Shown<'a> {
    context: &'a Context,
    known: HashSet<String>,
    /// The one document of `-o json`.
    document: Option<Output<'a>>,
    /// The new hosts of a round, for other forms.
    fresh: Vec<Value>,
    has_header: bool,
}

impl<'a> Shown<'a> {
    fn new(context: &'a Context) -> Result<Self> {
        let options = &context.options;
        let is_streamed = options.form.is_json() && options.jq.is_none();
        let document = match is_streamed {
            true => Some(Output::new(options, context.index(), host())?),
            false => None,
        };
        Ok(Self {
            context,
            known: HashSet::new(),
            document,
            fresh: Vec::new(),
            has_header: !options.no_header,
        })
    }

    fn item(&mut self, host: Value) -> Result<()> {
        let identity = match target::key(&host) {
            Some(id) => id.to_string(),
            None => host.to_string(),
        };
        if !self.known.insert(identity) {
            return Ok(());
        }
        match &mut self.document {
            Some(document) => document.item(host),
            None => {
                self.fresh.push(host);
                Ok(())
            }
        }
    }

    fn end_of_round(&mut self) -> Result<()> {
        if self.fresh.is_empty() {
            return Ok(());
        }
        let options = Options {
            no_header: !std::mem::take(&mut self.has_header),
            ..self.context.options.clone()
        };
        let mut output = Output::new(&options, self.context.index(), host())?;
        for host in self.fresh.drain(..) {
            output.item(host)?;
        }
        output.end()
    }

    fn end(self) -> Result<()> {
        match self.document {
            Some(document) => document.end(),
            None => Ok(()),
        }
    }
}
