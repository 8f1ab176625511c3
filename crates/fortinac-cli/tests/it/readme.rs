//! What the READMEs show in a terminal is what the program prints. `UPDATE_README=1 cargo test -p fortinac-cli` writes it.

use std::fmt::Write;
use std::path::Path;

use fortinac_mock::Appliance;

use crate::support::{Run, fortinac};

const START: &str = "```console\n";
const END: &str = "```\n";

/// The time of the appliance. What is shown has no times that depend on the day of the test.
const NOW: i64 = 1_717_403_488_160;

#[test]
fn terminals_show_what_the_program_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut wrong = Vec::new();
    for file in ["README.md", "crates/fortinac-cli/README.md"] {
        let text = std::fs::read_to_string(root.join(file)).unwrap();
        let shown = shown(&text);
        assert!(shown.contains(START), "{file} has a terminal");
        if std::env::var_os("UPDATE_README").is_some() {
            std::fs::write(root.join(file), &shown).unwrap();
        } else if shown != text {
            wrong.push(format!("{file}:\n{shown}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "UPDATE_README=1 writes:\n{}",
        wrong.join("\n")
    );
}

/// The text with the output of its commands, one appliance for each terminal.
fn shown(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once(START) {
        let (terminal, after) = inside.split_once(END).expect("a terminal ends");
        let appliance = Appliance::builder().time(NOW).hosts(200).start().unwrap();
        shown += before;
        shown += START;
        for line in terminal.lines().filter(|line| line.starts_with("$ ")) {
            let _ = writeln!(shown, "{line}");
            shown += &output(&appliance, &line[2..]);
        }
        shown += END;
        rest = after;
    }
    shown + rest
}

fn output(appliance: &Appliance, line: &str) -> String {
    let words = words(line);
    let (program, arguments) = words.split_first().expect("a command");
    assert_eq!(program, "fortinac", "{line}");
    let mut command = fortinac(appliance);
    // As in a terminal.
    command.env("FORTINAC_OUTPUT", "table");
    let run: Run = command.args(arguments).output().unwrap().into();
    assert_eq!(run.code, Some(0), "{line}: {run:?}");
    let lines = run.stdout + &run.stderr;
    lines
        .lines()
        .map(|line| format!("{}\n", line.trim_end()))
        .collect()
}

/// The words of a line, of which some are in single quotation marks.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('\'').enumerate();
    let words = parts.flat_map(|(index, part)| match index % 2 {
        0 => part.split_whitespace().map(ToOwned::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    words.collect()
}
