//! `fortinac-mock`: see `fortinac-mock --help`.

mod environment;

use std::error::Error;
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use environment::Environment;
use fortinac_mock::{Appliance, StateFileError};
use serde_json::{Map, Value};

mod signals;

use signals::Signals;

/// A FortiNAC appliance for tests and demonstrations. Stop it with Ctrl-C or SIGTERM: it finishes the requests in progress.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// Port to listen on; 0 means any free port
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Address to listen on; on any but 127.0.0.1, other machines can reach the appliance
    #[arg(long, default_value_t = Ipv4Addr::LOCALHOST.into())]
    address: IpAddr,
    /// Use HTTPS with a self-signed certificate instead of HTTP
    #[arg(long)]
    tls: bool,
    /// API token to accept [default: a random one]
    #[arg(long, env = "FORTINAC_MOCK_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// JSON file with records of each resource, such as {"user": [{"id": 3}]}
    #[arg(long, value_name = "FILE")]
    seed: Option<PathBuf>,
    /// Start without the records of the spec's examples
    #[arg(long)]
    empty: bool,
    /// Number of invented hosts to start with, at most a million, with adapters, switches and ports
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    hosts: u32,
    /// Number that the invented hosts follow from
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    hosts_seed: u64,
    /// JSON file that keeps the records: loaded at start if it exists, saved at exit; it can hold secrets
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// Second API token, which may only call what changes nothing
    #[arg(
        long,
        value_name = "TOKEN",
        env = "FORTINAC_MOCK_READ_ONLY_TOKEN",
        hide_env_values = true
    )]
    read_only_token: Option<String>,
    /// Fail with HTTP 500 on a list of more records, without filter, sort key and smaller count
    #[arg(long, value_name = "RECORDS")]
    max_unfiltered: Option<usize>,
    /// Respond with HTTP 501 to this operation, as a version without it; can be repeated
    #[arg(long, value_name = "OPERATION_ID")]
    without: Vec<String>,
    /// Serve the documentation at /docs/, with the token filled in unless other machines can reach the appliance
    #[cfg(feature = "docs")]
    #[arg(long)]
    docs: bool,
    /// Write the variables to this file, which only you may read, instead of printing the token
    #[arg(long, value_name = "FILE")]
    env_file: Option<PathBuf>,
}

/// How long the requests in progress may take after the signal to stop.
const GRACE: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_target(false)
        // The attempt to report an error of the output panics if nobody reads the output.
        .log_internal_errors(false)
        .init();
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let mut builder = Appliance::builder()
        .port(arguments.port)
        .address(arguments.address)
        .hosts(arguments.hosts)
        .hosts_seed(arguments.hosts_seed)
        .without(arguments.without)
        // Nothing here reads the log of requests.
        .keep_requests(0);
    if arguments.tls {
        builder = builder.tls();
    }
    if arguments.empty {
        builder = builder.empty();
    }
    if let Some(token) = arguments.token {
        builder = builder.token(token);
    }
    if let Some(token) = arguments.read_only_token {
        builder = builder.read_only_token(token);
    }
    if let Some(records) = arguments.max_unfiltered {
        builder = builder.max_unfiltered(records);
    }
    if let Some(file) = arguments.state {
        builder = builder.state_file(file);
    }
    if let Some(file) = arguments.seed {
        let wrong = |reason: &dyn std::fmt::Display| format!("{}: {reason}", file.display());
        let text = std::fs::read_to_string(&file).map_err(|error| wrong(&error))?;
        let seeds: Map<String, Value> = serde_json::from_str(&text).map_err(|error| {
            format!(
                "{}; a seed file is an object with an array of records for each resource",
                wrong(&error)
            )
        })?;
        for (resource, records) in seeds {
            builder = builder.seed(resource, records);
        }
    }
    #[cfg(feature = "docs")]
    if arguments.docs {
        builder = builder.docs();
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    // Before the address is printed: whoever reads it can send a signal.
    let mut signals = runtime.block_on(async { Signals::new() })?;
    let appliance = builder.start()?;
    #[cfg(feature = "docs")]
    if let Some(docs) = appliance.docs_url() {
        // Beside the variables, which others read from the standard output.
        eprintln!("documentation: {docs}");
    }
    let environment = Environment::of(&appliance);
    match arguments.env_file {
        Some(file) => {
            let written = environment.write(&file);
            written.map_err(|error| format!("{}: {error}", file.display()))?;
            eprintln!("variables: {}", file.display());
        }
        None => print(&environment.lines())?,
    }
    let closed = runtime.block_on(async {
        signals.next().await;
        shut_down(appliance, &mut signals).await
    });
    // Does not wait for what a second signal has interrupted.
    runtime.shutdown_background();
    // Records that are not saved are a failure.
    Ok(closed?)
}

/// Prints to the standard output. That nobody reads it (any more) is no error: the appliance serves others.
fn print(text: &str) -> io::Result<()> {
    let mut output = io::stdout();
    match output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
    {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
}

/// Finishes the requests in progress, and saves the records. A second signal cuts the requests, and loses their changes
/// only: the records before them are saved first.
async fn shut_down(appliance: Appliance, signals: &mut Signals) -> Result<(), StateFileError> {
    appliance.save()?;
    let finish = tokio::task::spawn_blocking(move || appliance.close(GRACE));
    tokio::select! {
        finished = finish => finished.unwrap_or(Ok(())),
        () = signals.next() => Ok(()),
    }
}
