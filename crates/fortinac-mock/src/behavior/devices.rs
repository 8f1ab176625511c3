//! Devices of the network: added, moved, polled and deleted.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::Behavior;
use super::Evidence::{Inferred, Invented};
use super::call::{Call, Failed, Payload};
use super::generic::{check_known, create, delete};
use super::ports::{self, PORT};
use crate::state::{ADAPTER, HOST, SEEN, State, id_of};
use crate::when;

const DEVICE: &str = "device";
const CONTAINER: &str = "container";
const SNMP: &str = "snmp_device";

pub(super) const BEHAVIORS: &[Behavior] = &[
    Behavior {
        operation: "device_move_many",
        evidence: Inferred,
        effect: "sets `parent` of the devices to the name of the container, or `domainId` of hosts to its id",
        perform: move_many,
    },
    Behavior {
        operation: "device_delete",
        evidence: Inferred,
        effect: "deletes the device and its ports",
        perform: remove,
    },
    Behavior {
        operation: "device_delete_by_post",
        evidence: Inferred,
        effect: "as `device_delete`",
        perform: remove,
    },
    Behavior {
        operation: "snmp_device_create",
        evidence: Invented,
        effect: "keeps what is sent, and adds a device whose name is the IP address; nothing is polled",
        perform: create_snmp,
    },
    Behavior {
        operation: "device_polling_l3",
        evidence: Inferred,
        effect: "sets `pollingInterval` of the devices to `frequencySeconds`, and keeps the other arguments nowhere",
        perform: |call, state| {
            let ids = call.ids("id");
            check_known(state, DEVICE, &ids)?;
            if let Some(seconds) = call.integer("frequencySeconds") {
                for id in ids {
                    state.set(DEVICE, id, "pollingInterval", seconds.into());
                }
            }
            Ok(Payload::Done)
        },
    },
    Behavior {
        operation: "device_poll_l2",
        evidence: Invented,
        effect: "sets `lastPoll` and `lastSuccessfulPoll` of the devices, and `lastSuccessfulPoll` of the connected hosts at their ports, and of the adapters there",
        perform: |call, state| {
            poll(call, state)?;
            see_hosts(call, state);
            Ok(Payload::Done)
        },
    },
    Behavior {
        operation: "device_resync_interfaces",
        evidence: Invented,
        effect: "sets `lastPoll` and `lastSuccessfulPoll` of the devices; their ports stay as they are",
        perform: poll,
    },
    Behavior {
        operation: "device_list_domaindeviceinfo",
        evidence: Inferred,
        effect: "returns the containers, each with the devices whose `parent` is its name",
        perform: |_, state| {
            let containers = state.all(CONTAINER).map(|(id, container)| {
                let inside = state.all(DEVICE);
                let inside = inside.filter(|(_, device)| device["parent"] == container["name"]);
                let devices = inside
                    .map(|(id, device)| json!({"id": id, "name": device["name"], "img": null}));
                let devices: Vec<Value> = devices.collect();
                json!({"id": id, "name": container["name"], "img": null, "devices": devices})
            });
            Ok(Payload::all(containers.collect()))
        },
    },
];

fn move_many(call: &Call<'_>, state: &mut State) -> Result<Payload, Failed> {
    let container = call.integer("containerID").unwrap_or_default();
    let ids = call.ids("deviceID");
    let is_host = call.boolean("isHost") == Some(true);
    check_known(state, CONTAINER, &[container])?;
    check_known(state, if is_host { HOST } else { DEVICE }, &ids)?;
    let name = state
        .peek(CONTAINER, container)
        .map(|known| known["name"].clone());
    for id in ids {
        match is_host {
            true => state.set(HOST, id, "domainId", container.into()),
            false => state.set(DEVICE, id, "parent", name.clone().unwrap_or_default()),
        };
    }
    Ok(Payload::Done)
}

fn remove(call: &Call<'_>, state: &mut State) -> Result<Payload, Failed> {
    let id = call.id().unwrap_or_default();
    delete(state, DEVICE, &[id])?;
    let ports = state.all(PORT);
    let ports = ports.filter(|(_, port)| id_of(&port["deviceID"]) == Some(id));
    let ports: Vec<i64> = ports.map(|(port, _)| port).collect();
    delete(state, PORT, &ports)?;
    Ok(Payload::Done)
}

fn poll(call: &Call<'_>, state: &mut State) -> Result<Payload, Failed> {
    let ids = call.targets();
    check_known(state, DEVICE, &ids)?;
    for id in ids {
        for name in ["lastPoll", "lastSuccessfulPoll"] {
            state.set(DEVICE, id, name, when::text(call.now).into());
        }
    }
    Ok(Payload::Done)
}

/// The connected hosts at the ports of the devices have been seen now.
fn see_hosts(call: &Call<'_>, state: &mut State) {
    let devices = call.targets();
    let is_there =
        |port: &Value| id_of(&port["deviceID"]).is_some_and(|device| devices.contains(&device));
    let there = state.all(PORT).filter(|(_, port)| is_there(port));
    let locations: HashSet<String> = there.flat_map(|(_, port)| ports::locations(port)).collect();
    let is_seen = |adapter: &Value| {
        let location = adapter["location"].as_str().unwrap_or_default();
        let host = id_of(&adapter["hostID"]).and_then(|host| state.peek(HOST, host));
        locations.contains(&location.trim().to_ascii_lowercase())
            && host.is_some_and(|host| host["connected"] == true)
    };
    let seen = state.all(ADAPTER).filter(|(_, adapter)| is_seen(adapter));
    let seen = seen.map(|(id, adapter)| (id, id_of(&adapter["hostID"])));
    for (adapter, host) in seen.collect::<Vec<_>>() {
        state.set(ADAPTER, adapter, SEEN, call.now.into());
        if let Some(host) = host {
            state.set(HOST, host, SEEN, call.now.into());
        }
    }
}

fn create_snmp(call: &Call<'_>, state: &mut State) -> Result<Payload, Failed> {
    let container = call.integer("containerID");
    let container = container.and_then(|id| state.peek(CONTAINER, id));
    let parent = container.map(|container| container["name"].clone());
    let mut device = Map::new();
    device.insert("name".to_owned(), call.text("ipAddress").into());
    device.insert("parent".to_owned(), parent.unwrap_or_default());
    device.insert("protocol".to_owned(), "SNMP".into());
    for (argument, property) in [
        ("role", "role"),
        ("description", "description"),
        ("note", "notes"),
    ] {
        if let Some(value) = call.given(argument) {
            device.insert(property.to_owned(), value.clone());
        }
    }
    let id = state.put(DEVICE, Value::Object(device));
    let mut body = call.body.as_object().cloned().unwrap_or_default();
    // Its settings are found under the id of the device.
    body.insert("id".to_owned(), id.into());
    if state.peek(SNMP, id).is_some() {
        state.remove(SNMP, id);
    }
    let body = Value::Object(body);
    create(
        &Call {
            body: &body,
            ..*call
        },
        state,
    )
}
