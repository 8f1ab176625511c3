//! What can be told of the new components only when all operations are drafted: whether anything uses them, and whether
//! a property does, which can be null.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::library::Library;
use super::merge::Additions;

/// The names of components that something refers to.
#[derive(Default)]
pub(super) struct References {
    /// All of them.
    all: BTreeSet<String>,
    /// Those that a property is, or holds.
    by_properties: BTreeSet<String>,
}

impl References {
    /// Those of the spec as it is.
    pub(super) fn of_library(library: &Library) -> Self {
        let mut references = Self::default();
        for file in library.files.values() {
            names(&file["paths"], &mut references.all);
        }
        for component in library.components() {
            references.add(component.schema);
        }
        references
    }

    /// Those of one component.
    fn add(&mut self, schema: &Value) {
        names(&schema["properties"], &mut self.by_properties);
        names(schema, &mut self.all);
    }
}

/// Leaves out the components that nothing refers to, and makes those nullable that a property refers to.
pub(super) fn finish(known: References, additions: &mut BTreeMap<String, Additions>) {
    let mut references = known;
    let mut schemas: BTreeMap<String, Value> = BTreeMap::new();
    for additions in additions.values() {
        for operation in additions.paths.values().flat_map(BTreeMap::values) {
            names(operation, &mut references.all);
        }
        schemas.extend(additions.schemas.clone());
    }
    // A component counts only if something refers to it, which may be such a component in turn.
    let mut used: BTreeSet<String> = BTreeSet::new();
    while let Some(name) = schemas
        .keys()
        .find(|name| references.all.contains(*name) && !used.contains(*name))
    {
        references.add(&schemas[name]);
        used.insert(name.clone());
    }
    for additions in additions.values_mut() {
        additions.schemas.retain(|name, _| used.contains(name));
        for (name, schema) in &mut additions.schemas {
            set_nullable(schema, references.by_properties.contains(name));
        }
    }
}

fn set_nullable(schema: &mut Value, is_nullable: bool) {
    let Some(schema) = schema
        .as_object_mut()
        .filter(|schema| schema.contains_key("properties"))
    else {
        return;
    };
    match is_nullable {
        true if !schema.contains_key("nullable") => {
            schema.shift_insert(1, "nullable".to_owned(), true.into());
        }
        true => {}
        false => {
            schema.shift_remove("nullable");
        }
    }
}

/// The components that the `$ref`s in a value name.
fn names(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(mapping) => {
            if let Some(target) = mapping.get("$ref").and_then(Value::as_str)
                && let Some((_, name)) = target.split_once("/components/schemas/")
            {
                found.insert(name.to_owned());
            }
            mapping.values().for_each(|value| names(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| names(value, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn to(name: &str) -> Value {
        json!({"$ref": format!("#/components/schemas/{name}")})
    }

    /// A body that nothing else holds is never null, its record can be, and a record without a call is no record.
    #[test]
    fn only_what_is_used_stays_and_only_parts_are_nullable() {
        let record = |properties: Value| json!({"type": "object", "nullable": true, "properties": properties});
        let post = json!({"requestBody": {"schema": to("Body")}});
        let mut additions = BTreeMap::from([(
            "a.yaml".to_owned(),
            Additions {
                paths: BTreeMap::from([(
                    "/a".to_owned(),
                    BTreeMap::from([("post".to_owned(), post)]),
                )]),
                schemas: BTreeMap::from([
                    (
                        "Body".to_owned(),
                        record(json!({"parts": {"type": "array", "items": to("Part")}})),
                    ),
                    (
                        "Part".to_owned(),
                        json!({"type": "object", "properties": {}}),
                    ),
                    (
                        "Setting".to_owned(),
                        record(json!({"setting": to("Setting")})),
                    ),
                ]),
            },
        )]);
        finish(References::default(), &mut additions);
        let schemas = &additions["a.yaml"].schemas;
        assert_eq!(schemas.keys().collect::<Vec<_>>(), ["Body", "Part"]);
        assert_eq!(schemas["Body"].get("nullable"), None);
        assert_eq!(schemas["Part"]["nullable"], true);
    }
}
