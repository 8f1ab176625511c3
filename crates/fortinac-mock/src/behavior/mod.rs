//! What operations do: a table of behaviors written by hand, and for all other operations what follows from their verb.
//!
//! A new behavior is a row of the table of its area; `UPDATE_README=1 cargo test -p fortinac-mock --lib` writes it into the
//! README. A behavior checks everything before it changes anything: a call that is refused has changed nothing.

mod adapters;
mod aging;
mod alarms;
mod call;
mod certificates;
mod devices;
mod generic;
mod groups;
mod guests;
mod hosts;
mod integration;
mod policies;
mod ports;
mod references;
mod registration;
mod tasks;
#[cfg(test)]
mod tests;
mod users;

use fortinac_spec::api::Operation;
use serde_json::Value;

use crate::state::State;
pub(crate) use aging::pass_time;
use call::Payload;
pub(crate) use call::{Call, Failed};

/// How well the effect of a behavior is known.
#[derive(Clone, Copy, Debug)]
enum Evidence {
    /// Its reference page, or a program that ran against an appliance, says so.
    Documented,
    /// It follows from names, from similar calls, or from what programs need.
    Inferred,
    /// Nothing says so.
    Invented,
}

/// The behavior of one operation, written by hand.
#[cfg_attr(
    not(test),
    expect(
        dead_code,
        reason = "a test compares `evidence` and `effect` with the README"
    )
)]
struct Behavior {
    /// The operationId.
    operation: &'static str,
    evidence: Evidence,
    /// What it does, for readers of the README.
    effect: &'static str,
    perform: fn(&Call<'_>, &mut State) -> Result<Payload, Failed>,
}

/// The behaviors that are written by hand, by area.
const BY_HAND: [&[Behavior]; 14] = [
    hosts::BEHAVIORS,
    hosts::import::BEHAVIORS,
    adapters::BEHAVIORS,
    groups::BEHAVIORS,
    users::BEHAVIORS,
    guests::BEHAVIORS,
    registration::BEHAVIORS,
    policies::BEHAVIORS,
    devices::BEHAVIORS,
    ports::BEHAVIORS,
    alarms::BEHAVIORS,
    certificates::BEHAVIORS,
    integration::BEHAVIORS,
    tasks::BEHAVIORS,
];

fn by_hand(operation: &Operation) -> Option<&'static Behavior> {
    let mut behaviors = BY_HAND.into_iter().flatten();
    behaviors.find(|behavior| behavior.operation == operation.id)
}

/// Performs the operation of a call. Returns the envelope of its response.
///
/// # Errors
/// The operation is refused, and nothing is changed.
pub(crate) fn perform(call: &Call<'_>, state: &mut State) -> Result<Value, Failed> {
    let payload = match by_hand(call.operation) {
        Some(behavior) => (behavior.perform)(call, state)?,
        None => generic::perform(call, state)?,
    };
    Ok(call.envelope(payload, state.has_examples))
}
