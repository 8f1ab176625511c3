use std::fmt;

use serde_json::{Value, json};

/// The types of JSON values, in which integers and numbers with a fraction are different kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `true` or `false`.
    Boolean,
    /// A number without a fraction.
    Integer,
    /// A number with a fraction.
    Fraction,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 6] = [
        Self::Boolean,
        Self::Integer,
        Self::Fraction,
        Self::String,
        Self::Array,
        Self::Object,
    ];

    /// The kind of a value; `None` for null.
    pub fn of(value: &Value) -> Option<Self> {
        Some(match value {
            Value::Null => return None,
            Value::Bool(_) => Self::Boolean,
            Value::Number(number) if number.is_f64() => Self::Fraction,
            Value::Number(_) => Self::Integer,
            Value::String(_) => Self::String,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        })
    }

    /// A value of this kind.
    pub fn sample(self) -> Value {
        match self {
            Self::Boolean => true.into(),
            Self::Integer => 7.into(),
            Self::Fraction => json!(1.4),
            Self::String => "unexpected".into(),
            Self::Array => json!([]),
            Self::Object => json!({}),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Fraction => "fraction",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        })
    }
}
