//! The bodies of the test data, which several targets begin with.

use std::sync::LazyLock;

use fortinac_spec::Spec;
use fortinac_tests::{Case, examples, exchanges};

/// The bodies of the spec's examples and of the captured exchanges.
pub(crate) static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let spec = Spec::bundled();
    [examples(&spec), exchanges(&spec)].concat()
});

/// The value that no output may have.
pub(crate) const CANARY: &str = "canary-7f3e";
