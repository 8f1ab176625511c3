//! `fortinac find`: whatever people know a host or a user by.

use clap::{Arg, ArgMatches, Command};
use fortinac_spec::api::Type;
use serde_json::{Value, json};

use super::Outcome;
use crate::call::target;
use crate::context::Context;
use crate::failure::{Failure, Kind, Result};
use crate::form::Form;
use crate::output::Output;

pub(super) fn command() -> Command {
    Command::new("find")
        .about("Find hosts and users by MAC address in any notation, IP address, name, user id or serial number")
        .arg(Arg::new("what").value_name("ANYTHING").required(true).help("What the host or user is known by"))
}

pub(super) async fn run(context: &Context, matches: &ArgMatches) -> Result<Outcome> {
    let what = matches
        .get_one::<String>("what")
        .cloned()
        .unwrap_or_default();
    let found = search(context, &what).await?;
    let mut options = context.options.clone();
    if options.columns.is_empty() && matches!(options.form, Form::Table | Form::Csv) {
        let columns = [
            "kind", "id", "name", "mac", "ip", "role", "state", "location", "owner",
        ];
        options.columns = columns.map(ToOwned::to_owned).to_vec();
    }
    let is_document = !matches!(options.form, Form::Table | Form::Csv);
    let mut output = Output::new(&options, context.index(), Type::Any)?;
    for (kind, record) in found {
        output.item(match is_document {
            true => with_kind(kind, record),
            false => short(kind, &record),
        })?;
    }
    output.end()?;
    Ok(Outcome::Success)
}

/// The hosts and users that a text means, each with its kind.
///
/// # Errors
/// There are none, or the appliance cannot be asked.
pub(super) async fn search(context: &Context, what: &str) -> Result<Vec<(&'static str, Value)>> {
    let mut found: Vec<(&str, Value)> = Vec::new();
    let is_address = target::mac(what).is_some() || what.parse::<std::net::IpAddr>().is_ok();
    if let Ok(id) = what.parse::<i64>() {
        let host = context
            .client()?
            .call("host_get")?
            .parameter("id", id)
            .optional()
            .await?;
        found.extend(host.map(|host| ("host", host)));
    }
    if found.is_empty() {
        let hosts = target::find(context, "host", what).await?;
        found.extend(hosts.into_iter().map(|host| ("host", host)));
    }
    if !is_address && found.is_empty() {
        let hosts = by_serial(context, what).await?;
        found.extend(hosts.into_iter().map(|host| ("host", host)));
    }
    if !is_address {
        let users = target::find(context, "user", what).await?;
        found.extend(users.into_iter().map(|user| ("user", user)));
    }
    if found.is_empty() {
        return Err(Failure::new(Kind::NotFound, format!("nothing is known as `{what}`"))
            .hint("names have to match as a whole; `fortinac host list --filter` compares in other ways"));
    }
    Ok(found)
}

async fn by_serial(context: &Context, serial: &str) -> Result<Vec<Value>> {
    let filter = format!("pcserialNumber=={serial}");
    let call = context.client()?.call("host_list")?;
    let mut items = call.parameter("filter", [filter]).stream();
    let mut found = Vec::new();
    while let Some(host) = items.next().await {
        found.push(host?);
    }
    Ok(found)
}

fn with_kind(kind: &str, record: Value) -> Value {
    let mut shown = serde_json::Map::new();
    shown.insert("kind".to_owned(), kind.into());
    if let Value::Object(properties) = record {
        shown.extend(properties);
    }
    shown.into()
}

/// The row of a table.
pub(super) fn short(kind: &str, record: &Value) -> Value {
    let first = |names: &[&str]| {
        names
            .iter()
            .map(|name| record[*name].clone())
            .find(|value| !value.is_null())
    };
    json!({
        "kind": kind,
        "id": record["id"],
        "name": first(&["hostName", "userID"]),
        "mac": record["primaryMac"],
        "ip": record["ip"],
        "role": record["role"],
        "state": record["state"],
        "location": first(&["adapterLocation", "email"]),
        "owner": first(&["owner", "loggedOnUserId"]),
    })
}
