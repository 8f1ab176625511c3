//! `fortinac`: see `fortinac --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    fortinac_cli::run(std::env::args_os())
}
