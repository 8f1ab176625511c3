//! Removes secrets from what an appliance sends back.

use std::collections::BTreeSet;

use fortinac_json::sounds_secret;
use fortinac_types::Secret;
use http::header::HeaderMap;
use serde_json::Value;

use super::request::{Body, Request};
use crate::error::kind::Kind;

/// Parameters of the query whose values select and order items, and are not secret.
const PAGING: [&str; 4] = ["start", "count", "sortKey", "sortDir"];

const REDACTED: &str = "[redacted]";

/// Shorter strings would be found everywhere.
const MIN_LENGTH: usize = 4;

/// How much of a text is looked at and kept.
const MAX_TEXT: usize = 64 * 1024;

/// The secrets of a request and the values of its query: an appliance can repeat them in its message.
pub(super) struct Secrets(Vec<Secret>);

impl Secrets {
    /// `headers` are those that every request has, among them the one with the token.
    pub(super) fn of(token: &Secret, headers: &HeaderMap, request: &Request) -> Self {
        let mut secrets = vec![token.clone()];
        let headers = headers.values().filter_map(|value| value.to_str().ok());
        secrets.extend(headers.map(Secret::from));
        secrets.extend(request.secrets.iter().cloned());
        match &request.body {
            Some(Body::Json { json, .. }) => {
                if let Ok(body) = serde_json::from_slice(json) {
                    collect(&body, false, &mut secrets);
                }
            }
            Some(Body::Form(fields)) => {
                let fields = fields.iter().filter(|(name, _)| sounds_secret(name));
                secrets.extend(fields.map(|(_, value)| Secret::from(value.as_str())));
            }
            Some(Body::Upload(..)) | None => {}
        }
        let query = request
            .query
            .iter()
            .filter(|(name, _)| !PAGING.contains(&name.as_str()));
        secrets.extend(query.clone().map(|(_, value)| Secret::from(value.as_str())));
        let filters = query.filter(|(name, _)| name == "filter");
        secrets.extend(filters.flat_map(|(_, filter)| operands(filter)));
        secrets.retain(|secret| secret.expose().len() >= MIN_LENGTH);
        // A secret that is part of another one would leave the rest of it.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.expose().len()));
        Self(secrets)
    }

    /// Redacts the texts of the appliance in what went wrong.
    pub(super) fn redact_kind(&self, kind: &mut Kind) {
        let redact = |text: &mut Option<String>| *text = text.take().map(|text| self.redact(text));
        match kind {
            Kind::Status { message, .. } => redact(message),
            Kind::Rejected {
                envelope_status,
                message,
                ..
            } => {
                *envelope_status = self.redact(std::mem::take(envelope_status));
                redact(message);
            }
            Kind::NotJson { media_type, .. } => redact(media_type),
            Kind::Redirect { to, .. } => redact(to),
            _ => {}
        }
    }

    fn redact(&self, mut text: String) -> String {
        if text.len() > MAX_TEXT {
            let is_boundary = |end: &usize| text.is_char_boundary(*end);
            let end = (0..=MAX_TEXT).rev().find(is_boundary);
            text.truncate(end.unwrap_or_default());
            self.drop_partial_secret(&mut text);
        }
        for secret in &self.0 {
            text = text.replace(secret.expose(), REDACTED);
            text = redact_escaped(text, secret.expose());
        }
        text
    }

    /// Removes the beginning of a secret at the end of a text that was cut.
    fn drop_partial_secret(&self, text: &mut String) {
        let begun = self.0.iter().filter_map(|secret| {
            let secret = secret.expose();
            let mut ends = secret.char_indices().map(|(end, _)| end).rev();
            ends.find(|&end| text.ends_with(&secret[..end]))
        });
        let length = begun.max().unwrap_or_default();
        text.truncate(text.len() - length);
    }
}

/// The values that the conditions of a filter compare with.
fn operands(filter: &str) -> impl Iterator<Item = Secret> {
    const OPERATORS: [char; 5] = ['=', '<', '>', '!', '~'];
    let conditions = filter.split('|');
    let operands = conditions.filter_map(|condition| {
        let (_, operand) = condition.split_once(OPERATORS)?;
        let operand = operand.trim_start_matches(OPERATORS);
        Some(operand.trim_matches(['*', '%', '"', '\'', ' ']))
    });
    let operands = operands.filter(|operand| !matches!(*operand, "null" | "true" | "false"));
    operands.map(Secret::from)
}

/// Removes a secret whose punctuation is escaped, however it is: in HTML, JSON, a URL, or one in the other.
fn redact_escaped(mut text: String, secret: &str) -> String {
    // Escapes change punctuation and letters beyond ASCII, and leave the words between them.
    let length = secret.chars().filter(char::is_ascii_alphanumeric).count();
    if length < MIN_LENGTH {
        return text;
    }
    let mut from = 0;
    while let Some((start, end)) = find_escaped(&text, secret, from) {
        text.replace_range(start..end, REDACTED);
        from = start + REDACTED.len();
    }
    text
}

/// Where the words of a secret follow each other, with nothing but its punctuation or escapes between them.
fn find_escaped(text: &str, secret: &str, from: usize) -> Option<(usize, usize)> {
    let is_word = |c: char| c.is_ascii_alphanumeric();
    let words = secret.trim_matches(|c| !is_word(c));
    let end_of_word = |text: &str| text.find(|c| !is_word(c)).unwrap_or(text.len());
    let first = &words[..end_of_word(words)];
    let mut starts = text[from..].match_indices(first);
    starts.find_map(|(start, _)| {
        let start = from + start;
        // An escape can itself contain the next word, as `&apos;` contains an `s`, so there can be several ends.
        let mut ends = BTreeSet::from([start + first.len()]);
        let mut rest = &words[first.len()..];
        while let Some(length) = rest.find(is_word) {
            let (separator, after) = rest.split_at(length);
            let word = &after[..end_of_word(after)];
            let next = ends
                .iter()
                .flat_map(|end| ends_of_word(text, *end, separator, word));
            ends = next.collect();
            rest = &after[word.len()..];
        }
        ends.pop_first().map(|end| (start, end))
    })
}

/// The ends of a word that follows after `from`, behind a separator or an escape of it.
fn ends_of_word(
    text: &str,
    from: usize,
    separator: &str,
    word: &str,
) -> impl Iterator<Item = usize> {
    /// `&amp;amp;#x27;` has 14 characters.
    const MAX_ESCAPE: usize = 16;
    let is_spaced = separator.contains(char::is_whitespace);
    text[from..]
        .match_indices(word)
        .take_while(move |(length, _)| *length <= MAX_ESCAPE * separator.len())
        .filter(move |(length, _)| {
            let found = &text[from..from + length];
            found == separator
                || found.contains(['&', '%', '\\', '+'])
                    && (is_spaced || !found.contains(char::is_whitespace))
        })
        .map(move |(length, _)| from + length + word.len())
}

fn collect(value: &Value, secret: bool, found: &mut Vec<Secret>) {
    match value {
        Value::String(text) if secret => found.push(text.as_str().into()),
        Value::Array(items) => items.iter().for_each(|item| collect(item, secret, found)),
        Value::Object(properties) => {
            for (name, property) in properties {
                collect(property, secret || sounds_secret(name), found);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;
    use crate::operation::Operation;

    fn secrets() -> Secrets {
        let request = Request::new(Operation::raw(Method::GET, "/x"), "/x".into());
        Secrets::of(&"canary-token".into(), &HeaderMap::new(), &request)
    }

    #[test]
    fn a_secret_at_the_end_of_a_cut_text_is_removed() {
        for rest in 0.."canary-token".len() {
            let text = format!("{}canary-token", "x".repeat(MAX_TEXT - rest));
            let text = secrets().redact(text);
            assert!(
                !text.contains("can"),
                "{rest}: {}",
                &text[text.len() - 20..]
            );
        }
    }

    #[test]
    fn an_escaped_secret_is_found() {
        let secret = "it's-a/canary-\u{e9}";
        for escaped in [
            "it's-a/canary-\u{e9}",
            "it&#x27;s-a&#x2F;canary-&#233;",
            "it&amp;amp;#x27;s-a&sol;canary-&eacute;",
            r"it\u0027s-a\/canary-\u00e9",
            "it&apos;s-a&sol;canary-&eacute;",
            "it%27s-a%2fcanary-%c3%a9",
        ] {
            let text = redact_escaped(format!("no {escaped}, no {escaped}"), secret);
            assert!(text.starts_with("no [redacted]"), "{text}");
            assert!(!text.contains("canary"), "{text}");
        }
        assert_eq!(
            redact_escaped("it is a canary".into(), secret),
            "it is a canary"
        );
        assert_eq!(redact_escaped("a-b".into(), "a b"), "a-b");
    }

    #[test]
    fn a_text_without_a_secret_stays() {
        let text = "no canary, no token".to_owned();
        assert_eq!(secrets().redact(text.clone()), text);
    }
}
