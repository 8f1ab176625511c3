//! Values made out of a schema.

use fortinac_spec::Description;
use serde_json::{Value, json};

use crate::schema::{Named, properties, resolve};

/// A value with every member that its schema has, at every depth. What a record has of its own kind is left out.
pub(crate) fn complete(description: &Description, schema: Named<'_>) -> Value {
    value(description.document(), schema, &mut Vec::new()).unwrap_or_default()
}

fn value<'a>(
    document: &'a Value,
    (component, schema): Named<'a>,
    around: &mut Vec<&'a str>,
) -> Option<Value> {
    if component.is_some_and(|name| around.contains(&name)) {
        return None;
    }
    around.extend(component);
    let mut inner = |schema| value(document, resolve(document, schema), around);
    let value = match schema["type"].as_str() {
        Some("object") => {
            let entry = schema.get("additionalProperties").and_then(&mut inner);
            let entry = entry.map(|value| ("entry".to_owned(), value));
            let members = properties(schema).iter();
            let members = members.filter_map(|(name, schema)| Some((name.clone(), inner(schema)?)));
            Some(members.chain(entry).collect())
        }
        Some("array") => Some(inner(&schema["items"]).into_iter().collect()),
        Some("string") => Some("text".into()),
        Some("integer") => Some(402_817_365_519_i64.into()),
        Some("number") => Some(json!(1.4)),
        Some("boolean") => Some(true.into()),
        _ => match schema["anyOf"].as_array() {
            Some(forms) => forms.iter().find_map(inner),
            None => Some(json!({"anything": [null]})),
        },
    };
    around.truncate(around.len() - usize::from(component.is_some()));
    value
}
