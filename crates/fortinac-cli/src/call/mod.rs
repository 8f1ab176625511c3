//! Operations, called as the command line says.

mod arguments;
mod body;
mod confirm;
mod delete;
mod list;
pub(crate) mod pages;
pub(crate) mod pipe;
pub(crate) mod plan;
pub(crate) mod target;

use clap::ArgMatches;
use fortinac_client::Call;
use fortinac_client::call::ById;
use fortinac_spec::api::{Operation, Output as Returned, Type};
use serde_json::Value;

use crate::command::names::snake;
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::form::Form;
use crate::outcome::Outcome;
use crate::output::{self, Output};

pub(crate) use arguments::keeps_absent;
#[cfg(feature = "mcp")]
pub(crate) use arguments::{changed, record};
pub(crate) use body::of_file as file;
#[cfg(feature = "mcp")]
pub(crate) use body::without_redacted;
pub(crate) use confirm::confirm;
use plan::Plan;

/// Calls the operation of a resource with this verb.
pub(crate) async fn resource(
    context: &Context,
    resource: &str,
    verb: &str,
    matches: &ArgMatches,
) -> Result<Outcome> {
    let resource = snake(resource);
    if verb == "delete" {
        return delete::run(context, &resource, matches).await;
    }
    let operation = find(&resource, verb);
    let operation = operation.ok_or_else(|| Failure::usage(format!("{resource} has no {verb}")))?;
    self::operation(context, &operation, matches).await
}

/// The operation that a resource and a verb mean. A deletion is one of several.
pub(crate) fn find(resource: &str, verb: &str) -> Option<Operation> {
    let resource = snake(resource);
    let mut operations = crate::index().operations_of(&resource);
    operations.find(|known| crate::command::names::kebab(&known.verb) == verb)
}

/// Calls an operation with the arguments of its command.
pub(crate) async fn operation(
    context: &Context,
    operation: &Operation,
    matches: &ArgMatches,
) -> Result<Outcome> {
    if operation.returns_secret() && !context.options.show_secret {
        output::refuse_secret(&operation.id)?;
    }
    let call = context.client()?.call(&operation.id)?;
    let (call, number) = arguments::set(context, call, operation, matches).await?;
    context.options.check_number(number)?;
    if context.options.dry_run && !operation.safe {
        let mut plan = Plan::default();
        plan.add(context, &operation.id, "", &call)?;
        return plan.show_one(context);
    }
    if operation.destructive {
        let preview = call.preview()?;
        confirm(
            context,
            &operation.summary,
            &[format!("{} {}", preview.method, preview.path)],
            number,
        )?;
    }
    send(context, operation, call, matches).await
}

/// Calls an operation that returns a list, and shows some of its items, as records of another type.
pub(crate) async fn list(
    context: &Context,
    operation: &Operation,
    matches: &ArgMatches,
    ty: Type,
    shown: impl Fn(Value) -> Option<Value>,
) -> Result<Outcome> {
    let call = context.client()?.call(&operation.id)?;
    let (call, _) = arguments::set(context, call, operation, matches).await?;
    list::mapped(context, operation, call, matches, ty, shown).await
}

async fn send(
    context: &Context,
    operation: &Operation,
    call: Call<Value, ById>,
    matches: &ArgMatches,
) -> Result<Outcome> {
    if matches!(operation.result, Returned::List { .. }) {
        return list::run(context, operation, call, matches).await;
    }
    let value = call.await?;
    let output = Output::new(&context.options, context.index(), returned(operation))?;
    if operation.result == Returned::None {
        return done(context, operation, output);
    }
    output.value(value)?;
    Ok(Outcome::Success)
}

/// The result of a call that returns nothing.
fn done(context: &Context, operation: &Operation, output: Output<'_>) -> Result<Outcome> {
    match context.options.form {
        Form::Table | Form::Wide => output::text(&format!("{}: done\n", operation.summary))?,
        _ => output.value(Value::Null)?,
    }
    Ok(Outcome::Success)
}

/// The type of what an operation returns, or of its items.
pub(crate) fn returned(operation: &Operation) -> Type {
    match &operation.result {
        Returned::One { record, .. } => Type::Ref(record.clone()),
        Returned::List { item, .. } => item.clone(),
        Returned::Value { ty, .. } => ty.clone(),
        Returned::Envelope => Type::Ref(operation.envelope.clone()),
        _ => Type::Any,
    }
}
