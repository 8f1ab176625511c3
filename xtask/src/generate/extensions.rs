//! Which of the extensions that the grammar allows the spec uses.

use std::collections::BTreeSet;

use serde_json::Value;

/// The extensions that the grammar names and the document does not have.
pub(super) fn unused(document: &Value) -> Vec<String> {
    let mut known = BTreeSet::new();
    collect(crate::bundle::grammar_schema(), &mut known);
    let mut used = BTreeSet::new();
    collect(document, &mut used);
    known.difference(&used).cloned().collect()
}

fn collect(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(properties) => {
            for (name, value) in properties {
                if name.starts_with("x-") {
                    found.insert(name.clone());
                }
                collect(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        _ => {}
    }
}
