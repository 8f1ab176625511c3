//! `fortinac-mock`: see `fortinac-mock --help`.

use std::error::Error;
use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use fortinac_mock::Appliance;
use serde_json::{Map, Value};

/// A FortiNAC appliance for tests and demonstrations. Stop it with Ctrl-C.
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
}

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_target(false)
        .init();
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    let mut builder = Appliance::builder()
        .port(arguments.port)
        .address(arguments.address);
    if arguments.tls {
        builder = builder.tls();
    }
    if arguments.empty {
        builder = builder.empty();
    }
    if let Some(token) = arguments.token {
        builder = builder.token(token);
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
    let appliance = builder.start()?;
    println!("FORTINAC_URL={}", appliance.url());
    println!("FORTINAC_TOKEN={}", appliance.token());
    if let Some(fingerprint) = appliance.certificate_sha256() {
        println!("FORTINAC_CERT_SHA256={fingerprint}");
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(tokio::signal::ctrl_c())?;
    Ok(())
}
