//! Settings that have no records: what `set_x` sends, `x` returns.

use fortinac_spec::api::{Operation, Output};
use fortinac_spec::{Direction, body_schema};
use serde_json::{Map, Value};

use super::{Call, Payload, State};
use crate::plan::Plan;

/// The operationId of the call that reads a setting, if this operation reads or sets one, and both exist.
pub(super) fn name<'a>(plan: &'a Plan, operation: &Operation) -> Option<&'a str> {
    let noun = operation
        .verb
        .strip_prefix("set_")
        .unwrap_or(&operation.verb);
    let find = |verb: &str| {
        let id = format!("{}_{verb}", operation.resource);
        plan.spec.api().operation(&id)
    };
    let (reads, sets) = (find(noun)?, find(&format!("set_{noun}"))?);
    // An argument or a part of the path would choose one of several settings.
    let is_single = |known: &Operation| known.parameters.is_empty();
    let is_setting = reads.safe && sets.body.is_some() && is_single(reads) && is_single(sets);
    is_setting.then_some(reads.id.as_str())
}

pub(super) fn perform(call: &Call<'_>, state: &mut State, name: &str) -> Payload {
    if call.operation.id != name {
        let setting = state.settings.entry(name.to_owned()).or_default();
        setting.extend(call.body.as_object().cloned().unwrap_or_default());
        return Payload::Done;
    }
    let Some(set) = state.settings.get(name) else {
        return Payload::Done;
    };
    // What is sent and what is returned can have different types. Then the example stays.
    let schema = body_schema(call.operation, Direction::Response(200));
    let fits = |envelope: &Value| {
        let check = |schema: &String| call.plan.validator.check(schema, envelope).is_empty();
        schema.as_ref().is_none_or(check)
    };
    let mut envelope = call.plan.example(call.operation);
    for (name, value) in set {
        let mut changed = envelope.clone();
        let holder = match &call.operation.result {
            Output::One { property, .. } => &mut changed[property],
            _ => &mut changed,
        };
        // A password that is set is not part of what is read.
        let Some(known) = holder.get_mut(name) else {
            continue;
        };
        *known = value.clone();
        if fits(&changed) {
            envelope = changed;
        }
    }
    let Value::Object(properties) = envelope else {
        return Payload::Done;
    };
    Payload::Beside(Map::from_iter(properties))
}
