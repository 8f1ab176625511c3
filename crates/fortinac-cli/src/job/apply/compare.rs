//! A row of the file, compared with its record.

use fortinac_spec::api::Type;
use serde_json::{Map, Value};

use super::columns::Column;
use super::plan::{Action, Change, Planned};
use super::value::{Effect, of_text, of_value};
use super::{Task, rounded};
use crate::call::target;
use crate::context::Context;
use crate::failure::Result;
use crate::output::{at, cell_text};
use crate::table_file::Row;

/// The id of a record; null if it has none.
pub(super) fn id(record: &Value) -> Value {
    target::key(record).map_or(Value::Null, Value::from)
}

/// A row, and what is wrong with it.
pub(super) struct Compared {
    pub(super) planned: Planned,
    pub(super) wrong: Vec<String>,
    /// How many numbers a spreadsheet has rounded.
    pub(super) rounded: usize,
}

/// A row with its record.
pub(super) fn compare(
    context: &Context,
    task: &Task,
    columns: &[Column],
    row: &Row,
    key: &str,
    record: &Value,
    is_text: bool,
) -> Result<Compared> {
    let mut compared = Compared::new(key, id(record));
    let mut body = match (task.is_whole, record) {
        (true, Value::Object(properties)) => properties.clone(),
        _ => Map::new(),
    };
    for column in columns {
        let Some(given) = row.cells.get(&column.path) else {
            continue;
        };
        let current = at(record, &column.path);
        if column.is_id() {
            compared.rounded += compared.check_id(row, column, current, given);
            continue;
        }
        let Some(to) = compared.effect(task, row, column, current, given, is_text) else {
            continue;
        };
        set(&mut body, record, &column.path, to.clone());
        compared.planned.changes.push(Change {
            path: column.path.clone(),
            ty: column.ty.clone(),
            from: current.clone(),
            to,
        });
    }
    if !compared.planned.changes.is_empty() {
        let parameter = task.update.path_parameters().next();
        let parameter = parameter.map_or("id", |parameter| &parameter.name);
        let call = context.client()?.call(&task.update.id)?;
        let call = call.parameter(parameter, compared.planned.id.clone());
        compared.planned.action = Action::Update(call.json(&body));
    }
    Ok(compared)
}

/// A record that does not exist yet.
pub(super) fn new(
    context: &Context,
    task: &Task,
    operation: &str,
    columns: &[Column],
    row: &Row,
    key: &str,
    is_text: bool,
) -> Result<Compared> {
    let mut compared = Compared::new(key, Value::Null);
    let mut body = Map::new();
    let (name, value) = task.key_of_new(key);
    body.insert(name, value);
    for column in columns.iter().filter(|column| !column.is_id()) {
        let Some(given) = row.cells.get(&column.path) else {
            continue;
        };
        let none = Value::Null;
        if let Some(to) = compared.effect(task, row, column, &none, given, is_text) {
            set(&mut body, &none, &column.path, to.clone());
            compared.planned.changes.push(Change {
                path: column.path.clone(),
                ty: column.ty.clone(),
                from: Value::Null,
                to,
            });
        }
    }
    let call = context.client()?.call(operation)?;
    compared.planned.action = Action::Create(call.json(&body));
    Ok(compared)
}

impl Compared {
    fn new(key: &str, id: Value) -> Self {
        Self {
            planned: Planned {
                key: key.to_owned(),
                id,
                changes: Vec::new(),
                action: Action::Nothing,
            },
            wrong: Vec::new(),
            rounded: 0,
        }
    }

    /// The new value of a property, if it changes.
    fn effect(
        &mut self,
        task: &Task,
        row: &Row,
        column: &Column,
        current: &Value,
        given: &Value,
        is_text: bool,
    ) -> Option<Value> {
        let effect = match given {
            Value::String(text) if is_text => of_text(&column.ty, current, text, &task.rules),
            value => of_value(&column.ty, current, value),
        };
        match effect {
            Ok(Effect::Change(value)) => return Some(value),
            Ok(Effect::Nothing) => {}
            Ok(Effect::Rounded) => self.rounded += 1,
            Err(reason) => {
                // A secret that is wrong is still a secret.
                let reason = match column.ty {
                    Type::Secret => "has a wrong type".to_owned(),
                    _ => reason,
                };
                self.wrong
                    .push(format!("{}, {}: {reason}", row.place, column.path));
            }
        }
        None
    }

    /// An id has to be that of the record. Returns 1 if a spreadsheet has rounded it.
    fn check_id(&mut self, row: &Row, column: &Column, current: &Value, given: &Value) -> usize {
        let (text, current_text) = (cell_text(given), cell_text(current));
        let text = text.trim();
        if text.is_empty() || text == current_text {
            return 0;
        }
        if given.is_string() && rounded::is_of(text, current) {
            return 1;
        }
        self.wrong.push(format!(
            "{}: {} {text} is not that of {}, which is {current_text}",
            row.place, column.path, self.planned.key
        ));
        0
    }
}

/// Sets a property. One inside of another goes with the rest of it, as it was read.
fn set(body: &mut Map<String, Value>, record: &Value, path: &str, value: Value) {
    let (name, rest) = match path.split_once('.') {
        Some((name, rest)) if record.get(path).is_none() => (name, rest),
        _ => {
            body.insert(path.to_owned(), value);
            return;
        }
    };
    let current = record.get(name).unwrap_or(&Value::Null);
    let inner = body.entry(name).or_insert_with(|| current.clone());
    if !inner.is_object() {
        *inner = Value::Object(Map::new());
    }
    if let Value::Object(inner) = inner {
        set(inner, current, rest, value);
    }
}
