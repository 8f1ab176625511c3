//! What the crates get that read the spec at run time: the document, the index, and which type belongs to which body.

use super::rust_type::{component_path, in_types};
use super::{GeneratedFile, source_file};
use crate::model::Model;
use crate::model::api::{Body, Operation};

/// The spec in one document.
pub(super) fn bundled_spec(model: &Model) -> GeneratedFile {
    GeneratedFile {
        path: "crates/fortinac-spec/src/generated/fortinac.json".into(),
        contents: bundled_json(model),
    }
}

/// The spec as one JSON document.
pub fn bundled_json(model: &Model) -> String {
    let mut contents = serde_json::to_string_pretty(&model.bundle.document).unwrap_or_default();
    contents.push('\n');
    contents
}

/// The operations without the schemas.
pub(super) fn index(model: &Model) -> GeneratedFile {
    GeneratedFile {
        path: "crates/fortinac-spec/src/generated/index.json".into(),
        contents: model.api.to_index(),
    }
}

/// The schemas, for programs that read single ones.
pub(super) fn schema_index(model: &Model) -> GeneratedFile {
    GeneratedFile {
        path: "crates/fortinac-spec/src/generated/schemas.json".into(),
        contents: model.api.to_schema_index(),
    }
}

/// The types of each operation's bodies, for the conformance check.
pub(super) fn operation_types(model: &Model) -> GeneratedFile {
    let mut operations: Vec<&Operation> = model.api.operations.iter().collect();
    operations.sort_by_key(|operation| &operation.id);
    let mut rows = String::new();
    for operation in operations {
        let request = match operation.body.as_ref().and_then(Body::ty) {
            None => "None".to_owned(),
            Some(ty) => format!("Some(round_trip::<{}>)", in_types(model, &ty)),
        };
        rows += &format!(
            "    ({:?}, OperationTypes {{\n        request: {request},\n        success: round_trip::<types::{}>,\n        \
             failure: round_trip::<types::{}>,\n    }}),\n",
            operation.id,
            component_path(model, &operation.envelope),
            component_path(model, &operation.error)
        );
    }
    let uses =
        "use fortinac_types as types;\n\nuse crate::round_trip::{OperationTypes, round_trip};\n"
            .to_owned();
    let table = format!(
        "/// Sorted by operationId.\npub(crate) static OPERATION_TYPES: &[(&str, OperationTypes)] = &[\n{rows}];\n"
    );
    source_file(
        "crates/fortinac-conform/src/generated/operation_types.rs".into(),
        "openapi/",
        "The types of each operation's bodies.",
        &[uses, table],
    )
}
