use std::collections::BTreeMap;
use std::fmt;
use std::ops::{Deref, DerefMut};

use serde::{Deserialize, Serialize};

/// A map whose keys are data, such as RADIUS attributes by name. `None` stands for a null.
///
/// An entry can be a password, and the spec cannot tell which: `Debug` shows only the keys.
///
/// ```
/// use fortinac_types::{Entries, RadiusFilter};
///
/// let filter = RadiusFilter {
///     attribute_filters: Entries::from([("User-Name", "rowan"), ("User-Password", "open sesame")]).into(),
///     ..RadiusFilter::default()
/// };
/// let entries = filter.attribute_filters.value().unwrap();
/// assert_eq!(entries.get_value("User-Name").map(String::as_str), Some("rowan"));
/// assert_eq!(format!("{entries:?}"), r#"{"User-Name", "User-Password"}"#);
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Entries<T = String>(BTreeMap<String, Option<T>>);

impl<T> Entries<T> {
    /// The value of an entry; `None` if the entry is absent or null.
    pub fn get_value(&self, name: &str) -> Option<&T> {
        self.0.get(name)?.as_ref()
    }

    /// Sets the value of an entry. To set a null, use `insert` with `None`.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<T>) {
        self.0.insert(name.into(), Some(value.into()));
    }

    /// Converts the entries into the underlying map.
    pub fn into_inner(self) -> BTreeMap<String, Option<T>> {
        self.0
    }
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> Deref for Entries<T> {
    type Target = BTreeMap<String, Option<T>>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<T> DerefMut for Entries<T> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl<T> From<BTreeMap<String, Option<T>>> for Entries<T> {
    fn from(entries: BTreeMap<String, Option<T>>) -> Self {
        Self(entries)
    }
}

impl<T, N: Into<String>, V: Into<T>, const LENGTH: usize> From<[(N, V); LENGTH]> for Entries<T> {
    fn from(entries: [(N, V); LENGTH]) -> Self {
        entries.into_iter().collect()
    }
}

impl<T, N: Into<String>, V: Into<T>> FromIterator<(N, V)> for Entries<T> {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(entries: I) -> Self {
        let entries = entries.into_iter();
        Self(
            entries
                .map(|(name, value)| (name.into(), Some(value.into())))
                .collect(),
        )
    }
}

impl<T> fmt::Debug for Entries<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_and_nulls_are_serialized_unchanged() {
        let json = r#"{"a":"x","b":null}"#;
        let mut entries: Entries = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&entries).unwrap(), json);
        assert_eq!(entries.get_value("b"), None);
        entries.insert("a".into(), None);
        entries.set("c", "y");
        assert_eq!(
            serde_json::to_string(&entries).unwrap(),
            r#"{"a":null,"b":null,"c":"y"}"#
        );
    }

    #[test]
    fn debug_shows_keys_and_no_values() {
        let text = Entries::<String>::from([("User-Password", "canary")]);
        assert_eq!(format!("{text:?}"), r#"{"User-Password"}"#);
        let number = Entries::<i64>::from([("pin", 78_217_321)]);
        assert_eq!(format!("{number:?}"), r#"{"pin"}"#);
    }
}
