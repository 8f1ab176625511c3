//! The API that the commands are made of.

use std::sync::OnceLock;

use fortinac_spec::api::Index;

static INDEX: OnceLock<Index> = OnceLock::new();

/// The index of the API, which is that of the spec unless another was set before.
pub(crate) fn index() -> &'static Index {
    INDEX.get_or_init(Index::bundled)
}

/// Sets another index, before anything has asked for it.
pub(crate) fn set(index: Index) {
    INDEX.get_or_init(|| index);
}
