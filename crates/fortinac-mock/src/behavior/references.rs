//! Which records use which: what `usage` returns, and why a record in use is not deleted.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::call::{Failed, rejected};
use crate::plan::KEYS;
use crate::state::{State, id_of};

/// A record of `used` is in use where its id, or its name, is at the pointer in a record of `by`. An array there has
/// several, and an object is the record in part, with its id.
struct Reference {
    used: &'static str,
    by: &'static str,
    pointer: &'static str,
    is_name: bool,
}

const fn id(used: &'static str, by: &'static str, pointer: &'static str) -> Reference {
    Reference {
        used,
        by,
        pointer,
        is_name: false,
    }
}

const fn name(used: &'static str, by: &'static str, pointer: &'static str) -> Reference {
    Reference {
        used,
        by,
        pointer,
        is_name: true,
    }
}

/// Documented is only that records in use are not deleted. That these properties make a use of it is inferred from their
/// names.
const REFERENCES: &[Reference] = &[
    id("user_host_profile", "access_policy", "/profile"),
    id("user_host_profile", "authentication_policy", "/profile"),
    id(
        "user_host_profile",
        "endpoint_compliance_policy",
        "/profile",
    ),
    id("user_host_profile", "portal_policy", "/profile"),
    id("user_host_profile", "supplicant_policy", "/profile"),
    id("access_configuration", "access_policy", "/configuration"),
    name(
        "access_configuration",
        "access_policy",
        "/configuration/name",
    ),
    id(
        "authentication_configuration",
        "authentication_policy",
        "/configuration",
    ),
    name(
        "authentication_configuration",
        "authentication_policy",
        "/configuration/name",
    ),
    id(
        "endpoint_compliance_configuration",
        "endpoint_compliance_policy",
        "/configuration",
    ),
    id(
        "supplicant_configuration",
        "supplicant_policy",
        "/configuration",
    ),
    id("logical_network", "access_configuration", "/logicalNetwork"),
    id(
        "logical_network",
        "access_configuration",
        "/logicalNetworkID",
    ),
    id("logical_network", "role_mapping", "/logicalNetwork"),
    id("group", "user_host_profile", "/groupIDs"),
    id("group", "role", "/groupIDs"),
    id("group", "role_mapping", "/groupIDs"),
    id("group", "event_alarm_mapping", "/notifyGroupID"),
    id("group", "device_profiling_rule", "/groupId"),
    id("role", "role_mapping", "/roleID"),
    id("guest_template", "guest", "/templateID"),
    id("admin_profile", "user", "/adminProfileId"),
    id("security_rule_trigger", "security_rule", "/trigger"),
    id("device_profiling_rule", "adapter", "/dpcRuleId"),
    id("device_type", "device_profiling_rule", "/type"),
    id("container", "host", "/domainId"),
    name("container", "device", "/parent"),
];

/// The names of the records that use one, by their resource.
fn users(state: &State, resource: &str, id: i64) -> BTreeMap<&'static str, Vec<String>> {
    let mut users: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let Some(record) = state.peek(resource, id) else {
        return users;
    };
    for reference in REFERENCES.iter().filter(|known| known.used == resource) {
        for (user_id, user) in state.all(reference.by) {
            let found = user.pointer(reference.pointer).unwrap_or(&Value::Null);
            let is_use = match reference.is_name {
                true => found.is_string() && *found == record["name"],
                false => means(found, id),
            };
            let label = label(user_id, user);
            let known = users.entry(reference.by).or_default();
            if is_use && !known.contains(&label) {
                known.push(label);
            }
        }
    }
    users.retain(|_, names| !names.is_empty());
    users
}

/// Whether a value is the id, a record with it, or an array of such.
fn means(found: &Value, id: i64) -> bool {
    match found {
        Value::Array(items) => items.iter().any(|item| means(item, id)),
        Value::Object(record) => {
            let ids = KEYS.iter().filter_map(|key| record.get(*key));
            ids.filter_map(id_of).any(|found| found == id)
        }
        value => id_of(value) == Some(id),
    }
}

/// The name of a record for a reader, or else its id.
pub(super) fn label(id: i64, record: &Value) -> String {
    let names = ["name", "hostName", "userID", "physicalAddress"];
    let name = names.iter().find_map(|name| record[*name].as_str());
    name.map_or_else(|| id.to_string(), ToOwned::to_owned)
}

/// The usage of a record: the resources that use it, each with the names of the records.
pub(super) fn usage(state: &State, resource: &str, id: i64) -> Vec<Value> {
    let users = users(state, resource, id).into_iter();
    users
        .map(|(by, names)| json!({"name": by, "children": names}))
        .collect()
}

/// # Errors
/// A record is in use, and by what.
pub(super) fn check_unused(state: &State, resource: &str, ids: &[i64]) -> Result<(), Failed> {
    for id in ids {
        if let Some((by, names)) = users(state, resource, *id).into_iter().next() {
            let names = names.join(", ");
            return rejected(format!("the {resource} {id} is in use by {by}: {names}"));
        }
    }
    Ok(())
}
