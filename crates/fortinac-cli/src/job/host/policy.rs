//! `fortinac host policy`: why a host has the access that it has.

use clap::{Arg, ArgMatches, Command};
use fortinac_spec::api::Type;
use serde_json::{Value, json};

use super::first;
use crate::call::target;
use crate::context::Context;
use crate::failure::{Kind, Result};
use crate::job::{Outcome, policy as report, sections};
use crate::output::{self, Output};

/// The kinds of policies, with their property in the response.
const KINDS: [(&str, &str); 5] = [
    ("access", "accessPolicy"),
    ("authentication", "authenticationPolicy"),
    ("supplicant", "supplicantPolicy"),
    ("endpoint compliance", "epcPolicy"),
    ("portal", "portalPolicy"),
];

pub(in crate::job) fn command() -> Command {
    Command::new("policy")
        .about("Show why a host has its access: host, policies, adapters and health in one view")
        .after_help(
            "Calls host_get, host_policy, adapter_list_for_host and host_health. The last one is known from a program \
             for 7.6 alone; without it, the view has no health. What the codes of `state` and `status` mean is not \
             documented.",
        )
        .arg(
            Arg::new("what")
                .value_name("WHAT")
                .required(true)
                .help("Id, MAC address in any notation, IP address or name of the host"),
        )
}

pub(in crate::job) async fn run(context: &Context, matches: &ArgMatches) -> Result<Outcome> {
    let what = matches.get_one::<String>("what").cloned();
    let (view, notes) = view(context, &what.unwrap_or_default()).await?;
    for note in notes {
        output::note(format!("note: {note}"));
    }
    match sections::are_wanted(context) {
        true => show(context, view)?,
        false => Output::new(&context.options, context.index(), Type::Any)?.value(view)?,
    }
    Ok(Outcome::Success)
}

/// Everything about the access of a host: `host`, `policies`, `adapters` and `health`. And what of it could not be read.
///
/// # Errors
/// There is no such host, or its policies cannot be read.
pub(in crate::job) async fn view(context: &Context, what: &str) -> Result<(Value, Vec<String>)> {
    let mut notes = Vec::new();
    let mut host = target::record(context, "host", what).await?;
    let id = target::key(&host).unwrap_or_default();
    let client = context.client()?;
    let applied = client.call("host_policy")?.parameter("id", id).await?;
    let adapters = client
        .call("adapter_list_for_host")?
        .parameter("hostID", id);
    // A list of hosts has the adapters as well.
    let known = host
        .as_object_mut()
        .and_then(|host| host.remove("adapterObjects"));
    let adapters = match part("the adapters", adapters.await, &mut notes)? {
        Some(Value::Array(adapters)) if !adapters.is_empty() => adapters.into(),
        _ => known.unwrap_or_else(|| json!([])),
    };
    let health = client.call("host_health")?.parameter("id", id);
    let health = part("the health", health.await, &mut notes)?;
    let health = health.filter(|health| *health != json!({}) && *health != json!([]));
    let policies: Vec<Value> = KINDS
        .iter()
        .map(|(kind, property)| policy(kind, property, &applied))
        .collect();
    let view = json!({
        "host": host,
        "policies": policies,
        "adapters": adapters,
        "health": health,
    });
    Ok((view, notes))
}

/// A part of the view that may be missing. What breaks the connection is no matter of one part.
fn part(
    name: &str,
    read: Result<Value, fortinac_client::Error>,
    notes: &mut Vec<String>,
) -> Result<Option<Value>> {
    match read.map_err(crate::failure::Failure::from) {
        Ok(value) => Ok(Some(value)),
        Err(failure) if failure.kind == Kind::Network => Err(failure),
        Err(failure) => {
            notes.push(format!("{name} cannot be read: {failure}"));
            Ok(None)
        }
    }
}

/// The policy of a kind: its names, and the record itself. Without one, all is null but the kind.
fn policy(kind: &str, property: &str, applied: &Value) -> Value {
    let policy = &applied[property];
    let debug = &applied[format!("{property}Debug")];
    let mut shown = json!({"kind": kind});
    if let (Value::Object(shown), Value::Object(row)) = (&mut shown, report::row(policy)) {
        shown.extend(row);
    }
    shown["debug"] = match debug {
        debug if *debug == "" => Value::Null,
        debug => debug.clone(),
    };
    shown["record"] = policy.clone();
    shown
}

/// What a view shows of the host itself.
pub(in crate::job) fn host_row(host: &Value) -> Value {
    json!({
        "id": host["id"],
        "name": host["hostName"],
        "mac": super::mac(host),
        "ip": first(host, &["ip", "adapterIpAsString"]),
        "role": host["role"],
        "owner": first(host, &["owner", "loggedOnUserId"]),
        "type": first(host, &["typeLabel", "type"]),
        "operatingSystem": host["operatingSystem"],
        "connected": host["connected"],
        "location": first(host, &["adapterLocation"]),
        "state": host["state"],
        "status": host["status"],
        "atRisk": host["atRisk"],
        "expired": host["expired"],
    })
}

/// What a view shows of each policy, besides the texts of `debug`.
pub(in crate::job) const POLICY_COLUMNS: [&str; 7] = [
    "kind",
    "name",
    "rank",
    "enabled",
    "profile",
    "configuration",
    "network",
];

/// What a view shows of each adapter.
pub(in crate::job) const ADAPTER_COLUMNS: [&str; 7] = [
    "physicalAddress",
    "ipaddress",
    "location",
    "vendorName",
    "accessValue",
    "dpcRuleName",
    "state",
];

fn show(context: &Context, mut view: Value) -> Result<()> {
    let any = || Type::Any;
    sections::write(context, "HOST", any(), host_row(&view["host"]), &[])?;
    let mut policies = view["policies"].take();
    for policy in policies.as_array_mut().into_iter().flatten() {
        if policy["name"].is_null() && policy["id"].is_null() {
            policy["name"] = "(none)".into();
        }
    }
    let debug: Vec<Value> = policies
        .as_array()
        .into_iter()
        .flatten()
        .filter(|policy| !policy["debug"].is_null())
        .map(|policy| json!({"kind": policy["kind"], "debug": policy["debug"]}))
        .collect();
    sections::write(context, "\nPOLICIES", any(), policies, &POLICY_COLUMNS)?;
    if !debug.is_empty() {
        sections::write(context, "\nDEBUG", any(), debug.into(), &["kind", "debug"])?;
    }
    let adapter = Type::Ref("Adapter".to_owned());
    let adapters = view["adapters"].take();
    sections::write(context, "\nADAPTERS", adapter, adapters, &ADAPTER_COLUMNS)?;
    sections::write(context, "\nHEALTH", any(), view["health"].take(), &[])
}
