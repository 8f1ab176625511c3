//! Replacements of numbers, which keep the number of digits and with it all that a reader of the number could stumble over:
//! whether it fits into 32 or 64 bits, and whether a 64-bit float keeps its digits.

use std::collections::{HashMap, HashSet};

use crate::exact::is_same_number;

/// How often a replacement with the same properties is looked for.
const ATTEMPTS: u64 = 4000;

/// Integers that may be epoch milliseconds: years 2001 to 2103.
const EPOCH: std::ops::Range<i64> = 1_000_000_000_000..4_200_000_000_000;

/// Distinct numbers get distinct replacements, and the same number the same, also as a string.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    known: HashMap<String, String>,
    used: HashSet<String>,
    /// How many candidates were tried, by sign, digits and rest of the number.
    next: HashMap<String, u64>,
}

/// Epoch milliseconds that an integer may be.
pub(super) fn epoch_milliseconds(text: &str) -> Option<i64> {
    let number: i64 = text.parse().ok()?;
    EPOCH.contains(&number).then_some(number)
}

/// Whether a number is kept: zero, and -1, which stand for "none".
pub(super) fn is_kept(text: &str) -> bool {
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    matches!(text, "-1" | "-1.0")
        || mantissa
            .bytes()
            .all(|byte| matches!(byte, b'0' | b'.' | b'-'))
}

impl Numbers {
    /// The replacement of a number in JSON's form.
    pub(super) fn replace(&mut self, text: &str) -> String {
        if is_kept(text) {
            return text.to_owned();
        }
        if let Some(known) = self.known.get(text) {
            return known.clone();
        }
        let parts = Parts::of(text);
        let class = parts.class();
        let tried = self.next.entry(class).or_default();
        let limit = *tried + ATTEMPTS;
        let mut replacement = None;
        while replacement.is_none() && *tried < limit {
            let candidate = parts.candidate(*tried);
            *tried += 1;
            let is_new = candidate != text && !self.used.contains(&candidate);
            if is_new && !is_kept(&candidate) && is_alike(text, &candidate) {
                replacement = Some(candidate);
            }
        }
        // Only a float at the limits of what floats can be gets here. It is replaced, if not in the same form.
        let replacement = replacement.unwrap_or_else(|| format!("{limit}.5"));
        self.used.insert(replacement.clone());
        self.known.insert(text.to_owned(), replacement.clone());
        replacement
    }
}

/// The parts of a number. `digits` are those of the mantissa, without the point.
struct Parts<'a> {
    sign: &'a str,
    digits: String,
    /// How many of the digits are behind the point.
    fraction: usize,
    exponent: &'a str,
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Self {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let sign = &text[..text.len() - unsigned.len()];
        let end = unsigned.find(['e', 'E']).unwrap_or(unsigned.len());
        let (mantissa, exponent) = unsigned.split_at(end);
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        Self {
            sign,
            digits: format!("{whole}{fraction}"),
            fraction: fraction.len(),
            exponent,
        }
    }

    fn class(&self) -> String {
        let Self {
            sign,
            digits,
            fraction,
            exponent,
            ..
        } = self;
        let zeros = digits.len() - digits.trim_start_matches('0').len();
        let beyond = self.is_beyond_64_bits();
        format!(
            "{sign} {} {fraction} {zeros} {exponent} {beyond:?}",
            digits.len()
        )
    }

    fn is_beyond_64_bits(&self) -> (bool, bool) {
        let number: Option<u128> = self.digits.parse().ok();
        let exceeds = |limit: u64| number.is_none_or(|number| number > u128::from(limit));
        // The smallest integer is one farther from zero than the largest.
        let limit = i64::MAX.unsigned_abs() + u64::from(!self.sign.is_empty());
        (exceeds(limit), exceeds(u64::MAX))
    }

    /// The candidate number `n`: as many digits, as many of them zero at the front. If there are not enough of them, it
    /// gets longer.
    fn candidate(&self, n: u64) -> String {
        let significant = self.digits.trim_start_matches('0').len();
        let zeros = self.digits.len() - significant;
        let is_float = self.fraction > 0 || !self.exponent.is_empty();
        let digits = if is_float && significant > 14 {
            scattered(significant, n)
        } else {
            self.counted(significant, n)
        };
        let mut digits = format!("{}{digits}", "0".repeat(zeros));
        if self.fraction > 0 {
            digits.insert(digits.len() - self.fraction, '.');
        }
        format!("{}{digits}{}", self.sign, self.exponent)
    }

    fn counted(&self, length: usize, n: u64) -> String {
        let first: u128 = match (length, self.is_beyond_64_bits()) {
            // Not in the range of epoch milliseconds, because this number is not.
            (13, _) => 5_000_000_000_000,
            (19, (true, _)) => 9_300_000_000_000_000_000,
            (20, (_, true)) => 19_000_000_000_000_000_000,
            (1..=30, _) => 10_u128.pow(u32::try_from(length - 1).unwrap_or_default()),
            _ => return format!("9{n:0width$}", width = length - 1),
        };
        let number = first + u128::from(n);
        number.to_string()
    }
}

/// Digits without a pattern: of a long float, few candidates survive as a 64-bit float.
fn scattered(length: usize, n: u64) -> String {
    let mut state = n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let digits = (0..length).map(|_| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        char::from(b'1' + u8::try_from((state >> 33) % 9).unwrap_or_default())
    });
    digits.collect()
}

/// Whether two numbers are alike for a reader with 64 bits: both survive as a float or neither, both are finite or
/// neither, and both end with a zero or neither, because a zero at the end of a fraction can be left out.
fn is_alike(a: &str, b: &str) -> bool {
    let parts = |text: &str| {
        let is_integer = !text.contains(['.', 'e', 'E']);
        let float: f64 = text.parse().unwrap_or(f64::INFINITY);
        let again = serde_json::Number::from_f64(float).map(|number| number.to_string());
        let survives = again.is_some_and(|again| is_same_number(&again, text));
        let ends_with_zero = text.contains('.') && text.ends_with('0');
        (
            is_integer,
            is_integer || survives,
            float.is_finite(),
            ends_with_zero,
        )
    };
    parts(a) == parts(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unset_numbers_are_kept() {
        for text in ["0", "-0", "0.0", "-1", "-1.0", "0e5"] {
            assert_eq!(Numbers::default().replace(text), text);
        }
    }

    #[test]
    fn numbers_stay_distinct_and_keep_their_digits() {
        let mut numbers = Numbers::default();
        let mut seen = HashSet::new();
        for number in 1..2000_i64 {
            for number in [number, -number - 1, number * 1_000_000_007] {
                let text = number.to_string();
                let replaced = numbers.replace(&text);
                assert_ne!(replaced, text);
                assert!(seen.insert(replaced.clone()), "{replaced} twice");
                assert_eq!(numbers.replace(&text), replaced);
                assert_eq!(replaced.starts_with('-'), text.starts_with('-'));
                if text.len() > 5 {
                    assert_eq!(replaced.len(), text.len());
                }
            }
        }
    }

    #[test]
    fn what_has_64_bits_keeps_them() {
        let mut numbers = Numbers::default();
        let mut replace = |text: &str| numbers.replace(text);
        assert!(replace("9223372036854775807").parse::<i64>().is_ok());
        assert!(replace("-9223372036854775808").parse::<i64>().is_ok());
        for text in ["9223372036854775808", "9300000000000000000"] {
            assert!(replace(text).parse::<i64>().is_err(), "{text}");
            assert!(replace(text).parse::<u64>().is_ok(), "{text}");
        }
        for text in [
            "18446744073709551616",
            "123456789012345678901234567890123456789012",
        ] {
            assert_eq!(replace(text).len(), text.len());
            assert!(replace(text).parse::<u64>().is_err());
        }
        assert!(replace("-9223372036854775809").parse::<i64>().is_err());
    }

    #[test]
    fn floats_keep_what_a_reader_makes_of_them() {
        let mut numbers = Numbers::default();
        for text in [
            "1.6",
            "7.0",
            "0.25",
            "-12.75",
            "1.10",
            "0.1000000000000000055511151231257827",
            "0.12345678901234567",
            "1e400",
            "1.692985235E12",
            "4.2e-7",
        ] {
            let replaced = numbers.replace(text);
            assert_ne!(replaced, text);
            assert!(is_alike(text, &replaced), "{text} {replaced}");
            assert_eq!(replaced.len(), text.len(), "{text} {replaced}");
        }
    }
}
