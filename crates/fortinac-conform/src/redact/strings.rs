//! Replacements of strings.

use super::SECRET;
use super::addresses::Addresses;
use super::counter::Counter;
use super::kinds::{
    is_email, is_host, is_markup, is_number, is_punctuation, is_word, list, scheme,
};
use super::numbers::{Numbers, epoch_milliseconds, is_kept};
use super::other_times;
use super::times::Times;

/// The words in a replacement. They are taken for texts again when it is replaced once more.
const TEXT: &str = "text";

#[derive(Debug, Default)]
pub(super) struct Strings {
    numbers: Numbers,
    times: Times,
    addresses: Addresses,
    texts: Counter,
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
        if let Some(replaced) = self.formatted(text) {
            return replaced;
        }
        let parts = list(text);
        if parts.len() > 1 {
            let replaced: Option<String> = parts
                .into_iter()
                .map(|(part, is_separator)| {
                    if is_separator {
                        return Some(part.to_owned());
                    }
                    self.formatted(part)
                })
                .collect();
            if let Some(replaced) = replaced {
                return replaced;
            }
        }
        self.text(text)
    }

    /// The replacement of the key of a map. Distinct keys stay distinct.
    pub(super) fn key(&mut self, text: &str) -> String {
        match self.formatted(text) {
            Some(replaced) => replaced,
            None => format!("{TEXT}-{}", self.texts.number(text)),
        }
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
        if is_number(text) {
            return Some(self.number(text));
        }
        self.digits(text)
            .or_else(|| self.addresses.replace(text))
            .or_else(|| self.times.replace(text))
            .or_else(|| other_times::replace(text))
    }

    /// Digits that are no number in JSON, because they begin with a zero or a plus.
    fn digits(&mut self, text: &str) -> Option<String> {
        let rest = text.trim_start_matches(['0', '+']);
        let start = &text[..text.len() - rest.len()];
        let is_digits = !start.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits || start.matches('+').count() > 1 {
            return None;
        }
        Some(if rest.is_empty() {
            start.to_owned()
        } else {
            format!("{start}{}", self.number(rest))
        })
    }

    fn text(&mut self, text: &str) -> String {
        let number = self.texts.number(text);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_keeps_its_format() {
        let mut strings = Strings::default();
        for (text, expected) in [
            ("", ""),
            ("TRUE", "TRUE"),
            ("*", "*"),
            ("0", "0"),
            ("-1", "-1"),
            ("417730255514", "100000000000"),
            ("0151 7", "0100 1"),
            ("+49151", "+10000"),
            ("1692985235000", "1704067261001"),
            (
                "A0:B1:C2:D3:E4:F5, 10.1.2.3",
                "02:00:5E:00:00:01, 198.18.0.1",
            ),
            ("rbeck@nac.example.net", "text-1@example.com"),
            ("plc.example.net", "text-2.example.com"),
            (
                "https://plc.example.net/x?y=z",
                "https://text-3.example.com/",
            ),
            ("<!DOCTYPE html><p>x", "<html>text-4</html>"),
            ("Rowan Beck", "text-5"),
            ("A0:B1:C2:D3:E4:F5 of Rowan", "text-6"),
            ("Rowan Beck", "text-5"),
        ] {
            assert_eq!(strings.value(text), expected, "{text}");
        }
    }

    #[test]
    fn a_replacement_is_replaced_in_the_same_format() {
        let texts = [
            "417730255514",
            "1692985235000",
            "2023-08-25T17:40:35.000+0000",
            "A0-B1-C2-D3-E4-F5",
            "A0:B1:C2",
            "10.1.2.3:443",
            "rbeck@nac.example.net",
            "https://plc.example.net/x?y=z",
            "<p>x",
            "Rowan Beck",
        ];
        let mut first = Strings::default();
        let mut second = Strings::default();
        for text in texts {
            let once = first.value(text);
            let form = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "9");
            assert_eq!(form(&second.value(&once)), form(&once), "{text}");
        }
    }

    #[test]
    fn a_secret_is_gone() {
        let mut strings = Strings::default();
        assert_eq!(strings.secret("Hunter2"), SECRET);
        assert_eq!(strings.secret(""), "");
        assert_eq!(strings.secret("false"), "false");
        assert_ne!(strings.secret("8812"), "8812");
    }
}
