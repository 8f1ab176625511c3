//! Adapters: those of a host, the port that one is on, and one switched off.

use serde_json::{Value, json};

use super::Behavior;
use super::Evidence::{Inferred, Invented};
use super::call::{Failed, Payload, rejected};
use super::generic::check_known;
use super::hosts::DISABLED;
use super::ports;
use crate::mac;
use crate::state::{ADAPTER, State};

pub(super) const BEHAVIORS: &[Behavior] = &[
    Behavior {
        operation: "adapter_list_for_host",
        evidence: Inferred,
        effect: "returns the adapters of the host with the id",
        perform: |call, state| {
            let host = call.integer("hostID").unwrap_or_default();
            let adapters = state.adapters_of_host(host).into_iter();
            Ok(Payload::all(
                adapters.filter_map(|id| state.get(ADAPTER, id)).collect(),
            ))
        },
    },
    Behavior {
        operation: "adapter_get_port",
        evidence: Invented,
        effect: "returns a list with the id of the port that `location` names; without one, an empty list",
        perform: |call, state| {
            let adapter = call.id().and_then(|id| state.peek(ADAPTER, id));
            let location = adapter.and_then(|adapter| adapter["location"].as_str());
            let port = location.and_then(|location| ports::at(state, location));
            Ok(Payload::Value(Vec::from_iter(port).into()))
        },
    },
    Behavior {
        operation: "adapter_disable",
        evidence: Invented,
        effect: "sets `state` of the adapter to 1",
        perform: |call, state| {
            let id = call.id().unwrap_or_default();
            check_known(state, ADAPTER, &[id])?;
            state.set(ADAPTER, id, "state", DISABLED.into());
            Ok(Payload::Done)
        },
    },
    Behavior {
        operation: "adapter_reprofile_rogues",
        evidence: Invented,
        effect: "is refused for a MAC address that no adapter has; profiles nothing",
        perform: |call, state| {
            let mac = check_mac(&call.text("mac").unwrap_or_default())?;
            if state.adapters_with_mac(&mac).is_empty() {
                return rejected(format!("there is no adapter with the MAC address {mac}"));
            }
            Ok(Payload::Done)
        },
    },
    Behavior {
        operation: "device_identity_confirm_rule",
        evidence: Inferred,
        effect: "sets `registered` of the device identities",
        perform: |call, state| {
            let ids = call.targets();
            check_known(state, IDENTITY, &ids)?;
            for id in ids {
                state.set(IDENTITY, id, "registered", true.into());
            }
            Ok(Payload::Done)
        },
    },
    Behavior {
        operation: "device_profiler_rule_export",
        evidence: Invented,
        effect: "exports the device profiling rules; of their methods, only the names and the switch, except for the rules of the example",
        perform: |call, state| {
            let example = call.example(true);
            let exported = |name: &Value| {
                let mut rules = example["DpcRule"].as_array().into_iter().flatten();
                rules.find(|rule| rule["name"] == *name).cloned()
            };
            let named = state.all("device_profiling_rule");
            let named = named.filter(|(_, rule)| rule["name"].is_string());
            let rules = named.map(|(_, rule)| {
                let mut export = exported(&rule["name"]).unwrap_or_else(|| methods(&example, rule));
                for name in ["name", "enabled", "role", "rank", "registerAutomatically"] {
                    if let Some(value) = rule.get(name) {
                        export[name] = value.clone();
                    }
                }
                if let Some(name) = rule["type"]["name"].as_str() {
                    export["type"] = name.into();
                }
                export
            });
            let rules: Vec<Value> = rules.collect();
            Ok(Payload::Beside(FromIterator::from_iter([(
                "DpcRule".to_owned(),
                rules.into(),
            )])))
        },
    },
];

const IDENTITY: &str = "device_identity";

/// The methods of a rule, as far as the example shows under which name one is exported.
fn methods(example: &Value, rule: &Value) -> Value {
    let rules = example["DpcRule"].as_array().into_iter().flatten();
    let known = rules
        .filter_map(|rule| rule["methods"].as_object())
        .flatten();
    let mut export = json!({});
    for method in rule["methods"].as_array().into_iter().flatten() {
        let kind = &method["methodType"]["shortName"];
        let mut known = known.clone();
        if let Some((name, _)) = known.find(|(_, known)| known["methodType"]["shortName"] == *kind)
        {
            let kind = json!({"shortName": kind, "name": method["methodType"]["name"]});
            export["methods"][name] = json!({"enabled": method["enabled"], "methodType": kind});
        }
    }
    export
}

/// # Errors
/// The text is not a MAC address.
pub(super) fn check_mac(text: &str) -> Result<String, Failed> {
    match mac::normal(text) {
        Some(mac) => Ok(mac),
        None => rejected(format!("`{text}` is not a MAC address")),
    }
}

/// Marks what was learned about a MAC address as a device that is registered.
pub(super) fn register(state: &mut State, mac: &str) {
    let is_it = |known: &Value| {
        known["physAddress"]
            .as_str()
            .is_some_and(|known| mac::is_same(known, mac))
    };
    let known = state.all(IDENTITY).filter(|(_, known)| is_it(known));
    let ids: Vec<i64> = known.map(|(id, _)| id).collect();
    for id in ids {
        state.set(IDENTITY, id, "registered", true.into());
    }
}
