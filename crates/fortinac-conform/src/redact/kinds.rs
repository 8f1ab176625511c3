//! What a string is, as far as a replacement has to be the same.

use crate::exact::{ExactJson, Node};

/// A word that carries a format and no data, in small letters, in capitals, or with one.
pub(super) fn is_word(text: &str) -> bool {
    let words = [
        "true", "false", "null", "TRUE", "FALSE", "NULL", "True", "False", "Null",
    ];
    words.contains(&text)
}

/// Whether a string is empty or one of the few separators and wildcards that have no data. A sequence of them has.
pub(super) fn is_punctuation(text: &str) -> bool {
    matches!(
        text,
        "" | " " | "*" | "-" | "," | ";" | ":" | "|" | "/" | "."
    )
}

/// The JSON in a string, if it looks like JSON.
pub(super) fn json(text: &str) -> Option<Node> {
    if !text.trim_start().starts_with(['{', '[', '"']) {
        return None;
    }
    ExactJson::parse(text).ok().map(|ExactJson(node)| node)
}

/// Whether a string is a number in JSON's form.
pub(super) fn is_number(text: &str) -> bool {
    let begins = text.starts_with(|c: char| c == '-' || c.is_ascii_digit());
    begins
        && matches!(ExactJson::parse(text), Ok(ExactJson(Node::Number(number))) if *number == *text)
}

/// The parts of an e-mail address.
pub(super) fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else {
        return false;
    };
    !name.is_empty() && is_host(host) && !text.contains(char::is_whitespace)
}

/// Whether a text is a host name with a domain.
pub(super) fn is_host(text: &str) -> bool {
    let labels: Vec<&str> = text.split('.').collect();
    let is_label = |label: &&str| {
        let is_inside = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        !label.is_empty() && label.chars().all(is_inside)
    };
    let has_domain = labels
        .last()
        .is_some_and(|last| last.len() > 1 && last.bytes().all(|byte| byte.is_ascii_alphabetic()));
    labels.len() > 1 && has_domain && labels.iter().all(is_label)
}

/// The scheme of a URL, if it is one that many have.
pub(super) fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once("://")?;
    let known = ["http", "https", "ldap", "ldaps", "ftp", "sftp", "ssh"];
    known.contains(&scheme).then_some(scheme)
}

/// Whether a text is HTML or XML, as a proxy may send.
pub(super) fn is_markup(text: &str) -> bool {
    text.trim_start().starts_with('<')
}

/// The parts of a list in a string and what separates them: `a, b` is `a`, `, ` and `b`. Nothing separates by more than
/// two characters, because a long sequence of separators has data.
pub(super) fn list(text: &str) -> Option<Vec<(&str, bool)>> {
    let is_separator = |c: char| matches!(c, ',' | ';' | '|') || c.is_ascii_whitespace();
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let inside = is_separator(first);
        let end = rest
            .find(|c| is_separator(c) != inside)
            .unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        if inside && part.len() > 2 {
            return None;
        }
        parts.push((part, inside));
        rest = after;
    }
    (parts.len() > 1).then_some(parts)
}
