//! The words that the spec has, which are therefore no data of an appliance.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use fortinac_spec::{Api, Spec};

/// Digits in a row that no name of a property has.
const MAX_DIGITS: usize = 3;

/// How many letters and digits of an address are no word.
const MIN_HEX: usize = 6;

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
        let properties = names(api);
        for (name, schema) in &api.schemas {
            add(name);
            add(&schema.description);
        }
        for (_, property) in api.properties() {
            add(&property.name);
            add(&property.description);
        }
        Self { words, properties }
    }

    /// Whether some record or form has a property of this name, or some operation such a parameter.
    pub(crate) fn is_property(&self, name: &str) -> bool {
        self.properties.contains(name)
    }

    /// Whether the spec has each word of a name, as of a segment of a path.
    pub(crate) fn has_all_words(&self, name: &str) -> bool {
        let is_separator = |c: char| matches!(c, '-' | '_');
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

/// Whether the spec has a property of this name. For the report on a file that no checker has seen yet.
pub(crate) fn is_property_of_spec(name: &str) -> bool {
    static PROPERTIES: LazyLock<BTreeSet<String>> = LazyLock::new(|| names(Spec::bundled().api()));
    PROPERTIES.contains(name)
}

/// The names of properties, fields of forms and parameters.
fn names(api: &Api) -> BTreeSet<String> {
    let properties = api.properties().map(|(_, property)| &property.name);
    let bodies = || {
        api.operations
            .iter()
            .filter_map(|operation| operation.body.as_ref())
    };
    let fields = bodies()
        .flat_map(|body| body.fields())
        .map(|field| &field.name);
    let parameters = api
        .operations
        .iter()
        .flat_map(|operation| &operation.parameters);
    let parameters = parameters.map(|parameter| &parameter.name);
    properties
        .chain(fields)
        .chain(parameters)
        .cloned()
        .collect()
}

/// Whether a name looks like that of a property and not like data, which numbers and addresses do.
pub(crate) fn is_identifier(name: &str) -> bool {
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    // The digits of an address may be letters, all of them.
    let is_hex = |byte: u8| byte == b'_' || byte.is_ascii_hexdigit();
    name.len() <= MAX_LENGTH
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && digits <= MAX_DIGITS
        && digits * 2 <= name.len()
        && !(name.len() >= MIN_HEX && name.bytes().all(is_hex))
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
        for name in [
            "xyzzy",
            "host-xyzzy",
            "host7",
            "host name",
            "host.group",
            "",
            "-",
        ] {
            assert!(!vocabulary.has_all_words(name), "{name}");
        }
        assert!(vocabulary.has_a_word("xyzzyHost"));
        assert!(vocabulary.is_property("physicalAddress"));
    }

    #[test]
    fn identifiers_are_told_from_data() {
        for name in ["hostName", "DBID", "_type", "ipv4Address2", "added", "p2p"] {
            assert!(is_identifier(name), "{name}");
        }
        for name in [
            "",
            "7",
            "02005E005301",
            "fe80aa",
            "AABBCCDDEEFF",
            "aabbcc",
            "AA_BB_CC_DD_EE_FF",
            "p12",
            "plc.example.net",
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
