//! How results are written.

mod cell;
mod columns;
mod csv;
mod document;
mod jq;
mod progress;
mod redact;
mod schemas;
mod table;
mod yaml;

use std::io::{self, IsTerminal, Write};

use fortinac_spec::api::{Index, Type};
use serde_json::Value;

use crate::failure::{Failure, Kind, Result};
use crate::form::Form;
use crate::options::Options;
use crate::rows::Rows;

pub(crate) use self::csv::{guarded, without_guard};
pub(crate) use cell::{at, escaped, text as cell_text};
pub(crate) use progress::Progress;
pub(crate) use redact::REDACTED;
use schemas::Schemas;

/// How many rows a table in a terminal has.
pub(crate) const TERMINAL_ROWS: usize = 200;

/// Writes items one after the other, and keeps no more of them than the form needs.
pub(crate) struct Output<'a> {
    options: &'a Options,
    schemas: Schemas<'a>,
    /// The type of the items, which says what is secret and which columns they have.
    ty: Type,
    writer: Writer,
    jq: Option<jq::Filter>,
    /// The items so far, of a form that needs all of them.
    kept: Vec<Value>,
    written: usize,
}

enum Writer {
    /// Needs all items.
    Whole,
    JsonArray,
    JsonLines,
    Csv(Box<csv::Csv>),
    /// Hands them on: several appliances have one output.
    Rows(Rows),
}

impl<'a> Output<'a> {
    /// For items of this type.
    ///
    /// # Errors
    /// The expression of `--jq` is not valid.
    pub(crate) fn new(options: &'a Options, index: &'a Index, ty: Type) -> Result<Self> {
        let schemas = Schemas::new(index);
        let jq = match options.rows {
            Some(_) => None,
            None => options.jq.as_deref().map(jq::Filter::new).transpose()?,
        };
        let rows = options.rows.clone();
        if let Some(rows) = &rows {
            rows.begin(&ty)?;
        }
        let writer = match (options.form, rows) {
            (_, Some(rows)) => Writer::Rows(rows),
            _ if jq.is_some() => Writer::Whole,
            (Form::Json, _) => Writer::JsonArray,
            (Form::JsonLines, _) => Writer::JsonLines,
            (Form::Csv, _) => Writer::Csv(Box::new(csv::Csv::new(
                columns::of(options, &schemas, &ty, false),
                options,
            ))),
            _ => Writer::Whole,
        };
        Ok(Self {
            options,
            schemas,
            ty,
            writer,
            jq,
            kept: Vec::new(),
            written: 0,
        })
    }

    /// How many items the output takes; `None` for all of them. A table in a terminal is cut, so that nobody waits for
    /// what scrolls away.
    pub(crate) fn limit(options: &Options) -> Option<usize> {
        let is_table = options.form.is_table();
        (is_table && options.jq.is_none() && io::stdout().is_terminal()).then_some(TERMINAL_ROWS)
    }

    /// Adds an item of a list.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(crate) fn item(&mut self, item: Value) -> Result<()> {
        let item = self.shown(item);
        let mut output = io::stdout().lock();
        match &mut self.writer {
            Writer::Whole => self.kept.push(item),
            Writer::JsonArray => {
                let before = if self.written == 0 { "[\n" } else { ",\n" };
                output.write_all(before.as_bytes())?;
                document::indented(&mut output, &item)?;
            }
            Writer::JsonLines => writeln!(output, "{item}")?,
            Writer::Csv(csv) => csv.row(&item)?,
            Writer::Rows(rows) => rows.row(item)?,
        }
        self.written += 1;
        Ok(())
    }

    /// Ends a list.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(crate) fn end(mut self) -> Result<()> {
        let mut output = io::stdout().lock();
        match &mut self.writer {
            Writer::JsonArray if self.written == 0 => writeln!(output, "[]")?,
            Writer::JsonArray => writeln!(output, "\n]")?,
            Writer::JsonLines | Writer::Rows(_) => {}
            Writer::Csv(csv) => csv.end()?,
            Writer::Whole => {
                let items = std::mem::take(&mut self.kept);
                let is_list = Value::Array(items);
                drop(output);
                return self.whole(is_list);
            }
        }
        Ok(())
    }

    /// Writes one value, which is not a list.
    ///
    /// # Errors
    /// The output cannot be written.
    pub(crate) fn value(mut self, value: Value) -> Result<()> {
        let value = self.shown(value);
        match (&self.writer, value) {
            (Writer::Rows(rows), Value::Array(items)) => {
                items.into_iter().try_for_each(|item| rows.row(item))
            }
            (Writer::Rows(_), Value::Null) => Ok(()),
            (Writer::Rows(rows), value) => rows.row(value),
            (_, value) => self.whole(value),
        }
    }

    fn whole(&mut self, value: Value) -> Result<()> {
        let values = match self.jq.take() {
            Some(filter) => filter.run(&value)?,
            None => vec![value],
        };
        let is_filtered = self.options.jq.is_some();
        for value in values {
            self.one(&value, is_filtered)?;
        }
        Ok(())
    }

    fn one(&self, value: &Value, is_filtered: bool) -> Result<()> {
        let mut output = io::stdout().lock();
        match self.options.form {
            Form::JsonLines => match value {
                Value::Array(items) if !is_filtered => {
                    for item in items {
                        writeln!(output, "{item}")?;
                    }
                }
                value => writeln!(output, "{value}")?,
            },
            Form::Json => {
                document::write(&mut output, value)?;
                writeln!(output)?;
            }
            Form::Yaml => output.write_all(yaml::write(value)?.as_bytes())?,
            Form::Value => document::values(&mut output, value, &self.options.columns)?,
            Form::Csv => {
                let rows = rows(value);
                let columns = columns::of_rows(self.options, &self.schemas, &self.ty, &rows, false);
                let mut csv = csv::Csv::new(Some(columns), self.options);
                for row in rows {
                    csv.row(row)?;
                }
                csv.end()?;
            }
            Form::Table | Form::Wide => {
                let is_wide = self.options.form == Form::Wide;
                table::write(
                    &mut output,
                    self.options,
                    &self.schemas,
                    &self.ty,
                    value,
                    is_wide,
                )?;
            }
        }
        Ok(())
    }

    fn shown(&self, value: Value) -> Value {
        match self.options.show_secret {
            true => value,
            false => redact::value(&self.schemas, &self.ty, value),
        }
    }
}

/// The rows of a value: its items, or itself.
fn rows(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Null => Vec::new(),
        value => vec![value],
    }
}

/// The value without its secrets.
pub(crate) fn redacted(index: &Index, ty: &Type, value: Value) -> Value {
    redact::value(&Schemas::new(index), ty, value)
}

/// The columns that a table of values of this type has; `None` if only the values tell.
#[cfg(feature = "mcp")]
pub(crate) fn columns(options: &Options, index: &Index, ty: &Type) -> Option<Vec<String>> {
    columns::of(options, &Schemas::new(index), ty, false)
}

/// Lines of text without control characters.
pub(crate) fn escaped_lines(text: &str) -> String {
    text.lines()
        .map(|line| format!("{}\n", cell::escaped(line)))
        .collect()
}

/// Writes a text to the standard output.
///
/// # Errors
/// It cannot be written, such as because nobody reads it any more.
pub(crate) fn text(text: &str) -> Result<()> {
    Ok(io::stdout().lock().write_all(text.as_bytes())?)
}

/// A message beside the output.
pub(crate) fn note(message: impl std::fmt::Display) {
    let _ = writeln!(io::stderr(), "{message}");
}

/// # Errors
/// Always: the result is a secret, and was not asked for.
pub(crate) fn refuse_secret(operation: &str) -> Result<()> {
    Err(
        Failure::new(Kind::Usage, format!("{operation} returns a secret"))
            .hint("nothing was sent; add --show-secret to see it"),
    )
}
