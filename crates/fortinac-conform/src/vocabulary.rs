//! The words that the spec has, which are therefore no data of an appliance.

use std::collections::BTreeSet;

use fortinac_spec::Api;

/// Digits in a row that no name of a property has.
const MAX_DIGITS: usize = 3;

/// The longest name of a property that is kept.
const MAX_LENGTH: usize = 60;

#[derive(Debug)]
pub(crate) struct Vocabulary {
    /// In lower case.
    words: BTreeSet<String>,
    /// As they are written.
    properties: BTreeSet<String>,
}

impl Vocabulary {
    pub(crate) fn new(api: &Api) -> Self {
        let mut words = BTreeSet::new();
        let mut add = |text: &str| words.extend(words_of(text));
        for operation in &api.operations {
            let literals = operation.path.split('/').filter(|part| !part.contains('{'));
            literals.for_each(&mut add);
            add(&operation.summary);
            add(&operation.description);
            for parameter in &operation.parameters {
                add(&parameter.name);
                add(&parameter.description);
            }
        }
        for (name, schema) in &api.schemas {
            add(name);
            add(&schema.description);
        }
        let mut properties = BTreeSet::new();
        for (_, property) in api.properties() {
            add(&property.name);
            add(&property.description);
            properties.insert(property.name.clone());
        }
        Self { words, properties }
    }

    /// Whether some record has a property of this name.
    pub(crate) fn is_property(&self, name: &str) -> bool {
        self.properties.contains(name)
    }

    /// Whether the spec has each word of a name, as of a segment of a path.
    pub(crate) fn has_all_words(&self, name: &str) -> bool {
        let is_separator = |c: char| matches!(c, '-' | '_' | '.');
        let mut words = words_of(name).peekable();
        words.peek().is_some()
            && name.len() <= MAX_LENGTH
            && name
                .chars()
                .all(|c| c.is_ascii_alphabetic() || is_separator(c))
            && words.all(|word| self.words.contains(&word))
    }

    pub(crate) fn has_a_word(&self, name: &str) -> bool {
        words_of(name).any(|word| word.len() > 2 && self.words.contains(&word))
    }
}

/// Whether a name looks like that of a property and not like data, which numbers and addresses do.
pub(crate) fn is_identifier(name: &str) -> bool {
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    let is_hex = digits > 0 && name.len() >= 6 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    name.len() <= MAX_LENGTH
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && digits <= MAX_DIGITS
        && !is_hex
}

/// Whether a name has a capital after a small letter, as `hostName` has.
pub(crate) fn is_camel_case(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes
        .windows(2)
        .any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
}

/// The words of a name or of a text in lower case.
fn words_of(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|c: char| !c.is_ascii_alphabetic());
    parts.flat_map(|part| {
        let mut words = Vec::new();
        let mut word = String::new();
        let mut after_small = false;
        for c in part.chars() {
            if c.is_ascii_uppercase() && after_small {
                words.push(std::mem::take(&mut word));
            }
            after_small = c.is_ascii_lowercase();
            word.push(c.to_ascii_lowercase());
        }
        words.push(word);
        words.retain(|word| !word.is_empty());
        words
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_at_capitals_and_other_characters() {
        let words: Vec<String> = words_of("hostName set-role GUID p12_x").collect();
        assert_eq!(words, ["host", "name", "set", "role", "guid", "p", "x"]);
    }

    #[test]
    fn words_of_the_spec_are_told_from_data() {
        let vocabulary = Vocabulary::new(fortinac_spec::Spec::bundled().api());
        for name in ["host", "registration-request", "hostRole", "group"] {
            assert!(vocabulary.has_all_words(name), "{name}");
        }
        for name in ["xyzzy", "host-xyzzy", "host7", "host name", "", "-"] {
            assert!(!vocabulary.has_all_words(name), "{name}");
        }
        assert!(vocabulary.has_a_word("xyzzyHost"));
        assert!(vocabulary.is_property("physicalAddress"));
    }

    #[test]
    fn identifiers_are_told_from_data() {
        for name in ["hostName", "DBID", "_type", "ipv4Address2", "p12"] {
            assert!(is_identifier(name), "{name}");
        }
        for name in [
            "",
            "7",
            "02005E005301",
            "fe80aa",
            "a b",
            "a-b",
            "é",
            "user1234",
            "x@y",
        ] {
            assert!(!is_identifier(name), "{name}");
        }
    }
}
