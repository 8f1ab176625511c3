use std::fmt;

use serde::{Deserialize, Serialize};

use crate::IntegerOrText;

/// A code that one page shows as a number and another as a word, such as `state`, `type` or `elementClass`.
///
/// It is given back as it came, and equal only to the same wire form. What the numbers mean is not documented. A number
/// is an integer of 64 bits: a larger one does not decode.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(IntegerOrText);

impl Code {
    /// The number, also when it came inside a string (`"8"`).
    pub fn number(&self) -> Option<i64> {
        self.0.as_i64()
    }

    /// The word, if the code came as a string.
    pub fn word(&self) -> Option<&str> {
        self.0.as_str()
    }
}

impl<T: Into<IntegerOrText>> From<T> for Code {
    fn from(wire: T) -> Self {
        Self(wire.into())
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_and_word() {
        assert_eq!(Code::from(46).number(), Some(46));
        assert_eq!(Code::from(46).word(), None);
        assert_eq!(Code::from("8").number(), Some(8));
        assert_eq!(Code::from("ACTIVE").word(), Some("ACTIVE"));
        assert_eq!(Code::from("ACTIVE").to_string(), "ACTIVE");
    }
}
