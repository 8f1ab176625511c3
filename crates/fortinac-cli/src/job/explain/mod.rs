//! `fortinac explain`: what a record, a property or an operation means, and how well it is known.

mod record;
mod template;
mod text;

use clap::{Arg, ArgAction, ArgMatches, Command};
use fortinac_spec::api::{Index, Operation};

use super::Outcome;
use crate::command::names::{kebab, nearest, snake};
use crate::command::resource_of;
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::output;
use template::template;
use text::{of_operation, of_property, of_resource, wrapped};
#[cfg(feature = "mcp")]
pub(in crate::job) use text::{returns, type_text};

pub(in crate::job) fn command() -> Command {
    Command::new("explain")
        .about("Explain a resource (host), a property (host.role) or an operation (host set-role)")
        .arg(
            Arg::new("what")
                .value_name("WHAT")
                .required(true)
                .num_args(1..=2)
                .help("Resource, resource.property, resource and verb, or an operationId"),
        )
        .arg(
            Arg::new("template")
                .long("template")
                .action(ArgAction::SetTrue)
                .help("Print the body of an operation in YAML, with a comment for each property"),
        )
        .arg(
            Arg::new("from")
                .long("from")
                .value_name("ID")
                .requires("template")
                .help("Fill the template with the values of this record"),
        )
}

pub(in crate::job) async fn run(context: &Context, matches: &ArgMatches) -> Result<Outcome> {
    let what: Vec<&str> = matches
        .get_many::<String>("what")
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let index = context.index();
    let is_template = matches.get_flag("template");
    let text = match what.as_slice() {
        [resource, verb] => {
            let operation = operation(index, resource, verb)?;
            match is_template {
                true => template(context, &operation, matches.get_one("from")).await?,
                false => of_operation(index, &operation),
            }
        }
        [one] if index.operation(one).is_some() => {
            let operation = index.operation(one).expect("it was there just now");
            match is_template {
                true => template(context, &operation, matches.get_one("from")).await?,
                false => of_operation(index, &operation),
            }
        }
        [one] => {
            if is_template {
                return Err(Failure::usage(
                    "--template needs an operation, such as `explain host create --template`",
                ));
            }
            match one.split_once('.') {
                Some((resource, path)) => of_property(index, resource, path)?,
                None => of_resource(index, one)?,
            }
        }
        _ => String::new(),
    };
    let is_for_people = !is_template;
    output::text(&if is_for_people { wrapped(&text) } else { text })?;
    Ok(Outcome::Success)
}

fn operation(index: &Index, resource: &str, verb: &str) -> Result<Operation> {
    let resource = resource_name(index, resource)?;
    let known: Vec<Operation> = index.operations_of(&resource).collect();
    let found = known.iter().find(|known| known.verb == snake(verb));
    found.cloned().ok_or_else(|| {
        let verbs: Vec<String> = known.iter().map(|known| kebab(&known.verb)).collect();
        Failure::usage(format!("{} has no {verb}", kebab(&resource)))
            .hint(format!("it has {}", verbs.join(", ")))
    })
}

/// The resource that a typed name means, in the singular or the plural.
pub(in crate::job) fn resource_name(index: &Index, typed: &str) -> Result<String> {
    resource_of(index, typed).ok_or_else(|| {
        let tags = index.tags();
        let resources = tags.iter().flat_map(|tag| &tag.resources);
        let names: Vec<String> = resources.map(|known| kebab(&known.name)).collect();
        let near = nearest(names.iter().map(String::as_str), typed);
        Failure::usage(format!("there is no resource or operation `{typed}`"))
            .hint(format!("near it are {near}"))
    })
}
