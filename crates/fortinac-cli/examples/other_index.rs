//! The command for the API of two files, for `cargo bench --bench startup`:
//! `other_index INDEX SCHEMAS [ARGUMENTS]`.

use std::ffi::OsString;
use std::process::ExitCode;

use fortinac_spec::api::Index;

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let [program, index, schemas, rest @ ..] = arguments.as_slice() else {
        return ExitCode::FAILURE;
    };
    let read = |file: &OsString| std::fs::read_to_string(file).expect("a file of an index");
    let index = Index::new(&read(index), &read(schemas));
    let arguments = std::iter::once(program).chain(rest).cloned();
    fortinac_cli::run_with(index, arguments)
}
