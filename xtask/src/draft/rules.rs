//! Which rule of the wire gave each property its schema, for the counts that a draft ends with.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

/// A rule of the table "From a type word to a schema" in openapi/README.md, by the schema that it leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rule {
    Timestamp,
    Version,
    Code,
    Shared,
    KnownRecord,
    NewRecord,
    RecordOrString,
    Secret,
    Json,
    StringOf,
    String,
    Boolean,
    Integer,
    Number,
    IntegerOrString,
    Map,
    Object,
    List,
    EmptyList,
    Open,
}

impl Rule {
    /// The rule that leads to a schema that is no `$ref`, nor a list of such.
    pub(super) fn of_schema(schema: &Value) -> Self {
        let has = |key: &str| schema.get(key).is_some();
        match schema["type"].as_str() {
            Some("string") if schema["format"] == "password" => Self::Secret,
            Some("string") if has("x-fortinac-content-media-type") => Self::Json,
            Some("string") if has("x-fortinac-string-of") => Self::StringOf,
            Some("string") => Self::String,
            Some("boolean") => Self::Boolean,
            Some("integer") => Self::Integer,
            Some("number") => Self::Number,
            Some("array") if schema["items"].get("x-fortinac-open").is_some() => Self::EmptyList,
            Some("array") => Self::List,
            Some("object") if has("additionalProperties") => Self::Map,
            Some("object") => Self::Object,
            _ if schema["anyOf"][0].get("$ref").is_some() => Self::RecordOrString,
            _ if has("anyOf") => Self::IntegerOrString,
            _ => Self::Open,
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Timestamp => "Timestamp",
            Self::Version => "Version",
            Self::Code => "Code",
            Self::Shared => "another scalar of common.yaml",
            Self::KnownRecord => "known record, or a list of it",
            Self::NewRecord => "new record, or a list of it",
            Self::RecordOrString => "record or string",
            Self::Secret => "secret",
            Self::Json => "string that holds JSON",
            Self::StringOf => "number or boolean inside a string",
            Self::String => "string",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::IntegerOrString => "integer or string",
            Self::Map => "map",
            Self::Object => "object without properties",
            Self::List => "list of scalars",
            Self::EmptyList => "empty list",
            Self::Open => "open, with the reason",
        })
    }
}

/// The rule of each property of the new components, and whether a like record had the schema already.
#[derive(Debug, Default)]
pub(super) struct Applied(BTreeMap<(String, String), (Rule, bool)>);

impl Applied {
    pub(super) fn insert(&mut self, component: &str, property: &str, rule: Rule, is_like: bool) {
        let place = (component.to_owned(), property.to_owned());
        self.0.insert(place, (rule, is_like));
    }

    pub(super) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// How many properties each rule was applied to, in the components that are left.
    pub(super) fn counts(&self, is_left: impl Fn(&str) -> bool) -> Vec<String> {
        let mut counts: BTreeMap<Rule, (usize, usize)> = BTreeMap::new();
        for ((component, _), (rule, is_like)) in &self.0 {
            if is_left(component) {
                let count = counts.entry(*rule).or_default();
                *count = (count.0 + 1, count.1 + usize::from(*is_like));
            }
        }
        let mut counts: Vec<(Rule, (usize, usize))> = counts.into_iter().collect();
        counts.sort_by_key(|(_, (all, _))| std::cmp::Reverse(*all));
        let line = |(rule, (all, like)): (Rule, (usize, usize))| {
            let properties = if all == 1 { "property" } else { "properties" };
            format!("{rule}: {all} {properties} ({like} as in a like record)")
        };
        counts.into_iter().map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn counts_are_of_the_components_that_are_left() {
        let mut applied = Applied::default();
        for (component, property, schema, is_like) in [
            ("A", "name", json!({"type": "string"}), true),
            ("A", "note", json!({"type": "string"}), false),
            (
                "A",
                "password",
                json!({"type": "string", "format": "password"}),
                false,
            ),
            ("Unused", "name", json!({"type": "string"}), false),
        ] {
            applied.insert(component, property, Rule::of_schema(&schema), is_like);
        }
        let expected = [
            "string: 2 properties (1 as in a like record)",
            "secret: 1 property (0 as in a like record)",
        ];
        assert_eq!(applied.counts(|component| component == "A"), expected);
    }
}
