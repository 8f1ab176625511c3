//! Records without secrets and without what changes by itself.

use fortinac_json::sounds_secret;
use fortinac_spec::api::{Index, Type};
use serde_json::{Map, Value};

use super::snapshot::Ids;
use crate::output::{self, REDACTED};

/// The properties that change without a change of the configuration.
const VOLATILE: [&str; 15] = [
    "addAuditSummary",
    "auditObj",
    "availableCount",
    "globalModifiedDate",
    "inUseCount",
    "lastChangeSummary",
    "lastModified",
    "lastModifiedBy",
    "lastModifiedDate",
    "lastModifiedDateMilliseconds",
    "lastPoll",
    "lastSuccessfulPoll",
    "modifyAuditSummary",
    "previousScheduledTime",
    "scheduledTime",
];
/// The counters of versions. A string of the same name is the version of a software or a protocol.
const COUNTERS: [&str; 2] = ["version", "packedVersion"];
/// The ids that each appliance gives.
const IDS: [&str; 7] = [
    "id",
    "dbid",
    "DBID",
    "guid",
    "GUID",
    "landscape",
    "legacyDBID",
];

/// The record as it is compared: its properties sorted.
pub(super) fn record(index: &Index, ty: &Type, ids: Ids, value: Value) -> Value {
    clean(ids, output::redacted(index, ty, value))
}

fn clean(ids: Ids, value: Value) -> Value {
    match value {
        Value::Object(properties) => {
            let has_secret = names_secret(&properties);
            let kept = properties.into_iter().filter(|(name, value)| {
                let name = name.as_str();
                let is_id = ids == Ids::LeftOut && IDS.contains(&name);
                let is_counter = COUNTERS.contains(&name) && !value.is_string();
                let is_secret = is_redacted(value) || has_secret && name == "value";
                !(is_id || is_counter || is_secret || VOLATILE.contains(&name))
            });
            let mut kept: Vec<(String, Value)> = kept.collect();
            kept.sort_by(|one, other| one.0.cmp(&other.0));
            let kept = kept
                .into_iter()
                .map(|(name, value)| (name, clean(ids, value)));
            kept.collect()
        }
        Value::Array(items) => items.into_iter().map(|item| clean(ids, item)).collect(),
        Value::String(text) => within(ids, text),
        value => value,
    }
}

/// Whether nothing but what stands for secrets is left. Some records have the characters of a password in an array.
fn is_redacted(value: &Value) -> bool {
    match value {
        Value::Array(items) => !items.is_empty() && items.iter().all(is_redacted),
        value => *value == REDACTED,
    }
}

/// Whether the object is a name and a value, and the name sounds like that of a secret.
fn names_secret(properties: &Map<String, Value>) -> bool {
    let mut names = ["name", "key", "property"].iter();
    properties.contains_key("value")
        && names.any(|name| {
            properties
                .get(*name)
                .and_then(Value::as_str)
                .is_some_and(sounds_secret)
        })
}

/// JSON inside of a string can have secrets too.
fn within(ids: Ids, text: String) -> Value {
    if !text.starts_with(['{', '[']) {
        return text.into();
    }
    match serde_json::from_str::<Value>(&text) {
        Ok(inner) if inner.is_object() || inner.is_array() => {
            let shown = output::redacted(crate::index(), &Type::Any, inner);
            clean(ids, shown).to_string().into()
        }
        _ => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_and_volatile_properties_are_left_out() {
        let record = json!({
            "name": "b", "id": 7, "password": "canary", "passwords": ["canary"], "lastModifiedDate": 1, "version": 1.4, "a": {"version": "v3", "DBID": 1},
            "list": [{"name": "snmp.password", "value": "canary"}, {"name": "port", "value": "161"}],
            "inner": "{\"secret\":\"canary\",\"b\":1,\"a\":2}",
        });
        let clean =
            |ids| super::record(crate::index(), &Type::Any, ids, record.clone()).to_string();
        assert_eq!(
            clean(Ids::Kept),
            r#"{"a":{"DBID":1,"version":"v3"},"id":7,"inner":"{\"a\":2,\"b\":1}","list":[{"name":"snmp.password"},{"name":"port","value":"161"}],"name":"b"}"#
        );
        assert!(
            !clean(Ids::LeftOut).contains("id\""),
            "{}",
            clean(Ids::LeftOut)
        );
    }
}
