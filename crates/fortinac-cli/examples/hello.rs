//! The least that a program with clap does, for `cargo bench --bench startup`.

use clap::{Arg, Command};

fn main() {
    let command = Command::new("hello").version("1").about("Greet somebody");
    let name = Arg::new("name").long("name").help("Whom to greet");
    let matches = command.arg(name).get_matches();
    let name = matches.get_one::<String>("name");
    println!("Hello, {}!", name.map_or("world", String::as_str));
}
