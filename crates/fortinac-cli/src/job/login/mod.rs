//! `fortinac login`: writes a profile. No token is sent before its appliance is known.

mod certificate;
mod name;
mod prompt;

use std::path::{self, PathBuf};
use std::pin::pin;

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};
use fortinac_client::profile::{Profile, Profiles, TokenSource, peer_certificate};
use fortinac_client::{Client, Fingerprint};
use fortinac_spec::api::Type;
use serde_json::json;

use super::Outcome;
use super::profiles::{load, wrong};
use crate::call::confirm;
use crate::context::Context;
use crate::failure::{Failure, Kind, Result};
use crate::output::{self, Output};

/// The call that shows whether the token is good. It changes nothing and returns one number.
const PROBE: &str = "host_count";

pub(super) fn command() -> Command {
    Command::new("login")
        .about("Connect to an appliance, and write a profile with its address, certificate and token")
        .arg(
            Arg::new("name")
                .value_name("NAME")
                .help("Name of the profile [default: the first part of the host name]"),
        )
        .arg(
            Arg::new("url")
                .long("url")
                .value_name("URL")
                .value_hint(ValueHint::Url)
                .help("Name, address or URL of the appliance; a name alone means https://NAME:8443/api/v2"),
        )
        .arg(
            Arg::new("pin")
                .long("pin")
                .value_name("FINGERPRINT")
                .value_parser(|text: &str| text.parse::<Fingerprint>())
                .help("SHA-256 fingerprint that the certificate must have, to be trusted without a question"),
        )
        .arg(
            Arg::new("ca-file")
                .long("ca-file")
                .value_name("FILE")
                .value_hint(ValueHint::FilePath)
                .conflicts_with("pin")
                .help("Authorities to trust besides those of the system, in PEM form"),
        )
        .arg(
            Arg::new("token-stdin")
                .long("token-stdin")
                .action(ArgAction::SetTrue)
                .help("Read the API token from the standard input"),
        )
        .arg(
            Arg::new("token-file")
                .long("token-file")
                .value_name("FILE")
                .value_hint(ValueHint::FilePath)
                .conflicts_with("token-stdin")
                .help("Keep the name of this file in the profile, in place of the token that is in it"),
        )
        .arg(
            Arg::new("default")
                .long("default")
                .action(ArgAction::SetTrue)
                .help("Use this profile when none is named; the first profile is that anyway"),
        )
}

pub(super) async fn run(context: &Context, matches: &ArgMatches) -> Result<Outcome> {
    let mut profiles = load()?;
    let url = match matches.get_one::<String>("url") {
        Some(url) => url.clone(),
        None => prompt::line("Address of the appliance", "--url URL")?,
    };
    let url = url.trim().to_owned();
    // The address alone is checked: a client sends nothing by itself.
    Client::new(&url, "unknown").map_err(wrong)?;
    let name = matches.get_one::<String>("name").cloned();
    let name = name.unwrap_or_else(|| name::of(&url));
    check_other(context, &profiles, &name, &url)?;

    let ca_file = matches.get_one::<String>("ca-file");
    let ca_file = ca_file.map(path::absolute).transpose()?;
    let asked = matches.get_one::<Fingerprint>("pin").copied();
    let pin = match (&ca_file, url.to_ascii_lowercase().starts_with("http://")) {
        (None, false) => pin(&url, asked).await?,
        (_, true) if asked.is_some() => {
            return Err(Failure::usage("--pin: http:// has no certificate"));
        }
        _ => None,
    };
    // The prompt for the token turns Ctrl-C of the terminal off, and then sends the signal itself: by its own it would end
    // the program before the terminal is as it was.
    let mut interrupt = pin!(tokio::signal::ctrl_c());
    tokio::select! {
        biased;
        _ = &mut interrupt => return Err(interrupted()),
        () = std::future::ready(()) => {}
    }
    let token = token(context, matches)?;
    let mut profile = match profiles.get(&name) {
        Ok(known) => known.clone(),
        Err(_) => Profile::new(url.clone(), token.clone()),
    };
    profile.set_appliance(url.clone(), token);
    profile.set_cert_sha256(pin);
    profile.set_ca_file(ca_file);
    profiles.set(&name, profile.clone()).map_err(wrong)?;
    let is_default = matches.get_flag("default") || profiles.names().len() == 1;
    if is_default {
        profiles.set_default(&name).map_err(wrong)?;
    }
    let hosts = match context.options.dry_run {
        true => None,
        false => tokio::select! {
            hosts = probe(context, &profile) => hosts?,
            _ = interrupt => return Err(interrupted()),
        },
    };
    if !context.options.dry_run {
        profiles.save().map_err(wrong)?;
    }
    let default = profiles.default_name() == Some(name.as_str());
    report(context, &profiles, &name, &url, pin, default, hosts)
}

fn interrupted() -> Failure {
    Failure::new(Kind::Interrupted, "interrupted").hint("no profile was written")
}

/// A token belongs to one appliance: a name that is taken by another one is not given away silently.
fn check_other(context: &Context, profiles: &Profiles, name: &str, url: &str) -> Result<()> {
    let Ok(known) = profiles.get(name) else {
        return Ok(());
    };
    if known.url() == url || context.options.dry_run {
        return Ok(());
    }
    let what = format!("replace the profile {name}, which is of another appliance");
    confirm(context, &what, &[known.url().to_owned()], 1)
}

/// The fingerprint to pin; `None` if the system trusts the certificate.
async fn pin(url: &str, asked: Option<Fingerprint>) -> Result<Option<Fingerprint>> {
    let certificate = peer_certificate(url).await.map_err(|error| {
        let failure = Failure::from(error);
        failure.hint("no token was sent; check the address")
    })?;
    let presented = certificate.fingerprint();
    output::note(certificate::description(url, &certificate));
    if let Some(asked) = asked {
        return match asked == presented {
            true => Ok(Some(presented)),
            false => Err(Failure::new(
                Kind::Network,
                format!("the certificate is not the one of --pin: its fingerprint is {presented}"),
            )
            .hint("no token was sent; somebody may be in between, or the certificate was renewed")),
        };
    }
    let Some(refusal) = certificate.refusal() else {
        output::note("This system trusts it, so that it need not be pinned.");
        return Ok(None);
    };
    output::note(format!(
        "This system does not trust it: {}.",
        output::escaped(refusal)
    ));
    output::note(
        "Compare the fingerprint with that of the appliance, as you know it from a source other than this connection.",
    );
    let hint = "no token was sent; --pin FINGERPRINT trusts a certificate without a question";
    match prompt::yes("Trust this certificate, and pin it?") {
        Some(true) => Ok(Some(presented)),
        Some(false) => Err(Failure::usage("the certificate is not trusted").hint(hint)),
        None => Err(Failure::usage(
            "somebody has to confirm the certificate, and there is no terminal to ask in",
        )
        .hint(hint)),
    }
}

/// Where the token comes from. It is never an argument, which other users of the machine could read.
fn token(context: &Context, matches: &ArgMatches) -> Result<TokenSource> {
    if let Some(file) = matches.get_one::<String>("token-file") {
        let file: PathBuf = path::absolute(file)?;
        return Ok(TokenSource::File(file));
    }
    if context.options.dry_run {
        return Ok(TokenSource::Literal("unknown".into()));
    }
    let text = match matches.get_flag("token-stdin") {
        true => std::io::read_to_string(std::io::stdin())?,
        false => prompt::hidden("API token (it is not shown): ", "--token-stdin")?,
    };
    match text.trim() {
        "" => Err(Failure::usage("the token is empty").hint("nothing was sent")),
        token => Ok(TokenSource::Literal(token.into())),
    }
}

/// Makes one harmless call. Returns the number of hosts, if the token may read it.
async fn probe(context: &Context, profile: &Profile) -> Result<Option<u64>> {
    let mut builder = profile.builder().map_err(wrong)?;
    if let Some(timeout) = context.options.timeout {
        builder = builder.timeout(timeout);
    }
    let client = builder.build().map_err(wrong)?;
    match client.call(PROBE)?.await {
        Ok(number) => Ok(number.as_u64()),
        Err(error) if error.is_forbidden() => {
            output::note(format!("note: the token may not do everything: {error}"));
            Ok(None)
        }
        Err(error) => {
            Err(Failure::from(error)
                .hint("no profile was written; check the token and the address"))
        }
    }
}

fn report(
    context: &Context,
    profiles: &Profiles,
    name: &str,
    url: &str,
    pin: Option<Fingerprint>,
    default: bool,
    hosts: Option<u64>,
) -> Result<Outcome> {
    let file = profiles.path().display().to_string();
    if !context.options.form.is_table() {
        let output = Output::new(&context.options, context.index(), Type::Any)?;
        output.value(json!({
            "profile": name,
            "url": url,
            "fingerprint": pin.map(|pin| pin.to_string()),
            "default": default,
            "hosts": hosts,
            "file": file,
        }))?;
    } else if !context.options.dry_run {
        let hosts = hosts.map_or_else(String::new, |hosts| format!(", which has {hosts} hosts"));
        let option = match default {
            true => String::new(),
            false => format!(" --profile {name}"),
        };
        output::text(&format!(
            "Logged in to {url}{hosts}.\nThe profile {name} is in {file}.\nTry: fortinac{option} host list --limit 5\n"
        ))?;
    }
    if context.options.dry_run {
        output::note("dry run: no token was sent, and nothing was written");
    }
    Ok(Outcome::Success)
}
