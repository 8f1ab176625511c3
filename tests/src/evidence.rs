//! Which kinds of values the sources show in which member, whatever the description says of it.

use std::collections::{BTreeMap, BTreeSet};

use fortinac_spec::Description;
use serde_json::Value;

use crate::{Kind, Place, exchanges, pages, places, places_of_page, samples};

/// What exchanges, documents and pages show of the members of records.
#[derive(Debug, Default)]
pub struct Evidence {
    kinds: BTreeMap<String, BTreeSet<Kind>>,
    times: BTreeSet<String>,
}

impl Evidence {
    /// All that the test data has. The description only tells which record an object is.
    ///
    /// # Panics
    /// When the test data cannot be read.
    pub fn gather(description: &Description) -> Self {
        let mut evidence = Self::default();
        for case in exchanges(description).iter().chain(&samples(description)) {
            for place in places(description, &case.operation, case.body, &case.json) {
                evidence.note(&place, Kind::of(place.value).into_iter().collect());
            }
        }
        for page in &pages() {
            for place in places_of_page(description, page) {
                if let Some(entries) = place.value.as_str().and_then(entries_of_map) {
                    let kinds = evidence.kinds.entry(format!("{}{{}}", place.name));
                    kinds.or_default().extend(Kind::of_words(entries));
                }
                let kinds = match place.value {
                    Value::String(words) => Kind::of_words(words),
                    other => Kind::of(other).into_iter().collect(),
                };
                evidence.note(&place, kinds);
            }
        }
        evidence
    }

    /// The kinds that a place of this name (see [`Place::name`]) is shown with.
    pub fn kinds(&self, name: &str) -> BTreeSet<Kind> {
        self.kinds.get(name).cloned().unwrap_or_default()
    }

    /// Whether a place of this name is shown with a time.
    pub fn is_time(&self, name: &str) -> bool {
        self.times.contains(name)
    }

    fn note(&mut self, place: &Place<'_>, kinds: BTreeSet<Kind>) {
        if place.value.as_str().is_some_and(is_time) {
            self.times.insert(place.name.clone());
        }
        self.kinds
            .entry(place.name.clone())
            .or_default()
            .extend(kinds);
    }
}

/// The words for the entries of a map, out of `map<string,integer>`.
fn entries_of_map(words: &str) -> Option<&str> {
    let (_, after) = words.split_once("map<string,")?;
    after.split_once('>').map(|(entries, _)| entries)
}

/// Whether a text is a time, or the words of a skeleton for one.
fn is_time(text: &str) -> bool {
    let is_day = |day: &str| {
        day.bytes().enumerate().all(|(index, byte)| match index {
            4 | 7 => byte == b'-',
            10 => byte == b'T',
            _ => byte.is_ascii_digit(),
        })
    };
    text.get(..11).is_some_and(is_day) || text.contains("date-time") || text.contains("epoch-ms")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_of_a_map_are_between_its_brackets() {
        assert_eq!(entries_of_map("map<string,integer>|null"), Some("integer"));
        assert_eq!(entries_of_map("string"), None);
    }

    #[test]
    fn times_are_known_by_their_form() {
        for text in [
            "2023-08-25T17:40:35.000+0000",
            "string:date-time Z",
            "integer:epoch-ms|null",
        ] {
            assert!(is_time(text), "{text}");
        }
        for text in [
            "2023-08-25",
            "integer",
            "",
            "éééééééééééé",
            "2023/08/25T17:40",
        ] {
            assert!(!is_time(text), "{text}");
        }
    }
}
