//! One command for all deletions by id, whatever the operation is called.

use clap::ArgMatches;
use fortinac_spec::api::{Operation, Type};
use serde_json::Value;

use super::arguments::texts;
use super::plan::Plan;
use super::{confirm, pipe, target};
use crate::command::operation::{TARGETS, targets};
use crate::context::Context;
use crate::failure::{Failure, Kind, Result};
use crate::form::Form;
use crate::outcome::Outcome;
use crate::output::{self, Output};

pub(super) async fn run(
    context: &Context,
    resource: &str,
    matches: &ArgMatches,
) -> Result<Outcome> {
    let operations = context.index().operations_of(resource);
    let operations: Vec<Operation> = operations.collect();
    let find = |verb: &str| operations.iter().find(|known| known.verb == verb);
    let by_one = find("delete").or_else(|| find("delete_by_post"));
    let many = find("delete_many").filter(|known| targets(known).is_some());
    let (Some(first), true) = (
        many.or(by_one),
        matches.try_contains_id(TARGETS).unwrap_or_default(),
    ) else {
        // The command has the arguments of its only operation.
        let only = operations
            .iter()
            .find(|known| crate::command::DELETIONS.contains(&known.verb.as_str()));
        let only =
            only.ok_or_else(|| Failure::usage(format!("{resource} records cannot be deleted")))?;
        return super::operation(context, only, matches).await;
    };
    let given = pipe::targets(texts(matches, TARGETS))?;
    context.options.check_number(given.len())?;
    let is_id = match targets(first).map(|field| &field.ty) {
        Some(Type::Array(items)) => **items == Type::Integer,
        _ => true,
    };
    let mut ids: Vec<Value> = Vec::new();
    for text in &given {
        ids.push(match is_id {
            true => target::resolve(context, resource, text).await?.into(),
            false => text.as_str().into(),
        });
    }
    let hit: Vec<String> = given
        .iter()
        .zip(&ids)
        .map(|(text, id)| match id.as_i64() {
            Some(id) if text.parse() != Ok(id) => format!("{id} ({text})"),
            _ => text.clone(),
        })
        .collect();
    let plan: Vec<(&Operation, Vec<Value>)> = match (by_one, many) {
        (Some(one), None) => ids.iter().map(|id| (one, vec![id.clone()])).collect(),
        (Some(one), _) if ids.len() == 1 => vec![(one, ids)],
        _ => vec![(first, ids)],
    };
    let mut calls = Vec::new();
    for (operation, ids) in plan {
        let call = context.client()?.call(&operation.id)?;
        let call = match (targets(operation), operation.path_parameters().next()) {
            (Some(field), _) => call.field(&field.name, ids),
            (None, Some(parameter)) => call.parameter(&parameter.name, ids[0].clone()),
            (None, None) => call,
        };
        calls.push((operation, call));
    }
    if context.options.dry_run {
        let mut plan = Plan::default();
        let targets = [hit.join(", ")];
        let targets = if calls.len() == hit.len() {
            &hit[..]
        } else {
            &targets[..]
        };
        for ((operation, call), target) in calls.iter().zip(targets) {
            plan.add(context, &operation.id, target, call)?;
        }
        return match calls.len() {
            1 => plan.show_one(context),
            _ => plan.show(context),
        };
    }
    let what = format!("delete {}", resource.replace('_', " "));
    confirm(context, &what, &hit, hit.len())?;
    let number = calls.len();
    let mut failed = Vec::new();
    for (index, (_, call)) in calls.into_iter().enumerate() {
        match call.await {
            Ok(_) => {}
            Err(error) if number == 1 => return Err(error.into()),
            Err(error) => failed.push(format!("{}: {error}", hit[index])),
        }
    }
    if !failed.is_empty() {
        failed.iter().for_each(output::note);
        return match failed.len() == number {
            true => Err(Failure::new(
                Kind::Refused,
                format!("none of {number} records was deleted"),
            )),
            false => Ok(Outcome::SomeFailed),
        };
    }
    match context.options.form {
        Form::Table | Form::Wide => output::text(&format!("deleted: {}\n", hit.join(", ")))?,
        _ => Output::new(&context.options, context.index(), Type::Any)?.value(Value::Null)?,
    }
    Ok(Outcome::Success)
}
