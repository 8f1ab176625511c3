use std::fmt::{self, Display};

use serde::de::{self, Expected, Unexpected};

use crate::kind::{kind_of_unexpected, name_of_expected};
use crate::path::{prepend_index, prepend_property};

/// The path of the whole document.
const ROOT: &str = "$";

/// The reason why JSON or XML did not decode: where the input is wrong, what was expected there, and what was found.
///
/// It names properties and JSON types, and contains no value of the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    expected: String,
    found: Option<&'static str>,
}

impl DecodeError {
    /// The JSON path of the value that is wrong, such as `$.results[0].id`; `$` is the whole document.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What was expected there, such as `a 64-bit integer`. If the input is not JSON or XML at all, this contains the
    /// syntax error.
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// The JSON type of the value that was found, such as `an array`; `None` if the input is not JSON or XML at all.
    pub fn found(&self) -> Option<&'static str> {
        self.found
    }

    /// An error of a document that is not in this format, such as `JSON`. The reason must not show the document.
    pub fn syntax(format: &str, reason: impl Display) -> Self {
        Self::new(format_args!("{format} ({reason})"), None)
    }

    /// An error of an object that has the property of this name twice.
    pub fn repeated(name: &str) -> Self {
        Self::new("each property once", Some("this one twice")).in_property(name)
    }

    /// The error as seen from the object whose property of this name has the wrong value.
    pub fn in_property(mut self, name: &str) -> Self {
        prepend_property(&mut self.path, name);
        self
    }

    /// The error as seen from the array whose item at this index is wrong.
    pub fn in_item(mut self, index: usize) -> Self {
        prepend_index(&mut self.path, index);
        self
    }

    /// Sets what was found, unless the error says it already.
    pub fn or_found(mut self, kind: &'static str) -> Self {
        self.found.get_or_insert(kind);
        self
    }

    /// The error with another path, such as one without a name that must not be shown.
    pub fn map_path(mut self, change: impl FnOnce(String) -> String) -> Self {
        self.path = change(self.path);
        self
    }

    fn new(expected: impl Display, found: Option<&'static str>) -> Self {
        Self {
            path: ROOT.to_owned(),
            expected: expected.to_string(),
            found,
        }
    }
}

impl Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at {}: expected {}", self.path, self.expected)?;
        match self.found {
            Some(found) => write!(f, ", found {found}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for DecodeError {}

/// Keeps what a type says that it expects, and drops every message that could show a value.
impl de::Error for DecodeError {
    fn custom<T: Display>(_: T) -> Self {
        Self::new("another value", None)
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(
            name_of_expected(&expected.to_string()),
            kind_of_unexpected(found),
        )
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    fn invalid_length(_: usize, expected: &dyn Expected) -> Self {
        let expected = name_of_expected(&expected.to_string());
        Self::new(expected, Some("one of another length"))
    }

    fn unknown_variant(_: &str, variants: &'static [&'static str]) -> Self {
        Self::new(format_args!("one of {}", variants.join(", ")), None)
    }

    fn unknown_field(_: &str, properties: &'static [&'static str]) -> Self {
        let known = properties.join(", ");
        Self::new(format_args!("no property but {known}"), None)
    }

    fn missing_field(property: &'static str) -> Self {
        Self::new("a property", Some("none")).in_property(property)
    }

    fn duplicate_field(property: &'static str) -> Self {
        Self::repeated(property)
    }
}

#[cfg(test)]
mod tests {
    use serde::de::Error;

    use super::*;

    #[test]
    fn the_path_grows_from_the_inside() {
        let error = DecodeError::invalid_type(Unexpected::Str("canary"), &"i64")
            .in_property("id")
            .in_item(3)
            .or_found("an object")
            .in_property("a b");
        let message = r#"at $["a b"][3].id: expected a 64-bit integer, found a string"#;
        assert_eq!(error.to_string(), message);
    }

    #[test]
    fn a_property_that_is_missing_or_repeated_is_named() {
        for (error, message) in [
            (
                DecodeError::missing_field("id"),
                "at $[0].id: expected a property, found none",
            ),
            (
                DecodeError::duplicate_field("id"),
                "at $[0].id: expected each property once, found this one twice",
            ),
            (
                DecodeError::unknown_field("canary", &["a", "b"]),
                "at $[0]: expected no property but a, b",
            ),
            (
                DecodeError::unknown_variant("canary", &["a", "b"]),
                "at $[0]: expected one of a, b",
            ),
        ] {
            assert_eq!(error.in_item(0).to_string(), message);
        }
    }

    #[test]
    fn messages_of_a_type_are_not_shown() {
        let error = DecodeError::custom("canary, expected canary");
        assert_eq!(error.to_string(), "at $: expected another value");
        assert!(!format!("{error:?}").contains("canary"));
    }

    #[test]
    fn a_syntax_error_has_no_type_that_was_found() {
        let error = DecodeError::syntax("JSON", "EOF");
        assert_eq!(error.to_string(), "at $: expected JSON (EOF)");
        assert_eq!(error.found(), None);
    }
}
