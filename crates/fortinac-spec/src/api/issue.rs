use std::fmt;

/// Something in the document that the model does not support.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// The JSON pointer of the location in the document.
    pub pointer: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it; empty if the message is enough.
    pub help: String,
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.pointer, self.message)
    }
}

/// The model cannot be read from the document.
#[derive(Debug, thiserror::Error)]
#[error("not a bundled OpenAPI document of this API: {0}")]
pub struct NotAnApi(pub(crate) Issue);

impl NotAnApi {
    pub(crate) fn not_json(error: serde_json::Error) -> Self {
        Self(Issue {
            pointer: String::new(),
            message: error.to_string(),
            help: String::new(),
        })
    }
}
