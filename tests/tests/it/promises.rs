//! `docs/promises.md`: what README.md and SECURITY.md promise, and the tests that prove it.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(file: &str) -> String {
    let path = root().join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A text in one line.
fn unwrapped(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text below a heading of the second level, up to the next one.
fn section<'a>(text: &'a str, heading: &str) -> &'a str {
    let (_, rest) = text
        .split_once(&format!("\n## {heading}\n"))
        .unwrap_or_else(|| panic!("there is no section {heading}"));
    rest.split("\n## ").next().unwrap_or_default()
}

/// The rows of a table, without its head: two cells each.
fn rows(section: &str) -> Vec<(&str, &str)> {
    let rows = section.lines().filter_map(|line| {
        let cells = line.strip_prefix("| ")?.strip_suffix(" |")?;
        Some(
            cells
                .split_once(" | ")
                .unwrap_or_else(|| panic!("two cells: {line}")),
        )
    });
    rows.skip(1).collect()
}

/// What stands between backticks.
fn code(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// Whether a file has a test of this name: a function with an attribute, or one that a macro is given.
fn has_test(file: &str, name: &str) -> bool {
    let text = read(file);
    let Some(start) = text.find(&format!("fn {name}(")) else {
        return text
            .lines()
            .filter_map(|line| line.strip_prefix("fuzz! { "))
            .any(|names| names.split(' ').any(|one| one == name));
    };
    let before = &text[..start];
    let attributes = before.rsplit("\n\n").next().unwrap_or_default();
    ["#[test]", "#[tokio::test"]
        .iter()
        .any(|test| attributes.contains(test))
}

#[test]
fn every_proof_exists() {
    let promises = read("docs/promises.md");
    let parts = read(".ci/run");
    let parts = parts.lines().find_map(|line| line.strip_prefix("PARTS=("));
    let parts = parts
        .expect("the parts are in one line")
        .trim_end_matches(')');
    for heading in [
        "README.md",
        "SECURITY.md",
        "docs/mcp.md",
        "The design",
        "Tests of secrets",
    ] {
        let rows = rows(section(&promises, heading));
        assert!(rows.len() > 5, "{heading} has a table");
        for (promise, proof) in rows {
            let mut proofs = 0;
            for code in code(proof) {
                if let Some((file, name)) = code.split_once("::") {
                    assert!(has_test(file, name), "{promise}: there is no test {code}");
                } else if let Some(part) = code.strip_prefix(".ci/run ") {
                    assert!(parts.split(' ').any(|one| one == part), "{promise}: {code}");
                } else {
                    assert!(root().join(code).is_file(), "{promise}: there is no {code}");
                }
                proofs += 1;
            }
            let is_elsewhere = proof.contains("(#tests-of-secrets)");
            assert!(
                proofs > 0 || is_elsewhere || proof.contains("not tested"),
                "{promise}"
            );
        }
    }
}

#[test]
fn promises_are_in_the_words_of_their_document() {
    let promises = read("docs/promises.md");
    for document in ["README.md", "SECURITY.md", "docs/mcp.md"] {
        let text = unwrapped(&read(document));
        for (promise, _) in rows(section(&promises, document)) {
            assert!(text.contains(promise), "{document} does not say: {promise}");
        }
    }
}

#[test]
fn no_promise_of_security_is_missing() {
    let promises = read("docs/promises.md");
    let known = rows(section(&promises, "SECURITY.md"));
    let security = read("SECURITY.md");
    let bullets = section(&security, "What is promised").split("\n- ").skip(1);
    let bullets: Vec<String> = bullets.map(unwrapped).collect();
    assert!(bullets.len() > 5);
    for bullet in bullets {
        let (lead, _) = bullet
            .strip_prefix("**")
            .and_then(|rest| rest.split_once("**"))
            .unwrap_or_else(|| panic!("it begins with the promise: {bullet}"));
        let has_row = known.iter().any(|(promise, _)| *promise == lead);
        assert!(has_row, "docs/promises.md has no proof of: {lead}");
    }
}
