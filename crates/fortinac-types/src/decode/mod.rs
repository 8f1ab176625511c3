//! Decoding of JSON with errors that tell where the input is wrong and what was expected, and that show no value.
//!
//! ```
//! use fortinac_types::decode;
//! use fortinac_types::user::UserListEnvelope;
//!
//! let response = br#"{"status": "success", "results": [{"id": ["31"], "userID": "rbeck"}]}"#;
//! let error = decode::from_slice::<UserListEnvelope>(response).unwrap_err();
//! assert_eq!(error.to_string(), "at $.results[0].id: expected a 64-bit integer, found an array");
//!
//! // Or go on in spite of it: the property is kept as it came, and listed.
//! let (envelope, unexpected) = decode::tolerant::<UserListEnvelope>(response)?;
//! assert_eq!(unexpected, [error]);
//! let user = &envelope.results.value().unwrap()[0];
//! assert_eq!(user.user_id, "rbeck");
//! assert_eq!(serde_json::to_string(user).unwrap(), r#"{"id":["31"],"userID":"rbeck"}"#);
//! # Ok::<(), decode::DecodeError>(())
//! ```
//!
//! A number that 64 bits do not hold keeps its digits: in a property that the spec does not have, and, if decoding is
//! tolerant, in all others. A record that is read by serde_json alone loses them.

mod access;
pub(crate) mod hooks;
mod key;
mod node;
mod number;
mod scan;

use std::cell::RefCell;
use std::marker::PhantomData;

pub use fortinac_json::DecodeError;
use serde::Deserialize;
use serde::de::{DeserializeOwned, DeserializeSeed, IgnoredAny};
use serde_json::Value;

use node::{Mode, Node, Path};

/// Decodes a JSON document.
///
/// # Errors
/// The input is not JSON, has something after the value, or does not have the types that `T` expects.
pub fn from_slice<T: DeserializeOwned>(json: &[u8]) -> Result<T, DecodeError> {
    from_slice_seed(PhantomData, json)
}

/// Decodes a JSON document with a seed, which may know at run time what it expects.
///
/// # Errors
/// As for [`from_slice`].
pub fn from_slice_seed<T, S>(seed: S, json: &[u8]) -> Result<T, DecodeError>
where
    S: Clone + for<'de> DeserializeSeed<'de, Value = T>,
{
    match attempt_seed(seed.clone(), json) {
        Some(value) => Ok(value),
        None => again(seed, json, &Mode::Strict),
    }
}

/// Decodes a JSON document at the speed of serde_json. `None` if it does not decode, or may have a number that 64 bits do
/// not hold: [`from_slice_seed`] says why, [`tolerant_seed`] goes on.
pub fn attempt_seed<T, S>(seed: S, json: &[u8]) -> Option<T>
where
    S: for<'de> DeserializeSeed<'de, Value = T>,
{
    if number::may_be_inexact(json) {
        return None;
    }
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let value = seed.deserialize(&mut deserializer).ok()?;
    deserializer.end().ok()?;
    Some(value)
}

/// Decodes a JSON document in spite of values that `T` does not expect: they are kept where a [`Field`](crate::Field) has
/// room for them. Returns the value, and the location of each such value, at most 1000.
///
/// # Errors
/// The input is not JSON, or a value is wrong that is in no field.
///
/// ```
/// # #[cfg(feature = "user")] {
/// use fortinac_types::{User, decode};
///
/// let (user, unexpected) = decode::tolerant::<User>(br#"{"id": "thirty-one", "userID": "mlind"}"#)?;
/// assert_eq!(user.user_id.as_deref(), Some("mlind"));
/// assert!(user.id.unexpected().is_some());
/// assert_eq!(unexpected[0].to_string(), "at $.id: expected a 64-bit integer, found a string");
/// # }
/// # Ok::<(), fortinac_types::decode::DecodeError>(())
/// ```
pub fn tolerant<T: DeserializeOwned>(json: &[u8]) -> Result<(T, Vec<DecodeError>), DecodeError> {
    tolerant_seed(PhantomData, json)
}

/// The same with a seed.
///
/// # Errors
/// As for [`tolerant`].
pub fn tolerant_seed<T, S>(seed: S, json: &[u8]) -> Result<(T, Vec<DecodeError>), DecodeError>
where
    S: for<'de> DeserializeSeed<'de, Value = T>,
{
    let mode = Mode::Tolerant(RefCell::default());
    let value = again(seed, json, &mode)?;
    match mode {
        Mode::Tolerant(listed) => Ok((value, listed.into_inner())),
        Mode::Strict | Mode::Nearest => Ok((value, Vec::new())),
    }
}

/// Decodes a JSON value.
///
/// # Errors
/// The value does not have the types that `T` expects.
pub fn from_value<T: DeserializeOwned>(json: &Value) -> Result<T, DecodeError> {
    T::deserialize(json).or_else(|_| again(PhantomData, json.to_string().as_bytes(), &Mode::Strict))
}

/// Decodes a document by our own deserializer, which knows paths and modes, and is slower than that of serde_json.
#[cold]
fn again<T, S>(seed: S, json: &[u8], mode: &Mode) -> Result<T, DecodeError>
where
    S: for<'de> DeserializeSeed<'de, Value = T>,
{
    // The deserializer relies on this check.
    let checked = serde_json::from_slice::<IgnoredAny>(json);
    // A syntax error of serde_json names a location and what was expected, and never shows the input.
    checked.map_err(|error| DecodeError::syntax("JSON", error))?;
    let json = str::from_utf8(json).map_err(|error| DecodeError::syntax("JSON", error))?;
    seed.deserialize(root(json, mode))
}

fn root<'a>(json: &'a str, mode: &'a Mode) -> Node<'a, 'a> {
    Node {
        json: scan::trim(json),
        path: &Path::Root,
        mode,
        depth: 0,
        in_field: false,
    }
}

/// The nearest that a [`Value`] can hold of a JSON text, and whether this is the text exactly.
pub(crate) fn nearest(json: &str) -> (Value, bool) {
    if !number::may_be_inexact(json.as_bytes())
        && let Ok(value) = serde_json::from_str(json)
    {
        return (value, true);
    }
    let value = Value::deserialize(root(json, &Mode::Nearest));
    (value.unwrap_or_default(), false)
}

#[cfg(test)]
mod tests;
