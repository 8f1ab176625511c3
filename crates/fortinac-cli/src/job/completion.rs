//! `fortinac completion SHELL`: how a shell learns what can follow.

use clap::{Arg, ArgMatches, Command};

use super::Outcome;
use crate::failure::Result;
use crate::output;

/// Each shell, the line for its start file, and the name of that file.
const SHELLS: [(&str, &str, &str); 5] = [
    ("bash", "source <({}=bash fortinac)", "~/.bashrc"),
    ("zsh", "source <({}=zsh fortinac)", "~/.zshrc"),
    (
        "fish",
        "{}=fish fortinac | source",
        "~/.config/fish/config.fish",
    ),
    (
        "powershell",
        "$env:{} = \"powershell\"; fortinac | Out-String | Invoke-Expression; Remove-Item Env:\\{}",
        "the file that $PROFILE names",
    ),
    (
        "elvish",
        "eval (E:{}=elvish fortinac | slurp)",
        "~/.elvish/rc.elv",
    ),
];

/// The variable with which a shell asks.
pub(crate) const VARIABLE: &str = "COMPLETE";

pub(super) fn command() -> Command {
    Command::new("completion")
        .about("Print the line for the start file of a shell that makes it complete commands, options and values")
        .arg(
            Arg::new("shell")
                .value_name("SHELL")
                .required(true)
                .value_parser(SHELLS.map(|(shell, _, _)| shell))
                .help("The shell"),
        )
}

pub(super) async fn run(matches: &ArgMatches) -> Result<Outcome> {
    let shell = matches.get_one::<String>("shell");
    let known = SHELLS
        .iter()
        .find(|(name, _, _)| shell.is_some_and(|shell| shell == name));
    if let Some((_, line, file)) = known {
        output::text(&format!("{}\n", line.replace("{}", VARIABLE)))?;
        output::note(format!("note: this line belongs into {file}"));
    }
    Ok(Outcome::Success)
}
