use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The members of an object that the description does not name. They are kept as they came and written back.
///
/// An appliance may send members that no document shows, and they may hold secrets: `Debug` shows their names only.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Extra(BTreeMap<String, Value>);

impl Extra {
    /// The value of a member.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Sets a member and returns its former value.
    ///
    /// In the `extra` of a record, a name that the record itself has is written only while the record's field is absent.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) -> Option<Value> {
        self.0.insert(name.into(), value.into())
    }

    /// Takes a member out.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name)
    }

    /// The members, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The number of members.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn as_map(&self) -> &BTreeMap<String, Value> {
        &self.0
    }

    /// Whether there are no members.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<N: Into<String>, V: Into<Value>> FromIterator<(N, V)> for Extra {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(members: I) -> Self {
        Self(
            members
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

    // Other crates can turn `float_roundtrip` on as well: `cargo test --package fortinac-types` is the proof.
    #[test]
    fn fractions_with_many_digits_come_back_as_they_were() {
        for step in 0..200_u64 {
            let fraction = f64::from_bits(1.0_f64.to_bits() + step * 0x0123_4567_89AB);
            let json = format!(r#"{{"a":{fraction:?}}}"#);
            let extra: Extra = serde_json::from_str(&json).unwrap();
            assert_eq!(serde_json::to_string(&extra).unwrap(), json);
        }
    }

    #[test]
    fn debug_shows_names_and_never_values() {
        let extra = Extra::from_iter([("radiusSecret", "canary")]);
        assert_eq!(format!("{extra:?}"), r#"{"radiusSecret"}"#);
    }
}
