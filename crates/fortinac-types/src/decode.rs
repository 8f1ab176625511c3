//! Decoding of JSON with errors that tell where the input is wrong and what was expected, and that show no secret.
//!
//! ```
//! use fortinac_types::{UserListEnvelope, decode};
//!
//! let response = br#"{"status": "success", "results": [{"id": ["31"], "userID": "rbeck"}]}"#;
//! let error = decode::from_slice::<UserListEnvelope>(response).unwrap_err();
//! assert_eq!(error.to_string(), r#"at $.results[0].id: expected a 64-bit integer, found an array, in {"id":["..."],"userID":"..."}"#);
//! ```

use std::fmt;

use fortinac_json::{kind_of, push_index, push_property, sounds_secret};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use crate::generated::numbers::NUMBER_PROPERTIES;

/// How many bytes of the input an error shows at most.
const MAX_EXCERPT: usize = 240;

/// Decodes a JSON document.
///
/// # Errors
/// The input is not JSON, has something after the value, or does not have the types that `T` expects.
pub fn from_slice<T: DeserializeOwned>(json: &[u8]) -> Result<T, DecodeError> {
    // Tracking the path takes longer than the decoding itself, so it is done only after a failure.
    if let Ok(value) = serde_json::from_slice(json) {
        return Ok(value);
    }
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    match serde_path_to_error::deserialize(&mut deserializer) {
        Ok(value) => deserializer
            .end()
            .map(|()| value)
            .map_err(|error| DecodeError::syntax(&error)),
        Err(error) if error.inner().is_data() => {
            let json = serde_json::from_slice(json).ok();
            Err(DecodeError::data(&error, json.as_ref()))
        }
        Err(error) => Err(DecodeError::syntax(error.inner())),
    }
}

/// Decodes a JSON value.
///
/// # Errors
/// The value does not have the types that `T` expects.
pub fn from_value<T: DeserializeOwned>(json: &Value) -> Result<T, DecodeError> {
    serde_path_to_error::deserialize(json).map_err(|error| DecodeError::data(&error, Some(json)))
}

/// The reason why JSON did not decode. It contains no string of the input. It contains a number only of a property that
/// is a number in the spec, and neither a number nor a boolean of a property whose name sounds secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    expected: String,
    found: Option<&'static str>,
    excerpt: Option<String>,
}

impl DecodeError {
    /// The JSON path of the value that is wrong, such as `$.results[0].id`; `$` is the whole document.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What was expected there, such as `a 64-bit integer`. If the input is not JSON, this names the syntax error.
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// The type of the value that was found, such as `an array`; `None` if the input is not JSON.
    pub fn found(&self) -> Option<&'static str> {
        self.found
    }

    /// The object that contains the value, shortened, with `...` in place of each redacted value.
    pub fn excerpt(&self) -> Option<&str> {
        self.excerpt.as_deref()
    }

    fn syntax(error: &serde_json::Error) -> Self {
        // A syntax error of serde_json names a location and what was expected, and never shows the input.
        Self {
            path: "$".into(),
            expected: format!("JSON ({error})"),
            found: None,
            excerpt: None,
        }
    }

    fn data(error: &serde_path_to_error::Error<serde_json::Error>, json: Option<&Value>) -> Self {
        let path = error.path();
        let (value, object) = json.map_or((None, None), |json| locate(json, path));
        let message = error.inner().to_string();
        let mut path = json_path(path);
        // For a repeated property, serde gives the path of the object and the name of the property.
        let (expected, found) = match duplicate(&message) {
            Some(name) => {
                push_property(&mut path, name);
                ("each property once".into(), Some("this one twice"))
            }
            None => (expected(&message), value.map(kind_of)),
        };
        Self {
            path,
            expected,
            found,
            excerpt: object.map(excerpt),
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at {}: expected {}", self.path, self.expected)?;
        if let Some(found) = self.found {
            write!(f, ", found {found}")?;
        }
        if let Some(excerpt) = &self.excerpt {
            write!(f, ", in {excerpt}")?;
        }
        Ok(())
    }
}

impl std::error::Error for DecodeError {}

/// What serde expected. The rest of its message can contain the value that it found.
fn expected(message: &str) -> String {
    let shows_expected_last = ["invalid type: ", "invalid value: "]
        .iter()
        .any(|start| message.starts_with(start));
    let expected = message
        .rsplit_once(", expected ")
        .filter(|_| shows_expected_last);
    let expected = expected.map_or("another value", |(_, expected)| expected);
    // serde_json appends a line and a column, which the path makes redundant.
    let expected = expected.split(" at line ").next().unwrap_or_default();
    match expected {
        "i64" => "a 64-bit integer",
        "a sequence" => "an array",
        "a map" => "an object",
        record if record.starts_with("struct ") => "an object",
        other => other,
    }
    .to_owned()
}

/// The name of the property that an object has twice, if this is what the message reports.
fn duplicate(message: &str) -> Option<&str> {
    let name = message.strip_prefix("duplicate field `")?;
    name.split('`').next()
}

/// The value at the end of `path`, and the innermost object that contains it.
fn locate<'a>(json: &'a Value, path: &Path) -> (Option<&'a Value>, Option<&'a Value>) {
    let mut found = Some(json);
    let mut object = json.is_object().then_some(json);
    for segment in path.iter() {
        found = match segment {
            Segment::Seq { index } => found.and_then(|value| value.get(index)),
            Segment::Map { key } => found.and_then(|value| value.get(key)),
            Segment::Enum { .. } | Segment::Unknown => None,
        };
        if let Some(inner) = found.filter(|value| value.is_object()) {
            object = Some(inner);
        }
    }
    (found, object)
}

fn json_path(path: &Path) -> String {
    let mut text = String::from("$");
    for segment in path.iter() {
        match segment {
            Segment::Seq { index } => push_index(&mut text, *index),
            Segment::Map { key } => push_property(&mut text, key),
            Segment::Enum { .. } | Segment::Unknown => text.push_str(".?"),
        }
    }
    text
}

/// A value with its strings redacted, and its numbers unless they are known to be harmless; cut off if it is too long.
fn excerpt(value: &Value) -> String {
    let mut text = redacted(value, Shown::Booleans).to_string();
    if let Some((end, _)) = text.char_indices().find(|(index, _)| *index >= MAX_EXCERPT) {
        text.truncate(end);
        text.push_str(" ...");
    }
    text
}

/// Which values of a property are shown. The name decides, and one that sounds secret hides everything inside, too.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Nothing,
    Booleans,
    BooleansAndNumbers,
}

impl Shown {
    fn of_property(self, name: &str) -> Self {
        if self == Self::Nothing || sounds_secret(name) {
            Self::Nothing
        } else if NUMBER_PROPERTIES.binary_search(&name).is_ok() {
            Self::BooleansAndNumbers
        } else {
            // A number in a property that is not in the spec, or in an entry of a map, may be a PIN.
            Self::Booleans
        }
    }
}

fn redacted(value: &Value, shown: Shown) -> Value {
    match value {
        Value::String(_) => "...".into(),
        Value::Number(_) if shown != Shown::BooleansAndNumbers => "...".into(),
        Value::Bool(_) if shown == Shown::Nothing => "...".into(),
        Value::Array(items) => items.iter().map(|item| redacted(item, shown)).collect(),
        Value::Object(properties) => {
            // Sorted, so that the message does not depend on the features of serde_json in this build.
            let mut properties: Vec<_> = properties.iter().collect();
            properties.sort_by_key(|(name, _)| *name);
            properties
                .into_iter()
                .map(|(name, value)| (name.clone(), redacted(value, shown.of_property(name))))
                .collect()
        }
        harmless => harmless.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{GroupEnvelope, User, UserListEnvelope};

    #[test]
    fn the_error_names_the_path_and_shows_no_string() {
        let user = json!({"id": "canary, expected canary", "password": 77, "landscape": 5, "notes": "canary"});
        let error = from_value::<User>(&user).unwrap_err();
        assert_eq!(
            (error.path(), error.expected(), error.found()),
            ("$.id", "a 64-bit integer", Some("a string"))
        );
        assert!(!format!("{error:?} {error}").contains("canary"));

        let error = from_value::<User>(&json!({"landscape": 5, "password": 77})).unwrap_err();
        let expected = r#"at $.password: expected a string, found an integer, in {"landscape":5,"password":"..."}"#;
        assert_eq!(error.to_string(), expected);

        let error = from_slice::<GroupEnvelope>(br#"{"result": {"auditObj": {"auditObj": 7}}}"#)
            .unwrap_err();
        assert_eq!(error.path(), "$.result.auditObj.auditObj");
        assert_eq!(error.expected(), "an object or a string");
    }

    #[test]
    fn messages_use_json_terms() {
        for (json, message) in [
            ("[]", "at $: expected an object, found an array"),
            (
                r#"{"results": {}}"#,
                r#"at $.results: expected an array, found an object, in {}"#,
            ),
            (
                r#"{"results": [{"currentEnvironment": 1}]}"#,
                r#"at $.results[0].currentEnvironment: expected an object, found an integer, in {"currentEnvironment":"..."}"#,
            ),
            (
                r#"{"results": [{"state": true}]}"#,
                r#"at $.results[0].state: expected a 64-bit integer or a string, found a boolean, in {"state":true}"#,
            ),
            (
                r#"{"results": [{"version": "1"}]}"#,
                r#"at $.results[0].version: expected a JSON number, found a string, in {"version":"..."}"#,
            ),
        ] {
            let error = from_slice::<UserListEnvelope>(json.as_bytes()).unwrap_err();
            assert_eq!(error.to_string(), message);
        }
    }

    #[test]
    fn a_repeated_property_is_named() {
        let error =
            from_slice::<UserListEnvelope>(br#"{"results":[{"id":1,"id":2}]}"#).unwrap_err();
        assert_eq!(
            error.to_string(),
            r#"at $.results[0].id: expected each property once, found this one twice, in {"id":2}"#
        );
    }

    #[test]
    fn odd_names_in_a_path_are_quoted() {
        let json = br#"{"results": [{"currentEnvironment": {"a.b": 1}}]}"#;
        let error = from_slice::<UserListEnvelope>(json).unwrap_err();
        assert_eq!(error.path(), r#"$.results[0].currentEnvironment["a.b"]"#);
    }

    #[test]
    fn numbers_are_shown_only_for_number_properties_of_the_spec() {
        let user = json!({
            "id": [], "landscape": 5, "sortKey": 7, "wifiPwd": 7, "psk": true, "credentialId": 7, "unheardOf": 7,
            "enabled": true, "unheardOfToo": {"deeper": [7], "landscape": 5},
        });
        let error = from_value::<User>(&user).unwrap_err();
        let excerpt: Value = serde_json::from_str(error.excerpt().unwrap()).unwrap();
        let expected = json!({
            "id": [], "landscape": 5, "sortKey": "...", "wifiPwd": "...", "psk": "...", "credentialId": "...",
            "unheardOf": "...", "enabled": true, "unheardOfToo": {"deeper": ["..."], "landscape": 5},
        });
        assert_eq!(excerpt, expected);
    }

    #[test]
    fn a_syntax_error_is_reported() {
        for (text, reason) in [
            (
                "<html>canary</html>",
                "JSON (expected value at line 1 column 1)",
            ),
            ("", "JSON (EOF while parsing a value at line 1 column 0)"),
            (
                r#"{"notes": "canary"#,
                "JSON (EOF while parsing a string at line 1 column 17)",
            ),
            ("{} canary", "JSON (trailing characters at line 1 column 4)"),
        ] {
            let error = from_slice::<User>(text.as_bytes()).unwrap_err();
            assert_eq!(
                (error.path(), error.expected(), error.found()),
                ("$", reason, None)
            );
        }
    }

    #[test]
    fn an_excerpt_is_cut_off_at_a_character_boundary() {
        let mut user = json!({"id": []});
        for number in 0..100 {
            user[format!("é{number}")] = number.into();
        }
        let error = from_value::<User>(&user).unwrap_err();
        assert!(error.excerpt().unwrap().len() <= MAX_EXCERPT + 6);
        assert!(error.to_string().ends_with(" ..."));
    }

    #[test]
    fn other_messages_of_serde_are_not_shown() {
        assert_eq!(expected("canary, expected canary"), "another value");
        assert!(NUMBER_PROPERTIES.is_sorted());
    }
}
