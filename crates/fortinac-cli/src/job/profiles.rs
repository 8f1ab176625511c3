//! `fortinac profiles` and `fortinac logout`: the named appliances of this user.

use clap::{Arg, ArgMatches, Command};
use fortinac_client::profile::{Profile, Profiles, TokenSource};
use fortinac_spec::api::Type;
use serde_json::{Value, json};

use super::Outcome;
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::form::Form;
use crate::output::{self, Output};

pub(super) fn command() -> Command {
    Command::new("profiles").about("List the profiles: named appliances, which `login` writes")
}

pub(super) async fn run(context: &Context) -> Result<Outcome> {
    let profiles = load()?;
    let mut output = Output::new(&context.options, context.index(), Type::Any)?;
    let names: Vec<&str> = profiles.names().collect();
    let is_empty = names.is_empty();
    for name in names {
        let profile = profiles.get(name).map_err(wrong)?;
        output.item(shown(profile, profiles.default_name() == Some(name)))?;
    }
    output.end()?;
    if is_empty {
        output::note("there are no profiles; `fortinac login` writes one");
    }
    Ok(Outcome::Success)
}

/// What a profile says. Of a token only where it is: the words of a command can be secret too.
fn shown(profile: &Profile, is_default: bool) -> Value {
    let kept = match profile.token() {
        TokenSource::Literal(_) => "in the file of profiles".to_owned(),
        TokenSource::File(file) => format!("in the file {}", file.display()),
        TokenSource::Command(words) => {
            let program = words.first().map_or("", String::as_str);
            format!("from the program {program}")
        }
        _ => "elsewhere".to_owned(),
    };
    let pins = profile.cert_sha256();
    let is_http = profile.url().to_ascii_lowercase().starts_with("http://");
    let trust = match (pins, profile.ca_file()) {
        _ if is_http => "not needed without TLS".to_owned(),
        ([], None) => "the system".to_owned(),
        ([], Some(file)) => format!("the system, and {}", file.display()),
        _ => "a pinned certificate".to_owned(),
    };
    json!({
        "name": profile.name(),
        "url": profile.url(),
        "default": is_default,
        "kept": kept,
        "trust": trust,
    })
}

pub(super) fn logout_command() -> Command {
    Command::new("logout")
        .about("Remove a profile, and the token that is kept in it")
        .arg(
            Arg::new("name")
                .value_name("NAME")
                .required(true)
                .help("Name of the profile"),
        )
}

pub(super) async fn logout(context: &Context, matches: &ArgMatches) -> Result<Outcome> {
    let name = matches
        .get_one::<String>("name")
        .cloned()
        .unwrap_or_default();
    let mut profiles = load()?;
    let source = profiles.get(&name).map_err(wrong)?.token().clone();
    profiles.remove(&name).map_err(wrong)?;
    if context.options.dry_run {
        output::note("dry run: the profile stays");
        return Ok(Outcome::Success);
    }
    profiles.save().map_err(wrong)?;
    match context.options.form {
        Form::Table | Form::Wide => output::text(&format!("removed: {name}\n"))?,
        _ => Output::new(&context.options, context.index(), Type::Any)?
            .value(json!({"removed": name}))?,
    }
    if let TokenSource::File(file) = source {
        output::note(format!(
            "note: the file with the token stays: {}",
            file.display()
        ));
    }
    output::note("note: the token stays valid until it is revoked on the appliance");
    Ok(Outcome::Success)
}

/// The profiles of the file.
pub(super) fn load() -> Result<Profiles> {
    Profiles::load().map_err(wrong)
}

/// What is wrong with the file of profiles is a mistake in it.
pub(super) fn wrong(error: fortinac_client::Error) -> Failure {
    Failure::usage(error.to_string())
}
