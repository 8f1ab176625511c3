//! Replaces every value of an exchange by an invented one of the same form.
//!
//! One `Redactor` serves a whole run, so that equal values stay equal wherever they are: an id in a path, in a form and
//! in a body.

mod addresses;
mod counter;
mod kinds;
mod numbers;
mod octets;
mod other_times;
mod paths;
mod strings;
mod times;

use std::fmt;

use fortinac_json::sounds_secret;
use indexmap::IndexMap;

use crate::exact::Node;
use crate::guide::{Guide, Name};
use crate::vocabulary::is_identifier;
use strings::Strings;

pub(crate) use paths::{query_names, redact_query, template};

/// Stands for every secret.
const SECRET: &str = "secret";

#[derive(Default)]
pub(crate) struct Redactor {
    strings: Strings,
}

/// What is known about a value beside its type.
#[derive(Clone, Copy)]
struct Context<'a> {
    /// The name of the property that holds it, or holds the array that it is an item of.
    name: &'a str,
    is_secret: bool,
}

/// It has every value that was replaced.
impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redactor").finish_non_exhaustive()
    }
}

impl Redactor {
    /// A body with every value replaced.
    pub(crate) fn body(&mut self, guide: Guide<'_>, body: &Node) -> Node {
        let context = Context {
            name: "",
            is_secret: false,
        };
        self.value(guide, body, context)
    }

    /// The replacement of a segment of a path, or of a value of a query.
    pub(crate) fn string(&mut self, text: &str, name: &str) -> String {
        if sounds_secret(name) {
            self.strings.secret(text)
        } else {
            self.strings.value(text)
        }
    }

    fn value(&mut self, guide: Guide<'_>, value: &Node, context: Context<'_>) -> Node {
        match value {
            Node::Null | Node::Bool(_) => value.clone(),
            Node::Number(text) => Node::Number(self.strings.number(text).into()),
            Node::String(text) => Node::String(self.text(guide, text, context)),
            Node::Array(items) => {
                let items = items.iter();
                Node::Array(
                    items
                        .map(|item| self.value(guide.item(), item, context))
                        .collect(),
                )
            }
            Node::Object(properties) => self.object(guide, properties, context),
        }
    }

    fn object(
        &mut self,
        guide: Guide<'_>,
        properties: &IndexMap<String, Node>,
        context: Context<'_>,
    ) -> Node {
        let names = guide.names(properties);
        let is_foreign = guide.is_foreign();
        let mut redacted = IndexMap::new();
        for (name, value) in properties {
            let (kind, guide) = names.property(name, value);
            // A key of a map says nothing about its value, so what is known of the map holds.
            let inner = Context {
                name: if kind == Name::Data {
                    context.name
                } else {
                    name
                },
                is_secret: context.is_secret || guide.is_secret() || sounds_secret(name),
            };
            let value = self.value(guide, value, inner);
            let mut name = match kind {
                Name::Known | Name::Unknown => name.clone(),
                // Where an object may be a record, what may be a name becomes one.
                Name::Data => self.strings.key(name, is_foreign && is_identifier(name)),
            };
            // Only the name of a property can be in the way.
            while redacted.contains_key(&name) {
                name.push('-');
            }
            redacted.insert(name, value);
        }
        Node::Object(redacted)
    }

    fn text(&mut self, guide: Guide<'_>, text: &str, context: Context<'_>) -> String {
        let is_known = guide
            .enum_values()
            .is_some_and(|known| known.iter().any(|known| known == text));
        if is_known || is_status(context.name, text) {
            return text.to_owned();
        }
        if context.is_secret {
            return self.strings.secret(text);
        }
        match kinds::json(text) {
            // A number or a boolean in a string is not parsed: it has a form to keep.
            Some(node @ (Node::Object(_) | Node::Array(_) | Node::String(_))) => {
                let redacted = self.value(guide.inside_text(), &node, context);
                serde_json::to_string(&redacted).unwrap_or_else(|_| SECRET.into())
            }
            _ => self.strings.value(text),
        }
    }
}

/// Whether a string is the status of an envelope.
fn is_status(name: &str, text: &str) -> bool {
    let words = ["success", "error", "failure", "failed", "fail"];
    name == "status" && words.iter().any(|word| text.eq_ignore_ascii_case(word))
}
