//! `cargo xtask dependencies`, on a workspace of two small packages.

use std::fs;

use super::small::{ready, write};
use super::workspace::xtask;

const PAGE: &str = "docs/dependencies.md";
const MARKED: &str = "By hand.\n\n<!-- Counted by `cargo xtask dependencies`. -->\nOld.\n<!-- End of what is counted. -->\n\nAlso by hand.\n";

#[test]
fn a_stale_page_is_refused_and_written_anew_between_its_marks() {
    let ready = ready();
    let folder = ready.path();
    let run = |arguments: &[&str]| {
        let output = xtask(folder, &[&["dependencies"], arguments].concat());
        let said = [&output.stdout[..], &output.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        (output.status.success(), said)
    };
    write(folder, PAGE, "No marks.\n");
    assert_eq!(run(&[]), (false, "error: the page has no marks\n".into()));

    write(folder, PAGE, MARKED);
    let stale = "error: docs/dependencies.md is stale; run `cargo xtask dependencies`\n";
    assert_eq!(run(&["--check"]), (false, stale.into()));
    assert_eq!(fs::read_to_string(folder.join(PAGE)).unwrap(), MARKED);

    assert_eq!(run(&[]), (true, "wrote docs/dependencies.md\n".into()));
    let page = fs::read_to_string(folder.join(PAGE)).unwrap();
    assert!(
        page.starts_with("By hand.\n") && page.ends_with("Also by hand.\n"),
        "{page}"
    );
    // The other package of the workspace does not count.
    assert_eq!(
        page.matches("| none | 0 | 0 | 0 | 0 |\n").count(),
        2,
        "{page}"
    );
    let current = "docs/dependencies.md is up to date\n";
    assert_eq!(run(&["--check"]), (true, current.into()));
}
