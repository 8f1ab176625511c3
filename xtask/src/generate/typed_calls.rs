//! The typed call of each operation, for the test that compares it with the call by operationId.

use super::arguments::{self, Argument};
use super::{GeneratedFile, source_file};
use crate::model::Model;
use crate::model::api::{Operation, Output};

/// The table of the typed calls.
pub(super) fn table(model: &Model) -> GeneratedFile {
    let mut operations: Vec<&Operation> = model.api.operations.iter().collect();
    operations.sort_by_key(|operation| &operation.id);
    let rows: String = operations
        .into_iter()
        .map(|operation| row(model, operation))
        .collect();
    let table = format!(
        "/// Sorted by operationId.\npub(crate) static TYPED_CALLS: &[(&str, TypedCall)] = &[\n{rows}];\n"
    );
    let mut uses = String::new();
    if table.contains("Upload::") {
        uses += "use fortinac_client::Upload;\n\n";
    }
    uses += "use crate::same_as_typed::{TypedCall, page, value};\n";
    source_file(
        "tests/tests/it/generated/typed_calls.rs".into(),
        "openapi/",
        "The typed call of each operation, without its optional arguments.",
        &[uses, table],
    )
}

fn row(model: &Model, operation: &Operation) -> String {
    let arguments = arguments::of(model, operation);
    let required = arguments.iter().filter(|argument| argument.required);
    let values: Vec<String> = required.map(Argument::sample).collect();
    let call = format!(
        "client.{}().{}({})",
        model.api.handle(operation),
        operation.verb,
        values.join(", ")
    );
    // A page is not a JSON value by itself.
    let json = match operation.result {
        Output::List { .. } => "page",
        _ => "value",
    };
    format!("    ({:?}, |client| {json}({call})),\n", operation.id)
}
