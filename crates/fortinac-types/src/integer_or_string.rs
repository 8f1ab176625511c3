use std::fmt;

use serde::de::{Error, MapAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Number;

use crate::record_or_string::NUMBER;
use crate::word::Word;

/// A value that is an integer in some responses and a string in others. It is serialized in the form in which it was
/// received.
///
/// Two values are equal only if their wire forms are equal: the integer 5, the number 5.0 and the string `5` differ. An
/// integer has 64 bits, as in the spec (`format: int64`); decoding one above 9223372036854775807 is an error. `Debug`
/// shows a string of up to 40 characters, and of a longer one only the length.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum IntegerOrString {
    /// A JSON integer.
    Integer(i64),
    /// An integer in the form of a fraction, such as `501.0` or `1.692985235E12`, as programs write that hold it as a
    /// double. It is not above 2^53, up to which a double holds every integer.
    Number(Number),
    /// A JSON string.
    String(String),
}

impl IntegerOrString {
    /// The integer, also if it was sent as a string of decimal digits, or in the form of a fraction.
    pub fn as_i64(&self) -> Option<i64> {
        match self {
            Self::Integer(integer) => Some(*integer),
            Self::Number(number) => integer_of(&number.to_string()),
            Self::String(string) => string.trim().parse().ok(),
        }
    }

    /// The string, if the value was sent as one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Integer(_) | Self::Number(_) => None,
            Self::String(string) => Some(string),
        }
    }
}

/// The integer that is written as a fraction or with an exponent, exactly; `None` above 2^53.
fn integer_of(number: &str) -> Option<i64> {
    const MAX: u64 = 1 << 53;
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, number),
    };
    let (mantissa, exponent) = digits.split_once(['e', 'E']).unwrap_or((digits, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, fraction].concat();
    let significant = digits.trim_end_matches('0');
    if significant.is_empty() {
        return Some(0);
    }
    // How many zeros follow the significant digits, or come before the decimal point.
    let zeros = i64::try_from(digits.len() - significant.len()).ok()?;
    let places = i64::try_from(fraction.len()).ok()?;
    let zeros = exponent
        .parse::<i64>()
        .ok()?
        .checked_add(zeros)?
        .checked_sub(places)?;
    let scale = 10_u64.checked_pow(u32::try_from(zeros).ok()?)?;
    let integer = significant.parse::<u64>().ok()?.checked_mul(scale)?;
    let integer = i64::try_from(integer).ok().filter(|_| integer <= MAX)?;
    Some(sign * integer)
}

impl fmt::Debug for IntegerOrString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(integer) => f.debug_tuple("Integer").field(integer).finish(),
            Self::Number(number) => f.debug_tuple("Number").field(number).finish(),
            Self::String(string) => f.debug_tuple("String").field(&Word(string)).finish(),
        }
    }
}

impl From<i64> for IntegerOrString {
    fn from(integer: i64) -> Self {
        Self::Integer(integer)
    }
}

impl From<String> for IntegerOrString {
    fn from(string: String) -> Self {
        Self::String(string)
    }
}

impl From<&str> for IntegerOrString {
    fn from(string: &str) -> Self {
        Self::String(string.to_owned())
    }
}

impl fmt::Display for IntegerOrString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(integer) => integer.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::String(string) => string.fmt(f),
        }
    }
}

impl Serialize for IntegerOrString {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Integer(integer) => serializer.serialize_i64(*integer),
            Self::Number(number) => number.serialize(serializer),
            Self::String(string) => serializer.serialize_str(string),
        }
    }
}

impl<'de> Deserialize<'de> for IntegerOrString {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Not an untagged enum, because its error would not tell what was found.
        struct WireForm;

        impl<'de> Visitor<'de> for WireForm {
            type Value = IntegerOrString;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a 64-bit integer or a string")
            }

            fn visit_i64<E: Error>(self, integer: i64) -> Result<IntegerOrString, E> {
                Ok(IntegerOrString::Integer(integer))
            }

            fn visit_u64<E: Error>(self, integer: u64) -> Result<IntegerOrString, E> {
                i64::try_from(integer)
                    .map(IntegerOrString::Integer)
                    .map_err(|_| E::invalid_value(Unexpected::Unsigned(integer), &self))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<IntegerOrString, E> {
                let integral = Number::from_f64(number).filter(|_| number.fract() == 0.0);
                integral
                    .filter(|integral| integer_of(&integral.to_string()).is_some())
                    .map(IntegerOrString::Number)
                    .ok_or_else(|| E::invalid_type(Unexpected::Float(number), &self))
            }

            /// If an application enables `arbitrary_precision` of serde_json, such a number is deserialized as a map.
            fn visit_map<A: MapAccess<'de>>(
                self,
                mut properties: A,
            ) -> Result<IntegerOrString, A::Error> {
                if properties.next_key::<String>()?.as_deref() != Some(NUMBER) {
                    return Err(A::Error::invalid_type(Unexpected::Map, &self));
                }
                let text: String = properties.next_value()?;
                let number = integer_of(&text).and_then(|_| serde_json::from_str(&text).ok());
                number
                    .map(IntegerOrString::Number)
                    .ok_or_else(|| A::Error::invalid_type(Unexpected::Other("number"), &self))
            }

            fn visit_str<E: Error>(self, string: &str) -> Result<IntegerOrString, E> {
                Ok(IntegerOrString::String(string.to_owned()))
            }
        }

        deserializer.deserialize_any(WireForm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_serialized_unchanged_and_differ() {
        for text in ["5", r#""5""#, "-9223372036854775808", r#""""#] {
            let value: IntegerOrString = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&value).unwrap(), text);
        }
        assert_ne!(IntegerOrString::from(5), IntegerOrString::from("5"));
        assert_eq!(IntegerOrString::from("5").as_i64(), Some(5));
        assert_eq!(IntegerOrString::from("five").as_i64(), None);
    }

    #[test]
    fn an_integer_in_the_form_of_a_fraction_keeps_it() {
        for (text, integer) in [
            ("501.0", 501),
            ("-8.0", -8),
            ("0.0", 0),
            ("1.692985235E12", 1_692_985_235_000),
            ("5.01e2", 501),
            ("12300.0e-2", 123),
            ("9007199254740992.0", 9_007_199_254_740_992),
        ] {
            let value: IntegerOrString = serde_json::from_str(text).unwrap();
            assert!(matches!(value, IntegerOrString::Number(_)), "{text}");
            assert_eq!(value.as_i64(), Some(integer), "{text}");
            assert_ne!(value, integer.into());
            let again = serde_json::to_string(&value).unwrap();
            let number = |text| serde_json::from_str::<f64>(text).unwrap();
            assert!(again.contains(['.', 'e', 'E']), "{text}: {again}");
            assert_eq!(number(&again), number(text));
            let value: serde_json::Value = serde_json::from_str(text).unwrap();
            let from_value: IntegerOrString = serde_json::from_value(value.clone()).unwrap();
            assert_eq!(serde_json::to_value(&from_value).unwrap(), value);
        }
    }

    #[test]
    fn debug_shows_no_long_string() {
        let long = IntegerOrString::from("canary".repeat(7));
        assert_eq!(format!("{long:?}"), "String([string of 42 characters])");
        assert_eq!(
            format!("{:?}", IntegerOrString::from("x")),
            r#"String("x")"#
        );
        assert_eq!(format!("{:?}", IntegerOrString::from(5)), "Integer(5)");
    }

    #[test]
    fn other_types_are_errors() {
        for text in [
            "1.5",
            "1e-1",
            "9007199254740993.5",
            "1e16",
            "1e300",
            "true",
            "[]",
            "{}",
            "null",
            "9223372036854775808",
        ] {
            let error = serde_json::from_str::<IntegerOrString>(text)
                .unwrap_err()
                .to_string();
            assert!(error.contains("a 64-bit integer or a string"), "{error}");
        }
    }
}
