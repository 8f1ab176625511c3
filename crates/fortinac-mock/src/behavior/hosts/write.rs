//! Hosts as they are written: with their adapters, whose MAC addresses are unique.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::find;
use crate::behavior::adapters;
use crate::behavior::call::{Call, Failed, Payload, rejected};
use crate::behavior::generic;
use crate::state::{HOST, State, id_of};

/// The MAC addresses in a host that is sent.
///
/// # Errors
/// One of them is not a MAC address.
fn macs(body: &Value) -> Result<BTreeSet<String>, Failed> {
    let list = |name: &str| body[name].as_array().into_iter().flatten();
    let objects = list("adapterObjects").map(|adapter| &adapter["physicalAddress"]);
    let all = list("adapters").chain(objects).chain([&body["primaryMac"]]);
    let texts = all
        .filter_map(Value::as_str)
        .filter(|text| !text.is_empty());
    texts.map(adapters::check_mac).collect()
}

/// The hosts that have MAC addresses.
fn owners(state: &State, macs: &BTreeSet<String>) -> BTreeSet<i64> {
    let owners = macs.iter().flat_map(|mac| find::with_mac(state, mac));
    owners
        .filter(|host| state.peek(HOST, *host).is_some())
        .collect()
}

/// Adds a host, or updates the one with the id or the MAC addresses.
pub(super) fn create(call: &Call<'_>, state: &mut State) -> Result<Payload, Failed> {
    let macs = macs(call.body)?;
    let mut owners = owners(state, &macs);
    let given = id_of(&call.body["id"]).filter(|id| state.peek(HOST, *id).is_some());
    owners.extend(given);
    let owners: Vec<i64> = owners.into_iter().collect();
    let mut body = call.body.clone();
    match owners[..] {
        [] => {
            for (name, value) in [("state", json!(0)), ("creationTime", json!(call.now))] {
                if body.get(name).is_none_or(Value::is_null) {
                    body[name] = value;
                }
            }
        }
        [owner] => body["id"] = owner.into(),
        _ => {
            let owners: Vec<String> = owners.iter().map(i64::to_string).collect();
            let owners = owners.join(", ");
            return rejected(format!("the MAC addresses belong to the hosts {owners}"));
        }
    }
    // Those of a host that is known stay when another one is found.
    if let [owner] = owners[..] {
        let known = state.peek(HOST, owner).map(|host| host["adapters"].clone());
        let known = known
            .and_then(|known| known.as_array().cloned())
            .into_iter()
            .flatten();
        let sent = body["adapters"].as_array().cloned().into_iter().flatten();
        let all: Vec<Value> = known.chain(sent).collect();
        if !all.is_empty() {
            body["adapters"] = all.into();
        }
    }
    generic::create(
        &Call {
            body: &body,
            ..*call
        },
        state,
    )
}

/// Changes a host.
pub(super) fn update(call: &Call<'_>, state: &mut State) -> Result<Payload, Failed> {
    let id = call.id().filter(|id| state.peek(HOST, *id).is_some());
    let Some(id) = id else {
        return rejected("there is no such host");
    };
    let others = owners(state, &macs(call.body)?);
    if let Some(other) = others.into_iter().find(|owner| *owner != id) {
        return rejected(format!("a MAC address belongs to the host {other}"));
    }
    state.update(
        HOST,
        id,
        &call.body.as_object().cloned().unwrap_or_default(),
    );
    Ok(Payload::Done)
}
