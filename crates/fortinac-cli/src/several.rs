//! Reads from several appliances at once. Each row says which one it is of, and one that fails does not lose the rows of
//! the others.

use fortinac_client::profile::Profiles;
use fortinac_spec::api::Operation;
use futures_util::future;
use tokio::sync::mpsc::UnboundedReceiver;

use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::options::Options;
use crate::outcome::Outcome;
use crate::output::{self, Output};
use crate::rows::{Row, Rows};

/// Checks that an operation only reads.
///
/// # Errors
/// It writes.
pub(crate) fn check_safe(operation: &Operation) -> Result<()> {
    match operation.safe && !operation.destructive {
        true => Ok(()),
        false => Err(refused(&operation.id)),
    }
}

pub(crate) fn refused(what: &str) -> Failure {
    Failure::usage(format!(
        "{what} cannot run for several profiles, because only commands that read records can"
    ))
    .hint("nothing was sent; name one profile")
}

/// Runs a command for each profile, and writes the rows of all of them as one result, in the order of the profiles. The
/// appliances are read at the same time, so that one that does not respond keeps nobody waiting for the others.
pub(crate) async fn run(
    options: &Options,
    command: impl AsyncFn(&Context) -> Result<Outcome>,
) -> Result<Outcome> {
    let names = names(options)?;
    let mut contexts = Vec::new();
    let mut receivers = Vec::new();
    for name in &names {
        let (rows, receiver) = Rows::of(name);
        contexts.push(Context::new(Options {
            profile: Some(name.clone()),
            profiles: Vec::new(),
            all_profiles: false,
            rows: Some(rows),
            ..options.clone()
        }));
        receivers.push(receiver);
    }
    let running = contexts.into_iter().map(async |context| {
        let outcome = command(&context).await;
        context.report_surprises();
        // The context ends here, and with it the rows.
        outcome
    });
    let (outcomes, written) =
        future::join(future::join_all(running), write(options, receivers)).await;
    let (output, is_empty) = written?;
    let mut failures = Vec::new();
    let mut is_whole = true;
    for (outcome, name) in outcomes.into_iter().zip(&names) {
        match outcome {
            Ok(outcome) => is_whole &= outcome == Outcome::Success,
            Err(failure) => failures.push(failure.of_profile(name)),
        }
    }
    let have_all_failed = failures.len() == names.len();
    // As for one appliance, there is no result then.
    if let Some(output) = output
        && !(have_all_failed && is_empty)
    {
        output.end()?;
    }
    let last = if have_all_failed {
        failures.pop()
    } else {
        None
    };
    for failure in &failures {
        output::note(failure.shown(options.form));
    }
    if let Some(last) = last {
        return Err(last);
    }
    match failures.is_empty() && is_whole {
        true => Ok(Outcome::Success),
        false => Ok(Outcome::SomeFailed),
    }
}

/// The names of the profiles, which all exist.
fn names(options: &Options) -> Result<Vec<String>> {
    let wrong = |error: fortinac_client::Error| {
        Failure::usage(error.to_string()).hint("`fortinac profiles` lists the profiles")
    };
    let profiles = Profiles::load().map_err(wrong)?;
    if options.all_profiles {
        let names: Vec<String> = profiles.names().map(ToOwned::to_owned).collect();
        return match names.is_empty() {
            true => {
                Err(Failure::usage("there are no profiles").hint("`fortinac login` writes one"))
            }
            false => Ok(names),
        };
    }
    for name in &options.profiles {
        profiles.get(name).map_err(wrong)?;
    }
    Ok(options.profiles.clone())
}

/// Writes rows as they come from the first appliance, and then what the others have sent meanwhile. Returns the output,
/// and whether it has no rows.
async fn write(
    options: &Options,
    receivers: Vec<UnboundedReceiver<Row>>,
) -> Result<(Option<Output<'_>>, bool)> {
    let mut output: Option<Output<'_>> = None;
    let mut is_empty = true;
    for mut receiver in receivers {
        while let Some(row) = receiver.recv().await {
            match (row, &mut output) {
                (Row::Type(ty), None) => {
                    output = Some(Output::new(options, crate::index(), ty)?);
                }
                (Row::Value(row), Some(output)) => {
                    output.item(row)?;
                    is_empty = false;
                }
                _ => {}
            }
        }
    }
    Ok((output, is_empty))
}
