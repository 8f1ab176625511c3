//! What a call returns: the envelope of its answer must have what `x-fortinac-result` promises.

use serde_json::Value;

use crate::bundle::Bundle;
use crate::codegen::outcome;
use crate::problem::Problem;

/// Checks operations whose structure is sound.
pub(super) fn check(bundle: &Bundle, problems: &mut Vec<Problem>) {
    for (path, _, operation) in bundle.operations() {
        let Some(id) = operation.get("operationId").and_then(Value::as_str) else {
            continue;
        };
        if let Err(reason) = outcome::of(operation, bundle) {
            problems.push(
                Problem::new(bundle.file_of_path(path), id, reason)
                    .help("correct the result, or describe the envelope's members"),
            );
        }
    }
}
