//! The command itself, with everything that is below it at first sight.

use clap::{Arg, Command, ValueHint};
use fortinac_spec::api::{Index, Resource, Tag};

use crate::command::names::{kebab, snake};
use crate::command::of_resource;
use crate::job::JOBS;
use crate::{index, options};

/// The name of the command that writes pages for `man`.
pub(crate) const MAN: &str = "man";

const ABOUT: &str =
    "Talk to FortiNAC appliances: every operation of their REST API, and the jobs of every day";

/// The tree as far as these arguments lead into it: there are hundreds of commands, and each costs time at every start.
/// The commands of a resource are added when the resource is named.
pub(crate) fn root(arguments: &[String]) -> Command {
    let index = index();
    let command = options::add_to(Command::new("fortinac"))
        .version(env!("CARGO_PKG_VERSION"))
        .about(ABOUT)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .max_term_width(120);
    let word = first_word(&command, arguments);
    let named = word.as_deref().and_then(|word| {
        let resource = || resource(index, word).map(|known| known.defer(deferred));
        job(word).or_else(resource)
    });
    match (named, word) {
        (Some(named), _) => command.subcommand(named),
        // The help names the resources in its text.
        (None, None) => command.after_help(after_help(index)).subcommands(jobs()),
        // One that is mistyped is compared with all.
        _ => {
            let resources = resources(index).into_iter();
            // The list of all of them is in the text after the help.
            let resources = resources.map(|known| known.hide(true).defer(deferred));
            let command = command.after_help(after_help(index));
            command.subcommands(jobs()).subcommands(resources)
        }
    }
}

/// The same for completion: without the options that every command has, and with the resource that is named built.
pub(crate) fn shallow(words: &[String]) -> Command {
    let index = index();
    let command = Command::new("fortinac");
    let options = options::add_to(Command::new("options"));
    let named = first_word(&options, words).and_then(|word| {
        let resource = || resource(index, &word).map(deferred);
        job(&word).or_else(resource)
    });
    match named {
        Some(named) => command.subcommand(named),
        None => command.subcommands(jobs()).subcommands(resources(index)),
    }
}

/// The first word that is neither an option nor its value.
fn first_word(options: &Command, arguments: &[String]) -> Option<String> {
    let takes_value = |argument: &str| {
        let mut known = options.get_arguments();
        known.any(|known| {
            let is_long = known
                .get_long()
                .is_some_and(|long| argument.strip_prefix("--") == Some(long));
            let is_short = known
                .get_short()
                .is_some_and(|short| argument == format!("-{short}"));
            (is_long || is_short) && known.get_action().takes_values()
        })
    };
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.starts_with('-') {
            false => return Some(argument.clone()),
            true if takes_value(argument) => drop(arguments.next()),
            true => {}
        }
    }
    None
}

/// The commands by hand that belong to no resource.
fn jobs() -> impl Iterator<Item = Command> {
    let jobs = JOBS.iter().filter(|job| job.path.len() == 1);
    let jobs = jobs.map(|job| (job.command)().name(job.path[0]));
    jobs.chain([man()])
}

fn job(name: &str) -> Option<Command> {
    if name == MAN {
        return Some(man());
    }
    let job = JOBS.iter().find(|job| job.path == [name])?;
    Some((job.command)().name(job.path[0]))
}

/// The command that writes pages for `man`, from this tree.
fn man() -> Command {
    Command::new(MAN)
        .about("Write pages for `man`, one for the command and one for each resource")
        .hide(true)
        .arg(
            Arg::new("folder")
                .value_name("DIR")
                .required(true)
                .value_hint(ValueHint::DirPath)
                .help("Folder to write into"),
        )
}

/// The commands of all resources, without what is below them.
fn resources(index: &Index) -> Vec<Command> {
    let tags = index.tags();
    let resources = tags
        .iter()
        .flat_map(|tag| tag.resources.iter().map(move |known| of_tag(tag, known)));
    resources.collect()
}

/// The command of the resource with this name, in the singular or the plural.
fn resource(index: &Index, name: &str) -> Option<Command> {
    index.tags().iter().find_map(|tag| {
        let mut resources = tag.resources.iter();
        let is_named =
            |known: &&Resource| kebab(&known.name) == name || kebab(&known.handle) == name;
        resources.find(is_named).map(|known| of_tag(tag, known))
    })
}

fn of_tag(tag: &Tag, resource: &Resource) -> Command {
    let (name, plural) = (kebab(&resource.name), kebab(&resource.handle));
    let command = Command::new(name.clone()).about(tag.description.clone());
    match plural == name {
        true => command,
        false => command.alias(plural),
    }
}

/// The whole command of a resource.
pub(crate) fn of_name(name: &str) -> Command {
    let root = shallow(&[name.to_owned()]);
    let found = root.find_subcommand(name).cloned();
    found.unwrap_or_else(|| Command::new(name.to_owned()))
}

/// The commands by hand of a resource, and then those of its operations.
fn deferred(command: Command) -> Command {
    let name = command.get_name().to_owned();
    let jobs = JOBS
        .iter()
        .filter(|job| job.path.len() == 2 && job.path[0] == name);
    let command = command.subcommands(jobs.map(|job| (job.command)().name(job.path[1])));
    of_resource(index(), &snake(&name), command)
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
