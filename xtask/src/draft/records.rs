//! Component schemas: known ones that fit, and drafts of new ones.

use std::collections::BTreeMap;

use fortinac_evidence::{Kind, kinds_of_words};
use serde_json::{Map, Value, json};

use super::facts::merge;
use super::known::has_half;
use super::library::{COMMON, Component, Library, reference, target_of, with_meaning};
use super::names::Resource;
use super::rules::{Applied, Rule};
use super::skeleton::{map_values, shows_time, words};
use super::types::{accepts, scalar, values};
use super::words::{pascal, singular};

/// The components of one file that is drafted.
pub(super) struct Records<'a> {
    pub(super) library: &'a Library,
    pub(super) resource: &'a Resource,
    /// The new components by name.
    pub(super) new: BTreeMap<String, Value>,
    /// What was shown of each, to draft a property again that another source shows with another type.
    shown: BTreeMap<String, Map<String, Value>>,
    /// The rules that their properties have their schemas by.
    pub(super) applied: Applied,
}

/// The component that a property is drafted for.
pub(super) struct Owner<'a, 'b> {
    pub(super) name: &'b str,
    /// All of its properties that are known from the same source.
    pub(super) skeleton: &'b Map<String, Value>,
    /// The known records, the most alike first.
    pub(super) like: Vec<(f64, Component<'a>)>,
}

impl<'a> Records<'a> {
    pub(super) fn new(library: &'a Library, resource: &'a Resource) -> Self {
        Self {
            library,
            resource,
            new: BTreeMap::new(),
            shown: BTreeMap::new(),
            applied: Applied::default(),
        }
    }

    /// A `$ref` to a component of the library or of this draft.
    pub(super) fn reference(&self, name: &str) -> Value {
        let known = self.library.component(name);
        let file = known
            .filter(|_| !self.new.contains_key(name))
            .map_or(self.resource.file.as_str(), |known| known.file);
        reference(&self.resource.file, file, "schemas", name)
    }

    pub(super) fn is_known(&self, name: &str) -> bool {
        self.new.contains_key(name) || self.library.component(name).is_some()
    }

    /// The name of a resource's record: that of the resource, unless something else has it.
    pub(super) fn name_of_record(
        &self,
        name: &str,
        skeleton: Option<&Map<String, Value>>,
    ) -> String {
        let is_other = |known: Component<'_>| {
            known.file != self.resource.file
                && skeleton.is_none_or(|skeleton| !has_half(known.schema, skeleton))
        };
        match self.library.component(name).is_some_and(is_other) {
            true => format!("{name}Record"),
            false => name.to_owned(),
        }
    }

    pub(super) fn owner<'b>(
        &self,
        name: &'b str,
        skeleton: &'b Map<String, Value>,
    ) -> Owner<'a, 'b> {
        Owner {
            name,
            skeleton,
            like: self.like(name, skeleton),
        }
    }

    /// Drafts a record of this name, unless there is one. A new one gets the properties that it lacks.
    pub(super) fn record(&mut self, name: &str, skeleton: &Map<String, Value>) {
        if self.library.component(name).is_some() && !self.new.contains_key(name) {
            return;
        }
        // Taken out, so that a record that holds itself ends.
        let drafted = self.new.insert(name.to_owned(), Value::Null);
        let mut record = match drafted {
            Some(Value::Null) => return,
            Some(record) => record,
            None => json!({
                "type": "object", "description": "TODO: say what the record is.", "properties": {},
            }),
        };
        let owner = self.owner(name, skeleton);
        for (property, skeleton) in skeleton {
            let shown = self.shown.entry(name.to_owned()).or_default();
            let before = shown.get(property).cloned();
            let skeleton =
                &before.map_or_else(|| skeleton.clone(), |before| merge(&before, skeleton));
            shown.insert(property.clone(), skeleton.clone());
            if let Some(known) = record["properties"].get(property) {
                let is_scalar = skeleton.is_string() && target_of(known).is_none();
                if !is_scalar || accepts(self.library, &self.resource.file, known, skeleton) {
                    self.extend(known, skeleton);
                    continue;
                }
            }
            record["properties"][property] = self.property(&owner, property, skeleton);
        }
        self.new.insert(name.to_owned(), record);
    }

    /// Adds what a skeleton shows of a new record to it, if a schema is that record or a list of it.
    fn extend(&mut self, schema: &Value, skeleton: &Value) {
        let (depth, skeleton) = innermost(skeleton);
        let target = (0..depth).fold(schema, |schema, _| &schema["items"]);
        let name = target_of(target).and_then(|target| target.rsplit('/').next());
        if let (Some(name), Value::Object(properties)) = (name, skeleton)
            && self.new.contains_key(name)
        {
            self.record(name, properties);
        }
    }

    /// A property of a record.
    pub(super) fn property(
        &mut self,
        owner: &Owner<'a, '_>,
        name: &str,
        skeleton: &Value,
    ) -> Value {
        let donor = self.donor(owner, name, skeleton);
        let schema = match donor {
            Some((alike, donor)) => self.like_donor(owner.name, alike, donor, name),
            None => self.by_rule(owner, name, skeleton),
        };
        let rule = self.rule(&schema);
        self.applied.insert(owner.name, name, rule, donor.is_some());
        schema
    }

    fn by_rule(&mut self, owner: &Owner<'a, '_>, name: &str, skeleton: &Value) -> Value {
        let common = |name: &str| reference(&self.resource.file, COMMON, "schemas", name);
        let is_null = skeleton.is_null();
        if words(skeleton).is_some_and(shows_time) || is_null && sounds_like_time(name) {
            return with_meaning(common("Timestamp"), &format!("TODO: say when `{name}` is."));
        }
        let kinds: Vec<Kind> = words(skeleton)
            .map(kinds_of_words)
            .into_iter()
            .flatten()
            .collect();
        // A version of software is text; that of a stored form is a number.
        if ["version", "packedVersion"].contains(&name) && kinds != [Kind::String] {
            return common("Version");
        }
        let is_scalar = |kind: &Kind| matches!(kind, Kind::Integer | Kind::String);
        if !kinds.is_empty() && kinds.iter().all(is_scalar) && self.is_code_by_name(owner, name) {
            return with_meaning(common("Code"), &format!("TODO: say what `{name}` is."));
        }
        if let Some(shared) = self.shared_scalar(name, skeleton) {
            return shared;
        }
        let part = format!("{}{}", owner.name, pascal(&singular(name)));
        if let Some(Value::Object(properties)) = map_values(skeleton) {
            let values = self.known_or_new(&part, properties);
            let description = format!("TODO: say what `{name}` holds, and what the names are.");
            return json!({
                "type": "object", "nullable": true, "description": description, "additionalProperties": values,
            });
        }
        match skeleton {
            Value::Object(properties)
                if !properties.is_empty() && map_values(skeleton).is_none() =>
            {
                self.known_or_new(&part, properties)
            }
            Value::Array(_) => match innermost(skeleton) {
                (depth, Value::Object(properties)) if !properties.is_empty() => {
                    let record = self.known_or_new(&part, properties);
                    let inner = (1..depth)
                        .fold(record, |items, _| json!({"type": "array", "items": items}));
                    json!({
                        "type": "array", "nullable": true, "description": format!("TODO: say what `{name}` holds."),
                        "items": inner,
                    })
                }
                _ => described(name, skeleton),
            },
            _ => described(name, skeleton),
        }
    }

    /// The rule that leads to a schema.
    fn rule(&self, schema: &Value) -> Rule {
        let inside = std::iter::successors(Some(schema), |schema| schema.get("items"));
        let innermost = inside.last().unwrap_or(schema);
        let Some(target) = target_of(innermost) else {
            return Rule::of_schema(schema);
        };
        let name = target.rsplit('/').next().unwrap_or_default();
        match name {
            _ if self.new.contains_key(name) => Rule::NewRecord,
            "Timestamp" => Rule::Timestamp,
            "Version" => Rule::Version,
            "Code" => Rule::Code,
            _ => match self.library.resolve(&self.resource.file, innermost) {
                Some(known) if known.schema.get("properties").is_none() => Rule::Shared,
                _ => Rule::KnownRecord,
            },
        }
    }
}

/// What is inside lists, and in how many.
fn innermost(skeleton: &Value) -> (usize, &Value) {
    match skeleton {
        Value::Array(items) if !items.is_empty() => {
            let (depth, item) = innermost(&items[0]);
            (depth + 1, item)
        }
        other => (0, other),
    }
}

/// Whether a property is called like a time.
fn sounds_like_time(name: &str) -> bool {
    name.starts_with("date") || name.ends_with("Date") || name.ends_with("Time")
}

/// A property without a model elsewhere.
fn described(name: &str, skeleton: &Value) -> Value {
    let mut schema = scalar(name, skeleton);
    let description = match values(skeleton).as_slice() {
        [] => format!("TODO: say what `{name}` is."),
        values => format!(
            "TODO: say what `{name}` is, and make it a Code or an open enumeration: {} is known.",
            values.join(", ")
        ),
    };
    let Some(mapping) = schema.as_object_mut() else {
        return schema;
    };
    // After type, format and nullable, before what is inside.
    let at = mapping
        .keys()
        .take_while(|key| ["type", "format", "nullable"].contains(&key.as_str()))
        .count();
    mapping.shift_insert(at, "description".to_owned(), description.into());
    schema
}
