//! `fortinac rogues`: hosts that nobody has registered.

use clap::{ArgMatches, Command};

use super::Outcome;
use crate::context::Context;
use crate::failure::Result;

pub(super) fn command() -> Command {
    Command::new("rogues").about("List the hosts that nobody has registered")
}

pub(super) async fn run(_: &Context, _: &ArgMatches) -> Result<Outcome> {
    Ok(Outcome::Success)
}
