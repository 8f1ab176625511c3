//! `fortinac conform`: checks what was captured from an appliance, and makes it fit to be shared.

use clap::{ArgMatches, Args, Command, FromArgMatches};
use fortinac_conform::Arguments;

use super::Outcome;
use crate::context::Context;
use crate::failure::{Failure, Kind, Result};
use crate::form::Form;

pub(super) fn command() -> Command {
    Arguments::augment_args(Command::new("conform"))
        .about("Check HAR files and exchanges that were captured from an appliance against the spec")
        .long_about(
            "Check HAR files and exchanges that were captured from an appliance against the spec\n\n\
             A browser or a proxy exports a HAR file of what a person does in the web pages of an appliance. Each \
             operation in it gets a line that begins with `ok`, `fail` or `unknown`, and each surprise one that tells \
             what the spec does not foresee. No line shows a value. With --save, the exchanges are written with every \
             value replaced, to be read and then shared with the project. Nothing is sent anywhere.",
        )
}

pub(super) async fn run(context: &Context, matches: &ArgMatches) -> Result<Outcome> {
    let mut arguments = Arguments::from_arg_matches(matches)?;
    if matches!(context.options.form, Form::Json | Form::JsonLines) {
        arguments = arguments.as_json();
    }
    match arguments.run() {
        true => Ok(Outcome::Success),
        false => Err(
            Failure::new(Kind::Other, "not everything conforms to the spec").hint(
                "the report says what; with --save DIR, a redacted copy helps to mend the spec",
            ),
        ),
    }
}
