//! Tables for people.

use std::io::{self, IsTerminal, Write};

use comfy_table::{ContentArrangement, Table, presets};
use fortinac_spec::api::Type;
use serde_json::Value;

use super::schemas::Schemas;
use super::{cell, columns, rows};
use crate::failure::Result;
use crate::options::Options;

/// The longest text of a cell in a terminal.
const LONGEST: usize = 60;

pub(super) fn write(
    output: &mut impl Write,
    options: &Options,
    schemas: &Schemas<'_>,
    ty: &Type,
    value: &Value,
    is_wide: bool,
) -> Result<()> {
    let record = schemas.record(ty);
    let is_time = |name: &str| {
        let property = record.as_ref().and_then(|record| record.property(name));
        property.is_some_and(|property| property.ty == Type::Ref("Timestamp".to_owned()))
    };
    let shown = |name: &str, value: &Value| {
        let time = is_time(name).then(|| cell::local_time(value)).flatten();
        let text = time.unwrap_or_else(|| cell::text(value));
        cut(&cell::escaped(&text), is_wide)
    };
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Disabled);
    match value {
        Value::Object(properties) if options.columns.is_empty() => {
            for (name, value) in properties
                .iter()
                .filter(|(_, value)| is_wide || !value.is_null())
            {
                table.add_row([cell::escaped(name), shown(name, value)]);
            }
        }
        value if cell::is_scalar(value) => {
            if !value.is_null() {
                writeln!(output, "{}", cell::escaped(&cell::text(value)))?;
            }
            return Ok(());
        }
        value => {
            let rows = rows(value);
            if rows.is_empty() {
                return Ok(());
            }
            let columns = columns::of_rows(options, schemas, ty, &rows, is_wide);
            if !options.no_header && !columns.is_empty() {
                table.set_header(columns.iter().map(|name| heading(name)));
            }
            for row in rows {
                match row {
                    Value::Object(_) => {
                        let cells = columns.iter().map(|name| shown(name, cell::at(row, name)));
                        table.add_row(cells.collect::<Vec<_>>());
                    }
                    value => drop(table.add_row([shown("", value)])),
                }
            }
        }
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    for line in table.lines() {
        writeln!(output, "{}", line.trim_end())?;
    }
    Ok(())
}

/// The name of a column as tables of other commands have it.
fn heading(name: &str) -> String {
    crate::command::names::kebab(name).to_ascii_uppercase()
}

/// Cuts a long text, but only for people.
fn cut(text: &str, is_wide: bool) -> String {
    if is_wide || !io::stdout().is_terminal() || text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let first: String = text.chars().take(LONGEST - 1).collect();
    format!("{first}…")
}
