use std::fmt;

use serde::{Deserialize, Serialize};

use crate::IntegerOrString;

/// A code that some sources show as a number and others as a string, such as `state`, `type` or `elementClass`.
///
/// It is serialized in the form in which it was received, and two codes are equal only if their wire forms are equal.
/// The meaning of the numbers is not documented. A number is a 64-bit integer, also in the form `8.0`; decoding a larger
/// one is an error. `Debug` shows a string of up to 40 characters, and of a longer one, which is no code, only the length.
///
/// ```
/// use fortinac_types::Code;
///
/// let code: Code = serde_json::from_str("3")?;
/// assert_eq!((code.as_i64(), code.as_str()), (Some(3), None));
/// assert_eq!(serde_json::to_string(&code)?, "3");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Code(IntegerOrString);

impl Code {
    /// The number, also if it was sent as a string (`"8"`).
    pub fn as_i64(&self) -> Option<i64> {
        self.0.as_i64()
    }

    /// The string, if the code was sent as one.
    pub fn as_str(&self) -> Option<&str> {
        self.0.as_str()
    }
}

impl<T: Into<IntegerOrString>> From<T> for Code {
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
    fn number_and_string() {
        assert_eq!(Code::from(46).as_i64(), Some(46));
        assert_eq!(Code::from(46).as_str(), None);
        assert_eq!(Code::from("8").as_i64(), Some(8));
        assert_eq!(Code::from("ACTIVE").as_str(), Some("ACTIVE"));
        assert_eq!(Code::from("ACTIVE").to_string(), "ACTIVE");
        let double: Code = serde_json::from_str("8.0").unwrap();
        assert_eq!((double.as_i64(), double.as_str()), (Some(8), None));
    }

    #[test]
    fn debug_shows_a_word_and_no_more() {
        assert!(format!("{:?}", Code::from("ACTIVE")).contains("ACTIVE"));
        let long = Code::from("canary ".repeat(7));
        assert!(!format!("{long:?}").contains("canary"));
    }
}
