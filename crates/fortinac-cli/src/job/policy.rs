//! `fortinac policy report`: the policies in the order in which the appliance tries them.

use clap::{Arg, ArgMatches, Command};
use fortinac_spec::api::Type;
use serde_json::{Value, json};

use super::Outcome;
use crate::call::pages::Items;
use crate::call::target;
use crate::context::Context;
use crate::failure::{Failure, Kind, Result};
use crate::form::Form;
use crate::output::Output;

/// The kinds of policies that a call lists, with that call.
const KINDS: [(&str, &str); 4] = [
    ("access", "access_policy_list"),
    ("authentication", "authentication_policy_list"),
    ("supplicant", "supplicant_policy_list"),
    ("endpoint-compliance", "endpoint_compliance_policy_list"),
];
const COLUMNS: [&str; 8] = [
    "rank",
    "name",
    "enabled",
    "profile",
    "configuration",
    "network",
    "groups",
    "note",
];

const LONG_HELP: &str = "\
The first policy in this order whose profile fits decides. No call tells which hosts a policy is used for: `fortinac host \
policy` tells it for one host. The list of access policies is known from a program for 7.6 alone. No call lists portal \
policies.";

pub(super) fn command() -> Command {
    let report = Command::new("report")
        .about("List policies in the order of rank, with profile and configuration")
        .after_help(LONG_HELP)
        .arg(
            Arg::new("kind")
                .long("kind")
                .value_name("KIND")
                .value_parser(KINDS.map(|(kind, _)| kind))
                .default_value("access")
                .help("Kind of the policies"),
        );
    Command::new("policy")
        .about("Report the policies: which one applies first, to whom, and what it gives")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(report)
}

pub(super) async fn run(context: &Context, matches: &ArgMatches) -> Result<Outcome> {
    let Some(("report", matches)) = matches.subcommand() else {
        return Err(Failure::usage("a command is missing"));
    };
    let kind = matches
        .get_one::<String>("kind")
        .map_or("access", String::as_str);
    let operation = KINDS.iter().find(|(name, _)| *name == kind);
    let operation = operation
        .map(|(_, operation)| *operation)
        .unwrap_or_default();
    let list = context.index().operation(operation);
    let list = list.ok_or_else(|| Failure::usage(format!("no call lists {kind} policies")))?;
    let call = context.client()?.call(operation)?;
    let mut items = Items::of(&list, call);
    let mut policies = Vec::new();
    loop {
        match items.next().await {
            Ok(Some(policy)) => policies.push(policy),
            Ok(None) => break,
            Err(failure) if failure.kind == Kind::NotFound => {
                return Err(failure.hint(format!(
                    "this appliance may not have {operation}; `fortinac host policy` shows what applies to a host"
                )));
            }
            Err(failure) => return Err(failure),
        }
    }
    // One without a rank comes last.
    policies.sort_by_key(|policy| {
        let rank = policy["rank"].as_i64().unwrap_or(i64::MAX);
        (rank, target::key(policy).unwrap_or(i64::MAX))
    });
    let mut options = context.options.clone();
    if options.columns.is_empty() && matches!(options.form, Form::Table | Form::Csv) {
        options.columns = COLUMNS.map(ToOwned::to_owned).to_vec();
    }
    let mut output = Output::new(&options, context.index(), Type::Any)?;
    for policy in &policies {
        output.item(row(policy))?;
    }
    output.end()?;
    Ok(Outcome::Success)
}

/// What a report has of a policy. In some records, names are properties of their own.
pub(super) fn row(policy: &Value) -> Value {
    let (profile, configuration) = (&policy["profile"], &policy["configuration"]);
    let either = |first: &Value, second: &Value| match first {
        Value::Null => second.clone(),
        first => first.clone(),
    };
    let network = &configuration["logicalNetwork"];
    let network = either(&configuration["logicalNetworkName"], &network["name"]);
    json!({
        "id": target::key(policy),
        "rank": policy["rank"],
        "name": policy["name"],
        "enabled": policy["enabled"],
        "profile": either(&profile["name"], &policy["profileName"]),
        "configuration": either(&configuration["name"], &policy["configurationName"]),
        "network": either(&network, &configuration["accessValue"]),
        "groups": profile["groupNames"],
        "note": policy["note"],
        "lastModifiedBy": policy["lastModifiedBy"],
        "lastModifiedDate": policy["lastModifiedDate"],
    })
}
