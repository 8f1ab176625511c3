//! Finds a secret in a text, as it is, or with its punctuation escaped: in HTML, JSON, a URL, or one in the other.
//!
//! Texts and secrets are in lower case (of ASCII) here. The work is linear in the length of the text, whatever an appliance
//! writes into it.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::text::floor_char_boundary;

/// Shorter strings would be found everywhere.
pub(super) const MIN_LENGTH: usize = 4;

/// `&amp;amp;#x27;` has 14 characters.
const MAX_ESCAPE: usize = 16;

/// Adds where the secret is found.
pub(super) fn find(text: &str, secret: &str, found: &mut Vec<Range<usize>>) {
    let matches = text.match_indices(secret);
    found.extend(matches.map(|(start, _)| start..start + secret.len()));
    find_escaped(text, secret, found);
}

/// Joins ranges that overlap, and brings them in order.
pub(super) fn merge(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => merged.push(range),
        }
    }
    merged
}

/// Adds where the words of a secret follow each other, with nothing but its punctuation or escapes between them.
fn find_escaped(text: &str, secret: &str, found: &mut Vec<Range<usize>>) {
    // Escapes change punctuation and letters beyond ASCII, and leave the words between them.
    let length = secret.chars().filter(|c| is_word(*c)).count();
    let words = secret.trim_matches(|c| !is_word(c));
    let first = &words[..end_of_word(words)];
    // A single word is found as it is.
    if length < MIN_LENGTH || first.len() == secret.len() {
        return;
    }
    let mut after = 0;
    for (start, _) in text.match_indices(first) {
        if start < after {
            continue;
        }
        if let Some(end) = end_of_escaped(text, start + first.len(), &words[first.len()..]) {
            found.push(start..end);
            after = end;
        }
    }
}

/// Where the rest of a secret ends that goes on at `from`.
fn end_of_escaped(text: &str, from: usize, mut rest: &str) -> Option<usize> {
    // An escape can itself contain the next word, as `&apos;` contains an `s`, so there can be several ends.
    let mut ends = BTreeSet::from([from]);
    while let Some(length) = rest.find(is_word) {
        let (separator, after) = rest.split_at(length);
        let word = &after[..end_of_word(after)];
        let next = ends
            .iter()
            .flat_map(|end| ends_of_word(text, *end, separator, word));
        ends = next.collect();
        rest = &after[word.len()..];
    }
    ends.pop_first()
}

/// The ends of a word that follows after `from`, behind a separator or an escape of it.
fn ends_of_word(
    text: &str,
    from: usize,
    separator: &str,
    word: &str,
) -> impl Iterator<Item = usize> {
    let is_spaced = separator.contains(char::is_whitespace);
    // Not the whole rest of the text: with a word that often begins and never ends, that would be quadratic.
    let length = MAX_ESCAPE
        .saturating_mul(separator.len())
        .saturating_add(word.len());
    let window = &text[from..floor_char_boundary(text, from.saturating_add(length))];
    #[cfg(test)]
    tests::LOOKED_AT.set(tests::LOOKED_AT.get() + window.len());
    window
        .match_indices(word)
        .filter(move |(length, _)| {
            let found = &window[..*length];
            found == separator
                || found.contains(['&', '%', '\\', '+'])
                    && (is_spaced || !found.contains(char::is_whitespace))
        })
        .map(move |(length, _)| from + length + word.len())
}

fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric()
}

fn end_of_word(text: &str) -> usize {
    text.find(|c| !is_word(c)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    thread_local! {
        pub(super) static LOOKED_AT: Cell<usize> = const { Cell::new(0) };
    }

    fn redacted(text: &str, secret: &str) -> String {
        let mut found = Vec::new();
        find(text, secret, &mut found);
        let mut text = text.to_owned();
        for range in merge(found).into_iter().rev() {
            text.replace_range(range, "[redacted]");
        }
        text
    }

    #[test]
    fn an_escaped_secret_is_found() {
        let secret = "it's-a/canary-\u{e9}";
        for escaped in [
            "it's-a/canary-\u{e9}",
            "it&#x27;s-a&#x2f;canary-&#233;",
            "it&amp;amp;#x27;s-a&sol;canary-&eacute;",
            r"it\u0027s-a\/canary-\u00e9",
            "it&apos;s-a&sol;canary-&eacute;",
            "it%27s-a%2fcanary-%c3%a9",
        ] {
            let text = redacted(&format!("no {escaped}, no {escaped}"), secret);
            assert!(text.starts_with("no [redacted]"), "{text}");
            assert!(!text.contains("canary"), "{text}");
        }
        assert_eq!(redacted("it is a canary", secret), "it is a canary");
        assert_eq!(redacted("a-b", "a b"), "a-b");
    }

    #[test]
    fn ranges_that_overlap_are_one() {
        assert_eq!(merge(vec![4..6, 0..3, 2..4, 0..1]), [0..4, 4..6]);
    }

    #[test]
    fn the_work_is_linear_whatever_the_text_is() {
        for (text, secret) in [
            ("&", "canary-token"),
            ("canary", "canary-token"),
            ("canary&", "canary-token"),
            ("a&", "a-a-a-a-a-token"),
            ("&#", "it's"),
            ("\\", "it's"),
        ] {
            LOOKED_AT.set(0);
            let text = text.repeat(64 * 1024 / text.len());
            assert_eq!(redacted(&text, secret), text);
            let times = LOOKED_AT.get() / text.len();
            assert!(times < 2000, "{secret}: {times} times the text");
        }
    }
}
