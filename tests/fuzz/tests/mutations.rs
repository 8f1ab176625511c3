//! What is promised of each target holds for its seeds and for changes to them.
//!
//! `PROPTEST_CASES=100000 nice cargo test --package fortinac-fuzz-targets` runs for a good while. `cargo fuzz` finds more,
//! because it sees which code an input reaches.

use std::fs;
use std::path::Path;

use fortinac_fuzz_targets::{TARGETS, Target};
use fortinac_tests::mutation::{apply, edit};
use fortinac_tests::strategies::cases;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestRunner;

fn fuzz(name: &str) {
    let target = Target::named(name);
    let seeds = (target.seeds)();
    assert!(!seeds.is_empty());
    for seed in &seeds {
        (target.run)(seed);
    }
    let input = (any::<Index>(), vec(edit(), 1..6)).prop_map(|(index, edits)| {
        let mut input = index.get(&seeds).clone();
        edits.iter().for_each(|edit| apply(&mut input, edit));
        input
    });
    let run = |input: Vec<u8>| {
        (target.run)(&input);
        Ok(())
    };
    if let Err(error) = TestRunner::new(cases(256)).run(&input, run) {
        panic!("{error}");
    }
}

/// What `cargo fuzz` builds and what each night runs.
#[test]
fn every_target_is_fuzzed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let read = |file: &str| fs::read_to_string(root.join(file)).unwrap();
    let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();

    let manifest = read("fuzz/Cargo.toml");
    let binaries = manifest.split("[[bin]]\nname = \"").skip(1);
    let binaries: Vec<_> = binaries.filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(binaries, names);
    for name in &names {
        let program = read(&format!("fuzz/fuzz_targets/{name}.rs"));
        assert!(
            program.contains(&format!("Target::named(\"{name}\")")),
            "{name}"
        );
    }
    let nightly = read(".github/workflows/nightly.yml");
    assert!(nightly.contains(&format!("target: [{}]\n", names.join(", "))));
}

macro_rules! fuzz {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                fuzz(stringify!($name));
            }
        )*

        #[test]
        fn every_target_is_here() {
            let all = TARGETS.iter().map(|target| target.name);
            assert_eq!(Vec::from_iter(all), [$(stringify!($name)),*]);
        }
    };
}

fuzz! { addresses appliance captures profiles records responses tables xml }
