//! Questions before something is destroyed.

use std::io::{self, IsTerminal, Write};

use crate::context::Context;
use crate::failure::{Failure, Result};

/// How many of the things that are hit are named.
const NAMED: usize = 10;

/// Asks whether to go on, and names what will be hit.
///
/// # Errors
/// The answer is no, or nobody can be asked. Nothing has been sent.
pub(crate) fn confirm(context: &Context, what: &str, hit: &[String], number: usize) -> Result<()> {
    if context.options.yes {
        return Ok(());
    }
    let refused = |message: &str| {
        Failure::usage(message).hint("nothing was sent; --yes goes on without a question")
    };
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(refused(&format!(
            "{what}: this needs a confirmation, and there is no terminal to ask in"
        )));
    }
    let mut stderr = io::stderr().lock();
    writeln!(stderr, "{what} ({number}):")?;
    for name in hit.iter().take(NAMED) {
        writeln!(stderr, "  {name}")?;
    }
    if hit.len() > NAMED {
        writeln!(stderr, "  and {} more", hit.len() - NAMED)?;
    }
    write!(stderr, "Go on? [y/N] ")?;
    stderr.flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    match answer.trim().to_ascii_lowercase().as_str() {
        "y" | "yes" => Ok(()),
        _ => Err(refused("not confirmed")),
    }
}
