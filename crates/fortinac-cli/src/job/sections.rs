//! Several tables under each other, each with a title: for people who want to see all of something at once.

use fortinac_spec::api::Type;
use serde_json::Value;

use crate::context::Context;
use crate::failure::Result;
use crate::output::{self, Output};

/// Whether the output is for people, and not one value that programs read.
pub(super) fn are_wanted(context: &Context) -> bool {
    let options = &context.options;
    let is_table = options.form.is_table();
    // Of several appliances, each is a row.
    let is_one = options.rows.is_none();
    is_table && is_one && options.jq.is_none() && options.columns.is_empty()
}

/// Writes a title, and a record or a list below it. The columns are those of a list; all of it if there are none.
///
/// # Errors
/// The output cannot be written.
pub(super) fn write(
    context: &Context,
    title: &str,
    ty: Type,
    value: Value,
    columns: &[&str],
) -> Result<()> {
    let is_empty = match &value {
        Value::Array(items) => items.is_empty(),
        Value::Object(properties) => properties.values().all(Value::is_null),
        value => value.is_null(),
    };
    output::text(&format!("{title}\n"))?;
    if is_empty {
        return output::text("none\n");
    }
    let mut options = context.options.clone();
    options.columns = columns.iter().map(|name| (*name).to_owned()).collect();
    Output::new(&options, context.index(), ty)?.value(value)
}
