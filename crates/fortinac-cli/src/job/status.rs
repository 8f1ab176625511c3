//! `fortinac status`: whether the appliance can be reached, and what it has.

use std::time::Instant;

use clap::{ArgMatches, Command};
use fortinac_client::profile::Settings;
use fortinac_client::{Client, Error, Response};
use fortinac_spec::api::{Output as Returned, Type};
use serde_json::{Value, json};

use super::{Outcome, sections};
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::output::Output;

/// The parts of an appliance, with a call of each that only reads. The first one also tells whether it can be reached.
const PARTS: [(&str, &str); 9] = [
    ("hosts", "host_count_all"),
    ("users", "user_list"),
    ("guests", "guest_count"),
    ("devices", "device_count"),
    ("groups", "group_count_all"),
    ("access policies", "access_policy_list"),
    ("events", "event_count"),
    ("audit log", "audit_entry_get_count"),
    ("tasks", "system_task_count_all"),
];
const DETAILS: &str = "local_properties_software_details";

const LONG_HELP: &str = "\
Makes one call that only reads for each part of the appliance. That such a call is allowed says nothing of changes: no call \
tells what a token may do. Of a certificate, it shows how it is checked, and the pin. The exit code is 7 if the appliance \
cannot be reached, 3 if the token may do nothing of it, and 8 if a part failed for another reason.";

pub(super) fn command() -> Command {
    Command::new("status")
        .about(
            "Show whether the appliance can be reached, what the token may read, and what there is",
        )
        .after_help(LONG_HELP)
}

/// What came of the call of a part.
struct Part {
    name: &'static str,
    operation: &'static str,
    result: Result<Value, Error>,
}

impl Part {
    /// In a word, whether the token may read it.
    fn access(&self) -> &'static str {
        match &self.result {
            Ok(_) => "allowed",
            Err(error) if error.is_unauthorized() => "token refused",
            Err(error) if error.is_forbidden() => "not permitted",
            Err(error) if is_missing(error) => "not there",
            Err(_) => "failed",
        }
    }

    fn row(&self) -> Value {
        json!({
            "part": self.name,
            "access": self.access(),
            "count": self.result.as_ref().ok(),
            "operation": self.operation,
            "message": self.result.as_ref().err().map(Error::to_string),
        })
    }
}

/// The appliance does not have the call, perhaps because it is older or newer.
fn is_missing(error: &Error) -> bool {
    error.is_not_found() || error.status().is_some_and(|status| status.as_u16() == 501)
}

fn is_network(error: &Error) -> bool {
    error.is_timeout() || error.is_connect() || error.is_tls()
}

pub(super) async fn run(context: &Context, _: &ArgMatches) -> Result<Outcome> {
    let client = context.client()?;
    let begin = Instant::now();
    let mut parts = Vec::new();
    let mut milliseconds = None;
    for (name, operation) in PARTS {
        let result = read(context, client, operation).await;
        milliseconds.get_or_insert(begin.elapsed().as_millis());
        let goes_on = !result
            .as_ref()
            .is_err_and(|error| is_network(error) || error.is_unauthorized());
        parts.push(Part {
            name,
            operation,
            result,
        });
        // The others would fail in the same way, and each would take its time.
        if !goes_on && parts.len() == 1 {
            break;
        }
    }
    let first = parts.first().map(|part| &part.result);
    let is_reachable = first.is_some_and(|result| !result.as_ref().is_err_and(is_network));
    let details = match parts.len() > 1 {
        true => client.call(DETAILS)?.await.ok(),
        false => None,
    };
    let details = details.unwrap_or_default();
    let mut appliance = json!({
        "product": details["productName"],
        "version": details["productVersion"],
        "api": details["apiVersion"],
        "hostName": details["hostName"],
        "os": details["os"],
    });
    let connection = connection(context, is_reachable, milliseconds)?;
    let rows: Vec<Value> = parts.iter().map(Part::row).collect();
    if sections::are_wanted(context) {
        let any = || Type::Any;
        sections::write(context, "CONNECTION", any(), connection, &[])?;
        if is_reachable {
            sections::write(context, "\nAPPLIANCE", any(), appliance, &[])?;
        }
        let columns = ["part", "access", "count", "message"];
        sections::write(
            context,
            "\nWHAT THE TOKEN MAY READ",
            any(),
            rows.into(),
            &columns,
        )?;
    } else {
        let mut view = connection;
        view["appliance"] = appliance.take();
        view["parts"] = rows.into();
        Output::new(&context.options, context.index(), Type::Any)?.value(view)?;
    }
    outcome(parts)
}

/// How many records a part has.
async fn read(context: &Context, client: &Client, operation: &str) -> Result<Value, Error> {
    let known = context.index().operation(operation);
    let mut call = client.call(operation)?;
    let is_list = known.is_some_and(|known| matches!(known.result, Returned::List { .. }));
    if is_list {
        call = call.parameter("start", 0).parameter("count", 1);
    }
    let response: Response<Value> = call.with_response().await?;
    Ok(match (is_list, response.value) {
        (true, _) => response.total.map_or(Value::Null, Value::from),
        // A number inside a string.
        (false, Value::String(text)) => text.parse::<i64>().map_or(text.into(), Value::from),
        (false, value) => value,
    })
}

fn connection(context: &Context, is_reachable: bool, milliseconds: Option<u128>) -> Result<Value> {
    let settings = Settings::find(context.options.profile.as_deref());
    let settings = settings.map_err(|error| Failure::usage(error.to_string()))?;
    let profile = settings.profile();
    let variable = |name: &str| {
        let value = std::env::var(name).ok().filter(|value| !value.is_empty());
        value.filter(|_| profile.is_none())
    };
    let url = profile.map(|profile| profile.url().to_owned());
    let pins: Vec<String> = match profile {
        Some(profile) => profile
            .cert_sha256()
            .iter()
            .map(ToString::to_string)
            .collect(),
        None => variable("FORTINAC_CERT_SHA256").into_iter().collect(),
    };
    let url = url.or_else(|| variable("FORTINAC_URL")).unwrap_or_default();
    let has_file = match profile {
        Some(profile) => profile.ca_file().is_some(),
        None => variable("FORTINAC_CA_FILE").is_some(),
    };
    let certificate = match () {
        () if url.starts_with("http://") => "none: the connection is not encrypted",
        () if variable("FORTINAC_INSECURE").is_some_and(|value| value == "1") => "not checked",
        () if !pins.is_empty() => "checked by its pin",
        () if has_file => "checked by the system's authorities and those of a file",
        () => "checked by the system's authorities",
    };
    Ok(json!({
        "url": url,
        "profile": profile.and_then(|profile| profile.name()),
        "reachable": is_reachable,
        "milliseconds": milliseconds.and_then(|time| u64::try_from(time).ok()),
        "certificate": certificate,
        "fingerprint": pins,
    }))
}

fn outcome(parts: Vec<Part>) -> Result<Outcome> {
    let is_refused = |part: &Part| ["token refused", "not permitted"].contains(&part.access());
    let is_useless = parts.iter().all(is_refused);
    let has_failed = parts.iter().any(|part| part.access() == "failed");
    for part in parts {
        match part.result {
            Err(error) if is_network(&error) || is_useless => return Err(error.into()),
            _ => {}
        }
    }
    Ok(match has_failed {
        true => Outcome::SomeFailed,
        false => Outcome::Success,
    })
}
