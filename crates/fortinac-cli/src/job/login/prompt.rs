//! Questions, of which the answers are not confirmations of a command.

use std::io::{self, IsTerminal, Write};

use crate::failure::{Failure, Result};

/// Asks for a line.
///
/// # Errors
/// Nobody can be asked; the option is named that says it instead.
pub(super) fn line(question: &str, option: &str) -> Result<String> {
    check(question, option)?;
    ask(&format!("{question}: "))
}

/// Asks a question; `None` if nobody can be asked.
pub(super) fn yes(question: &str) -> Option<bool> {
    if !is_person() {
        return None;
    }
    let answer = ask(&format!("{question} [y/N] ")).ok()?;
    Some(["y", "yes"].contains(&answer.to_ascii_lowercase().as_str()))
}

/// Asks for a secret, which the terminal does not show.
///
/// # Errors
/// Nobody can be asked; the option is named that says it instead.
pub(super) fn hidden(question: &str, option: &str) -> Result<String> {
    check(question.trim_end_matches([':', ' ']), option)?;
    Ok(rpassword::prompt_password(question)?)
}

fn check(question: &str, option: &str) -> Result<()> {
    if is_person() {
        return Ok(());
    }
    Err(
        Failure::usage(format!("{question}: there is no terminal to ask in"))
            .hint(format!("nothing was sent; give it by {option}")),
    )
}

fn is_person() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

fn ask(question: &str) -> Result<String> {
    let mut stderr = io::stderr().lock();
    write!(stderr, "{question}")?;
    stderr.flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(answer.trim().to_owned())
}
