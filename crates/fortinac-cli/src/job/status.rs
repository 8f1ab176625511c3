//! `fortinac status`: whether the appliance can be reached, and what it has.

use clap::{ArgMatches, Command};

use super::Outcome;
use crate::context::Context;
use crate::failure::Result;

pub(super) fn command() -> Command {
    Command::new("status").about(
        "Show whether the appliance can be reached, what the token may do, and what there is",
    )
}

pub(super) async fn run(_: &Context, _: &ArgMatches) -> Result<Outcome> {
    Ok(Outcome::Success)
}
