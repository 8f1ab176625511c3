//! `fortinac mcp`: a server of the Model Context Protocol, for assistants.
//!
//! `permission` ◀ `resolve`, `shape`, `cut` ◀ `list` ◀ `request` ◀ `plan` ◀ `tools` ◀ `log` ◀ `server`.

mod config;
mod cut;
mod list;
mod log;
mod permission;
mod plan;
mod request;
mod resolve;
mod server;
mod shape;
mod tools;

use std::sync::Arc;
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use rmcp::ServiceExt;

use super::{Job, Outcome};
use crate::context::Context;
use crate::failure::{Failure, Kind, Result};
use crate::output;
use config::CLIENTS;
use permission::Permissions;
use server::Server;
use tools::State;

pub(super) const JOB: Job = Job {
    path: &["mcp"],
    command,
    run: |context, matches| Box::pin(run(context, matches)),
};

const LONG_HELP: &str = "\
The server speaks the Model Context Protocol on its standard input and output: a client such as an editor or a chat program \
starts it. It only reads, unless --allow-writes names resources; then each write is a plan first, and is carried out when \
the call comes again with the token of the plan. It never returns a secret. What it does is told on the standard error.\n\n\
docs/mcp.md of the project says what an administrator should know before connecting it.";

fn command() -> Command {
    let command = Command::new("mcp")
        .about("Serve an assistant: the Model Context Protocol on standard input and output, read-only by default")
        .after_help(LONG_HELP)
        .arg(
            Arg::new("allow-writes")
                .long("allow-writes")
                .value_name("RESOURCE")
                .num_args(1..)
                .value_delimiter(',')
                .action(ArgAction::Append)
                .help("Allow changes of these resources, such as host, each after a plan"),
        )
        .arg(
            Arg::new("allow-destructive")
                .long("allow-destructive")
                .action(ArgAction::SetTrue)
                .requires("allow-writes")
                .help("Allow what destroys data or interrupts service for them, too"),
        )
        .arg(
            Arg::new("deadline")
                .long("deadline")
                .value_name("SECONDS")
                .value_parser(value_parser!(u64).range(1..=3600))
                .default_value("20")
                .help("Time limit of each call of a tool, with the wait for its turn"),
        )
        .arg(
            Arg::new("print-config")
                .long("print-config")
                .value_name("CLIENT")
                .value_parser(CLIENTS.iter().map(|client| client.name).collect::<Vec<_>>())
                .num_args(0..=1)
                .default_missing_value("claude")
                .help("Print what the configuration of a client needs to start this server, and end"),
        );
    #[cfg(feature = "demo")]
    let command = command.arg(
        Arg::new("demo")
            .long("demo")
            .action(ArgAction::SetTrue)
            .conflicts_with("profile")
            .help("Serve an appliance in memory, with invented hosts"),
    );
    command
}

async fn run(context: &Context, matches: &ArgMatches) -> Result<Outcome> {
    let named = matches.get_many::<String>("allow-writes");
    let named: Vec<String> = named.into_iter().flatten().cloned().collect();
    let permissions = Permissions::new(
        context.index(),
        &named,
        matches.get_flag("allow-destructive"),
    )?;
    if let Some(client) = matches.get_one::<String>("print-config") {
        return print_config(context, matches, client, &named);
    }
    #[cfg(feature = "demo")]
    if matches.get_flag("demo") {
        let appliance = super::demo::appliance(HOSTS)?;
        let client = fortinac_client::Client::new(&appliance.url(), appliance.token())?;
        let context = Context::of_client(context.options.clone(), client);
        return serve(context, permissions, matches, "an appliance in memory").await;
    }
    // What is missing is told before a client waits for an answer.
    context.client()?;
    let context = context.with_options(context.options.clone());
    serve(context, permissions, matches, "your appliance").await
}

/// How many hosts the appliance in memory invents.
#[cfg(feature = "demo")]
const HOSTS: u32 = 200;

async fn serve(
    context: Context,
    permissions: Permissions,
    matches: &ArgMatches,
    what: &'static str,
) -> Result<Outcome> {
    let seconds = matches.get_one("deadline").copied().unwrap_or(20);
    let state = State::new(context, permissions, what);
    let server = Arc::new(Server::new(state, Duration::from_secs(seconds)));
    let failed = |reason: String| Failure::new(Kind::Other, reason);
    let running = Arc::clone(&server).serve(rmcp::transport::stdio()).await;
    let running = running.map_err(|error| {
        failed(format!("no MCP client: {error}"))
            .hint("a client starts this command by itself; `fortinac mcp --print-config` shows how")
    })?;
    let ended = running.waiting().await;
    server.end().await;
    ended.map_err(|error| failed(error.to_string()))?;
    Ok(Outcome::Success)
}

fn print_config(
    context: &Context,
    matches: &ArgMatches,
    client: &str,
    writes: &[String],
) -> Result<Outcome> {
    let client = CLIENTS.iter().find(|known| known.name == client);
    let client = client.ok_or_else(|| Failure::usage("no such client"))?;
    let mut arguments = vec!["mcp".to_owned()];
    if let Some(profile) = &context.options.profile {
        arguments.extend(["--profile".to_owned(), profile.clone()]);
    }
    if !writes.is_empty() {
        arguments.extend(["--allow-writes".to_owned(), writes.join(",")]);
    }
    for name in ["allow-destructive", "demo"] {
        if matches.try_get_one(name).ok().flatten() == Some(&true) {
            arguments.push(format!("--{name}"));
        }
    }
    output::text(&client.text(&std::env::current_exe()?, &arguments))?;
    output::note(format!("add this to {}", client.place));
    let is_demo = arguments.iter().any(|argument| argument == "--demo");
    if context.options.profile.is_none() && !is_demo {
        output::note(
            "note: the client does not know the variables of this shell; `fortinac login` writes a profile, and \
             --profile NAME names it here",
        );
    }
    Ok(Outcome::Success)
}
