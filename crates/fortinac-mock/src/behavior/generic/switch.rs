//! Records that are switched on and off.

use super::records::check_known;
use super::{Call, Failed, Payload, State, rejected};

/// The properties that say whether a record is in force, and their value if it is.
const SWITCHES: [(&str, bool); 5] = [
    ("enabled", true),
    ("accountEnabled", true),
    ("disabled", false),
    ("pause", false),
    ("paused", false),
];

pub(super) fn perform(call: &Call<'_>, state: &mut State, on: bool) -> Result<Payload, Failed> {
    let resource = call.resource();
    let ids = call.targets();
    if ids.is_empty() {
        return rejected(format!("there is no such {resource}"));
    }
    check_known(state, resource, &ids)?;
    let known = SWITCHES.iter();
    let mut known = known.filter(|(name, _)| call.model().is_some_and(|model| model.has(name)));
    // Where the spec has none of them, the record is cut on its reference page.
    let (name, when_on) = known.next().unwrap_or(&SWITCHES[0]);
    for id in ids {
        state.set(resource, id, name, (*when_on == on).into());
    }
    Ok(Payload::Done)
}
