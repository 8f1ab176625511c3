//! Numbers in the documents that people read are those of the spec.

use std::fs;

use xtask::lint;

use crate::workspace::workspace;

const DOCUMENTS: [&str; 4] = [
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "ARCHITECTURE.md",
];

/// The numbers that stand before a word, such as 603 in `603 operations`.
fn numbers_before(text: &str, word: &str) -> Vec<usize> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_word = |other: &str| other.trim_matches(|c: char| !c.is_alphabetic()) == word;
    let pairs = words.windows(2).filter(|pair| is_word(pair[1]));
    // A benchmark runs over synthetic operations, with a comma in their number.
    pairs.filter_map(|pair| pair[0].parse().ok()).collect()
}

#[test]
fn numbers_are_those_of_the_spec() {
    let model = lint::checked(&workspace().join("openapi/fortinac.yaml")).unwrap();
    let unsafe_gets = model.api.operations.iter();
    let unsafe_gets = unsafe_gets.filter(|one| one.method.as_str() == "GET" && !one.safe);
    let exchanges = fs::read_dir(workspace().join("tests/data/exchanges")).unwrap();
    let known = [
        ("operations", model.api.operations.len()),
        ("schemas", model.api.schemas.len()),
        ("exchanges", exchanges.count()),
    ];
    let mut found = 0;
    for document in DOCUMENTS {
        let text = fs::read_to_string(workspace().join(document)).unwrap();
        for (word, number) in known {
            for told in numbers_before(&text, word) {
                assert_eq!(told, number, "{document}: {word}");
                found += 1;
            }
        }
    }
    assert!(found >= 2, "no document names a number");
    assert_eq!(unsafe_gets.count(), 6, "the README says six");
}

#[test]
fn a_number_is_found_before_its_word() {
    let text = "It has 603 operations, 5,000 operations and 12\n`operations`; 7 other operations.";
    assert_eq!(numbers_before(text, "operations"), [603, 12]);
}
