//! `cargo xtask`: see `cargo xtask --help`.

use std::error::Error;
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::{Parser, Subcommand};
use xtask::diagnostic::Diagnostics;
use xtask::model::Model;
use xtask::{dependencies, draft, generate, lint, release};

/// Tasks of the workspace.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Check the OpenAPI spec, then generate the crates from it
    Codegen {
        /// Write nothing; fail if a generated file is stale
        #[arg(long)]
        check: bool,
    },
    /// Check the OpenAPI spec
    Lint {
        /// Root file of the spec [default: openapi/fortinac.yaml]
        spec: Option<PathBuf>,
    },
    /// Draft operations from evidence and captured exchanges
    Draft(draft::Arguments),
    /// Print the spec as one JSON document, for other tools
    Bundle {
        /// Root file of the spec [default: openapi/fortinac.yaml]
        spec: Option<PathBuf>,
        /// Write to this file instead
        #[arg(long)]
        output: Option<PathBuf>,
    },
    /// Write the documentation of every operation as files for a web server
    Docs {
        /// Root file of the spec [default: openapi/fortinac.yaml]
        spec: Option<PathBuf>,
        /// Write to this folder
        #[arg(long, value_name = "DIR")]
        output: PathBuf,
    },
    /// Generate, then run the generated client against an appliance of its own, over HTTPS
    Demo,
    /// Count the crates that each published package brings, for docs/dependencies.md
    Dependencies {
        /// Write nothing; fail if the page is stale
        #[arg(long)]
        check: bool,
    },
    /// Check all that a release needs, test each package by itself, publish, and tag
    Release {
        /// Publish nothing, and say what is to be done before the release
        #[arg(long)]
        dry_run: bool,
    },
    /// Check captured exchanges against the spec and the generated types (see `conform --help`)
    #[command(disable_help_flag = true)]
    Conform {
        /// Passed on to fortinac-conform
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Codegen { check } => codegen(check),
        Task::Lint { spec } => lint_and_report(spec.as_deref()).map(|_| ExitCode::SUCCESS),
        Task::Draft(arguments) => arguments.run(&workspace()).map(|()| ExitCode::SUCCESS),
        Task::Bundle { spec, output } => write_bundle(spec.as_deref(), output.as_deref()),
        Task::Docs { spec, output } => write_docs(spec.as_deref(), &output),
        Task::Demo => codegen(false)
            .and_then(|_| cargo(&["--package", "fortinac-mock", "--example", "demo"], &[])),
        Task::Dependencies { check } => {
            dependencies::run(&workspace(), check).map(|()| ExitCode::SUCCESS)
        }
        Task::Release { dry_run } => lint_and_report(None)
            .and_then(|model| release::run(&workspace(), &model, dry_run))
            .map(|()| ExitCode::SUCCESS),
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

/// Reads and checks the spec.
fn checked(spec: Option<&Path>) -> Result<Model, Box<dyn Error>> {
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
    Ok(lint::checked(&root).map_err(located)?)
}

/// Reads and checks the spec, and says how large it is.
fn lint_and_report(spec: Option<&Path>) -> Result<Model, Box<dyn Error>> {
    let model = checked(spec)?;
    println!(
        "valid: {} ({} operations, {} schemas)",
        model.bundle.root.display(),
        model.api.operations.len(),
        model.api.schemas.len()
    );
    Ok(model)
}

fn write_bundle(spec: Option<&Path>, output: Option<&Path>) -> Result<ExitCode, Box<dyn Error>> {
    let document = generate::bundled_json(&checked(spec)?);
    match output {
        Some(file) => std::fs::write(file, document)
            .map_err(|error| format!("{} cannot be written: {error}", file.display()))?,
        None => std::io::stdout().lock().write_all(document.as_bytes())?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes the spec, and the page that shows it.
fn write_docs(spec: Option<&Path>, folder: &Path) -> Result<ExitCode, Box<dyn Error>> {
    std::fs::create_dir_all(folder)
        .map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
    write_bundle(spec, Some(&folder.join("fortinac.json")))?;
    let page = [
        "--package",
        "fortinac-mock",
        "--features",
        "docs",
        "--example",
        "static_docs",
    ];
    cargo(&page, &[std::path::absolute(folder)?.into()])
}

/// Diagnostics start on a line of their own, so that editors find the file names.
fn located(diagnostics: Diagnostics) -> String {
    format!("the spec is not valid\n{diagnostics}")
}

fn codegen(check: bool) -> Result<ExitCode, Box<dyn Error>> {
    let model = lint_and_report(None)?;
    generate::no_unused_extensions(&model)?;
    let workspace = workspace();
    let mut files = generate::generate(&model)?;
    files.extend(generate::parts(&workspace, &model)?);
    if !check {
        let written = generate::write(&workspace, &files)?;
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
    let stale = generate::check(&workspace, &files)?;
    if stale.is_empty() {
        println!("{} generated files are up to date", files.len());
        return Ok(ExitCode::SUCCESS);
    }
    for path in &stale {
        eprintln!("stale: {}", path.display());
    }
    Err("the generated files do not follow from the spec; run `cargo xtask codegen` and commit the result".into())
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
