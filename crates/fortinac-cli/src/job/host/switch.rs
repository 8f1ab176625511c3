//! `fortinac host enable` and `fortinac host disable`, for any number of hosts.

use clap::{Arg, ArgMatches, Command};
use fortinac_client::Call;
use fortinac_client::call::ById;
use fortinac_spec::api::Type;
use serde_json::{Value, json};

use super::mac;
use crate::call::plan::Plan;
use crate::call::{confirm, pipe, target};
use crate::context::Context;
use crate::failure::{Failure, Kind, Result};
use crate::form::Form;
use crate::outcome::Outcome;
use crate::output::Output;

pub(in crate::job) fn enable() -> Command {
    Command::new("enable")
        .about("Enable hosts by id, MAC address, IP address or name")
        .after_help(
            "Sends host_enable_by_mac for each host: no call that enables by id is known. It is known from a program \
             for 7.6 alone.",
        )
        .arg(hosts())
}

pub(in crate::job) fn disable() -> Command {
    Command::new("disable")
        .about("Disable hosts by id, MAC address, IP address or name")
        .after_help("Sends host_disable for each host. Asks before.")
        .arg(hosts())
}

fn hosts() -> Arg {
    Arg::new("hosts")
        .value_name("WHAT")
        .required(true)
        .num_args(1..)
        .help("Id, MAC address in any notation, IP address or name of a host")
}

pub(in crate::job) async fn run_enable(context: &Context, matches: &ArgMatches) -> Result<Outcome> {
    run(context, matches, true).await
}

pub(in crate::job) async fn run_disable(
    context: &Context,
    matches: &ArgMatches,
) -> Result<Outcome> {
    run(context, matches, false).await
}

type Sending = Call<Value, ById>;

/// A host, and how it is switched.
struct Step {
    given: String,
    host: Value,
    operation: &'static str,
}

async fn run(context: &Context, matches: &ArgMatches, is_on: bool) -> Result<Outcome> {
    let given = matches.get_many::<String>("hosts").into_iter().flatten();
    let given = pipe::targets(given.cloned().collect())?;
    context.options.check_number(given.len())?;
    let mut steps: Vec<(Step, Sending)> = Vec::new();
    // All of them are known before the first one is switched.
    for given in given {
        let host = target::record(context, "host", &given).await?;
        let is_known = |(step, _): &(Step, _)| target::key(&step.host) == target::key(&host);
        if !steps.iter().any(is_known) {
            steps.push(step(context, given, host, is_on)?);
        }
    }
    if context.options.dry_run {
        let mut plan = Plan::default();
        for (step, call) in &steps {
            plan.add(context, step.operation, &step.name(), call)?;
        }
        return plan.show(context);
    }
    if !is_on {
        let hit: Vec<String> = steps.iter().map(|(step, _)| step.name()).collect();
        confirm(context, "disable hosts", &hit, hit.len())?;
    }
    send(context, steps, is_on).await
}

fn step(context: &Context, given: String, host: Value, is_on: bool) -> Result<(Step, Sending)> {
    let operation = if is_on {
        "host_enable_by_mac"
    } else {
        "host_disable"
    };
    let call = context.client()?.call(operation)?;
    let call = match is_on {
        false => call.parameter("id", target::key(&host).unwrap_or_default()),
        true => {
            // The address that was given is one of the host, if the host was found by it.
            let of_host = |mac: &String| host.to_string().contains(mac.as_str());
            let given = target::mac(&given).filter(of_host);
            let mac = given.or_else(|| mac(&host).map(ToOwned::to_owned));
            let mac = mac.ok_or_else(|| {
                Failure::usage(format!(
                    "the host `{given}` has no MAC address",
                    given = target::label(&host)
                ))
                .hint("nothing was sent; a host can be enabled by its MAC address only")
            })?;
            call.field("mac", mac)
        }
    };
    let step = Step {
        given,
        host,
        operation,
    };
    Ok((step, call))
}

impl Step {
    /// The id and the name, as a question names them.
    fn name(&self) -> String {
        let id = target::key(&self.host).unwrap_or_default();
        format!("{id} ({})", target::label(&self.host))
    }

    fn row(&self, result: &str, message: Option<String>) -> Value {
        json!({
            "id": target::key(&self.host),
            "name": self.host["hostName"],
            "mac": mac(&self.host),
            "given": self.given,
            "result": result,
            "message": message,
        })
    }
}

async fn send(context: &Context, steps: Vec<(Step, Sending)>, is_on: bool) -> Result<Outcome> {
    let done = if is_on { "enabled" } else { "disabled" };
    let number = steps.len();
    let mut options = context.options.clone();
    if options.columns.is_empty() && matches!(options.form, Form::Table | Form::Csv) {
        let columns = ["id", "name", "mac", "result", "message"];
        options.columns = columns.map(ToOwned::to_owned).to_vec();
    }
    let mut output = Output::new(&options, context.index(), Type::Any)?;
    // The next call would fail in the same way, and later.
    let mut stopped: Option<Failure> = None;
    let mut failed = 0;
    for (step, call) in steps {
        if stopped.is_some() {
            failed += 1;
            let message = "not sent, because of the failure before".to_owned();
            output.item(step.row("skipped", Some(message)))?;
            continue;
        }
        match call.await.map_err(Failure::from) {
            Ok(_) => output.item(step.row(done, None))?,
            Err(failure) if number == 1 => return Err(failure),
            Err(failure) => {
                failed += 1;
                output.item(step.row("failed", Some(failure.to_string())))?;
                if matches!(failure.kind, Kind::Network | Kind::Authentication) {
                    stopped = Some(failure);
                }
            }
        }
    }
    output.end()?;
    match stopped {
        Some(failure) if failed == number => Err(failure),
        _ if failed > 0 => Ok(Outcome::SomeFailed),
        _ => Ok(Outcome::Success),
    }
}
