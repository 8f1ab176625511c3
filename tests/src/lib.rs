//! What the tests share: the test data, the samples out of the vendor's pages, and the members of records.

mod cases;
mod documents;
mod evidence;
mod instance;
mod kind;
mod members;
mod pages;
mod places;
mod recognize;
mod record_types;
mod schema;
pub mod strategies;

use std::fs;
use std::path::{Path, PathBuf};

pub use cases::{Case, examples, exchanges, forms, instances, samples};
pub use documents::{Body, Document, Sample};
pub use evidence::Evidence;
pub use kind::Kind;
pub use members::{undescribed, unsourced};
pub use pages::{Page, pages};
pub use places::{Place, Shape, Step, at, path_text, places, remove};
pub use recognize::places_of_page;
pub use record_types::{RECORD_TYPES, RecordType};
pub use schema::{properties, records};

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

/// The program in the README compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct ReadMe;
