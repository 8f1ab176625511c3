//! `fortinac certificate renew`: a new certificate with its key, checked before it is sent.

mod files;

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};
use fortinac_client::Upload;
use fortinac_spec::api::Type;
use serde_json::{Value, json};

use super::Outcome;
use crate::call::confirm;
use crate::call::plan::Plan;
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::output::{self, Output};
use files::Pair;

/// The targets whose owner is known, and what the API calls their owners.
const OWNERS: [(&str, &str); 5] = [
    ("Portal", "PORTAL"),
    ("Persistent Agent", "AGENT"),
    ("Admin UI", "TOMCAT"),
    ("Local RADIUS Server (RadSec)", "RADSEC"),
    ("Local RADIUS Server (EAP) [radius]", "RADIUS"),
];

pub(super) fn command() -> Command {
    let file = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .value_name("FILE")
            .required(true)
            .value_hint(ValueHint::FilePath)
            .help(help)
    };
    let targets: Vec<&str> = OWNERS.iter().map(|(target, _)| *target).collect();
    Command::new("renew")
        .about("Upload a new certificate and its private key, and restart the service that uses it")
        .after_help(format!(
            "Known targets are {}. Before anything is sent, it is checked that the key is that of the certificate, and that the \
             certificate is valid today. How the upload works is known from one program alone.",
            targets.join(", ")
        ))
        .arg(
            Arg::new("target")
                .value_name("TARGET")
                .required(true)
                .help("Name of the certificate target, such as Portal or 'Admin UI'"),
        )
        .arg(file("certificate", "The certificate, and the chain behind it, in PEM form"))
        .arg(file("key", "The private key in PEM form, without a passphrase"))
        .arg(
            Arg::new("owner")
                .long("owner")
                .value_name("TYPE")
                .help("What the API calls the owner of the certificate; known for the targets below"),
        )
        .arg(
            Arg::new("no-restart")
                .long("no-restart")
                .action(ArgAction::SetTrue)
                .help("Leave the service as it is, which goes on with the certificate that it has"),
        )
}

pub(super) async fn run(context: &Context, matches: &ArgMatches) -> Result<Outcome> {
    let text = |name: &str| matches.get_one::<String>(name).cloned();
    let target = text("target").unwrap_or_default();
    let owner = text("owner").map_or_else(|| owner(&target), Ok)?;
    let certificate = text("certificate").unwrap_or_default();
    let pair = Pair::read(&certificate, &text("key").unwrap_or_default())?;

    let client = context.client()?;
    let upload = client
        .call("certificate_update")?
        .parameter("name", target.as_str())
        .field("targetType", "ServerCert")
        .field("privateKeyType", "provided")
        .field("certOwnerType", owner)
        .field("appliedTo", "null")
        .upload("certs", &Upload::new("certificate.pem", pair.certificates))
        .upload("privateKey", &Upload::new("key.pem", pair.key));
    let restarts = !matches.get_flag("no-restart");
    let restart = client
        .call("certificate_restart")?
        .field("target", target.as_str());
    if context.options.dry_run {
        let mut plan = Plan::default();
        plan.add(context, "certificate_update", &target, &upload)?;
        if restarts {
            plan.add(context, "certificate_restart", &target, &restart)?;
        }
        return plan.show(context);
    }
    let what = match restarts {
        true => "replace the certificate, and restart the service",
        false => "replace the certificate",
    };
    confirm(context, what, &[target.clone(), pair.summary.clone()], 1)?;
    let uploaded = upload.await?;
    // A program restarts whatever the response says, because it is not known when the property is absent.
    let is_required = uploaded["restartRequired"] != false;
    let is_restarted = restarts && is_required;
    if is_restarted {
        restart.await.map_err(|error| {
            Failure::from(error)
                .hint("the certificate is uploaded; restart the service when it suits")
        })?;
    }
    if is_required && !restarts {
        output::note("note: the service goes on with the former certificate until it is restarted");
    }
    Output::new(&context.options, context.index(), Type::Any)?.value(json!({
        "target": target,
        "certificate": pair.summary,
        "restartRequired": uploaded["restartRequired"],
        "restarted": is_restarted,
    }))?;
    Ok(Outcome::Success)
}

fn owner(target: &str) -> Result<String> {
    let known = OWNERS
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(target));
    known.map(|(_, owner)| (*owner).to_owned()).ok_or_else(|| {
        let targets: Vec<&str> = OWNERS.iter().map(|(known, _)| *known).collect();
        let owners: Vec<Value> = OWNERS.iter().map(|(_, owner)| (*owner).into()).collect();
        Failure::usage(format!(
            "the owner of the target `{target}` is not known; known targets are {}",
            targets.join(", ")
        ))
        .hint(format!(
            "for another target, say --owner: one of {}",
            Value::Array(owners)
        ))
    })
}
