//! Records that are like the one that is drafted, and what can be taken over from them.

use fortinac_evidence::kinds_of_words;
use serde_json::{Map, Value};

use super::codes::{is_code, is_of_address};
use super::library::{COMMON, Component, rebase};
use super::records::{Owner, Records};
use super::texts::TODO;
use super::types::accepts;
use super::words::{pascal, snake, with_noun};

/// How alike two records are from which on a description is taken over without a mark.
const ALIKE: f64 = 0.25;

/// How alike two records are from which on even a property with a Code elsewhere is taken over as it is.
const VERY_ALIKE: f64 = 0.75;

/// Properties that many unlike records have. Two or three of them do not tell which record it is.
const COMMON_PROPERTIES: [&str; 20] = [
    "DBID",
    "dbid",
    "description",
    "enabled",
    "first",
    "guid",
    "id",
    "key",
    "label",
    "lastModifiedBy",
    "lastModifiedDate",
    "name",
    "note",
    "rank",
    "second",
    "status",
    "type",
    "uuid",
    "value",
    "version",
];

impl<'a> Records<'a> {
    /// A property as another record has it, with a mark on a text that may not be right here.
    pub(super) fn like_donor(
        &self,
        record: &str,
        alike: f64,
        donor: Component<'a>,
        name: &str,
    ) -> Value {
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
        let mut schema = rebase(original, donor.file, &self.resource.file);
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
        shared.map_or(schema, |shared| self.reference(shared.name))
    }

    /// The name of a known record with the same properties, whatever is said about them.
    pub(super) fn twin(&self, record: &Value) -> Option<&'a str> {
        let properties = untold(&record["properties"]);
        let has_same = |known: &Component<'a>| {
            let known = rebase(&known.schema["properties"], known.file, &self.resource.file);
            untold(&known) == properties
        };
        self.library
            .records()
            .find(has_same)
            .map(|known| known.name)
    }

    /// A text about a property of another record: its first sentence, with this record's noun. What follows mostly tells
    /// what was seen of the other record.
    fn adapt(&self, text: &str, record: &str, donor: &str, is_sure: bool) -> String {
        let is_sure = is_sure && !text.starts_with(TODO);
        let text = text.trim_start_matches(TODO);
        let text = text.split_inclusive(". ").next().unwrap_or_default().trim();
        let (own, other) = (self.noun(record), self.noun(donor));
        // Shorter ones are no nouns: `Id` of `NamedId`.
        let adapted = match own.len().min(other.len()) > 2 {
            true => with_noun(text, &other, &own),
            false => text.to_owned(),
        };
        match is_sure && adapted == text {
            true => adapted,
            false => format!("{TODO}{adapted}"),
        }
    }

    /// What a record is called in texts: `policy` for `AccessPolicy`, and for the arguments of a call on one. Nothing
    /// for those of a call on an unknown resource.
    fn noun(&self, component: &str) -> String {
        let own = std::iter::once(self.resource.name.as_str());
        let resources = self.library.resources().chain(own);
        let is_of_call = ["Arguments", "Body", "Envelope"]
            .iter()
            .any(|ending| component.ends_with(ending));
        let resource = resources
            .filter(|resource| is_of_call && component.starts_with(&pascal(resource)))
            .max_by_key(|resource| resource.len());
        let name = match resource {
            Some(resource) => resource.to_owned(),
            None if is_of_call => return String::new(),
            None => snake(component),
        };
        name.rsplit('_').next().unwrap_or_default().to_owned()
    }

    /// The records of the library, the most alike first. Records of one kind, such as policies, are more alike.
    pub(super) fn like(
        &self,
        record: &str,
        skeleton: &Map<String, Value>,
    ) -> Vec<(f64, Component<'a>)> {
        let noun = Some(self.noun(record)).filter(|noun| !noun.is_empty());
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
                let bonus = if Some(self.noun(known.name)) == noun {
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
        owner: &Owner<'a, '_>,
        name: &str,
        skeleton: &Value,
    ) -> Option<(f64, Component<'a>)> {
        let is_address = is_of_address(owner.skeleton, name);
        let is_code = |known: &Component<'a>| is_code(&known.schema["properties"][name]);
        let fits = |(_, known): &&(f64, Component<'a>)| {
            let schema = &known.schema["properties"][name];
            // The `status` of an envelope is that of the call.
            let is_other = known.name.ends_with("Envelope") && !owner.name.ends_with("Envelope");
            !schema.is_null()
                && !is_other
                && accepts(self.library, known.file, schema, skeleton)
                && self.is_known_by(known.file, schema, skeleton)
                && !(is_address && is_code(known))
                && !(schema.get("x-fortinac-open").is_some() && tells_type(skeleton))
        };
        let mut fitting = owner.like.iter().filter(fits);
        let first = fitting.next().copied()?;
        // Generated samples have the word where an appliance sends the number.
        let is_like = first.0 >= VERY_ALIKE || is_code(&first.1) || !self.is_mostly_code(name);
        let mut code = || fitting.find(|(_, known)| is_code(known)).copied();
        if is_like { Some(first) } else { code() }
    }

    /// Whether a schema is none of a record, or is one that the skeleton tells.
    fn is_known_by(&self, file: &str, schema: &Value, skeleton: &Value) -> bool {
        let (schema, skeleton) = match skeleton {
            Value::Array(items) => (&schema["items"], items.first().unwrap_or(&Value::Null)),
            skeleton => (schema, skeleton),
        };
        match (self.library.resolve(file, schema), skeleton) {
            (Some(known), Value::Object(properties)) => self.tells(known, properties),
            _ => true,
        }
    }

    /// Whether these properties tell that a record is this one: of a few that many records have, only a shared record or
    /// one of the same family can be told.
    pub(super) fn tells(&self, known: Component<'_>, properties: &Map<String, Value>) -> bool {
        const FEW: usize = 3;
        let is_common = |name: &String| COMMON_PROPERTIES.contains(&name.as_str());
        let is_vague = properties.len() <= FEW && properties.keys().all(is_common);
        !is_vague || known.file == COMMON || is_family(&self.resource.file, known.file)
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

/// Whether a skeleton tells a type, so that there is no reason to leave it open.
fn tells_type(skeleton: &Value) -> bool {
    match skeleton {
        Value::Null => false,
        Value::String(words) => kinds_of_words(words).len() == 1,
        _ => true,
    }
}

/// Whether two files are about one family of records. Some folders hold many families, each named by its files:
/// `policy/access.yaml` and `policy/access-configuration.yaml`.
fn is_family(one: &str, other: &str) -> bool {
    const OF_MANY: [&str; 3] = ["policy", "settings", "system"];
    let parts = |file: &str| {
        let (folder, name) = file.split_once('/').unwrap_or_default();
        let stem = name.strip_suffix(".yaml").unwrap_or(name);
        (folder.to_owned(), stem.to_owned())
    };
    let ((folder, stem), (other_folder, other_stem)) = (parts(one), parts(other));
    let begins = |long: &str, short: &str| {
        let rest = long.strip_prefix(short);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    let is_one = !OF_MANY.contains(&folder.as_str());
    folder == other_folder && (is_one || begins(&stem, &other_stem) || begins(&other_stem, &stem))
}

/// A schema without its descriptions.
fn untold(schema: &Value) -> Value {
    match schema {
        Value::Object(mapping) => {
            let kept = mapping.iter().filter(|(key, value)| {
                !(value.is_string() && (*key == "description" || key.starts_with("x-fortinac-")))
            });
            kept.map(|(key, value)| (key.clone(), untold(value)))
                .collect()
        }
        Value::Array(items) => items.iter().map(untold).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_are_told_by_folder_or_file() {
        for (one, other, expected) in [
            ("host/scan.yaml", "host/action.yaml", true),
            (
                "policy/access.yaml",
                "policy/access-configuration.yaml",
                true,
            ),
            (
                "policy/portal.yaml",
                "policy/authentication-configuration.yaml",
                false,
            ),
            (
                "settings/agent.yaml",
                "settings/integration-aaa.yaml",
                false,
            ),
            ("user/user.yaml", "host/host.yaml", false),
        ] {
            assert_eq!(is_family(one, other), expected, "{one} {other}");
        }
    }
}
