//! A release in one command: what has to agree is checked, each package is tested by itself, and then published.
//!
//! `docs/release.md` tells a maintainer how to use it.

mod changelog;
mod files;
mod git;
mod manifest;
mod outside;
mod publish;
mod semver;
mod versions;

use std::error::Error;
use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use crate::model::Model;
use crate::packages::Workspace;

/// What the checks found.
#[derive(Debug, Default)]
struct Report {
    /// What is wrong in any case.
    wrong: Vec<String>,
    /// What has to be done before the crates are published, and not before.
    left: Vec<String>,
    /// What was not checked, and why.
    unchecked: Vec<String>,
}

/// Checks everything that a release needs, and publishes it unless this is a dry run.
///
/// # Errors
/// What is wrong. Nothing is published then.
pub fn run(root: &Path, model: &Model, dry_run: bool) -> Result<(), Box<dyn Error>> {
    let workspace = Workspace::read(root)?;
    let mut report = Report::default();
    step("versions, metadata, changelog, git");
    versions::check(&workspace, model, &mut report)?;
    manifest::check(&workspace, &mut report);
    changelog::check(&workspace, model, &mut report)?;
    git::check(&workspace, &mut report)?;
    report.fail_if_wrong()?;

    step("semantic versions");
    semver::check(&workspace, &mut report)?;
    report.fail_if_wrong()?;

    step("packages");
    let unpacked = outside::unpack(&workspace)?;
    files::check(&workspace, &unpacked, &mut report)?;
    report.fail_if_wrong()?;
    outside::test(&workspace, &unpacked)?;

    list("not checked", &report.unchecked);
    if dry_run {
        list("to be done before the release", &report.left);
        println!("dry run: nothing was published");
        return Ok(());
    }
    fail("to be done before the release", &report.left)?;
    publish::run(&workspace)
}

impl Report {
    fn fail_if_wrong(&self) -> Result<(), String> {
        fail("the release is not ready", &self.wrong)
    }
}

fn step(name: &str) {
    println!("-- {name}");
}

fn list(title: &str, items: &[String]) {
    if !items.is_empty() {
        println!("{}", listed(title, items));
    }
}

fn fail(title: &str, items: &[String]) -> Result<(), String> {
    if items.is_empty() {
        Ok(())
    } else {
        Err(listed(title, items))
    }
}

fn listed(title: &str, items: &[String]) -> String {
    format!("{title}:\n  {}", items.join("\n  "))
}

/// The cargo that runs this task.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a program to its end, with its output where ours goes.
fn succeed(command: &mut Command) -> Result<(), String> {
    let status = command
        .status()
        .map_err(|error| format!("{} does not start: {error}", shown(command)))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{} failed", shown(command)))
    }
}

/// A command as a person would type it.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let words = std::iter::once(program.file_stem().unwrap_or(program.as_os_str()));
    let words: Vec<_> = words
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect();
    words.join(" ")
}
