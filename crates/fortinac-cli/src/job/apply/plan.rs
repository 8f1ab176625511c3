//! What will be sent: the records as they are, compared with the file.

use fortinac_client::Call;
use fortinac_client::call::ById;
use fortinac_spec::api::ListParameters;
use serde_json::{Map, Value};

use super::columns::Column;
use super::keys::{Keys, several};
use super::value::{Effect, of_text, of_value};
use super::{Task, rounded};
use crate::call::target;
use crate::context::Context;
use crate::failure::{Failure, Kind, Result};
use crate::output::{at, cell_text};
use crate::table_file::{Row, TableFile};

/// How many records are read at once.
const PAGE: u64 = 500;

/// A property that changes.
pub(super) struct Change {
    pub(super) path: String,
    pub(super) ty: fortinac_spec::api::Type,
    pub(super) from: Value,
    pub(super) to: Value,
}

pub(super) enum Action {
    Nothing,
    Update(Call<Value, ById>),
    Create(Call<Value, ById>),
}

/// A row of the file, and what it does.
pub(super) struct Planned {
    pub(super) key: String,
    /// The id of the record, if there is one.
    pub(super) id: Value,
    pub(super) changes: Vec<Change>,
    pub(super) action: Action,
}

pub(super) struct Plan {
    /// In the order of the file.
    pub(super) rows: Vec<Planned>,
    pub(super) notes: Vec<String>,
}

impl Plan {
    /// How many calls it makes.
    pub(super) fn writes(&self) -> usize {
        let writes = |row: &&Planned| !matches!(row.action, Action::Nothing);
        self.rows.iter().filter(writes).count()
    }
}

/// Reads the records, and compares them with the rows.
///
/// # Errors
/// A row has no record, or several, or a cell is no value of its property. Nothing has been sent then.
pub(super) async fn make(
    context: &Context,
    task: &Task,
    file: &TableFile,
    columns: &[Column],
    keys: Keys,
) -> Result<Plan> {
    let mut planned: Vec<Option<Planned>> = Vec::new();
    planned.resize_with(file.rows.len(), || None);
    let (mut wrong, mut ambiguous, mut rounded) = (Vec::new(), Vec::new(), 0);
    let mut call = context.client()?.call(&task.list.id)?;
    if task.list.list_parameters() == ListParameters::All {
        call = call.parameter("count", PAGE);
    }
    let mut records = call.stream();
    while keys.len() > 0
        && let Some(record) = records.next().await
    {
        let record = record?;
        let found = keys.rows(&record);
        let Some((key, index)) = found.first().copied() else {
            continue;
        };
        if let Some((other, again)) = found.get(1) {
            let places = [&file.rows[index].place, &file.rows[*again].place];
            wrong.push(format!(
                "{} and {}: {key} and {other} are the same record",
                places[0], places[1]
            ));
        }
        let row = &file.rows[index];
        if let Some(first) = &planned[index] {
            let ids = [cell_text(&first.id), cell_text(&id(&record))];
            ambiguous.push(format!(
                "{}: {key} has the records {}",
                row.place,
                ids.join(" and ")
            ));
            continue;
        }
        let compared = compare(context, task, columns, row, key, &record, file.is_text)?;
        rounded += compared.rounded;
        wrong.extend(compared.wrong);
        planned[index] = Some(compared.planned);
    }
    let mut missing = Vec::new();
    for (key, index) in keys.iter() {
        let row = &file.rows[index];
        match (&planned[index], &task.create) {
            (Some(_), _) => {}
            (None, None) => missing.push(format!("{}: {key}", row.place)),
            (None, Some(create)) => {
                let compared = new(context, task, &create.id, columns, row, key, file.is_text)?;
                wrong.extend(compared.wrong);
                planned[index] = Some(compared.planned);
            }
        }
    }
    let refused = |kind, message: String| Failure::new(kind, message).hint("nothing was sent");
    if !wrong.is_empty() {
        return Err(refused(Kind::Usage, several(&wrong)));
    }
    if !ambiguous.is_empty() {
        return Err(refused(Kind::Ambiguous, several(&ambiguous)));
    }
    if !missing.is_empty() {
        let (number, named) = (missing.len(), several(&missing));
        let message = format!(
            "{number} {} records do not exist: {named}",
            task.resource.replace('_', " ")
        );
        return Err(
            Failure::new(Kind::NotFound, message).hint("nothing was sent; --create creates them")
        );
    }
    let mut notes = Vec::new();
    if rounded > 0 {
        notes.push(format!(
            "{rounded} numbers were rounded by a spreadsheet, and are left as they are"
        ));
    }
    Ok(Plan {
        rows: planned.into_iter().flatten().collect(),
        notes,
    })
}

fn id(record: &Value) -> Value {
    target::key(record).map_or(Value::Null, Value::from)
}

struct Compared {
    planned: Planned,
    wrong: Vec<String>,
    rounded: usize,
}

fn compare(
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
fn new(
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
                    fortinac_spec::api::Type::Secret => "has a wrong type".to_owned(),
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
