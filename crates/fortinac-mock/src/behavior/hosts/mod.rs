//! Hosts: found by what they are known by, given roles, switched off, aged, registered, and changed with their adapters.

mod find;
pub(super) mod import;
mod write;

use serde_json::{Value, json};

use super::Evidence::{Documented, Inferred, Invented};
use super::call::{Call, Failed, Payload, rejected};
use super::generic::check_known;
use super::{Behavior, adapters};
use crate::state::{ADAPTER, HOST, State};
use crate::when;

/// The state of a host or an adapter that is switched off, and of one that is not. The real values are not published.
pub(super) const DISABLED: i64 = 1;
pub(super) const ENABLED: i64 = 0;

pub(super) const BEHAVIORS: &[Behavior] = &[
    Behavior {
        operation: "host_get_by_mac",
        evidence: Documented,
        effect: "finds the host that has an adapter with the MAC address, in any notation; without one, an empty list",
        perform: |call, state| Ok(find::found(state, find::with_mac(state, &call.path_text()))),
    },
    Behavior {
        operation: "host_get_by_ip",
        evidence: Documented,
        effect: "finds the hosts that have the address themselves or on an adapter; without one, an empty list",
        perform: |call, state| Ok(find::found(state, find::with_ip(state, &call.path_text()))),
    },
    Behavior {
        operation: "host_list_for_user",
        evidence: Inferred,
        effect: "finds the hosts whose `owner` or `loggedOnUserId`, or the `user` of an adapter, is the user with the id",
        perform: |call, state| {
            let user = call.integer("userID");
            Ok(find::found(state, find::of_user(state, user)))
        },
    },
    Behavior {
        operation: "host_list_connected_to_port",
        evidence: Inferred,
        effect: "finds the hosts with an adapter whose `location` names the port; `portId` is read as `portID`",
        perform: |call, state| {
            let port = call.integer("portID").unwrap_or_default();
            Ok(find::found(state, find::on_port(state, port)))
        },
    },
    Behavior {
        operation: "host_set_role",
        evidence: Documented,
        effect: "sets `role` of all hosts, or of none if an id is unknown",
        perform: |call, state| {
            let role = call.text("role").unwrap_or_default();
            set_all(call, state, |_| vec![("role", role.clone().into())])
        },
    },
    Behavior {
        operation: "host_disable",
        evidence: Invented,
        effect: "sets `state` of the host to 1",
        perform: |call, state| switch(state, Vec::from_iter(call.id()), DISABLED),
    },
    Behavior {
        operation: "host_disable_by_mac",
        evidence: Invented,
        effect: "sets `state` of the host with the MAC address to 1",
        perform: |call, state| switch_by_mac(call, state, DISABLED),
    },
    Behavior {
        operation: "host_enable_by_mac",
        evidence: Invented,
        effect: "sets `state` of the host with the MAC address to 0",
        perform: |call, state| switch_by_mac(call, state, ENABLED),
    },
    Behavior {
        operation: "host_disable_by_ip",
        evidence: Invented,
        effect: "sets `state` of the hosts with the address to 1",
        perform: |call, state| {
            let hosts = find::with_ip(state, &call.text("ip").unwrap_or_default());
            switch(state, hosts, DISABLED)
        },
    },
    Behavior {
        operation: "host_set_expiration",
        evidence: Inferred,
        effect: "with `setExpiration`, sets `validForTime`; with `setInactivity`, keeps the days as `validForInactivityDays`, which the spec does not have",
        perform: set_expiration,
    },
    Behavior {
        operation: "host_set_aging",
        evidence: Inferred,
        effect: "is kept; with `deleteRegHostsWithUser`, a deleted user takes the hosts along whose `owner` it is",
        perform: |call, state| {
            let settings = state.settings.entry(AGING.to_owned()).or_default();
            settings.extend(call.body.as_object().cloned().unwrap_or_default());
            Ok(Payload::Done)
        },
    },
    Behavior {
        operation: "host_register_as_device",
        evidence: Inferred,
        effect: "sets `role`, `typeLabel` to the kind of device, `domainId`, and the IP address of a single host; its device identities become `registered`",
        perform: register_as_device,
    },
    Behavior {
        operation: "host_create",
        evidence: Inferred,
        effect: "adds a host and its adapters, or updates the host that has the MAC addresses; refused if they belong to several hosts",
        perform: write::create,
    },
    Behavior {
        operation: "host_create_with_adapters",
        evidence: Inferred,
        effect: "as `host_create`",
        perform: write::create,
    },
    Behavior {
        operation: "host_update",
        evidence: Inferred,
        effect: "changes what is sent; the adapters that are sent replace the ones of the host; refused if one belongs to another host",
        perform: write::update,
    },
    Behavior {
        operation: "host_update_with_adapters",
        evidence: Inferred,
        effect: "as `host_update`",
        perform: write::update,
    },
    Behavior {
        operation: "host_set_health",
        evidence: Invented,
        effect: "keeps `status` under `profileName`, for `host_health`",
        perform: |call, state| {
            let id = call.id().unwrap_or_default();
            check_known(state, HOST, &[id])?;
            let health = state.settings.entry(health(id)).or_default();
            let profile = call.text("profileName").unwrap_or_default();
            health.insert(profile, call.text("status").into());
            Ok(Payload::Done)
        },
    },
    Behavior {
        operation: "host_health",
        evidence: Invented,
        effect: "returns what `host_set_health` set",
        perform: |call, state| {
            let health = state.settings.get(&health(call.id().unwrap_or_default()));
            Ok(Payload::Value(Value::Object(
                health.cloned().unwrap_or_default(),
            )))
        },
    },
    Behavior {
        operation: "host_trigger_scan",
        evidence: Invented,
        effect: "is refused for unknown hosts; scans nothing",
        perform: |call, state| set_all(call, state, |_| Vec::new()),
    },
];

/// The name of the setting of [`BEHAVIORS`] for `host_set_aging`.
pub(super) const AGING: &str = "host_aging";

fn health(id: i64) -> String {
    format!("host_health {id}")
}

/// Sets properties of all hosts of the call. If one does not exist, nothing is changed.
fn set_all(
    call: &Call<'_>,
    state: &mut State,
    change: impl Fn(i64) -> Vec<(&'static str, Value)>,
) -> Result<Payload, Failed> {
    let ids = call.targets();
    check_known(state, HOST, &ids)?;
    for id in ids {
        for (name, value) in change(id) {
            state.set(HOST, id, name, value);
        }
    }
    Ok(Payload::Done)
}

fn switch(state: &mut State, hosts: Vec<i64>, to: i64) -> Result<Payload, Failed> {
    let hosts: Vec<i64> = hosts
        .into_iter()
        .filter(|id| state.peek(HOST, *id).is_some())
        .collect();
    if hosts.is_empty() {
        return rejected("there is no such host");
    }
    for host in hosts {
        state.set(HOST, host, "state", to.into());
    }
    Ok(Payload::Done)
}

fn switch_by_mac(call: &Call<'_>, state: &mut State, to: i64) -> Result<Payload, Failed> {
    let mac = call.text("mac").unwrap_or_default();
    let mac = adapters::check_mac(&mac)?;
    switch(state, find::with_mac(state, &mac), to)
}

fn set_expiration(call: &Call<'_>, state: &mut State) -> Result<Payload, Failed> {
    let is_set = |name| call.boolean(name) == Some(true);
    let at = match (call.integer("expireDateMS"), call.integer("expireDays")) {
        _ if !is_set("setExpiration") => None,
        (Some(at), _) => Some(at),
        (None, Some(days)) => Some(call.now.saturating_add(days.saturating_mul(when::DAY))),
        (None, None) => return rejected("setExpiration needs expireDays or expireDateMS"),
    };
    let inactive = match call.integer("InactiveDays") {
        _ if !is_set("setInactivity") => None,
        None => return rejected("setInactivity needs InactiveDays"),
        days => days,
    };
    set_all(call, state, |_| {
        let at = at.map(|at| ("validForTime", json!(at)));
        let inactive = inactive.map(|days| ("validForInactivityDays", json!(days)));
        at.into_iter().chain(inactive).collect()
    })
}

fn register_as_device(call: &Call<'_>, state: &mut State) -> Result<Payload, Failed> {
    let ids = call.targets();
    check_known(state, HOST, &ids)?;
    let text = |name| call.text(name).filter(|text| !text.is_empty());
    for host in &ids {
        for (argument, property) in [("role", "role"), ("devType", "typeLabel")] {
            if let Some(value) = text(argument) {
                state.set(HOST, *host, property, value.into());
            }
        }
        if let Some(container) = call.integer("domainID") {
            state.set(HOST, *host, "domainId", container.into());
        }
        // One address cannot be that of several hosts.
        if let (Some(ip), [_]) = (text("ip"), &ids[..]) {
            state.set(HOST, *host, "ip", ip.into());
        }
        for adapter in state.adapters_of_host(*host) {
            let mac = state
                .peek(ADAPTER, adapter)
                .map(|known| known["physicalAddress"].clone());
            adapters::register(state, mac.unwrap_or_default().as_str().unwrap_or_default());
        }
    }
    Ok(Payload::Done)
}
