use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A string that contains a number or a boolean, as many settings of the appliance are: `"3"`, `"false"`. It is serialized
/// unchanged.
///
/// The `T` is what the string contains: `i64`, `serde_json::Number` or `bool`. An empty string means that there is no value.
///
/// ```
/// use fortinac_types::StringOf;
///
/// let retries: StringOf<i64> = serde_json::from_str(r#""3""#)?;
/// assert_eq!(retries.value(), Some(3));
/// assert_eq!(StringOf::of(4).as_str(), "4");
///
/// let unset = StringOf::<bool>::from("");
/// assert_eq!(unset.value(), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub struct StringOf<T>(String, #[serde(skip)] PhantomData<fn() -> T>);

impl<T> StringOf<T> {
    /// The string as on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T: fmt::Display> StringOf<T> {
    /// A string that contains this value.
    pub fn of(value: T) -> Self {
        Self::from(value.to_string())
    }
}

impl<T: FromStr> StringOf<T> {
    /// The value in the string; `None` if the string is empty or contains something else, which [`StringOf::as_str`]
    /// shows. Spaces around the value are ignored, and so is the case of letters in a boolean.
    pub fn value(&self) -> Option<T> {
        let text = self.0.trim();
        let lower = || text.to_ascii_lowercase().parse().ok();
        text.parse().ok().or_else(lower)
    }
}

impl<T> From<String> for StringOf<T> {
    fn from(string: String) -> Self {
        Self(string, PhantomData)
    }
}

impl<T> From<&str> for StringOf<T> {
    fn from(string: &str) -> Self {
        Self::from(string.to_owned())
    }
}

impl From<i64> for StringOf<i64> {
    fn from(value: i64) -> Self {
        Self::of(value)
    }
}

impl From<bool> for StringOf<bool> {
    fn from(value: bool) -> Self {
        Self::of(value)
    }
}

// Derived implementations would ask for the same of `T`, which is not in the string.
impl<T> Clone for StringOf<T> {
    fn clone(&self) -> Self {
        Self::from(self.0.clone())
    }
}

impl<T> Default for StringOf<T> {
    fn default() -> Self {
        Self::from("")
    }
}

impl<T> PartialEq for StringOf<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<T> Eq for StringOf<T> {}

impl<T> fmt::Debug for StringOf<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl<T> fmt::Display for StringOf<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_string_is_serialized_unchanged() {
        for wire in [r#""""#, r#""3""#, r#"" 007 ""#, r#""no number""#] {
            let string: StringOf<i64> = serde_json::from_str(wire).unwrap();
            assert_eq!(serde_json::to_string(&string).unwrap(), wire);
        }
        assert!(serde_json::from_str::<StringOf<i64>>("3").is_err());
    }

    #[test]
    fn the_value_is_typed() {
        let integer = |text| StringOf::<i64>::from(text).value();
        let boolean = |text| StringOf::<bool>::from(text).value();
        assert_eq!(
            (integer("3"), integer(" -1 "), integer("")),
            (Some(3), Some(-1), None)
        );
        assert_eq!(
            (boolean("false"), boolean("TRUE"), boolean("1")),
            (Some(false), Some(true), None)
        );
        let number = StringOf::<serde_json::Number>::from("1.50")
            .value()
            .unwrap();
        assert_eq!(number.as_f64(), Some(1.5));
        assert_eq!(StringOf::of(true).to_string(), "true");
    }
}
