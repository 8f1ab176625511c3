//! Replacements of strings.

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use super::SECRET;
use super::addresses::Addresses;
use super::counter::Counter;
use super::kinds::{
    is_email, is_host, is_markup, is_number, is_punctuation, is_word, list, scheme,
};
use super::numbers::{Numbers, epoch_milliseconds, is_kept};
use super::octets::Octets;
use super::other_times;
use super::times::Times;

/// The words in a replacement. They are taken for texts again when it is replaced once more.
const TEXT: &str = "text";

#[derive(Default)]
pub(super) struct Strings {
    numbers: Numbers,
    times: Times,
    addresses: Addresses,
    texts: Counter,
    /// The replacements of keys and names.
    keys: HashMap<(String, bool), String>,
    used_keys: HashSet<String>,
}

impl Strings {
    /// The replacement of a number in JSON's form.
    pub(super) fn number(&mut self, text: &str) -> String {
        match epoch_milliseconds(text) {
            Some(time) => self.times.replace_milliseconds(time).to_string(),
            None => self.numbers.replace(text),
        }
    }

    /// The replacement of a string.
    pub(super) fn value(&mut self, text: &str) -> String {
        self.formatted(text)
            .or_else(|| self.list(text))
            .unwrap_or_else(|| self.text(text))
    }

    /// The replacement of a list of numbers, times and addresses. A list of words or separators can have data of its own.
    fn list(&mut self, text: &str) -> Option<String> {
        let parts = list(text)?.into_iter();
        let parts = parts.map(|(part, is_separator)| match part {
            _ if is_separator => Some(part.to_owned()),
            _ if is_word(part) || is_punctuation(part) => None,
            _ => self.formatted(part),
        });
        parts.collect()
    }

    /// The replacement of the key of a map, or of the name of a property (`is_name`). Distinct keys stay distinct.
    pub(super) fn key(&mut self, text: &str, is_name: bool) -> String {
        let key = (text.to_owned(), is_name);
        if let Some(known) = self.keys.get(&key) {
            return known.clone();
        }
        let formatted = match is_name {
            true => None,
            false => self.formatted(text),
        };
        // Many times have the same replacement.
        let free = formatted.filter(|formatted| !self.used_keys.contains(formatted));
        let replaced = free.unwrap_or_else(|| {
            let separator = if is_name { '_' } else { '-' };
            format!("{TEXT}{separator}{}", self.text_number(text))
        });
        self.used_keys.insert(replaced.clone());
        self.keys.insert(key, replaced.clone());
        replaced
    }

    /// The replacement of a secret. A number stays one, because a form may have to have one.
    pub(super) fn secret(&mut self, text: &str) -> String {
        if text.is_empty() || is_word(text) || (is_number(text) && is_kept(text)) {
            text.to_owned()
        } else if is_number(text) {
            self.number(text)
        } else {
            SECRET.to_owned()
        }
    }

    /// The replacement of a string that has a format of its own.
    fn formatted(&mut self, text: &str) -> Option<String> {
        if is_word(text) || is_punctuation(text) {
            return Some(text.to_owned());
        }
        // `417e73025551` is an address, and a number in JSON's form too.
        self.addresses
            .replace(text)
            .or_else(|| self.address_of_digits(text))
            .or_else(|| self.digits(text))
            .or_else(|| self.times.replace(text))
            .or_else(|| other_times::replace(text))
    }

    /// A MAC address without a letter. Without separators, it is a number, and so it becomes one.
    fn address_of_digits(&mut self, text: &str) -> Option<String> {
        let octets = Octets::of(text).filter(|octets| octets.is_whole() && !octets.has_letter())?;
        let replaced = self.digits(&octets.digits)?;
        (replaced.len() == octets.digits.len()).then(|| octets.write(&replaced))
    }

    /// A number in JSON's form, or digits that are none, because they begin with a zero or a plus.
    fn digits(&mut self, text: &str) -> Option<String> {
        if is_number(text) {
            return Some(self.number(text));
        }
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let digits = unsigned.trim_start_matches('0');
        if unsigned.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        if digits.is_empty() {
            return Some(text.to_owned());
        }
        let sign = &text[..text.len() - unsigned.len()];
        let replaced = self.number(digits);
        let zeros = unsigned.len() - digits.len();
        let zeros = zeros.min(unsigned.len().saturating_sub(replaced.len()));
        Some(format!("{sign}{}{replaced}", "0".repeat(zeros)))
    }

    fn text_number(&mut self, text: &str) -> u32 {
        self.texts.number(text, |number| {
            let is_it = |part: &str| part.strip_prefix(['-', '_']) == Some(&number.to_string());
            text.match_indices(TEXT).any(|(start, _)| {
                let after = &text[start + TEXT.len()..];
                let end = after.find(|c: char| !matches!(c, '-' | '_') && !c.is_ascii_digit());
                is_it(&after[..end.unwrap_or(after.len())])
            })
        })
    }

    fn text(&mut self, text: &str) -> String {
        let number = self.text_number(text);
        let name = format!("{TEXT}-{number}");
        if let Some(scheme) = scheme(text) {
            format!("{scheme}://{name}.example.com/")
        } else if is_markup(text) {
            format!("<html>{name}</html>")
        } else if is_email(text) {
            format!("{name}@example.com")
        } else if is_host(text) {
            format!("{name}.example.com")
        } else {
            name
        }
    }
}
