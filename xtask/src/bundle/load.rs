//! Reading YAML files, and finding the line of a place in them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use fortinac_spec::pointer;
use serde_json::Value;
use serde_saphyr::granit_parser::{Event, Parser};

use crate::diagnostic::{Diagnostic, Diagnostics};

/// Deeper nesting than any spec needs, and shallow enough for every recursion over it.
const MAX_DEPTH: usize = 64;

/// Reads a YAML file whose root is a mapping. A duplicate key is an error.
pub(crate) fn yaml(file: &Path) -> Result<Value, Diagnostics> {
    let bytes = std::fs::read(file).map_err(|error| {
        Diagnostic::new(file, format!("cannot be read: {error}"))
            .help("check the path, or the `$ref` that names it")
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes()[..valid]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count();
        let mut diagnostic = Diagnostic::new(file, "is not UTF-8").help("save the file as UTF-8");
        diagnostic.position = Some((line, 1));
        diagnostic
    })?;
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! { max_depth: MAX_DEPTH },
        with_snippet: false,
    };
    let value: Value = serde_saphyr::from_str_with_options(&text, options)
        .map_err(|error| invalid_yaml(file, &error))?;
    let hint = "write `key: value` lines: a file of the spec is a mapping";
    match value {
        Value::Object(_) => Ok(value),
        Value::Null => Err(Diagnostic::new(file, "is empty").help(hint).into()),
        _ => Err(Diagnostic::new(file, "is not a mapping").help(hint).into()),
    }
}

fn invalid_yaml(file: &Path, error: &serde_saphyr::Error) -> Diagnostic {
    let message = error.to_string();
    // The library's advice is about its own options, and its location is told in the form of every other diagnostic.
    let message = message
        .split(", set DuplicateKeyPolicy")
        .next()
        .unwrap_or_default();
    let message = match message.find(" at line ") {
        Some(end) => &message[..end],
        None => message,
    };
    let message = message.split("; use from_str").next().unwrap_or_default();
    let mut diagnostic = Diagnostic::new(file, format!("is not valid YAML: {message}"));
    diagnostic.position = error.location().map(|location| {
        let number = |number: u64| usize::try_from(number).unwrap_or_default();
        (number(location.line()), number(location.column()))
    });
    diagnostic.help(match message {
        _ if message.contains("duplicate") => "keep one of the two, or give one another name",
        _ if message.contains("multiple YAML documents") => "take the line `---` out",
        _ if message.contains("limit") || message.contains("budget") => {
            "nest it less deeply, and write out what aliases repeat"
        }
        _ => "correct this line or the one above it: indentation, colons, quotes and brackets",
    })
}

/// Gives each diagnostic the line and column of its place.
pub(crate) fn locate(mut diagnostics: Diagnostics) -> Diagnostics {
    let mut texts: BTreeMap<PathBuf, String> = BTreeMap::new();
    for diagnostic in &mut diagnostics.0 {
        if diagnostic.position.is_none() {
            let text = texts
                .entry(diagnostic.file.clone())
                .or_insert_with(|| std::fs::read_to_string(&diagnostic.file).unwrap_or_default());
            diagnostic.position = position(text, &diagnostic.pointer);
        }
    }
    let key = |one: &Diagnostic| {
        (
            one.file.clone(),
            one.position,
            one.location.clone(),
            one.message.clone(),
        )
    };
    diagnostics.0.sort_by_key(key);
    diagnostics.0.dedup();
    diagnostics
}

/// Line and column of the key or item that a JSON pointer leads to, or of the nearest one above it that is there.
fn position(text: &str, pointer: &str) -> Option<(usize, usize)> {
    let wanted: Vec<String> = pointer.split('/').skip(1).map(pointer::unescape).collect();
    let mut walk = Walk {
        wanted: &wanted,
        containers: Vec::new(),
        best: None,
    };
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { break };
        walk.event(&event, (span.start.line(), span.start.col() + 1));
    }
    walk.best.map(|(_, position)| position)
}

/// The way through the events of a YAML document.
struct Walk<'a> {
    wanted: &'a [String],
    containers: Vec<Container>,
    /// The longest match so far, with its position.
    best: Option<(usize, (usize, usize))>,
}

struct Container {
    /// How many segments of the pointer led here; `None` beside the way.
    matched: Option<usize>,
    /// In a mapping the key whose value comes next, in a sequence the index of the next item.
    next: Next,
}

enum Next {
    Key,
    ValueOf { matches: bool },
    Item(usize),
}

impl Walk<'_> {
    fn event(&mut self, event: &Event<'_>, position: (usize, usize)) {
        match event {
            Event::Scalar(text, ..) => {
                if let Some(Container {
                    next: next @ Next::Key,
                    matched,
                }) = self.containers.last_mut()
                {
                    let matches = matched.is_some_and(|matched| {
                        self.wanted
                            .get(matched)
                            .is_some_and(|wanted| wanted == text)
                    });
                    *next = Next::ValueOf { matches };
                    if matches {
                        self.best = Some((matched.unwrap_or_default() + 1, position));
                    }
                    return;
                }
                self.value(position);
            }
            Event::Alias(..) => drop(self.value(position)),
            Event::MappingStart(..) => {
                let matched = self.value(position);
                self.containers.push(Container {
                    matched,
                    next: Next::Key,
                });
            }
            Event::SequenceStart(..) => {
                let matched = self.value(position);
                self.containers.push(Container {
                    matched,
                    next: Next::Item(0),
                });
            }
            Event::MappingEnd | Event::SequenceEnd => drop(self.containers.pop()),
            _ => {}
        }
    }

    /// A value begins: how much of the pointer leads to it.
    fn value(&mut self, position: (usize, usize)) -> Option<usize> {
        let Some(container) = self.containers.last_mut() else {
            self.best = self.best.or(Some((0, position)));
            return Some(0);
        };
        let matched = container.matched;
        match container.next {
            Next::Key => None,
            Next::ValueOf { matches } => {
                container.next = Next::Key;
                matched.filter(|_| matches).map(|matched| matched + 1)
            }
            Next::Item(index) => {
                container.next = Next::Item(index + 1);
                let matched = matched?;
                if self
                    .wanted
                    .get(matched)
                    .is_none_or(|wanted| *wanted != index.to_string())
                {
                    return None;
                }
                self.best = Some((matched + 1, position));
                Some(matched + 1)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_has_a_line_and_a_column() {
        let text = "paths:\n  /a/{id}:\n    get:\n      tags: [a, b]\n      list:\n        - x: 1\n        - {y: 2}\n";
        let at = |pointer| position(text, pointer).expect("a place");
        assert_eq!(at(""), (1, 1));
        assert_eq!(at("/paths/~1a~1{id}/get"), (3, 5));
        assert_eq!(at("/paths/~1a~1{id}/get/tags/1"), (4, 17));
        assert_eq!(at("/paths/~1a~1{id}/get/list/1/y"), (7, 12));
        // The nearest place above one that is not there.
        assert_eq!(at("/paths/~1a~1{id}/get/summary"), (3, 5));
        assert_eq!(position("", "/a"), None);
    }
}
