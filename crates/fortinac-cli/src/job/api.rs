//! `fortinac api METHOD PATH`: calls that the spec does not have.

use clap::{Arg, ArgAction, ArgMatches, Command};
use fortinac_client::Method;
use fortinac_spec::api::Type;
use serde_json::{Map, Value};

use super::Outcome;
use crate::call::plan::Plan;
use crate::call::{confirm, file};
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::output::Output;

pub(super) fn command() -> Command {
    Command::new("api")
        .about("Call any path of the API, also one that the spec does not have")
        .arg(
            Arg::new("method")
                .value_name("METHOD")
                .required(true)
                .help("HTTP method, such as GET"),
        )
        .arg(
            Arg::new("path")
                .value_name("PATH")
                .required(true)
                .help("Path below the base URL, such as /host/count/all"),
        )
        .arg(
            Arg::new("query")
                .long("query")
                .value_name("NAME=VALUE")
                .action(ArgAction::Append)
                .help("Parameter of the query"),
        )
        .arg(
            Arg::new("field")
                .long("field")
                .short('F')
                .value_name("NAME=VALUE")
                .action(ArgAction::Append)
                .conflicts_with("body")
                .help("Field of a form; repeated names are an array"),
        )
        .arg(
            Arg::new("body")
                .long("body")
                .value_name("FILE")
                .help("JSON or YAML to send; `-` reads it from the standard input"),
        )
}

pub(super) async fn run(context: &Context, matches: &ArgMatches) -> Result<Outcome> {
    let text = |name: &str| matches.get_one::<String>(name).cloned().unwrap_or_default();
    let method = text("method").to_ascii_uppercase();
    let method: Method = method
        .parse()
        .map_err(|_| Failure::usage(format!("`{method}` is no method of HTTP")))?;
    let path = text("path");
    if path.contains("://") {
        return Err(Failure::usage(
            "PATH is below the base URL of the appliance, such as /host/count/all",
        ));
    }
    // Git's shell for Windows makes a path of Windows out of one that begins with a slash.
    let path = path
        .split_once("/api/v2/")
        .map_or(path.as_str(), |(_, path)| path)
        .to_owned();
    let is_safe = method == Method::GET && !writes(context, &path);
    let mut call = context.client()?.raw(method, &path);
    for (name, value) in pairs(matches, "query")? {
        call = call.query(name, value);
    }
    let fields = pairs(matches, "field")?;
    if !fields.is_empty() {
        let mut form: Map<String, Value> = Map::new();
        for (name, value) in fields {
            match form.entry(name).or_insert_with(|| Value::Array(Vec::new())) {
                Value::Array(values) => values.push(value.into()),
                _ => unreachable!("every entry is an array"),
            }
        }
        call = call.form(&form);
    }
    if let Some(body) = matches.get_one::<String>("body") {
        call = call.json(&file(body)?);
    }
    if !is_safe {
        let preview = call.preview()?;
        if context.options.dry_run {
            let mut plan = Plan::default();
            plan.add(context, "raw", "", &call)?;
            return plan.show_one(context);
        }
        if preview.method == Method::DELETE || preview.path.contains("delete") {
            confirm(
                context,
                "call",
                &[format!("{} {}", preview.method, preview.path)],
                1,
            )?;
        }
    }
    let value = call.await?;
    Output::new(&context.options, context.index(), Type::Any)?.value(value)?;
    Ok(Outcome::Success)
}

/// Whether the spec has the path as a GET that changes data.
fn writes(context: &Context, path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    let path = format!("/{}", path.trim_start_matches('/'));
    context
        .index()
        .operations()
        .any(|known| known.writes_by_get() && known.path == path)
}

fn pairs(matches: &ArgMatches, name: &str) -> Result<Vec<(String, String)>> {
    let given = matches.get_many::<String>(name).into_iter().flatten();
    let pairs = given.map(|given| match given.split_once('=') {
        Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
        None => Err(Failure::usage(format!("--{name} {given}: there is no `=`"))),
    });
    pairs.collect()
}
