//! `fortinac-conform`: see `fortinac-conform --help`.

use std::process::ExitCode;

use clap::Parser;

/// Check captured FortiNAC exchanges against the OpenAPI spec and the generated types.
///
/// Each exchange gets a line that begins with `ok`, `fail` or `unknown`, and so does each operation in a HAR file. Lines that
/// begin with `surprise` tell what the spec does not foresee, and those with `skipped` what was not checked. No line shows
/// a value of an exchange. The exit code is 0 if nothing failed, 1 if something failed, and 2 if the arguments are not
/// valid.
#[derive(Parser)]
#[command(version)]
struct Command {
    #[command(flatten)]
    arguments: fortinac_conform::Arguments,
}

fn main() -> ExitCode {
    match Command::parse().arguments.run() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}
