//! Texts by the model of other resources.

use std::collections::BTreeMap;

use serde_json::Value;

use super::library::{Library, Operation};
use super::names::Resource;
use super::words::{plural, with_noun};

/// What every text begins with that a human has to decide.
pub(super) const TODO: &str = "TODO: ";

/// The texts that operations of other resources have, with this resource's words.
pub(super) struct Texts<'a> {
    library: &'a Library,
    /// The resource in words, such as `access policy`.
    singular: String,
}

impl<'a> Texts<'a> {
    pub(super) fn new(library: &'a Library, resource: &Resource) -> Self {
        Self {
            library,
            singular: resource.name.replace('_', " "),
        }
    }

    pub(super) fn plural(&self) -> String {
        plural(&self.singular)
    }

    /// Summary or description of an operation: that of the same verb elsewhere, for a human to check.
    pub(super) fn operation(&self, key: &str, verb: &str) -> String {
        let known = self.by_verb(verb, |known| known.item[key].as_str());
        let first = |text: String| match key {
            "description" => text
                .split_inclusive(". ")
                .next()
                .unwrap_or_default()
                .trim()
                .to_owned(),
            _ => text,
        };
        let known = known.map(first);
        let known = known.unwrap_or_else(|| "say what it does.".to_owned());
        format!("{TODO}{known}")
    }

    /// The description of a response.
    pub(super) fn response(&self, verb: &str) -> Value {
        let known = self.by_verb(verb, |known| {
            known.item["responses"]["200"]["description"].as_str()
        });
        known
            .unwrap_or_else(|| "TODO: say what the response has.".to_owned())
            .into()
    }

    fn by_verb(
        &self,
        verb: &str,
        text: impl Fn(&Operation<'a>) -> Option<&'a str>,
    ) -> Option<String> {
        let suffix = format!("_{verb}");
        let operations = self
            .library
            .operations()
            .filter(|known| known.id().ends_with(&suffix));
        let texts = operations.filter_map(|known| {
            let other = known.id().strip_suffix(&suffix)?.replace('_', " ");
            // What is still a question there is no model.
            let text = text(&known).filter(|text| !text.starts_with(TODO))?;
            self.replaced(text, &other)
        });
        most_frequent(texts)
    }

    /// A text about another resource as one about this, if it names the other.
    fn replaced(&self, text: &str, other: &str) -> Option<String> {
        let last = |word: &str| word.rsplit(' ').next().unwrap_or(word).to_owned();
        let own = &self.singular;
        let mut replaced = with_noun(text, other, own);
        for (from, to) in [
            (
                format!("The {}", plural(&last(other))),
                format!("The {}", plural(&last(own))),
            ),
            (format!("The {}", last(other)), format!("The {}", last(own))),
        ] {
            replaced = replaced.replace(&from, &to);
        }
        let is_neutral = ["The count.", "The outcome.", "The choices."].contains(&text);
        (replaced != text || is_neutral || other == own).then_some(replaced)
    }
}

/// The text that comes most often; of several, the first.
fn most_frequent(texts: impl Iterator<Item = String>) -> Option<String> {
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (index, text) in texts.enumerate() {
        let count = counts.entry(text).or_insert((0, usize::MAX - index));
        count.0 += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(_, count)| *count)
        .map(|(text, _)| text)
}
