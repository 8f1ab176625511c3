use std::fmt::Display;

use serde::de::{self, Expected, Unexpected};

use super::grammar::is_name;

/// Why a value cannot be written as XML, or XML not be read. It contains names of members and no text of the document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum XmlError {
    /// The value has no form in XML.
    #[error("at {path}: XML cannot carry {what}")]
    Encode {
        /// Where, such as `$.members[0].name`; `$` is the whole.
        path: String,
        /// What is there.
        what: &'static str,
    },
    /// The document is not XML, or uses what is refused.
    #[error("at byte {offset} of the XML: {reason}")]
    Syntax {
        /// Where in the document.
        offset: u64,
        /// What is wrong there.
        reason: &'static str,
    },
    /// The document is XML of another shape than the type.
    #[error("at {path}: expected {expected}, found {found}")]
    Data {
        /// Where, such as `$.results[0].id`; `$` is the whole.
        path: String,
        /// What would have been decoded there, such as `i64`.
        expected: String,
        /// The kind of what is there.
        found: &'static str,
    },
}

const WHOLE: &str = "$";

impl XmlError {
    pub(super) fn encode(what: &'static str) -> Self {
        let path = WHOLE.to_owned();
        Self::Encode { path, what }
    }

    fn data(expected: impl Display) -> Self {
        Self::Data {
            path: WHOLE.to_owned(),
            expected: expected.to_string(),
            found: "another value",
        }
    }

    /// Says what kind of thing was found. An error from further inside has said it already.
    pub(super) fn on(mut self, kind: &'static str) -> Self {
        if let Self::Data { path, found, .. } = &mut self
            && path == WHOLE
        {
            *found = kind;
        }
        self
    }

    /// The error as seen from the object around.
    pub(super) fn in_member(self, name: &str) -> Self {
        // A name that is none is the caller's own, and may contain anything: quoted, it stays one line.
        if is_name(name) {
            self.inside(&format!(".{name}"))
        } else {
            self.inside(&format!("[{name:?}]"))
        }
    }

    /// The error as seen from the list around.
    pub(super) fn in_item(self, index: usize) -> Self {
        self.inside(&format!("[{index}]"))
    }

    fn inside(mut self, segment: &str) -> Self {
        if let Self::Encode { path, .. } | Self::Data { path, .. } = &mut self {
            path.insert_str(WHOLE.len(), segment);
        }
        self
    }
}

/// Takes what was expected, which a type says of itself, and leaves out every message that could show a value.
impl de::Error for XmlError {
    fn custom<T: Display>(_: T) -> Self {
        Self::data("another value")
    }

    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::data(expected)
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::data(expected)
    }

    fn invalid_length(_: usize, expected: &dyn Expected) -> Self {
        Self::data(expected)
    }

    fn unknown_variant(_: &str, variants: &'static [&'static str]) -> Self {
        Self::data(format_args!("one of {}", variants.join(", ")))
    }

    fn unknown_field(_: &str, members: &'static [&'static str]) -> Self {
        Self::data(format_args!("no member but {}", members.join(", ")))
    }

    fn missing_field(member: &'static str) -> Self {
        Self::data(format_args!("a member {member}"))
    }

    fn duplicate_field(member: &'static str) -> Self {
        Self::data(format_args!("one member {member}"))
    }
}
