use std::fmt;

use fortinac_json::{prepend_index, prepend_property};

/// The reason why a value cannot be written as XML. It names properties, and contains no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodeError {
    path: String,
    reason: &'static str,
}

impl EncodeError {
    pub(crate) fn new(reason: &'static str) -> Self {
        Self {
            path: "$".to_owned(),
            reason,
        }
    }

    /// The JSON path of what cannot be written, such as `$.members[0].name`; `$` is the whole value.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What XML cannot carry there, such as `a control character`.
    pub fn reason(&self) -> &'static str {
        self.reason
    }

    pub(crate) fn in_property(mut self, name: &str) -> Self {
        prepend_property(&mut self.path, name);
        self
    }

    pub(crate) fn in_item(mut self, index: usize) -> Self {
        prepend_index(&mut self.path, index);
        self
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at {}: XML cannot carry {}", self.path, self.reason)
    }
}

impl std::error::Error for EncodeError {}
