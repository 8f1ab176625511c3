//! What the sources document about the FortiNAC REST API, read from the folder `evidence/` of the repository, and a
//! check of the spec against it.
//!
//! - [`Evidence`] reads the folder. Its README explains the fields and the type words.
//! - [`locations`] lists the values in a body with their schemas, and [`locations_of_entry`] those in an entry.
//! - [`ShownKinds`] collects the JSON types that the sources show for each property.
//! - [`check`] compares the spec with the evidence, for `cargo xtask lint`.

mod check;
mod deviation;
mod entry;
mod kind;
mod read;
mod recognize;
mod shown;
mod sources;
mod walk;
mod words;

pub use check::{Finding, Subject, check, undescribed};
pub use entry::{Argument, ArgumentLocation, Entry};
pub use kind::Kind;
pub use read::{Evidence, NotEvidence};
pub use recognize::locations_of_entry;
pub use shown::ShownKinds;
pub use sources::{Pattern, Source, Sources};
pub use walk::{
    BodySide, Location, Shape, Step, body_type, is_property, locations, locations_in, path_text,
};
pub use words::{is_time, kinds_of_words};
