//! Replacements of numbers, which keep the number of digits and with it all that a reader of the number could stumble over:
//! whether it fits into 32 or 64 bits, and whether a 64-bit float keeps its digits.

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use crate::exact::is_same_number;

/// How often a replacement with the same properties is looked for.
const ATTEMPTS: u64 = 4000;

/// Integers that may be epoch milliseconds: years 2001 to 2103.
const EPOCH: std::ops::Range<i64> = 1_000_000_000_000..4_200_000_000_000;

/// Distinct numbers get distinct replacements, and the same number the same, also as a string.
#[derive(Default)]
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

/// Whether a number is kept: zero, and -1, which stand for "none". A zero with an exponent is kept only if that is zero.
pub(super) fn is_kept(text: &str) -> bool {
    let is_of_zero = |byte| matches!(byte, b'0' | b'.' | b'-' | b'+' | b'e' | b'E');
    matches!(text, "-1" | "-1.0") || text.bytes().all(is_of_zero)
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
        let replacement = match parts.is_zero() {
            // Zero times any power of ten is zero.
            true => parts.with(&parts.digits, &parts.exponents()[0]),
            false => self.unused(text, &parts),
        };
        self.used.insert(replacement.clone());
        self.known.insert(text.to_owned(), replacement.clone());
        replacement
    }

    /// A number that is no replacement yet.
    fn unused(&mut self, text: &str, parts: &Parts<'_>) -> String {
        let tried = self.next.entry(parts.class()).or_default();
        let limit = *tried + ATTEMPTS;
        while *tried < limit {
            let digits = parts.candidate(*tried);
            *tried += 1;
            if digits == parts.digits {
                continue;
            }
            for exponent in parts.exponents() {
                let candidate = parts.with(&digits, &exponent);
                let is_new = !self.used.contains(&candidate);
                if is_new && !is_kept(&candidate) && is_alike(text, &candidate) {
                    return candidate;
                }
            }
        }
        // Only a float at the limits of what floats can be gets here. It is replaced, if not in the same form.
        let end = match Alike::of(text) {
            Alike {
                is_finite: false, ..
            } => ".5e400",
            Alike {
                survives: false, ..
            } => ".50000000000000000000000001",
            Alike {
                ends_with_zero: true,
                ..
            } => ".50",
            Alike { .. } => ".5",
        };
        format!("{}{limit}{end}", parts.sign)
    }
}

/// The parts of a number. `digits` are those of the mantissa, without the point.
struct Parts<'a> {
    sign: &'a str,
    digits: String,
    /// How many of the digits are behind the point.
    fraction: usize,
    /// The letter and sign of the exponent, and its digits.
    exponent: Option<(&'a str, &'a str)>,
    is_finite: bool,
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Self {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let sign = &text[..text.len() - unsigned.len()];
        let end = unsigned.find(['e', 'E']).unwrap_or(unsigned.len());
        let (mantissa, exponent) = unsigned.split_at(end);
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = exponent.trim_start_matches(['e', 'E', '+', '-']);
        let start = &exponent[..exponent.len() - digits.len()];
        Self {
            sign,
            digits: format!("{whole}{fraction}"),
            fraction: fraction.len(),
            exponent: (!exponent.is_empty()).then_some((start, digits)),
            is_finite: Alike::of(text).is_finite,
        }
    }

    fn is_zero(&self) -> bool {
        self.digits.bytes().all(|byte| byte == b'0')
    }

    fn class(&self) -> String {
        let Self {
            sign,
            digits,
            fraction,
            exponent,
            is_finite,
        } = self;
        let zeros = digits.len() - digits.trim_start_matches('0').len();
        let beyond = self.is_beyond_64_bits();
        let exponent = exponent.map(|(start, digits)| (start, digits.len()));
        format!(
            "{sign} {} {fraction} {zeros} {exponent:?} {beyond:?} {is_finite}",
            digits.len()
        )
    }

    /// Other exponents with as many digits; one that is empty if the number has none.
    fn exponents(&self) -> Vec<String> {
        let Some((start, digits)) = self.exponent else {
            return vec![String::new()];
        };
        let zeros = "0".repeat(digits.len() - 1);
        let exponents = (1..=9).map(|first| format!("{first}{zeros}"));
        exponents
            .filter(|exponent| exponent != digits)
            .map(|exponent| format!("{start}{exponent}"))
            .collect()
    }

    /// The number with other digits and another exponent.
    fn with(&self, digits: &str, exponent: &str) -> String {
        let (whole, fraction) = digits.split_at(digits.len() - self.fraction);
        let point = if self.fraction > 0 { "." } else { "" };
        format!("{}{whole}{point}{fraction}{exponent}", self.sign)
    }

    fn is_beyond_64_bits(&self) -> (bool, bool) {
        let number: Option<u128> = self.digits.parse().ok();
        let exceeds = |limit: u64| number.is_none_or(|number| number > u128::from(limit));
        // The smallest integer is one farther from zero than the largest.
        let limit = i64::MAX.unsigned_abs() + u64::from(!self.sign.is_empty());
        (exceeds(limit), exceeds(u64::MAX))
    }

    /// The digits of the candidate number `n`: as many, and as many of them zero at the front. If there are not enough of
    /// them, fewer are zero, and at last there are more digits.
    fn candidate(&self, n: u64) -> String {
        let significant = self.digits.trim_start_matches('0').len();
        let is_float = self.fraction > 0 || self.exponent.is_some();
        let digits = if is_float && significant > 14 {
            scattered(significant, n)
        } else {
            self.counted(significant, n)
        };
        let zeros = self.digits.len().saturating_sub(digits.len());
        format!("{}{digits}", "0".repeat(zeros))
    }

    fn counted(&self, length: usize, n: u64) -> String {
        let first: u128 = match (length, self.is_beyond_64_bits()) {
            // Not in the range of epoch milliseconds, because this number is not.
            (13, _) => 5_000_000_000_000,
            (19, (true, _)) => 9_300_000_000_000_000_000,
            (20, (_, true)) => 19_000_000_000_000_000_000,
            (1..=30, _) => 10_u128.pow(u32::try_from(length - 1).unwrap_or_default()),
            _ => {
                // Of the numbers with 309 digits, some are finite floats and some are not.
                let first = if self.is_finite { '1' } else { '9' };
                let n = n.to_string();
                return format!("{first}{}{n}", "0".repeat(length - 1 - n.len()));
            }
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

/// What a reader with 64 bits makes of a number.
#[derive(PartialEq)]
struct Alike {
    is_integer: bool,
    /// Whether it survives as a float.
    survives: bool,
    is_finite: bool,
    /// A zero at the end of a fraction can be left out.
    ends_with_zero: bool,
}

impl Alike {
    fn of(text: &str) -> Self {
        let is_integer = !text.contains(['.', 'e', 'E']);
        let float: f64 = text.parse().unwrap_or(f64::INFINITY);
        let again = serde_json::Number::from_f64(float).map(|number| number.to_string());
        let survives = again.is_some_and(|again| is_same_number(&again, text));
        let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
        Self {
            is_integer,
            survives: is_integer || survives,
            is_finite: float.is_finite(),
            ends_with_zero: mantissa.contains('.') && mantissa.ends_with('0'),
        }
    }
}

/// Whether two numbers are alike for a reader with 64 bits.
fn is_alike(a: &str, b: &str) -> bool {
    Alike::of(a) == Alike::of(b)
}
