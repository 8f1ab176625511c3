//! What will be sent: the records as they are, compared with the file.

use fortinac_client::Call;
use fortinac_client::call::ById;
use fortinac_spec::api::ListParameters;
use serde_json::Value;

use super::Task;
use super::columns::Column;
use super::compare::{compare, id, new};
use super::keys::{Keys, several};
use crate::call::pages::Items;
use crate::context::Context;
use crate::failure::{Failure, Kind, Result};
use crate::output::cell_text;
use crate::table_file::TableFile;

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
    let mut records = Items::of(&task.list, call);
    while keys.len() > 0
        && let Some(record) = records.next().await?
    {
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
        let resource = task.resource.replace('_', " ");
        let message = match number {
            1 => format!("there is no such {resource}: {named}"),
            number => format!("{number} {resource} records do not exist: {named}"),
        };
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
