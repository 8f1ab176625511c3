//! Decoding of JSON with errors that tell where the input is wrong and what was expected, and that show no value.
//!
//! ```
//! use fortinac_types::{UserListEnvelope, decode};
//!
//! let response = br#"{"status": "success", "results": [{"id": ["31"], "userID": "rbeck"}]}"#;
//! let error = decode::from_slice::<UserListEnvelope>(response).unwrap_err();
//! assert_eq!(error.to_string(), "at $.results[0].id: expected a 64-bit integer, found an array");
//! ```

mod document;

use std::marker::PhantomData;

pub use fortinac_json::DecodeError;
use serde::Deserialize;
use serde::de::{DeserializeOwned, DeserializeSeed, Error};
use serde_json::Value;

use document::Document;

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
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let decoded = seed.clone().deserialize(&mut deserializer);
    decoded
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|_| explain(seed, json))
}

/// Decodes a JSON value.
///
/// # Errors
/// The value does not have the types that `T` expects.
pub fn from_value<T: DeserializeOwned>(json: &Value) -> Result<T, DecodeError> {
    T::deserialize(json).map_err(|_| match Document::deserialize(json) {
        Ok(document) => document.explain(PhantomData::<T>),
        Err(error) => DecodeError::custom(error),
    })
}

/// The path and the expectation behind an error. Finding them takes longer than decoding, so this comes after a failure.
#[cold]
fn explain<T, S>(seed: S, json: &[u8]) -> DecodeError
where
    S: for<'de> DeserializeSeed<'de, Value = T>,
{
    match serde_json::from_slice::<Document>(json) {
        Ok(document) => document.explain(seed),
        Err(error) if error.is_data() => DecodeError::custom(error),
        // A syntax error of serde_json names a location and what was expected, and never shows the input.
        Err(error) => DecodeError::syntax("JSON", error),
    }
}

#[cfg(test)]
mod tests;
