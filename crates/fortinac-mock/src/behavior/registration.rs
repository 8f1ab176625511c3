//! Requests for the registration of devices. The spec has a call that denies them, and none that accepts.

use serde_json::Value;

use super::Behavior;
use super::Evidence::Inferred;
use super::call::{Payload, rejected};
use super::generic::check_known;
use crate::when;

const REQUEST: &str = "registration_request";

pub(super) const BEHAVIORS: &[Behavior] = &[Behavior {
    operation: "registration_request_deny",
    evidence: Inferred,
    effect: "sets `state` to `DENIED`, and `responseDate`; refused for a request that has an answer",
    perform: |call, state| {
        let ids = call.ids("id");
        check_known(state, REQUEST, &ids)?;
        let has_answer = |id: &&i64| {
            let request = state
                .peek(REQUEST, **id)
                .map(|request| request["state"].clone());
            let request = request.as_ref().and_then(Value::as_str);
            request.is_some_and(|state| ["ACCEPTED", "DENIED"].contains(&state))
        };
        if let Some(id) = ids.iter().find(has_answer) {
            return rejected(format!("the request {id} has been answered"));
        }
        for id in ids {
            state.set(REQUEST, id, "state", "DENIED".into());
            state.set(REQUEST, id, "responseDate", when::text(call.now).into());
        }
        Ok(Payload::Done)
    },
}];
