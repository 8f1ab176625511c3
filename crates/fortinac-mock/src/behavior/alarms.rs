//! Alarms and events, and which event makes which alarm.

use serde_json::Map;

use super::Behavior;
use super::Evidence::Inferred;
use super::call::{Call, Failed, Payload};
use super::generic::check_known;
use crate::state::State;
use crate::when;

const ALARM: &str = "alarm";
const MAPPING: &str = "event_alarm_mapping";

pub(super) const BEHAVIORS: &[Behavior] = &[
    Behavior {
        operation: "alarm_acknowledge",
        evidence: Inferred,
        effect: "sets `timeAcknowledged`",
        perform: acknowledge,
    },
    Behavior {
        operation: "alarm_acknowledge_many",
        evidence: Inferred,
        effect: "sets `timeAcknowledged`",
        perform: acknowledge,
    },
    Behavior {
        operation: "event_alarm_mapping_modify_many",
        evidence: Inferred,
        effect: "sets `severity`, `notifyGroupID`, `sendEmail` and `sendSMS` of the mappings",
        perform: |call, state| {
            let ids = call.ids("ids");
            check_known(state, MAPPING, &ids)?;
            let mut change = Map::new();
            for (argument, property) in [
                ("severity", "severity"),
                ("notifyGroupID", "notifyGroupID"),
                ("notifyByEmail", "sendEmail"),
                ("notifyBySMS", "sendSMS"),
            ] {
                if let Some(value) = call.given(argument) {
                    change.insert(property.to_owned(), value.clone());
                }
            }
            for id in ids {
                state.update(MAPPING, id, &change);
            }
            Ok(Payload::Done)
        },
    },
];

fn acknowledge(call: &Call<'_>, state: &mut State) -> Result<Payload, Failed> {
    let ids = call.targets();
    check_known(state, ALARM, &ids)?;
    for id in ids {
        state.set(ALARM, id, "timeAcknowledged", when::text(call.now).into());
    }
    Ok(Payload::Done)
}
