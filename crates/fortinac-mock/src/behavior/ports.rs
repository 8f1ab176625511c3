//! Ports of devices, what they are called in the location of an adapter, and changes to them.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::Behavior;
use super::Evidence::Inferred;
use super::call::{Call, Failed, Payload};
use super::generic::check_known;
use crate::state::{State, id_of};

pub(super) const PORT: &str = "port";
const CHANGE: &str = "port_change";

pub(super) const BEHAVIORS: &[Behavior] = &[
    Behavior {
        operation: "port_set_properties",
        evidence: Inferred,
        effect: "changes what is sent of the ports, `adminStatus` as `ifadminStatus` 1 or 2 and `note` as `notes`, and logs a change of the VLAN",
        perform: set_properties,
    },
    Behavior {
        operation: "port_by_device",
        evidence: Inferred,
        effect: "returns id and name of the ports of the devices, by the id of the device",
        perform: |call, state| {
            let devices = call.ids("devID");
            let mut ports: BTreeMap<String, Vec<Value>> = BTreeMap::new();
            for (id, port) in state.all(PORT) {
                let device = id_of(&port["deviceID"]).filter(|device| devices.contains(device));
                if let Some(device) = device {
                    let short = json!({"id": id, "name": port["name"], "img": null});
                    ports.entry(device.to_string()).or_default().push(short);
                }
            }
            Ok(Payload::Beside(Map::from_iter([(
                "result".to_owned(),
                json!(ports),
            )])))
        },
    },
];

/// What the location of an adapter on a port can be: its name, or "device port number". In lower case.
pub(super) fn locations(port: &Value) -> impl Iterator<Item = String> {
    let named = ["name", "displayName", "label"].into_iter();
    let named = named.filter_map(|name| port[name].as_str());
    let named = named.map(str::to_ascii_lowercase);
    let device = port["deviceName"].as_str();
    let number = device.zip(port["portID"].as_str());
    let number = number.map(|(device, number)| format!("{device} port {number}"));
    let all = named.chain(number.map(|number| number.to_ascii_lowercase()));
    all.filter(|name| !name.is_empty())
}

/// Whether the location of an adapter names a port.
pub(super) fn is_at(port: &Value, location: &str) -> bool {
    let location = location.trim().to_ascii_lowercase();
    locations(port).any(|known| known == location)
}

/// The id of the port that the location of an adapter names.
pub(super) fn at(state: &State, location: &str) -> Option<i64> {
    let mut ports = state.all(PORT);
    ports
        .find(|(_, port)| is_at(port, location))
        .map(|(id, _)| id)
}

fn set_properties(call: &Call<'_>, state: &mut State) -> Result<Payload, Failed> {
    let ids = call.ids("ids");
    check_known(state, PORT, &ids)?;
    let mut change = Map::new();
    for name in ["name", "defaultVlan", "currentVlan"] {
        if let Some(value) = call.given(name) {
            change.insert(name.to_owned(), value.clone());
        }
    }
    if let Some(note) = call.given("note") {
        change.insert("notes".to_owned(), note.clone());
    }
    if let Some(is_up) = call.boolean("adminStatus") {
        change.insert("ifadminStatus".to_owned(), if is_up { 1 } else { 2 }.into());
    }
    for id in ids {
        let before = state.peek(PORT, id).map(|port| port["currentVlan"].clone());
        state.update(PORT, id, &change);
        if let Some(vlan) = change
            .get("currentVlan")
            .filter(|vlan| Some(*vlan) != before.as_ref())
        {
            state.put(
                CHANGE,
                json!({"portId": id, "vlan": vlan, "time": call.now}),
            );
        }
    }
    Ok(Payload::Done)
}
