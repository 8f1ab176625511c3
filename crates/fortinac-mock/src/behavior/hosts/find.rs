//! Hosts by what they are known by.

use std::collections::BTreeSet;
use std::net::Ipv6Addr;

use serde_json::Value;

use crate::behavior::call::Payload;
use crate::behavior::ports;
use crate::state::{ADAPTER, HOST, State, id_of};

/// The hosts with these ids, as far as there are such.
pub(super) fn found(state: &State, ids: Vec<i64>) -> Payload {
    Payload::all(
        ids.into_iter()
            .filter_map(|id| state.get(HOST, id))
            .collect(),
    )
}

/// The hosts of the adapters for which `is_it` holds.
fn with_adapter(state: &State, is_it: impl Fn(&Value) -> bool) -> BTreeSet<i64> {
    let adapters = state.all(ADAPTER).filter(|(_, adapter)| is_it(adapter));
    adapters
        .filter_map(|(_, adapter)| id_of(&adapter["hostID"]))
        .collect()
}

/// The host that owns a MAC address, in any notation.
pub(super) fn with_mac(state: &State, mac: &str) -> Vec<i64> {
    let adapters = state.adapters_with_mac(mac).into_iter();
    let hosts: BTreeSet<i64> = adapters
        .filter_map(|adapter| id_of(&state.peek(ADAPTER, adapter)?["hostID"]))
        .collect();
    hosts.into_iter().collect()
}

/// The hosts that have an IP address themselves, or on an adapter.
pub(super) fn with_ip(state: &State, ip: &str) -> Vec<i64> {
    let ip = ip.trim();
    // An address has one text, except one of version 6.
    let version_6 = ip.parse::<Ipv6Addr>().ok();
    let is_it = |value: &Value| {
        let text = value.as_str().unwrap_or_default();
        let is_same = || version_6.is_some() && text.parse().ok() == version_6;
        !text.is_empty() && (text == ip || is_same())
    };
    let of_adapter = |adapter: &Value| {
        let mut ips = adapter["ips"].as_array().into_iter().flatten();
        is_it(&adapter["ipaddress"]) || ips.any(is_it)
    };
    let mut hosts = with_adapter(state, of_adapter);
    let own = state.all(HOST).filter(|(_, host)| is_it(&host["ip"]));
    hosts.extend(own.map(|(id, _)| id));
    hosts.into_iter().collect()
}

/// The hosts of a user, who is given by database id.
pub(super) fn of_user(state: &State, user: Option<i64>) -> Vec<i64> {
    let Some(id) = user else {
        return Vec::new();
    };
    let name = state.peek("user", id).map(|user| user["userID"].clone());
    let name = name.filter(Value::is_string);
    let is_user = |value: &Value| id_of(value) == Some(id) || name.as_ref() == Some(value);
    let mut hosts = with_adapter(state, |adapter| is_user(&adapter["user"]));
    let own = state
        .all(HOST)
        .filter(|(_, host)| is_user(&host["owner"]) || is_user(&host["loggedOnUserId"]));
    hosts.extend(own.map(|(id, _)| id));
    hosts.into_iter().collect()
}

/// The hosts with an adapter on a port.
pub(super) fn on_port(state: &State, port: i64) -> Vec<i64> {
    let Some(port) = state.peek(ports::PORT, port) else {
        return Vec::new();
    };
    let on_port = |adapter: &Value| {
        let location = adapter["location"].as_str();
        location.is_some_and(|location| ports::is_at(port, location))
    };
    with_adapter(state, on_port).into_iter().collect()
}
