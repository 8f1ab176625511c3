//! The types of all records, for the tests of them: Rust cannot ask a crate for its types.

use super::rust_type::module_of;
use super::{GeneratedFile, source_file};
use crate::model::Model;

/// A macro that gives another one the module and the name of each record.
pub(super) fn list(model: &Model) -> GeneratedFile {
    let records = model.api.records();
    let rows: String = records
        .filter_map(|(name, _)| {
            Some(format!(
                "            {}::{name},\n",
                module_of(model, name)?
            ))
        })
        .collect();
    let list = format!(
        "/// Gives a macro the paths of all records in fortinac-types, each with a comma behind it.
#[macro_export]
macro_rules! with_records {{
    ($macro:ident) => {{
        $macro! {{
{rows}        }}
    }};
}}
"
    );
    source_file(
        "tests/src/generated/records.rs".into(),
        "openapi/",
        "The list of all records.",
        &[list],
    )
}
