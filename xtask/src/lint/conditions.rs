//! Conditions: what keeps a record from being deleted is said by each call that deletes it.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::model::api::Operation;

/// What the descriptions say.
const IN_USE: &str = "in use";

/// What a call that deletes a record can have after `delete`. Another call deletes something else.
const VARIANTS: [&str; 4] = ["", "_many", "_by_post", "_by_"];

pub(super) fn check(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    let mut deletes: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
    for operation in &model.api.operations {
        let rest = operation.verb.strip_prefix("delete");
        if rest.is_some_and(is_variant) {
            deletes
                .entry(&operation.resource)
                .or_default()
                .push(operation);
        }
    }
    for operations in deletes.into_values() {
        let says_it =
            |operation: &&&Operation| operation.description.to_lowercase().contains(IN_USE);
        let Some(other) = operations.iter().find(says_it) else {
            continue;
        };
        for operation in operations.iter().filter(|operation| !says_it(operation)) {
            let pointer = format!("{}/description", operation.pointer());
            let pointer = match operation.description.is_empty() {
                true => operation.pointer(),
                false => pointer,
            };
            diagnostics.push(
                model
                    .at(
                        &pointer,
                        format!(
                            "does not say what becomes of a record in use, as `{}` does",
                            other.id
                        ),
                    )
                    .help("say in the `description` whether a record that is in use is deleted"),
            );
        }
    }
}

fn is_variant(rest: &str) -> bool {
    VARIANTS
        .into_iter()
        .any(|variant| rest == variant || variant.ends_with("by_") && rest.starts_with(variant))
}
