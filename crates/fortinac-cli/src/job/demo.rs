//! `fortinac demo`: an appliance on this machine, to try the other commands with.

use std::env;
use std::fmt::Write;
use std::process;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use fortinac_mock::Appliance;

use super::Outcome;
use crate::context::Context;
use crate::failure::{Failure, Kind, Result};
use crate::output;

/// Those of the README.
const HOSTS: &str = "200";
const MOST: i64 = 1_000_000;

pub(super) fn command() -> Command {
    Command::new("demo")
        .about("Start an appliance on this machine with invented hosts, to try the other commands with")
        .after_help(
            "Paste what it prints into a second terminal, or run one command: fortinac demo -- fortinac host list",
        )
        .arg(
            Arg::new("hosts")
                .long("hosts")
                .value_name("NUMBER")
                .default_value(HOSTS)
                .value_parser(value_parser!(u32).range(0..=MOST))
                .help("Number of invented hosts"),
        )
        .arg(
            Arg::new("port")
                .long("port")
                .value_name("PORT")
                .default_value("0")
                .value_parser(value_parser!(u16))
                .help("Port to listen on; 0 means any free port"),
        )
        .arg(
            Arg::new("tls")
                .long("tls")
                .action(ArgAction::SetTrue)
                .help("Use HTTPS with a self-signed certificate, such as to try `fortinac login`"),
        )
        .arg(
            Arg::new("shell")
                .long("shell")
                .value_name("SHELL")
                .value_parser(["sh", "powershell", "fish", "cmd"])
                .default_value(if cfg!(windows) { "powershell" } else { "sh" })
                .help("Shell to print the lines for"),
        )
        .arg(
            Arg::new("command")
                .value_name("COMMAND")
                .last(true)
                .num_args(1..)
                .help("Command to run against the appliance, which stops then"),
        )
}

pub(super) async fn run(_: &Context, matches: &ArgMatches) -> Result<Outcome> {
    let mut builder = Appliance::builder()
        .hosts(matches.get_one("hosts").copied().unwrap_or_default())
        .port(matches.get_one("port").copied().unwrap_or_default())
        // Nobody reads the log of requests.
        .keep_requests(0);
    if matches.get_flag("tls") {
        builder = builder.tls();
    }
    let failed = |reason: String| Failure::new(Kind::Other, reason);
    let appliance = builder.start().map_err(|error| failed(error.to_string()))?;
    let variables = variables(&appliance);
    if let Some(words) = matches.get_many::<String>("command") {
        return run_one(&variables, &words.map(String::as_str).collect::<Vec<_>>());
    }
    let shell = matches.get_one::<String>("shell");
    output::note("An appliance runs until Ctrl-C. Paste these lines into a second terminal:\n");
    output::text(&lines(&variables, shell.map_or("sh", String::as_str)))?;
    output::note(
        "\nThen try there:\n  fortinac host list --limit 5\n  fortinac find cam-c-017\n  fortinac host set-role cam-c-017 --role NAC-Cameras --dry-run\n  fortinac explain host",
    );
    tokio::signal::ctrl_c().await?;
    Ok(Outcome::Success)
}

/// An appliance in memory, for this process alone.
///
/// # Errors
/// It cannot be started.
#[cfg(feature = "mcp")]
pub(super) fn appliance(hosts: u32) -> Result<Appliance> {
    let builder = Appliance::builder().hosts(hosts).keep_requests(0);
    builder
        .start()
        .map_err(|error| Failure::new(Kind::Other, error.to_string()))
}

fn variables(appliance: &Appliance) -> Vec<(&'static str, String)> {
    let mut variables = vec![
        ("FORTINAC_URL", appliance.url()),
        ("FORTINAC_TOKEN", appliance.token().to_owned()),
    ];
    if let Some(fingerprint) = appliance.certificate_sha256() {
        variables.push(("FORTINAC_CERT_SHA256", fingerprint.to_owned()));
    }
    variables
}

/// A line for each variable. Their values have letters, digits and `:/.` alone, which no shell reads as something else.
fn lines(variables: &[(&str, String)], shell: &str) -> String {
    let mut lines = String::new();
    for (name, value) in variables {
        let _ = match shell {
            "powershell" => writeln!(lines, "$env:{name} = \"{value}\""),
            "fish" => writeln!(lines, "set -gx {name} {value}"),
            "cmd" => writeln!(lines, "set {name}={value}"),
            _ => writeln!(lines, "export {name}={value}"),
        };
    }
    lines
}

/// Runs a command with the variables, and ends as it ended.
fn run_one(variables: &[(&'static str, String)], words: &[&str]) -> Result<Outcome> {
    let Some((program, arguments)) = words.split_first() else {
        return Err(Failure::usage("a command is missing behind `--`"));
    };
    // This program may be in no folder of PATH.
    let program = match *program {
        "fortinac" => env::current_exe()?,
        program => program.into(),
    };
    let mut command = process::Command::new(&program);
    command.args(arguments).envs(variables.iter().cloned());
    // Those of another appliance would be mixed with these.
    for name in [
        "FORTINAC_PROFILE",
        "FORTINAC_TOKEN_FILE",
        "FORTINAC_CA_FILE",
        "FORTINAC_INSECURE",
    ] {
        command.env_remove(name);
    }
    if !variables
        .iter()
        .any(|(name, _)| *name == "FORTINAC_CERT_SHA256")
    {
        command.env_remove("FORTINAC_CERT_SHA256");
    }
    let status = command
        .status()
        .map_err(|error| Failure::usage(format!("{}: {error}", program.display())))?;
    Ok(Outcome::Of(
        status
            .code()
            .and_then(|code| u8::try_from(code).ok())
            .unwrap_or(1),
    ))
}
