//! The spec says what its sources show, and nothing else.

use std::collections::BTreeSet;

use fortinac_evidence::{check, undescribed};
use fortinac_spec::Spec;
use fortinac_tests::{evidence, examples, exchanges, form_examples, samples};

#[test]
fn the_spec_says_what_the_evidence_shows() {
    let findings = check(Spec::bundled().api(), &evidence());
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "\n{}\n", lines.join("\n"));
}

#[test]
fn the_spec_has_every_property_of_exchanges_and_documents() {
    let spec = Spec::bundled();
    let mut found = Vec::new();
    for case in [exchanges(&spec), samples(&spec)].iter().flatten() {
        let missing = undescribed(spec.api(), &case.operation, case.side, &case.json);
        found.extend(
            missing
                .into_iter()
                .map(|missing| format!("{}: {missing}", case.name)),
        );
    }
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn every_record_is_in_an_example() {
    let spec = Spec::bundled();
    let mut missing: BTreeSet<&str> = spec.api().records().map(|(name, _)| name).collect();
    let bodies = [examples(&spec), exchanges(&spec), form_examples(&spec)];
    for case in bodies.iter().flatten() {
        for location in case.locations(spec.api()) {
            if location.value.is_object() {
                missing.retain(|record| Some(*record) != location.component);
            }
        }
    }
    assert!(missing.is_empty(), "in no example: {missing:?}");
}
