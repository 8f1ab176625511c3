//! The arguments of a command, as those of its call.

use std::path::Path;

use clap::ArgMatches;
use fortinac_client::call::ById;
use fortinac_client::{Call, Upload};
use fortinac_spec::api::{Body, ListParameters, Operation, Type};
use serde_json::Value;

use super::{body, pipe, target};
use crate::command::operation::{
    FILTER, MERGE, TARGETS, argument, is_update, path_argument, targets,
};
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::output;

/// Sets what the command line has. Returns how many records the call is for, too.
pub(super) async fn set(
    context: &Context,
    mut call: Call<Value, ById>,
    operation: &Operation,
    matches: &ArgMatches,
) -> Result<(Call<Value, ById>, usize)> {
    let mut number = 1;
    let mut path = Vec::new();
    for parameter in operation.path_parameters() {
        let text = text(matches, &path_argument(&parameter.name)).unwrap_or_default();
        let text = target::id(context, operation, &parameter.name, &parameter.ty, text).await?;
        path.push(text.clone());
        call = call.parameter(&parameter.name, text);
    }
    let listed = operation.list_parameters();
    if listed != ListParameters::None {
        let filters = texts(matches, FILTER);
        if !filters.is_empty() {
            call = call.parameter("filter", filters);
        }
    }
    for parameter in operation.query() {
        if !listed.names().contains(&parameter.name.as_str()) {
            let name = &parameter.name;
            if let Some(value) = value(context, operation, name, &parameter.ty, matches).await? {
                call = call.parameter(name, value);
            }
        }
    }
    let target = targets(operation);
    if let Some(field) = target {
        let mut ids = Vec::new();
        let ty = match &field.ty {
            Type::Array(items) => items,
            ty => ty,
        };
        for text in pipe::targets(texts(matches, TARGETS))? {
            ids.push(target::id(context, operation, &field.name, ty, text).await?);
        }
        number = ids.len();
        call = call.field(&field.name, ids);
    }
    match &operation.body {
        None => {}
        Some(Body::Json { ty, .. }) => {
            let mut body = body::read(context, ty, matches)?;
            if is_update(operation) {
                body = merged(context, operation, &path, body, matches).await?;
            }
            if let Value::Array(items) = &body {
                number = items.len();
            }
            call = call.json(&body);
        }
        Some(body) => {
            let target = target.map(|field| &field.name);
            for field in body
                .fields()
                .iter()
                .filter(|field| Some(&field.name) != target)
            {
                let name = &field.name;
                if field.ty == Type::File {
                    if let Some(file) = text(matches, &argument(name)) {
                        call = call.upload(name, &upload(&file)?);
                    }
                } else if let Some(value) =
                    value(context, operation, name, &field.ty, matches).await?
                {
                    call = call.field(name, value);
                }
            }
        }
    }
    Ok((call, number))
}

/// Whether a source shows that an update leaves the properties as they are that it does not send.
pub(crate) fn keeps_absent(resource: &str) -> bool {
    ["host", "authentication_policy"].contains(&resource)
}

/// The body of an update, on top of the record if that is asked for.
async fn merged(
    context: &Context,
    operation: &Operation,
    path: &[Value],
    body: Value,
    matches: &ArgMatches,
) -> Result<Value> {
    let get = format!("{}_get", operation.resource);
    let is_asked = matches.get_flag(MERGE);
    let (Some(get), [id]) = (context.index().operation(&get), path) else {
        let message = format!("--{MERGE}: no operation reads one {}", operation.resource);
        return if is_asked {
            Err(Failure::usage(message))
        } else {
            Ok(body)
        };
    };
    if !is_asked {
        if !keeps_absent(&operation.resource) {
            output::note(format!(
                "note: an appliance may clear what is not sent of such a record; --{MERGE} sends all of it"
            ));
        }
        return Ok(body);
    }
    let before = record(context, &get, id).await?;
    Ok(changed(before, body))
}

/// The record that an update changes.
pub(crate) async fn record(context: &Context, get: &Operation, id: &Value) -> Result<Value> {
    let call = context.client()?.call(&get.id)?;
    Ok(call.parameter("id", id.clone()).await?)
}

/// The record with these changes. What is no object changes nothing of it, and is left for the client to refuse.
pub(crate) fn changed(record: Value, changes: Value) -> Value {
    match (record, changes) {
        (Value::Object(mut record), Value::Object(changes)) => {
            record.extend(changes);
            record.into()
        }
        (_, changes) => changes,
    }
}

fn text(matches: &ArgMatches, name: &str) -> Option<String> {
    matches.get_one::<String>(name).cloned()
}

pub(super) fn texts(matches: &ArgMatches, name: &str) -> Vec<String> {
    matches
        .get_many(name)
        .into_iter()
        .flatten()
        .cloned()
        .collect()
}

/// The value of a flag, if it is there.
async fn value(
    context: &Context,
    operation: &Operation,
    name: &str,
    ty: &Type,
    matches: &ArgMatches,
) -> Result<Option<Value>> {
    let flag = argument(name);
    if let Type::Array(items) = ty {
        let mut values = Vec::new();
        for text in texts(matches, &flag) {
            values.push(target::id(context, operation, name, items, text).await?);
        }
        return Ok((!values.is_empty()).then(|| values.into()));
    }
    let Some(text) = text(matches, &flag) else {
        return Ok(None);
    };
    if *ty == Type::Secret {
        return Ok(Some(secret(&flag, &text)?.into()));
    }
    target::id(context, operation, name, ty, text)
        .await
        .map(Some)
}

/// A secret is read from where no list of processes and no history of a shell shows it.
pub(crate) fn secret(flag: &str, given: &str) -> Result<String> {
    let text = match given.strip_prefix('@') {
        Some(file) => std::fs::read_to_string(file)
            .map_err(|error| Failure::usage(format!("{file}: {error}")))?,
        None if given == "-" => std::io::read_to_string(std::io::stdin())?,
        None => {
            return Err(Failure::usage(format!(
                "--{flag} is a secret, which other users of this machine could read in the list of processes"
            ))
            .hint(format!("give it as --{flag} - (standard input) or --{flag} @FILE")));
        }
    };
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

fn upload(file: &str) -> Result<Upload> {
    let content =
        std::fs::read(file).map_err(|error| Failure::usage(format!("{file}: {error}")))?;
    let name = Path::new(file).file_name().unwrap_or_default();
    Ok(Upload::new(name.to_string_lossy(), content))
}

/// Warns that what stands for a secret is not sent.
pub(super) fn left_out(path: &str) {
    output::note(format!(
        "note: {path} is {}, and left out",
        output::REDACTED
    ));
}
