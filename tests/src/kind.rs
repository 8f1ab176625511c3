use std::collections::BTreeSet;
use std::fmt;

use serde_json::{Value, json};

/// The kinds of JSON values, an integer apart from a number with a fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `true` or `false`.
    Flag,
    /// A number without a fraction.
    Integer,
    /// A number with a fraction.
    Fraction,
    /// A string.
    Text,
    /// An array.
    List,
    /// An object.
    Object,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Flag,
        Self::Integer,
        Self::Fraction,
        Self::Text,
        Self::List,
        Self::Object,
    ];

    /// The kind of a value; null has none.
    pub fn of(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Null => return None,
            Value::Bool(_) => Self::Flag,
            Value::Number(number) if number.is_f64() => Self::Fraction,
            Value::Number(_) => Self::Integer,
            Value::String(_) => Self::Text,
            Value::Array(_) => Self::List,
            Value::Object(_) => Self::Object,
        })
    }

    /// A value of this kind.
    pub fn sample(self) -> Value {
        match self {
            Self::Flag => true.into(),
            Self::Integer => 7.into(),
            Self::Fraction => json!(1.4),
            Self::Text => "unexpected".into(),
            Self::List => json!([]),
            Self::Object => json!({}),
        }
    }

    /// The kinds that the words of a skeleton stand for, such as `string:date-time Z | null` or `integer (-1 = none)`.
    /// A word that stands for no kind, such as `?` or `rest`, has none.
    pub fn of_words(words: &str) -> BTreeSet<Self> {
        let mut kinds = BTreeSet::new();
        for word in words.split(" | ").flat_map(|word| word.split('|')) {
            let end = word.find([':', ' ', '<']).unwrap_or(word.len());
            match &word[..end] {
                "boolean" => kinds.extend([Self::Flag]),
                "integer" => kinds.extend([Self::Integer]),
                "number" => kinds.extend([Self::Integer, Self::Fraction]),
                "string" => kinds.extend([Self::Text]),
                "object" | "map" => kinds.extend([Self::Object]),
                "any" => kinds.extend(Self::ALL),
                _ => {}
            }
        }
        kinds
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Flag => "boolean",
            Self::Integer => "integer",
            Self::Fraction => "fraction",
            Self::Text => "string",
            Self::List => "list",
            Self::Object => "object",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_for_kinds() {
        let read = |words| Vec::from_iter(Kind::of_words(words));
        assert_eq!(
            read("integer:epoch-ms | string:date-time +0000"),
            [Kind::Integer, Kind::Text]
        );
        assert_eq!(read("string (may be empty) | null"), [Kind::Text]);
        assert_eq!(read("string: \"true\"/\"false\""), [Kind::Text]);
        assert_eq!(read("number (1.2)"), [Kind::Integer, Kind::Fraction]);
        assert_eq!(read("map<string,map<string,string>>"), [Kind::Object]);
        assert_eq!(read("any"), Kind::ALL);
        for words in ["null", "?", "rest of configuration"] {
            assert_eq!(read(words), []);
        }
    }
}
