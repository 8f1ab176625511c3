//! The README tells what operations do, as the table and the verbs say.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use fortinac_spec::Spec;
use fortinac_spec::api::Operation;

use super::{BY_HAND, by_hand, generic};
use crate::plan::Plan;

/// The behaviors as a table.
fn table() -> String {
    let mut table = "| operation | effect | evidence |\n|---|---|---|\n".to_owned();
    for behavior in BY_HAND.into_iter().flatten() {
        let evidence = format!("{:?}", behavior.evidence).to_lowercase();
        let (operation, effect) = (behavior.operation, behavior.effect);
        writeln!(table, "| `{operation}` | {effect} | {evidence} |").unwrap();
    }
    table
}

/// The operations for which `is_listed` holds, by resource.
fn list(plan: &Plan, is_listed: impl Fn(&Operation) -> bool) -> String {
    let mut verbs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let operations = plan.spec.api().operations.iter();
    for operation in operations.filter(|operation| is_listed(operation)) {
        let known = verbs.entry(&operation.resource).or_default();
        known.insert(&operation.verb);
    }
    let lines = verbs.into_iter().map(|(resource, verbs)| {
        let verbs: Vec<String> = verbs.into_iter().map(|verb| format!("`{verb}`")).collect();
        format!("- `{resource}`: {}\n", verbs.join(", "))
    });
    lines.collect()
}

/// Compares a part of the README, which is between two comments, with what it has to be. With `UPDATE_README`, writes it.
fn check(name: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (begin, end) = (
        format!("<!-- {name} -->\n\n"),
        format!("\n<!-- end of {name} -->"),
    );
    let (before, rest) = readme.split_once(&begin).expect("the beginning");
    let (found, after) = rest.split_once(&end).expect("the end");
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(&path, format!("{before}{begin}{expected}{end}{after}")).unwrap();
    } else {
        assert!(
            found == expected,
            "README.md is not up to date: run `UPDATE_README=1 cargo test -p fortinac-mock --lib`\n{expected}"
        );
    }
}

#[test]
fn the_readme_tells_what_operations_do() {
    let plan = Plan::new(Spec::bundled()).unwrap();
    let is_performed = |operation: &Operation| {
        by_hand(operation).is_some() || generic::is_performed(&plan, operation)
    };
    check("behaviors", &table());
    check(
        "acknowledgements",
        &list(&plan, |operation| {
            !operation.safe && !is_performed(operation)
        }),
    );
}

#[test]
fn each_behavior_is_of_an_operation() {
    let api = Spec::bundled();
    let mut seen = BTreeSet::new();
    for behavior in BY_HAND.into_iter().flatten() {
        let id = behavior.operation;
        assert!(api.api().operation(id).is_some(), "{id}");
        assert!(seen.insert(id), "{id} is there twice");
    }
}
