//! Decoding with errors that say where and what, and show no value.
//!
//! ```
//! use fortinac_types::{UserListEnvelope, decode};
//!
//! let answer = br#"{"status": "success", "results": [{"id": ["31"], "userID": "rbeck"}]}"#;
//! let error = decode::from_slice::<UserListEnvelope>(answer).unwrap_err();
//! assert_eq!(error.to_string(), r#"at $.results[0].id: expected a 64-bit integer, found an array, in {"id":["..."],"userID":"..."}"#);
//! ```

use std::fmt;

use fortinac_json::{kind_of, push_index, push_property, sounds_secret};
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use crate::generated::numbers::NUMBER_MEMBERS;

/// The most bytes of an answer that an error shows.
const EXCERPT: usize = 240;

/// Decodes a whole JSON text.
///
/// # Errors
/// The text is not JSON, goes on behind the value, or is JSON of another kind than `T` takes.
pub fn from_slice<T: DeserializeOwned>(json: &[u8]) -> Result<T, DecodeError> {
    // The path is looked for after a failure only: to follow it takes longer than the decoding itself.
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
/// The value is of another kind than `T` takes.
pub fn from_value<T: DeserializeOwned>(json: &Value) -> Result<T, DecodeError> {
    serde_path_to_error::deserialize(json).map_err(|error| DecodeError::data(&error, Some(json)))
}

/// Why JSON did not decode. It contains no text of the JSON, no number of a member that the description does not know as
/// one, and no number or flag of a member that sounds secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    expected: String,
    found: Option<&'static str>,
    excerpt: Option<String>,
}

impl DecodeError {
    /// Where, such as `$.results[0].id`; `$` is the whole.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What would have been decoded there, such as `a 64-bit integer`; for a text that is not JSON, what is wrong with it.
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// The kind of what is there, such as `an array`; `None` if the text is not JSON.
    pub fn found(&self) -> Option<&'static str> {
        self.found
    }

    /// The object around the place, shortened, with `...` for every text.
    pub fn excerpt(&self) -> Option<&str> {
        self.excerpt.as_deref()
    }

    fn syntax(error: &serde_json::Error) -> Self {
        // serde_json's syntax errors name a place and what it expected, never what is there.
        Self {
            path: "$".into(),
            expected: format!("JSON ({error})"),
            found: None,
            excerpt: None,
        }
    }

    fn data(error: &serde_path_to_error::Error<serde_json::Error>, json: Option<&Value>) -> Self {
        let path = error.path();
        let (place, around) = json.map_or((None, None), |json| places(json, path));
        let message = error.inner().to_string();
        let mut path = json_path(path);
        // Serde gives the place of the object, and the name of its member.
        let (expected, found) = match duplicate(&message) {
            Some(member) => {
                push_property(&mut path, member);
                ("each member once".into(), Some("this one twice"))
            }
            None => (expected(&message), place.map(kind_of)),
        };
        Self {
            path,
            expected,
            found,
            excerpt: around.map(excerpt),
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

/// What serde expected. The rest of its message shows the value that it found.
fn expected(message: &str) -> String {
    let shows_expected_last = ["invalid type: ", "invalid value: "]
        .iter()
        .any(|start| message.starts_with(start));
    let expected = message
        .rsplit_once(", expected ")
        .filter(|_| shows_expected_last);
    let expected = expected.map_or("another value", |(_, expected)| expected);
    // serde_json adds the place in the text, which the path says better.
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

/// The described member that is there twice, if that is wrong.
fn duplicate(message: &str) -> Option<&str> {
    let member = message.strip_prefix("duplicate field `")?;
    member.split('`').next()
}

/// The value at the end of `path`, and the innermost object around it.
fn places<'a>(json: &'a Value, path: &Path) -> (Option<&'a Value>, Option<&'a Value>) {
    let mut place = Some(json);
    let mut around = json.is_object().then_some(json);
    for segment in path.iter() {
        place = match segment {
            Segment::Seq { index } => place.and_then(|value| value.get(index)),
            Segment::Map { key } => place.and_then(|value| value.get(key)),
            Segment::Enum { .. } | Segment::Unknown => None,
        };
        if let Some(object) = place.filter(|value| value.is_object()) {
            // An object that was found is shown itself, but for the whole.
            around = Some(object)
                .filter(|object| !std::ptr::eq(*object, json))
                .or(around);
        }
    }
    (place, around)
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

/// A value with its texts masked, and so its numbers that are not known for harmless, cut off where it gets long.
fn excerpt(value: &Value) -> String {
    let mut text = masked(value, Shown::Flags).to_string();
    if let Some((end, _)) = text.char_indices().find(|(index, _)| *index >= EXCERPT) {
        text.truncate(end);
        text.push_str(" ...");
    }
    text
}

/// What of a member is shown, by its name. A name that sounds secret hides what is inside, too.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Nothing,
    Flags,
    FlagsAndNumbers,
}

impl Shown {
    fn of_member(self, name: &str) -> Self {
        if self == Self::Nothing || sounds_secret(name) {
            Self::Nothing
        } else if NUMBER_MEMBERS.binary_search(&name).is_ok() {
            Self::FlagsAndNumbers
        } else {
            // A number of a member that no record has, or of a map's entry, may be a PIN.
            Self::Flags
        }
    }
}

fn masked(value: &Value, shown: Shown) -> Value {
    match value {
        Value::String(_) => "...".into(),
        Value::Number(_) if shown != Shown::FlagsAndNumbers => "...".into(),
        Value::Bool(_) if shown == Shown::Nothing => "...".into(),
        Value::Array(items) => items.iter().map(|item| masked(item, shown)).collect(),
        Value::Object(members) => {
            // Sorted, whichever order serde_json keeps in this build.
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(name, _)| *name);
            members
                .into_iter()
                .map(|(name, value)| (name.clone(), masked(value, shown.of_member(name))))
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
    fn the_error_names_the_place_and_shows_no_text() {
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
    fn no_word_of_rust_is_shown() {
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
    fn a_member_that_is_there_twice_is_named() {
        let error =
            from_slice::<UserListEnvelope>(br#"{"results":[{"id":1,"id":2}]}"#).unwrap_err();
        assert_eq!(
            error.to_string(),
            r#"at $.results[0].id: expected each member once, found this one twice, in {"id":2}"#
        );
    }

    #[test]
    fn odd_names_in_a_path_are_quoted() {
        let json = br#"{"results": [{"currentEnvironment": {"a.b": 1}}]}"#;
        let error = from_slice::<UserListEnvelope>(json).unwrap_err();
        assert_eq!(error.path(), r#"$.results[0].currentEnvironment["a.b"]"#);
    }

    #[test]
    fn numbers_show_only_where_the_description_knows_them() {
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
    fn a_text_that_is_no_json_is_told_so() {
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
    fn an_excerpt_is_short_and_valid_text() {
        let mut user = json!({"id": []});
        for number in 0..100 {
            user[format!("é{number}")] = number.into();
        }
        let error = from_value::<User>(&user).unwrap_err();
        assert!(error.excerpt().unwrap().len() <= EXCERPT + 6);
        assert!(error.to_string().ends_with(" ..."));
    }

    #[test]
    fn other_messages_of_serde_are_not_shown() {
        assert_eq!(expected("canary, expected canary"), "another value");
        assert!(NUMBER_MEMBERS.is_sorted());
    }
}
