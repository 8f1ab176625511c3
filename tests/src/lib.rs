//! What the tests share: the test data, the bodies in it, and ways to vary them.

// First, because it is a macro.
#[macro_use]
#[rustfmt::skip]
#[path = "generated/records.rs"]
mod records;

mod cases;
mod documents;
mod edit;
mod instance;
pub mod mutation;
mod record_types;
pub mod strategies;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use fortinac_evidence::{Evidence, ShownKinds};
use fortinac_spec::Spec;
use fortinac_spec::api::Api;

pub use cases::{
    Case, bodies_of_exchange, examples, exchanges, form_examples, forms, instances, json_bodies,
    samples,
};
pub use documents::{Document, Sample};
pub use edit::{at, remove};
pub use instance::{Filling, complete};
pub use record_types::{RECORD_TYPES, RecordType};

/// A folder of the test data.
pub fn data(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("data")
        .join(folder)
}

/// The files of a folder of the test data with their contents, sorted by name.
///
/// # Panics
/// When they cannot be read.
pub fn files(folder: &str) -> Vec<(String, String)> {
    let entries = fs::read_dir(data(folder)).expect("the folder of test data is there");
    let paths = entries.map(|entry| entry.expect("the folder of test data can be read").path());
    let mut files: Vec<(String, String)> = paths
        .map(|path| {
            let contents = fs::read_to_string(&path)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            (
                path.file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned(),
                contents,
            )
        })
        .collect();
    files.sort();
    files
}

/// The evidence of the repository.
///
/// # Panics
/// When it cannot be read.
pub fn evidence() -> Evidence {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the package is in the repository");
    Evidence::read(&root.join("evidence")).unwrap_or_else(|error| panic!("{error}"))
}

/// The kinds of values that evidence, exchanges and documents show.
///
/// # Panics
/// When they cannot be read.
pub fn shown_kinds(spec: &Spec) -> ShownKinds {
    let mut shown = ShownKinds::default();
    for case in exchanges(spec).iter().chain(&samples(spec)) {
        shown.add_body(spec.api(), &case.operation, case.side, &case.json);
    }
    for entry in evidence().iter() {
        shown.add_entry(spec.api(), entry);
    }
    shown
}

/// The records that bodies in JSON can hold, at any depth.
pub fn records_in_json(api: &Api) -> BTreeSet<&str> {
    let mut reached = BTreeSet::new();
    for (operation, side) in json_bodies(api) {
        let ty = fortinac_evidence::body_type(operation, side);
        let component = ty.as_ref().and_then(|ty| ty.component());
        let known = component.and_then(|name| api.schemas.get_key_value(name));
        reached.extend(api.reachable_from(known.map(|(name, _)| name.as_str())));
    }
    reached.retain(|name| api.record(name).is_some());
    reached
}

/// The program in the README compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct ReadMe;
