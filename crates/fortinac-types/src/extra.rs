use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::JsonValue;

/// The properties of an object that the spec does not have. They are kept, and serialized unchanged.
///
/// An appliance may send properties that no source documents, and they may hold secrets, so `Debug` shows only names.
///
/// ```
/// # #[cfg(feature = "user")] {
/// use fortinac_types::User;
///
/// let user: User = serde_json::from_str(r#"{"id": 31, "shoeSize": 42}"#)?;
/// assert_eq!(user.extra.get("shoeSize"), Some(&42.into()));
/// assert_eq!(serde_json::to_string(&user)?, r#"{"id":31,"shoeSize":42}"#);
/// # }
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Extra(BTreeMap<String, JsonValue>);

impl Extra {
    /// The value of a property.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name).map(JsonValue::as_value)
    }

    /// Sets a property and returns its former value.
    ///
    /// A record writes a property of its `extra` only if it has no field of this name, or the field is absent.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        let former = self.0.insert(name.into(), value.into().into());
        former.map(JsonValue::into_value)
    }

    /// Removes a property and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name).map(JsonValue::into_value)
    }

    /// The properties, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_value()))
    }

    /// The number of properties.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn as_map(&self) -> &BTreeMap<String, JsonValue> {
        &self.0
    }

    /// Keeps a property that was read.
    pub(crate) fn keep(&mut self, name: String, value: JsonValue) {
        self.0.insert(name, value);
    }

    /// Whether there are no properties.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<N: Into<String>, V: Into<JsonValue>> FromIterator<(N, V)> for Extra {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(properties: I) -> Self {
        Self(
            properties
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        )
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Another crate of the workspace may enable `float_roundtrip` of serde_json. To test that this crate enables it, run
    // `cargo test --package fortinac-types`.
    #[test]
    fn fractions_with_many_digits_are_serialized_unchanged() {
        for step in 0..200_u64 {
            let fraction = f64::from_bits(1.0_f64.to_bits() + step * 0x0123_4567_89AB);
            let json = format!(r#"{{"a":{fraction:?}}}"#);
            let extra: Extra = serde_json::from_str(&json).unwrap();
            assert_eq!(serde_json::to_string(&extra).unwrap(), json);
        }
    }

    #[test]
    fn debug_shows_names_and_no_values() {
        let extra = Extra::from_iter([("radiusSecret", "canary")]);
        assert_eq!(format!("{extra:?}"), r#"{"radiusSecret"}"#);
    }
}
