//! `fortinac op OPERATION_ID`: any operation by its operationId.

use clap::{ArgMatches, Command};

use super::Outcome;
use crate::call;
use crate::command::names::nearest;
use crate::command::operation;
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::options::{self, Options};
use crate::several;

pub(super) fn command() -> Command {
    Command::new("op")
        .about("Call an operation by its operationId, such as `op host_get 5001`")
        .override_usage("fortinac op OPERATION_ID [ARGUMENTS]")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .allow_external_subcommands(true)
        .external_subcommand_value_parser(clap::value_parser!(String))
}

pub(super) async fn run(context: &Context, matches: &ArgMatches) -> Result<Outcome> {
    let Some((id, rest)) = matches.subcommand() else {
        return Err(Failure::usage("an operationId is missing"));
    };
    let index = context.index();
    let Some(operation) = index.operation(id) else {
        let near = nearest(index.ids(), id);
        return Err(Failure::usage(format!("there is no operation `{id}`"))
            .hint(format!("near it are {near}")));
    };
    let arguments = rest.get_many::<String>("").into_iter().flatten().cloned();
    let command =
        operation::command(&operation, id.to_owned()).bin_name(format!("fortinac op {id}"));
    let command = options::add_to(command);
    let arguments = std::iter::once(id.to_owned()).chain(arguments);
    let inner = match command.try_get_matches_from(arguments) {
        Ok(inner) => inner,
        Err(error) => return Err(error.into()),
    };
    // Options stand before or behind the operationId.
    let options = Options::of(&inner)?.or(&context.options, &inner);
    if options.is_of_several() {
        several::check_safe(&operation)?;
        let call = async |context: &Context| call::operation(context, &operation, &inner).await;
        return several::run(&options, call).await;
    }
    let context = Context::new(options);
    call::operation(&context, &operation, &inner).await
}
