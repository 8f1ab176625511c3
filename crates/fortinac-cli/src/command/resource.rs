//! The commands of a resource.

use std::collections::BTreeSet;

use clap::Command;
use fortinac_spec::api::{Index, Operation};

use super::names::{kebab, snake};
use super::operation;

/// The verbs of deletions, of which one command picks what fits.
pub(crate) const DELETIONS: [&str; 3] = ["delete_many", "delete", "delete_by_post"];

/// The resource that a typed name means, in the singular or the plural.
pub(crate) fn resource_of(index: &Index, typed: &str) -> Option<String> {
    let name = snake(typed);
    let mut resources = index.tags().into_iter().flat_map(|tag| tag.resources);
    let found = resources.find(|known| known.name == name || known.handle == name);
    found.map(|known| known.name)
}

/// Adds the commands of the resource that a command is named after.
pub(crate) fn of_resource(index: &Index, resource: &str, command: Command) -> Command {
    let operations: Vec<Operation> = index.operations_of(resource).collect();
    let is_deletion = |known: &&Operation| DELETIONS.contains(&known.verb.as_str());
    let deletions: Vec<&Operation> = operations.iter().filter(is_deletion).collect();
    let by_hand: BTreeSet<&str> = command.get_subcommands().map(Command::get_name).collect();
    let by_hand: BTreeSet<String> = by_hand.into_iter().map(ToOwned::to_owned).collect();
    let others = operations.iter().filter(|known| !is_deletion(known));
    let others = others.map(|known| operation::command(known, kebab(&known.verb)));
    let others = others.filter(|command| !by_hand.contains(command.get_name()));
    command
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(deletion(&deletions))
        .subcommands(others)
}

/// One command for all deletions by id.
fn deletion(operations: &[&Operation]) -> Option<Command> {
    let first = operations.first()?;
    let target = clap::Arg::new(operation::TARGETS)
        .value_name("ID")
        .required(true)
        .num_args(1..)
        .help("Ids or names; `-` reads them, or records in JSON, from the standard input");
    // A further argument is a reason to show the operation as it is.
    let others = operations.iter().flat_map(|known| {
        let target = operation::targets(known).map(|field| &field.name);
        let fields = known.body.iter().flat_map(|body| body.fields());
        fields.filter(move |field| field.required && Some(&field.name) != target)
    });
    if others.count() > 0
        || operations
            .iter()
            .any(|known| known.verb == "delete_many" && operation::targets(known).is_none())
    {
        return Some(operation::command(first, "delete".to_owned()));
    }
    let about = format!("Delete {}", kebab(&first.resource).replace('-', " "));
    let ids: Vec<&str> = operations.iter().map(|known| known.id.as_str()).collect();
    Some(
        Command::new("delete")
            .about(format!("{about} records by id or name"))
            .after_help(format!("Sends one of {}.", ids.join(", ")))
            .arg(target),
    )
}
