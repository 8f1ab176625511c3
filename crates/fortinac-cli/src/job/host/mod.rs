//! `fortinac host ...`: jobs with hosts.

pub(super) mod policy;
pub(super) mod register;
pub(super) mod switch;

use serde_json::Value;

/// A MAC address of a host.
fn mac(host: &Value) -> Option<&str> {
    let primary = host["primaryMac"].as_str();
    let first = || host["adapters"].as_array()?.first()?.as_str();
    primary
        .filter(|mac| !mac.is_empty())
        .or_else(first)
        .or_else(|| host["adapterObjects"][0]["physicalAddress"].as_str())
}

/// The first of these properties that says something.
fn first(record: &Value, names: &[&str]) -> Value {
    let mut values = names.iter().map(|name| &record[*name]);
    let says = |value: &&Value| !value.is_null() && **value != "";
    values.find(says).cloned().unwrap_or_default()
}
