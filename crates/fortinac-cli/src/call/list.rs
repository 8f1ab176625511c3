//! Lists: all pages as one result.

use std::pin::pin;

use clap::ArgMatches;
use fortinac_client::Call;
use fortinac_client::call::ById;
use fortinac_spec::api::{ListParameters, Operation, Type};
use serde_json::Value;

use super::pages::Items;
use super::returned;
use crate::command::operation::{LIMIT, SORT, START, has_other_pages};
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::outcome::Outcome;
use crate::output::{self, Output, Progress};

/// How many records are read at once. A response of an appliance stays below the limit of the client.
const PAGE: u64 = 500;

pub(super) async fn run(
    context: &Context,
    operation: &Operation,
    call: Call<Value, ById>,
    matches: &ArgMatches,
) -> Result<Outcome> {
    mapped(context, operation, call, matches, returned(operation), Some).await
}

/// The same, of the items that are shown, as they are shown then. They have the type `ty`.
pub(super) async fn mapped(
    context: &Context,
    operation: &Operation,
    mut call: Call<Value, ById>,
    matches: &ArgMatches,
    ty: Type,
    shown: impl Fn(Value) -> Option<Value>,
) -> Result<Outcome> {
    let has_pages = operation.list_parameters() == ListParameters::All;
    let is_asked_for = has_other_pages(operation);
    let number = |name: &str| {
        let is_there = has_pages || is_asked_for && name == LIMIT;
        is_there
            .then(|| matches.get_one::<u64>(name).copied())
            .flatten()
    };
    let limit = number(LIMIT).map(|limit| usize::try_from(limit).unwrap_or(usize::MAX));
    let on_terminal = Output::limit(&context.options);
    let wanted = limit.or(on_terminal);
    if has_pages {
        if let Some(start) = number(START) {
            call = call.parameter("start", start);
        }
        if let Some(sort) = matches.get_one::<String>(SORT) {
            let (key, direction) = sort.split_once(':').unwrap_or((sort, "asc"));
            if !["asc", "desc"].contains(&direction) {
                return Err(Failure::usage(format!(
                    "--{SORT} {sort}: `{direction}` is neither asc nor desc"
                )));
            }
            call = call
                .parameter("sortKey", key)
                .parameter("sortDir", direction);
        }
        let page = wanted.map_or(PAGE, |wanted| PAGE.min(wanted as u64 + 1).max(1));
        call = call.parameter("count", page);
    }
    let mut output = Output::new(&context.options, context.index(), ty)?;
    if limit == Some(0) {
        output.end()?;
        return Ok(Outcome::Success);
    }
    let mut progress = Progress::new(&context.options);
    // Who asks for one page gets that page.
    let is_one_page = is_asked_for
        && ["start", "count"]
            .iter()
            .any(|name| matches.contains_id(name));
    let mut items = match is_one_page {
        true => Items::Known(call.stream()),
        false => Items::of(operation, call),
    };
    let (mut written, mut is_cut) = (0, false);
    while let Some(item) = next(&mut items, &mut progress, written).await? {
        let Some(item) = shown(item) else {
            continue;
        };
        if Some(written) == wanted {
            is_cut = true;
            break;
        }
        output.item(item)?;
        written += 1;
    }
    drop(progress);
    output.end()?;
    if is_cut && limit.is_none() {
        output::note(format!(
            "the first {written} are shown; --limit NUMBER shows more, -o csv and -o json show all"
        ));
    }
    Ok(Outcome::Success)
}

/// The next record. What is known already is shown while it is read.
async fn next(items: &mut Items, progress: &mut Progress, read: usize) -> Result<Option<Value>> {
    let mut next = pin!(items.next());
    loop {
        tokio::select! {
            biased;
            item = &mut next => return item,
            () = progress.tick() => progress.show(read),
        }
    }
}
