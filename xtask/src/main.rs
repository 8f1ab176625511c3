//! `cargo xtask`: see `cargo xtask --help`.

use std::error::Error;
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::{Parser, Subcommand};
use xtask::bundle::{Bundle, bundle};
use xtask::problem::Problems;
use xtask::{codegen, validate};

/// Tasks of the workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Validate the OpenAPI description, then generate the crates from it
    Codegen {
        /// Write nothing; fail if a generated file is stale
        #[arg(long)]
        check: bool,
    },
    /// Validate the OpenAPI description
    Validate {
        /// Root file of the description [default: openapi/fortinac.yaml]
        spec: Option<PathBuf>,
    },
    /// Print the description as one JSON document, for other tools
    Bundle {
        /// Root file of the description [default: openapi/fortinac.yaml]
        spec: Option<PathBuf>,
        /// Write to this file instead
        #[arg(long)]
        output: Option<PathBuf>,
    },
    /// Generate, then run the generated client against an appliance of its own, over HTTPS
    Demo,
    /// Check captured exchanges against the description and the generated types (see `conform --help`)
    #[command(disable_help_flag = true)]
    Conform {
        /// Passed on to fortinac-conform
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Codegen { check } => generate(check),
        Task::Validate { spec } => validate_and_tell(spec.as_deref()).map(|_| ExitCode::SUCCESS),
        Task::Bundle { spec, output } => write_bundle(spec.as_deref(), output.as_deref()),
        Task::Demo => generate(false)
            .and_then(|_| cargo(&["--package", "fortinac-mock", "--example", "demo"], &[])),
        Task::Conform { arguments } => cargo(&["--package", "fortinac-conform"], &arguments),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::FAILURE
    })
}

/// The folder of the workspace, which holds this crate's folder.
///
/// Cargo names it at run time. The one of compile time can be another clone, where several share a target folder.
fn workspace() -> PathBuf {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    manifest.parent().unwrap_or(&manifest).to_owned()
}

/// Reads and validates the description.
fn validated(spec: Option<&Path>) -> Result<Bundle, Box<dyn Error>> {
    let root = match spec {
        Some(spec) => spec.to_owned(),
        // Relative where possible: messages then name files as the reader would.
        None => std::env::current_dir()
            .ok()
            .filter(|current| *current == workspace())
            .map_or_else(
                || workspace().join("openapi/fortinac.yaml"),
                |_| "openapi/fortinac.yaml".into(),
            ),
    };
    let bundle = bundle(&root).map_err(located)?;
    validate::validate(&bundle).map_err(located)?;
    Ok(bundle)
}

/// Reads and validates the description, and says how large it is.
fn validate_and_tell(spec: Option<&Path>) -> Result<Bundle, Box<dyn Error>> {
    let bundle = validated(spec)?;
    println!(
        "valid: {} ({} operations, {} schemas)",
        bundle.root.display(),
        bundle.operations().count(),
        bundle.schemas().count()
    );
    Ok(bundle)
}

fn write_bundle(spec: Option<&Path>, output: Option<&Path>) -> Result<ExitCode, Box<dyn Error>> {
    let document = codegen::bundled_json(&validated(spec)?);
    match output {
        Some(file) => std::fs::write(file, document)
            .map_err(|error| format!("{} cannot be written: {error}", file.display()))?,
        None => std::io::stdout().lock().write_all(document.as_bytes())?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Problems start on a line of their own, so that editors find the file names.
fn located(problems: Problems) -> String {
    format!("the description is not valid\n{problems}")
}

fn generate(check: bool) -> Result<ExitCode, Box<dyn Error>> {
    let bundle = validate_and_tell(None)?;
    codegen::no_dead_rules(&bundle)?;
    let workspace = workspace();
    let mut files = codegen::generate(&bundle)?;
    files.extend(codegen::manifests(&workspace, &bundle)?);
    if !check {
        let written = codegen::write(&workspace, &files)?;
        for path in &written {
            println!("wrote {}", path.display());
        }
        println!(
            "{} of {} generated files were up to date",
            files.len().saturating_sub(written.len()),
            files.len()
        );
        return Ok(ExitCode::SUCCESS);
    }
    let stale = codegen::check(&workspace, &files)?;
    if stale.is_empty() {
        println!("{} generated files are up to date", files.len());
        return Ok(ExitCode::SUCCESS);
    }
    for path in &stale {
        eprintln!("stale: {}", path.display());
    }
    Err("the generated files do not follow from the description; run `cargo xtask codegen` and commit the result".into())
}

/// Runs a program that needs the generated crates, and is therefore no dependency of this one.
fn cargo(program: &[&str], arguments: &[OsString]) -> Result<ExitCode, Box<dyn Error>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["run", "--quiet"])
        .args(program)
        .arg("--manifest-path")
        .arg(workspace().join("Cargo.toml"))
        .arg("--")
        .args(arguments)
        .status()?;
    Ok(status
        .code()
        .and_then(|code| u8::try_from(code).ok())
        .map_or(ExitCode::FAILURE, ExitCode::from))
}
