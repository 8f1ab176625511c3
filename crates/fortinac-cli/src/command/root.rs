//! The command itself, with everything that is below it at first sight.

use clap::Command;
use fortinac_spec::api::Index;

use super::names::kebab;
use super::of_resource;
use crate::job::JOBS;
use crate::{index, options};

const ABOUT: &str =
    "Talk to FortiNAC appliances: every operation of their REST API, and the jobs of every day";

/// The whole tree. The commands of a resource are added when the resource is named, because there are hundreds of them.
pub(crate) fn root() -> Command {
    let jobs = JOBS.iter().filter(|job| job.path.len() == 1);
    let jobs = jobs.map(|job| (job.command)().name(job.path[0]));
    let command = Command::new("fortinac")
        .version(env!("CARGO_PKG_VERSION"))
        .about(ABOUT)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .max_term_width(120)
        .after_help(after_help(index()))
        .subcommands(jobs)
        .subcommands(resources(index()));
    options::add_to(command)
}

fn resources(index: &Index) -> Vec<Command> {
    let tags = index.tags();
    let resources = tags
        .iter()
        .flat_map(|tag| tag.resources.iter().map(move |resource| (tag, resource)));
    let commands = resources.map(|(tag, resource)| {
        let (name, plural) = (kebab(&resource.name), kebab(&resource.handle));
        let command = Command::new(name.clone())
            .about(tag.description.clone())
            // The list of all of them is in the text after the help.
            .hide(true)
            .defer(deferred);
        match plural == name {
            true => command,
            false => command.alias(plural),
        }
    });
    commands.collect()
}

/// The commands by hand of a resource, and then those of its operations.
fn deferred(command: Command) -> Command {
    let name = command.get_name().to_owned();
    let jobs = JOBS
        .iter()
        .filter(|job| job.path.len() == 2 && job.path[0] == name);
    let command = command.subcommands(jobs.map(|job| (job.command)().name(job.path[1])));
    of_resource(index(), &super::names::snake(&name), command)
}

/// The names of all resources, in columns.
fn after_help(index: &Index) -> String {
    let tags = index.tags();
    let names = tags.iter().flat_map(|tag| &tag.resources);
    let names: Vec<String> = names.map(|resource| kebab(&resource.name)).collect();
    let mut text =
        "Resources, each with its operations as commands (fortinac host --help):\n ".to_owned();
    let mut width = 1;
    for name in names {
        if width + name.len() + 1 > 98 {
            text.push_str("\n ");
            width = 1;
        }
        text.push(' ');
        text.push_str(&name);
        width += name.len() + 1;
    }
    text.push_str("\n\nExit codes: 0 success, 1 other, 2 usage, 3 authentication or permission, 4 not found, 5 ambiguous,\n6 refused by the appliance, 7 network or TLS, 8 some records failed, 10 differences.");
    text
}
