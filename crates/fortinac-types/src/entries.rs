use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Field;

/// A map whose keys are data, such as RADIUS attributes by name. The value of an entry can be null.
///
/// An entry can be a password, and the spec cannot tell which: `Debug` shows only the keys.
///
/// ```
/// use fortinac_types::Entries;
/// use fortinac_types::policy::RadiusFilter;
///
/// let filter = RadiusFilter {
///     attribute_filters: Entries::from([("User-Name", "rowan"), ("User-Password", "open sesame")]).into(),
///     ..RadiusFilter::default()
/// };
/// let entries = filter.attribute_filters.value().unwrap();
/// assert_eq!(entries.get("User-Name").map(String::as_str), Some("rowan"));
/// assert_eq!(format!("{entries:?}"), r#"{"User-Name", "User-Password"}"#);
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Entries<T = String>(BTreeMap<String, Option<T>>);

impl<T> Entries<T> {
    /// The value of an entry; `None` if the entry is absent or null.
    pub fn get(&self, key: &str) -> Option<&T> {
        self.0.get(key)?.as_ref()
    }

    /// The value of an entry, to change in place; `None` if the entry is absent or null.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut T> {
        self.0.get_mut(key)?.as_mut()
    }

    /// An entry, with the difference between absent and null.
    ///
    /// ```
    /// use fortinac_types::{Entries, Field};
    ///
    /// let entries: Entries = serde_json::from_str(r#"{"User-Name": null}"#)?;
    /// assert_eq!(entries.field("User-Name"), Field::Null);
    /// assert_eq!(entries.field("User-Password"), Field::Absent);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn field(&self, key: &str) -> Field<&T> {
        match self.0.get(key) {
            None => Field::Absent,
            Some(None) => Field::Null,
            Some(Some(value)) => Field::Value(value),
        }
    }

    /// Whether there is an entry with this key, with a value or null.
    pub fn contains_key(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// Sets the value of an entry and returns the former entry.
    pub fn insert(&mut self, key: impl Into<String>, value: impl Into<T>) -> Field<T> {
        former(self.0.insert(key.into(), Some(value.into())))
    }

    /// Sets an entry to null and returns the former entry.
    pub fn insert_null(&mut self, key: impl Into<String>) -> Field<T> {
        former(self.0.insert(key.into(), None))
    }

    /// Removes an entry and returns it.
    pub fn remove(&mut self, key: &str) -> Field<T> {
        former(self.0.remove(key))
    }

    /// The entries, sorted by key. `None` stands for a null.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<&T>)> {
        self.0
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_ref()))
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Converts the entries into the underlying map. `None` stands for a null.
    pub fn into_inner(self) -> BTreeMap<String, Option<T>> {
        self.0
    }
}

fn former<T>(entry: Option<Option<T>>) -> Field<T> {
    entry.map_or(Field::Absent, |value| {
        value.map_or(Field::Null, Field::Value)
    })
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> From<BTreeMap<String, Option<T>>> for Entries<T> {
    fn from(entries: BTreeMap<String, Option<T>>) -> Self {
        Self(entries)
    }
}

impl<T, K: Into<String>, V: Into<T>, const LENGTH: usize> From<[(K, V); LENGTH]> for Entries<T> {
    fn from(entries: [(K, V); LENGTH]) -> Self {
        entries.into_iter().collect()
    }
}

impl<T, K: Into<String>, V: Into<T>> FromIterator<(K, V)> for Entries<T> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let entries = entries.into_iter();
        Self(
            entries
                .map(|(key, value)| (key.into(), Some(value.into())))
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
        assert_eq!((entries.get("b"), entries.get("c")), (None, None));
        assert_eq!(entries.insert_null("a"), Field::Value("x".into()));
        assert_eq!(entries.insert("b", "z"), Field::Null);
        assert_eq!(entries.insert("c", "y"), Field::Absent);
        entries.get_mut("c").unwrap().push('!');
        let json = r#"{"a":null,"b":"z","c":"y!"}"#;
        assert_eq!(serde_json::to_string(&entries).unwrap(), json);
        assert_eq!(entries.remove("a"), Field::Null);
        assert!(!entries.contains_key("a"));
        let left: Vec<_> = entries.iter().map(|(key, _)| key).collect();
        assert_eq!((left, entries.len()), (vec!["b", "c"], 2));
    }

    #[test]
    fn debug_shows_keys_and_no_values() {
        let text = Entries::<String>::from([("User-Password", "canary")]);
        assert_eq!(format!("{text:?}"), r#"{"User-Password"}"#);
        let number = Entries::<i64>::from([("pin", 78_217_321)]);
        assert_eq!(format!("{number:?}"), r#"{"pin"}"#);
    }
}
