//! The broken descriptions, by what is broken.

mod bodies;
mod files;
mod names;
mod operations;
mod parameters;
mod references;
mod schemas;
mod structure;

use crate::Change;

/// A name, the changes, and for each problem that must come (no other may) the parts of its text.
pub(crate) type Case = (
    &'static str,
    Vec<Change>,
    &'static [&'static [&'static str]],
);

/// All of them.
pub(crate) fn all() -> Vec<Case> {
    [
        files::cases(),
        references::cases(),
        structure::cases(),
        operations::cases(),
        parameters::cases(),
        bodies::cases(),
        schemas::cases(),
        names::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
