//! Short lists of what policies refer to. Ranks, switches and usage follow from the verbs.

use serde_json::{Value, json};

use super::Behavior;
use super::Evidence::{Documented, Inferred};
use super::call::Payload;
use crate::state::State;

pub(super) const BEHAVIORS: &[Behavior] = &[
    Behavior {
        operation: "role_list_simple",
        evidence: Documented,
        effect: "returns id and name of every role",
        perform: |_, state| Ok(Payload::all(names(state, "role"))),
    },
    Behavior {
        operation: "radius_attribute_group_name_list",
        evidence: Documented,
        effect: "returns id and name of every RADIUS attribute group",
        perform: |_, state| Ok(Payload::all(names(state, "radius_attribute_group"))),
    },
    Behavior {
        operation: "device_profiling_rule_list_simple",
        evidence: Inferred,
        effect: "returns id and name of every device profiling rule",
        perform: |_, state| Ok(Payload::all(names(state, "device_profiling_rule"))),
    },
];

fn names(state: &State, resource: &str) -> Vec<Value> {
    let records = state.all(resource);
    records
        .map(|(id, record)| json!({"id": id, "name": record["name"]}))
        .collect()
}
