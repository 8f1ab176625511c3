//! `fortinac group members`.

use clap::{ArgMatches, Command};
use fortinac_spec::api::Type;

use super::{group, members_of, read};
use crate::context::Context;
use crate::failure::Result;
use crate::outcome::Outcome;
use crate::output::{self, Output};

pub(in crate::job) fn command() -> Command {
    Command::new("members")
        .about("List the members of a group")
        .after_help(
            "Reads them with group_get, which has id, name and picture of each. No call says of what kind a member is.",
        )
        .arg(group())
}

pub(in crate::job) async fn run(context: &Context, matches: &ArgMatches) -> Result<Outcome> {
    let (id, group) = read(context, matches).await?;
    if members_of(&group).is_none() {
        output::note(format!(
            "note: the record of the group {id} has no members: there are none, or this appliance does not send them"
        ));
    }
    let ty = Type::Ref("ElementSummary".to_owned());
    let mut output = Output::new(&context.options, context.index(), ty)?;
    for member in group["members"].as_array().into_iter().flatten() {
        output.item(member.clone())?;
    }
    output.end()?;
    Ok(Outcome::Success)
}
