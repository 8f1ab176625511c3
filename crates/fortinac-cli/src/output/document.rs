//! JSON, and bare values.

use std::io::{self, Write};

use serde_json::Value;

use super::cell;

/// Writes a value as JSON on several lines.
pub(super) fn write(output: &mut impl Write, value: &Value) -> io::Result<()> {
    Ok(serde_json::to_writer_pretty(output, value)?)
}

/// Writes an item of an array in the same form.
pub(super) fn indented(output: &mut impl Write, item: &Value) -> io::Result<()> {
    let text = serde_json::to_string_pretty(item)?;
    write!(output, "  {}", text.replace('\n', "\n  "))
}

/// Writes values alone, one a line; of a record, those of the columns with tabs between them.
pub(super) fn values(output: &mut impl Write, value: &Value, columns: &[String]) -> io::Result<()> {
    match value {
        Value::Null => Ok(()),
        Value::Array(items) => items
            .iter()
            .try_for_each(|item| values(output, item, columns)),
        Value::Object(properties) => {
            let cells: Vec<String> = match columns {
                [] => properties.values().map(line).collect(),
                columns => columns
                    .iter()
                    .map(|column| line(cell::at(value, column)))
                    .collect(),
            };
            writeln!(output, "{}", cells.join("\t"))
        }
        value => writeln!(output, "{}", line(value)),
    }
}

/// The text of a value in one line.
fn line(value: &Value) -> String {
    cell::escaped(&cell::text(value))
}
