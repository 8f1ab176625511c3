//! Records that are like the one that is drafted, and what can be taken over from them.

use serde_json::{Map, Value};

use super::library::{COMMON, Component, rebase};
use super::names::{pascal, snake};
use super::records::Records;
use super::types::accepts;

/// How alike two records are from which on a description is taken over without a mark.
const ALIKE: f64 = 0.25;

impl<'a> Records<'a> {
    /// A property as another record has it, with a mark on a text that may not be right here.
    pub(super) fn like_donor(
        &self,
        record: &str,
        alike: f64,
        donor: Component<'a>,
        name: &str,
    ) -> (Value, Option<Value>) {
        let original = &donor.schema["properties"][name];
        let is_sure = alike >= ALIKE || self.is_common(name, original);
        let adapt = |text: &Value| {
            Value::from(self.adapt(
                text.as_str().unwrap_or_default(),
                record,
                donor.name,
                is_sure,
            ))
        };
        let mut schema = rebase(original, donor.file, &self.file);
        if let Some(schema) = schema.as_object_mut() {
            schema.retain(|key, _| key != "x-fortinac-gap" && key != "x-fortinac-note");
            // The donor may be a required argument, which alone is not nullable.
            if schema.contains_key("type") && !schema.contains_key("nullable") {
                let at = 1 + usize::from(schema.contains_key("format"));
                schema.shift_insert(at, "nullable".to_owned(), true.into());
            }
        }
        if let Some(description) = schema.get_mut("description") {
            *description = adapt(description);
        }
        let shared = self
            .library
            .components()
            .find(|shared| shared.file == COMMON && *shared.schema == schema);
        let schema = shared.map_or(schema, |shared| self.reference(shared.name));
        let meaning = donor.schema["x-fortinac-property-descriptions"]
            .get(name)
            .map(adapt);
        (schema, meaning)
    }

    /// A text about a property of another record: its first sentence, with this record's noun. What follows mostly tells
    /// what was seen of the other record.
    fn adapt(&self, text: &str, record: &str, donor: &str, is_sure: bool) -> String {
        let is_sure = is_sure && !text.starts_with("TODO: ");
        let text = text.trim_start_matches("TODO: ");
        let text = text.split_inclusive(". ").next().unwrap_or_default().trim();
        let (own, other) = (self.noun(record), self.noun(donor));
        let has_other = text
            .split(|letter: char| !letter.is_alphanumeric())
            .any(|word| word == other);
        // Shorter ones are no nouns: `Id` of `NamedId`.
        match has_other && own != other && other.len() > 2 {
            true => format!("TODO: {}", text.replace(&other, &own)),
            false if is_sure => text.to_owned(),
            false => format!("TODO: {text}"),
        }
    }

    /// What a record is called in texts: `policy` for `AccessPolicy`, and for the arguments of a call on one.
    fn noun(&self, component: &str) -> String {
        let resources = self.library.resources();
        let is_of_call = component.ends_with("Arguments") || component.ends_with("Envelope");
        let resource =
            resources.filter(|resource| is_of_call && component.starts_with(&pascal(resource)));
        let name = resource
            .max_by_key(|resource| resource.len())
            .map_or_else(|| snake(component), str::to_owned);
        name.rsplit('_').next().unwrap_or_default().to_owned()
    }

    /// The records of the library, the most alike first. Records of one kind, such as policies, are more alike.
    pub(super) fn like(
        &self,
        record: &str,
        skeleton: &Map<String, Value>,
    ) -> Vec<(f64, Component<'a>)> {
        let noun = self.noun(record);
        let mut like: Vec<(f64, Component<'a>)> = self
            .library
            .records()
            .map(|known| {
                let names = known.schema["properties"].as_object().map_or(0, Map::len);
                let shared = skeleton
                    .keys()
                    .filter(|name| known.schema["properties"].get(*name).is_some())
                    .count();
                let alike = shared as f64 / (names + skeleton.len() - shared).max(1) as f64;
                let bonus = if self.noun(known.name) == noun {
                    ALIKE
                } else {
                    0.0
                };
                (alike + bonus, known)
            })
            .collect();
        like.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        like
    }

    /// The record that has a property like this one.
    pub(super) fn donor(
        &self,
        like: &[(f64, Component<'a>)],
        name: &str,
        skeleton: &Value,
    ) -> Option<(f64, Component<'a>)> {
        let fits = |(_, known): &&(f64, Component<'a>)| {
            let schema = &known.schema["properties"][name];
            !schema.is_null() && accepts(self.library, known.file, schema, skeleton)
        };
        like.iter().find(fits).copied()
    }

    /// Whether several records have a property with this schema and text.
    fn is_common(&self, name: &str, schema: &Value) -> bool {
        let same = self
            .library
            .records()
            .filter(|known| known.schema["properties"][name] == *schema);
        same.count() > 1
    }
}
