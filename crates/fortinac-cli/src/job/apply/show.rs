//! The plan, for people and for programs.

use fortinac_spec::api::{Index, Type};
use serde_json::{Map, Value, json};

use super::Task;
use super::plan::{Action, Change, Plan, Planned};
use crate::context::Context;
use crate::failure::Result;
use crate::options::Options;
use crate::output::{self, Output, cell_text, escaped};

/// How many records of a plan are shown before it is carried out.
const SHOWN: usize = 50;
/// The longest text of a value in a plan for people.
const LONGEST: usize = 60;

/// Shows what would be sent.
///
/// # Errors
/// The output cannot be written.
pub(super) fn dry_run(context: &Context, task: &Task, plan: &Plan) -> Result<()> {
    if context.options.form.is_table() {
        let mut text = String::new();
        for row in changing(plan) {
            text.push_str(&lines(context, row));
        }
        text.push_str(&summary(task, plan));
        text.push('\n');
        output::text(&text)?;
    } else {
        let options = options(context);
        let mut output = Output::new(&options, context.index(), Type::Any)?;
        for row in &plan.rows {
            let mut shown = self::row(context.index(), row);
            shown.insert("request".to_owned(), request(context, task, row)?);
            output.item(shown.into())?;
        }
        output.end()?;
        output::note(summary(task, plan));
    }
    output::note("dry run: nothing was sent");
    Ok(())
}

/// Shows the plan before it is carried out.
pub(super) fn plan(context: &Context, task: &Task, plan: &Plan) {
    for row in changing(plan).take(SHOWN) {
        output::note(lines(context, row).trim_end());
    }
    let more = plan.writes().saturating_sub(SHOWN);
    if more > 0 {
        output::note(format!("and {more} more, which --dry-run shows"));
    }
    output::note(summary(task, plan));
}

fn changing(plan: &Plan) -> impl Iterator<Item = &Planned> {
    let is_changing = |row: &&Planned| !matches!(row.action, Action::Nothing);
    plan.rows.iter().filter(is_changing)
}

fn summary(task: &Task, plan: &Plan) -> String {
    let count =
        |wanted: fn(&Action) -> bool| plan.rows.iter().filter(|row| wanted(&row.action)).count();
    let change = count(|action| matches!(action, Action::Update(_)));
    let create = count(|action| matches!(action, Action::Create(_)));
    let create = match task.create {
        Some(_) => format!(", {create} to create"),
        None => String::new(),
    };
    let same = count(|action| matches!(action, Action::Nothing));
    let (number, resource) = (plan.rows.len(), task.resource.replace('_', " "));
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {resource} record{plural}: {change} to change{create}, {same} unchanged")
}

/// A record and its changes in lines.
fn lines(context: &Context, row: &Planned) -> String {
    let what = match &row.id {
        Value::Null => "new".to_owned(),
        id => format!("id {}", cell_text(id)),
    };
    let mut text = format!("{} ({what})\n", escaped(&row.key));
    for change in &row.changes {
        let (from, to) = both(context.index(), change);
        text.push_str(&format!(
            "  {}: {} -> {}\n",
            change.path,
            short(&from),
            short(&to)
        ));
    }
    text
}

fn short(value: &Value) -> String {
    let text = match value {
        Value::Null => return "null".to_owned(),
        Value::String(text) if text.is_empty() => return "(empty)".to_owned(),
        value => escaped(&cell_text(value)),
    };
    match text.chars().count() > LONGEST {
        true => text.chars().take(LONGEST - 1).chain(['…']).collect(),
        false => text,
    }
}

/// The values before and after, without secrets.
fn both(index: &Index, change: &Change) -> (Value, Value) {
    let shown = |value: &Value| output::redacted(index, &change.ty, value.clone());
    (shown(&change.from), shown(&change.to))
}

/// The output of rows that are shown without secrets already. Their property `key` is none.
pub(super) fn options(context: &Context) -> Options {
    Options {
        show_secret: true,
        ..context.options.clone()
    }
}

/// The row for programs.
pub(super) fn row(index: &Index, row: &Planned) -> Map<String, Value> {
    let changes: Vec<Value> = row
        .changes
        .iter()
        .map(|change| {
            let (from, to) = both(index, change);
            json!({"property": change.path, "from": from, "to": to})
        })
        .collect();
    let outcome = match row.action {
        Action::Nothing => "unchanged",
        Action::Update(_) => "change",
        Action::Create(_) => "create",
    };
    let mut shown = Map::new();
    shown.insert("key".to_owned(), row.key.as_str().into());
    shown.insert("id".to_owned(), row.id.clone());
    shown.insert("outcome".to_owned(), outcome.into());
    shown.insert("changes".to_owned(), changes.into());
    shown
}

/// What would be sent for a row.
fn request(context: &Context, task: &Task, row: &Planned) -> Result<Value> {
    let (Action::Update(call) | Action::Create(call)) = &row.action else {
        return Ok(Value::Null);
    };
    let preview = call.preview()?;
    let record = Type::Ref(task.record.clone());
    let body = preview
        .body
        .map(|body| output::redacted(context.index(), &record, body));
    Ok(json!({"method": preview.method.as_str(), "path": preview.path, "body": body}))
}
