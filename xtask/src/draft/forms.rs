//! Forms: request bodies of arguments.

use fortinac_evidence::{Argument, kinds_of_words};
use serde_json::{Map, Value, json};

use super::context::Draft;
use super::example::example;
use super::library::COMMON;
use super::records::Records;
use super::words::pascal;

impl Draft<'_> {
    /// A field of a form. A call on several records takes several ids, also where the source has one, and never none.
    pub(super) fn field(&self, argument: &Argument) -> Argument {
        let mut field = argument.clone();
        if self.has_ids(argument) {
            field.ty = "array".to_owned();
            field.required = true;
        }
        field
    }

    /// Whether an argument has the ids of a call on several records.
    pub(super) fn has_ids(&self, argument: &Argument) -> bool {
        self.verb.ends_with("_many") && argument.name == "id"
    }

    /// A `$ref` to a known form with these fields, or to a new one.
    pub(super) fn form(&self, records: &mut Records<'_>, fields: &[&Argument]) -> Value {
        let required: Vec<&str> = fields
            .iter()
            .filter(|field| field.required)
            .map(|field| field.name.as_str())
            .collect();
        let known = self.library.records().find(|known| {
            let properties = known.schema["properties"].as_object();
            let has = |field: &&&Argument| {
                let schema = &known.schema["properties"][&field.name];
                let expected = argument_schema(field);
                schema["type"] == expected["type"]
                    && schema["items"]["type"] == expected["items"]["type"]
            };
            let names: Vec<&str> = known.schema["required"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            let is_own = known.file == COMMON || known.file == self.resource.file;
            is_own
                && known.name.ends_with("Arguments")
                && properties.is_some_and(|properties| properties.len() == fields.len())
                && fields.iter().all(|field| has(&field))
                && names == required
        });
        if let Some(known) = known {
            return records.reference(known.name);
        }
        let name = format!(
            "{}{}Arguments",
            pascal(&self.resource.name),
            pascal(self.verb)
        );
        let skeleton = fields
            .iter()
            .map(|field| (field.name.clone(), argument_skeleton(field)))
            .collect();
        let owner = records.owner(&name, &skeleton);
        let mut properties = Map::new();
        for field in fields {
            let mut schema = records.property(&owner, &field.name, &argument_skeleton(field));
            if field.required {
                schema = self.required(&schema);
            }
            properties.insert(field.name.clone(), schema);
        }
        let mut form =
            json!({"type": "object", "description": "TODO: say what the arguments are."});
        if !required.is_empty() {
            form["required"] = json!(required);
        }
        form["properties"] = properties.into();
        records.new.insert(name.clone(), form);
        records.reference(&name)
    }

    /// The schema of a required field, which is never null: a shared scalar that can be is written in place.
    fn required(&self, schema: &Value) -> Value {
        let shared = self.library.resolve(&self.resource.file, schema);
        let shared = shared.filter(|shared| shared.schema.get("type").is_some());
        let mut plain = shared.map_or(schema, |shared| shared.schema).clone();
        if let Some(meaning) = schema.get("description").filter(|_| shared.is_some()) {
            plain["description"] = meaning.clone();
        }
        remove_nullable(&mut plain);
        plain
    }

    /// A captured form, with a list where a field takes several values and one was sent.
    pub(super) fn captured_form(&self, fields: &[&Argument]) -> Option<Value> {
        let mut captured = self.facts.request.clone()?;
        for field in fields {
            let schema = argument_schema(field);
            let Some(value) = captured.get_mut(&field.name) else {
                continue;
            };
            if schema["type"] == "array" && !value.is_array() {
                let number = value.as_str().and_then(|text| text.parse::<i64>().ok());
                let number = number.filter(|_| schema["items"]["type"] == "integer");
                *value = json!([number.map_or_else(|| value.clone(), Value::from)]);
            }
        }
        Some(captured)
    }

    pub(super) fn form_example(&self, fields: &[&Argument]) -> Value {
        let known = |field: &Argument| {
            let schema = argument_skeleton(field);
            (field.name.clone(), example(&field.name, &schema))
        };
        Value::Object(fields.iter().map(|field| known(field)).collect())
    }
}

/// What an argument looks like in a body.
fn argument_skeleton(argument: &Argument) -> Value {
    let is_id = argument
        .name
        .to_lowercase()
        .trim_end_matches('s')
        .ends_with("id");
    match argument.ty.as_str() {
        "array" if is_id => json!(["integer"]),
        "array" => json!(["string"]),
        words => match words
            .strip_prefix("array<")
            .and_then(|words| words.strip_suffix('>'))
        {
            Some(items) => json!([items]),
            None if kinds_of_words(words).is_empty() => "string".into(),
            None if words.contains("epoch-ms") => "integer".into(),
            None => words.into(),
        },
    }
}

/// The schema of an argument of the query.
pub(super) fn argument_schema(argument: &Argument) -> Value {
    let mut schema = super::types::scalar(&argument.name, &argument_skeleton(argument));
    remove_nullable(&mut schema);
    schema
}

fn remove_nullable(schema: &mut Value) {
    if let Some(schema) = schema.as_object_mut() {
        schema.shift_remove("nullable");
    }
}
