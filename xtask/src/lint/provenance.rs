//! Provenance: where something is known from is told by the extensions, and no description speaks of it.

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::model::Model;

/// A word of provenance.
struct Word {
    /// Its forms, in lower case.
    forms: &'static [&'static str],
    /// Phrases in which it means something else, each list with what that is.
    meanings: &'static [(&'static str, &'static [&'static str])],
    help: &'static str,
}

const WORDS: [Word; 5] = [
    Word {
        forms: &["page", "pages"],
        meanings: &[
            (
                "a page of a list",
                &[
                    "page at a time",
                    "cap a page",
                    "page of a list",
                    "pages of a list",
                    "next page",
                ],
            ),
            (
                "a page of the web interface, the portal or the web",
                &[
                    "html page",
                    "page uuid",
                    "marked page",
                    "page that a user",
                    "of a page by its uuid",
                    "page of the a",
                    "pages of tiles",
                    "pages of the portal",
                    "its pages",
                ],
            ),
        ],
        help: "move where it is known from to `x-fortinac-note`; if this is a page of a list or of a web interface, add the \
               phrase to xtask/src/lint/provenance.rs",
    },
    Word {
        forms: &["sample", "samples"],
        meanings: &[],
        help: "speak of responses and requests (`null in real responses`), and move the rest to `x-fortinac-note`",
    },
    Word {
        forms: &["third party", "third parties", "third-party"],
        meanings: &[],
        help: "move where it is known from to `x-fortinac-note`",
    },
    Word {
        forms: &[
            "document",
            "documents",
            "documented",
            "documentation",
            "undocumented",
        ],
        meanings: &[(
            "a file",
            &[
                "xml document",
                "json document",
                "a document",
                "the document",
            ],
        )],
        help: "say what is so, and move who documents it to `x-fortinac-note`, or what is not documented to \
               `x-fortinac-gap`; if this is a file, add the phrase to xtask/src/lint/provenance.rs",
    },
    Word {
        forms: &["evidence"],
        meanings: &[],
        help: "move where it is known from to `x-fortinac-note`",
    },
];

pub(super) fn check(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    for root in ["paths", "components", "tags"] {
        let pointer = format!("/{root}");
        if let Some(value) = model.bundle.document.pointer(&pointer) {
            texts(value, &pointer, false, &mut |pointer, text| {
                if let Some((message, help)) = wrong(text) {
                    diagnostics.push(model.at(pointer, message).help(help));
                }
            });
        }
    }
}

/// Calls `report` with each summary and description.
fn texts(value: &Value, pointer: &str, is_properties: bool, report: &mut impl FnMut(&str, &str)) {
    match value {
        Value::Object(properties) => {
            for (name, value) in properties {
                let pointer = format!("{pointer}/{}", fortinac_spec::pointer::escape(name));
                match (name.as_str(), value) {
                    ("summary" | "description", Value::String(text)) => report(&pointer, text),
                    ("example", _) if !is_properties => {}
                    // A link is where it is known from.
                    ("externalDocs", _) if !is_properties => {}
                    (name, _) if name.starts_with("x-") => {}
                    (name, _) => texts(value, &pointer, name == "properties", report),
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                texts(item, &format!("{pointer}/{index}"), false, report);
            }
        }
        _ => {}
    }
}

/// What is wrong with a text, and the remedy.
fn wrong(text: &str) -> Option<(String, &'static str)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ").to_lowercase();
    for word in &WORDS {
        let meanings = word.meanings.iter().flat_map(|(_, phrases)| *phrases);
        let covered: Vec<_> = meanings
            .flat_map(|phrase| text.match_indices(phrase))
            .map(|(start, phrase)| start..start + phrase.len())
            .collect();
        for form in word.forms {
            let provenance = text.match_indices(form).find(|(start, form)| {
                is_whole(&text, *start, start + form.len())
                    && !covered.iter().any(|phrase| phrase.contains(start))
            });
            if provenance.is_some() {
                return Some((
                    format!("speaks of where it is known from: `{form}`"),
                    word.help,
                ));
            }
        }
    }
    let release = release(&text)?;
    Some((
        format!("names the release {release}"),
        "say what is so; `x-fortinac-versions` has the releases, and `x-fortinac-note` what differs among them",
    ))
}

fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '`' | '-');
    !text[..start].ends_with(is_part) && !text[end..].starts_with(is_part)
}

/// A release of the appliance: two or three numbers with dots between them, of which the first is 7, 8 or 9. An IP
/// address has four.
fn release(text: &str) -> Option<&str> {
    let is_part = |c: char| c.is_ascii_digit() || c == '.';
    text.split(|c: char| !(is_part(c) || c.is_alphanumeric() || matches!(c, '-' | '_' | '/')))
        .map(|word| word.trim_matches('.'))
        .find(|word| {
            let parts: Vec<&str> = word.split('.').collect();
            let is_number =
                |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
            matches!(parts.len(), 2 | 3)
                && matches!(parts[0], "7" | "8" | "9")
                && parts.iter().all(is_number)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn provenance_is_found() {
        for text in [
            "The page calls it so.",
            "From another page,\nwhich shows it.",
            "Null in the real samples.",
            "A third-party program sends it.",
            "It is not documented.",
            "Only in 7.4.0.",
            "New in 7.6",
        ] {
            assert!(wrong(text).is_some(), "{text}");
        }
    }

    #[test]
    fn other_meanings_are_none() {
        for text in [
            "Returns users, one page\n  at a time.",
            "An XML document with rules.",
            "The appliance is at 7.4.0.1, or 198.51.100.7, with TLS 1.2 and SNMP version 3.",
            "How the pages of the portal are secured.",
            "A property `sample`, and a multiple of 0.5.",
        ] {
            assert_eq!(wrong(text), None, "{text}");
        }
    }
}
