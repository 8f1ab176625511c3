//! The type words of skeletons. The README of `evidence/` explains them.

use std::collections::BTreeSet;

use crate::Kind;

/// The kinds that type words stand for, such as `string:date-time Z | null` or `integer (-1 = none)`. A word like `?`
/// or `rest` stands for no kind.
pub fn kinds_of_words(words: &str) -> BTreeSet<Kind> {
    let mut kinds = BTreeSet::new();
    for word in words.split('|').map(str::trim) {
        let end = word.find([':', ' ', '<']).unwrap_or(word.len());
        match &word[..end] {
            "boolean" => kinds.extend([Kind::Boolean]),
            "integer" => kinds.extend([Kind::Integer]),
            "number" => kinds.extend([Kind::Integer, Kind::Fraction]),
            "string" => kinds.extend([Kind::String]),
            "object" | "map" => kinds.extend([Kind::Object]),
            "any" => kinds.extend(Kind::ALL),
            _ => {}
        }
    }
    kinds
}

/// The type words of the values in a map: `integer` in `map<string,integer>`.
pub(crate) fn values_of_map(words: &str) -> Option<&str> {
    let (_, after) = words.split_once("map<string,")?;
    after.split_once('>').map(|(values, _)| values)
}

/// Whether a string is a time, or the type words for a time in a skeleton.
pub fn is_time(text: &str) -> bool {
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
    fn words_stand_for_kinds() {
        let read = |words| Vec::from_iter(kinds_of_words(words));
        assert_eq!(
            read("integer:epoch-ms | string:date-time +0000"),
            [Kind::Integer, Kind::String]
        );
        assert_eq!(read("string (may be empty) | null"), [Kind::String]);
        assert_eq!(read("null|string"), [Kind::String]);
        assert_eq!(read("string: \"true\"/\"false\""), [Kind::String]);
        assert_eq!(read("number (1.2)"), [Kind::Integer, Kind::Fraction]);
        assert_eq!(read("map<string,map<string,string>>"), [Kind::Object]);
        assert_eq!(read("any"), Kind::ALL);
        for words in ["null", "?", "rest of configuration"] {
            assert_eq!(read(words), []);
        }
    }

    #[test]
    fn values_of_a_map_are_between_its_brackets() {
        assert_eq!(values_of_map("map<string,integer>|null"), Some("integer"));
        assert_eq!(values_of_map("string"), None);
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
