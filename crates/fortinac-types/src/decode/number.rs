//! Numbers that 64 bits do not hold: reading and writing them would change their digits.

use serde_json::Number;

/// What was found in place of a number.
pub(super) const LONG_INTEGER: &str = "an integer of more than 64 bits";
pub(super) const LONG_NUMBER: &str = "a number of more than 64 bits";

/// Whether serde_json reads each number exactly, because an application enables `arbitrary_precision`.
fn is_arbitrary_precision() -> bool {
    serde_json::from_str::<Number>("1e400").is_ok()
}

/// Whether a JSON text may have a number that 64 bits do not hold. It can be wrong about a string of digits.
///
/// The check costs a small part of decoding: it looks at every 16th byte, because such a number is longer.
pub(super) fn may_be_inexact(json: &[u8]) -> bool {
    const MIN_LENGTH: usize = 17;
    let is_part = |position: usize| {
        let byte = json.get(position);
        byte.is_some_and(|byte| byte.is_ascii_digit() || *byte == b'.')
    };
    let mut position = MIN_LENGTH - 1;
    while position < json.len() {
        if is_part(position) {
            let mut start = position;
            while start > 0 && is_part(start - 1) {
                start -= 1;
            }
            while is_part(position) {
                position += 1;
            }
            let is_quoted = start > 0 && json[start - 1] == b'"';
            if position - start >= MIN_LENGTH && !is_quoted {
                return !is_arbitrary_precision();
            }
        }
        position += MIN_LENGTH - 1;
    }
    false
}

/// A number of a JSON text, as far as 64 bits hold it.
pub(super) enum Parsed {
    Integer(i64),
    Unsigned(u64),
    Float(f64),
    /// 64 bits do not hold it. The nearest that they hold.
    Inexact(f64),
}

pub(super) fn parse(json: &str) -> Parsed {
    // No integer has its sign.
    if json == "-0" {
        return Parsed::Float(-0.0);
    }
    if let Ok(integer) = json.parse() {
        return Parsed::Integer(integer);
    }
    if let Ok(integer) = json.parse() {
        return Parsed::Unsigned(integer);
    }
    let float: f64 = json.parse().unwrap_or(f64::MAX);
    let nearest = float.clamp(f64::MIN, f64::MAX);
    let written = Number::from_f64(float).map(|number| number.to_string());
    match written.is_some_and(|written| decimal(&written) == decimal(json)) {
        true if !is_integer(json) => Parsed::Float(float),
        _ => Parsed::Inexact(nearest),
    }
}

/// Whether a number is written without fraction and exponent.
pub(super) fn is_integer(json: &str) -> bool {
    !json.contains(['.', 'e', 'E'])
}

/// Sign, digits without zeros around them, and the power of ten that the digits are multiplied with.
fn decimal(number: &str) -> Option<(bool, String, i64)> {
    let (mantissa, exponent) = match number.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
        None => (number, 0),
    };
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(mantissa) => (true, mantissa),
        None => (false, mantissa),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_end_matches('0');
    let dropped = i64::try_from(digits.len() - significant.len()).ok()?;
    let power = exponent.checked_sub(i64::try_from(fraction.len()).ok()?)?;
    match significant.trim_start_matches('0') {
        "" => Some((sign, String::new(), 0)),
        digits => Some((sign, digits.to_owned(), power.checked_add(dropped)?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_exact(json: &str) -> bool {
        !matches!(parse(json), Parsed::Inexact(_))
    }

    #[test]
    fn numbers_of_64_bits_are_exact() {
        for json in [
            "0",
            "-0.0",
            "1.40",
            "1.692985235E12",
            "501.0",
            "0.1",
            "1e21",
            "100e-2",
            "18446744073709551615",
            "-9223372036854775808",
            "1.7976931348623157e308",
            "0.0000000000000000000001",
        ] {
            assert!(is_exact(json), "{json}");
        }
    }

    /// Fuzzing found that an integer of minus zero lost its sign.
    #[test]
    fn minus_zero_keeps_its_sign() {
        for json in ["-0", "-0.0"] {
            assert!(
                matches!(parse(json), Parsed::Float(zero) if zero == 0.0 && zero.is_sign_negative())
            );
        }
        assert!(matches!(parse("0"), Parsed::Integer(0)));
        let json = r#"{"id":-0}"#;
        assert!(crate::decode::from_slice::<crate::Host>(json.as_bytes()).is_err());
        let (host, unexpected) = crate::decode::tolerant::<crate::Host>(json.as_bytes()).unwrap();
        let kept = serde_json::to_value(&host).unwrap();
        assert_eq!(
            kept,
            serde_json::from_str::<serde_json::Value>(json).unwrap()
        );
        assert_eq!(unexpected.len(), 1);
    }

    #[test]
    fn other_numbers_are_not_exact() {
        for json in [
            "123456789012345678901234567890",
            "18446744073709551616",
            "-9223372036854775809",
            "0.1000000000000000055511151231257827",
            "1e400",
            "-1e400",
            "1.00000000000000000001",
            "1e99999999999999999999",
        ] {
            assert!(!is_exact(json), "{json}");
        }
    }

    #[test]
    fn long_numbers_are_noticed_wherever_they_are() {
        for padding in 0..40 {
            let json = format!(
                "{{\"{}\":12345678901234567890,\"a\":1}}",
                "x".repeat(padding)
            );
            assert_eq!(may_be_inexact(json.as_bytes()), !is_arbitrary_precision());
        }
        let harmless = r#"{"a": 7301455120986671, "b": "12345678901234567890", "c": "192.168.100.200", "d": 1.5}"#;
        assert!(!may_be_inexact(harmless.as_bytes()));
    }
}
