use std::fmt::Display;

use serde::de::{self, Expected, Unexpected};

use crate::grammar::is_name;

/// The reason why a value cannot be written as XML, or why XML cannot be read. It contains names of properties and no text
/// of the document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum XmlError {
    /// The value has no form in XML.
    #[error("at {path}: XML cannot carry {what}")]
    Encode {
        /// The JSON path, such as `$.members[0].name`; `$` is the whole document.
        path: String,
        /// What was found there.
        what: &'static str,
    },
    /// The document is not XML, or uses a part of XML that is refused.
    #[error("at byte {offset} of the XML: {reason}")]
    Syntax {
        /// The position in the document.
        offset: u64,
        /// What is wrong there.
        reason: &'static str,
    },
    /// The document is XML, and does not have the shape of the type.
    #[error("at {path}: expected {expected}, found {found}")]
    Data {
        /// The JSON path, such as `$.results[0].id`; `$` is the whole document.
        path: String,
        /// What was expected there, such as `i64`.
        expected: String,
        /// What was found there.
        found: &'static str,
    },
}

const WHOLE: &str = "$";

impl XmlError {
    pub(crate) fn encode(what: &'static str) -> Self {
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

    /// Sets what was found. An error from further inside has it already.
    pub(crate) fn on(mut self, kind: &'static str) -> Self {
        if let Self::Data { path, found, .. } = &mut self
            && path == WHOLE
        {
            *found = kind;
        }
        self
    }

    /// The error as seen from the surrounding object.
    pub(crate) fn in_property(self, name: &str) -> Self {
        // A name that is not an XML name comes from the caller and may contain anything: quoted, it stays one line.
        if is_name(name) {
            self.inside(&format!(".{name}"))
        } else {
            self.inside(&format!("[{name:?}]"))
        }
    }

    /// The error as seen from the surrounding array.
    pub(crate) fn in_item(self, index: usize) -> Self {
        self.inside(&format!("[{index}]"))
    }

    fn inside(mut self, segment: &str) -> Self {
        if let Self::Encode { path, .. } | Self::Data { path, .. } = &mut self {
            path.insert_str(WHOLE.len(), segment);
        }
        self
    }
}

/// Keeps what a type says that it expects, and drops every message that could show a value.
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

    fn unknown_field(_: &str, properties: &'static [&'static str]) -> Self {
        Self::data(format_args!("no property but {}", properties.join(", ")))
    }

    fn missing_field(property: &'static str) -> Self {
        Self::data(format_args!("a property {property}"))
    }

    fn duplicate_field(property: &'static str) -> Self {
        Self::data(format_args!("one property {property}"))
    }
}
