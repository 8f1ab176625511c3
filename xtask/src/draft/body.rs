//! The request body of a draft: a record or a list of records as JSON, a form, or an upload.

use fortinac_evidence::{Argument, ArgumentLocation};
use serde_json::{Map, Value, json};

use super::context::Draft;
use super::example::example;
use super::forms::argument_schema;
use super::records::Records;
use super::skeleton::words;
use super::words::pascal;

const FORM: &str = "application/x-www-form-urlencoded";

impl Draft<'_> {
    /// The content of the request body.
    pub(super) fn body(&self, records: &mut Records<'_>) -> Option<Value> {
        let entry = &self.facts.entry;
        if entry.method != "POST" {
            return None;
        }
        let fields = self.fields();
        if fields.iter().any(is_part) {
            return Some(upload(&fields));
        }
        match &entry.request {
            Value::Object(skeleton) if !skeleton.is_empty() && !self.facts.is_form() => {
                let schema = self.record_schema(records, skeleton);
                return Some(self.json(&schema));
            }
            Value::Array(items) => match items.first() {
                Some(Value::Object(skeleton)) => {
                    let items = self.record_schema(records, skeleton);
                    return Some(self.json(&json!({"type": "array", "items": items})));
                }
                Some(item) if fields.is_empty() => {
                    let mut schema = super::types::scalar("", &json!([item]));
                    schema
                        .as_object_mut()
                        .map(|schema| schema.shift_remove("nullable"));
                    return Some(self.json(&schema));
                }
                _ => {}
            },
            // Words that name the record of the resource.
            Value::String(words) if fields.is_empty() && words.contains("record") => {
                let schema = records.reference(self.record?);
                return Some(self.json(&schema));
            }
            _ => {}
        }
        if fields.is_empty() {
            return None;
        }
        let fields: Vec<&Argument> = fields.iter().collect();
        let schema = self.form(records, &fields);
        let captured = self.captured_form(&fields);
        let example = captured.unwrap_or_else(|| self.form_example(&fields));
        Some(json!({ FORM: {"schema": schema, "example": example} }))
    }

    fn record_schema(&self, records: &mut Records<'_>, skeleton: &Map<String, Value>) -> Value {
        let name = format!("{}{}Body", pascal(&self.resource.name), pascal(self.verb));
        records.known_or_named(self.record, &name, skeleton)
    }

    /// A JSON body. Reference pages offer XML too, but show no list in it.
    fn json(&self, schema: &Value) -> Value {
        let entry = &self.facts.entry;
        let skeleton = match (&entry.request, self.skeleton) {
            (Value::String(_), Some(skeleton)) => Value::Object(skeleton.clone()),
            (request, _) => request.clone(),
        };
        let captured = self.facts.request.clone();
        let example = match (captured, &entry.request, self.skeleton) {
            (Some(captured), ..) => captured,
            (None, Value::String(_), None) => self.library.example(schema).unwrap_or_default(),
            _ => example("", &skeleton),
        };
        let mut content = json!({"application/json": {"schema": schema}});
        if !example.is_null() {
            content["application/json"]["example"] = example;
        }
        let is_shown = entry.origin == fortinac_spec::api::Origin::Document;
        if is_shown && schema.get("$ref").is_some() {
            content["application/xml"] = json!({"schema": schema});
        }
        content
    }

    /// The arguments that a JSON body does not have: they go nowhere.
    pub(super) fn lacking(&self) -> Vec<&str> {
        let skeleton = match &self.facts.entry.request {
            Value::Object(skeleton) if !skeleton.is_empty() && !self.facts.is_form() => skeleton,
            _ => return Vec::new(),
        };
        let arguments = self.arguments(true).into_iter();
        let names = arguments.map(|argument| argument.name.as_str());
        names.filter(|name| !skeleton.contains_key(*name)).collect()
    }

    /// The fields of a form: the arguments, and what only the body shows of a form.
    fn fields(&self) -> Vec<Argument> {
        let mut fields: Vec<Argument> = self.arguments(true).into_iter().cloned().collect();
        let skeleton = self.facts.entry.request.as_object();
        let skeleton = skeleton.filter(|_| self.facts.is_form());
        for (name, value) in skeleton.into_iter().flatten() {
            if !fields.iter().any(|field| field.name == *name) {
                fields.push(Argument {
                    name: name.clone(),
                    ty: type_of(name, words(value).unwrap_or_default()),
                    required: false,
                    location: Some(ArgumentLocation::Form),
                    inferred: false,
                });
            }
        }
        fields.iter().map(|field| self.field(field)).collect()
    }
}

/// The type of a field by the words in a body, which often say no more than that it is a field.
fn type_of(name: &str, words: &str) -> String {
    let is_unknown = fortinac_evidence::kinds_of_words(words).is_empty();
    match is_unknown {
        true if words.starts_with("array") => "array".to_owned(),
        true if name.to_lowercase().ends_with("id") => "integer".to_owned(),
        true => "string".to_owned(),
        false => words.to_owned(),
    }
}

fn is_part(field: &Argument) -> bool {
    field.location == Some(ArgumentLocation::Multipart) || is_file(field)
}

/// Whether an argument is a file to upload.
fn is_file(field: &Argument) -> bool {
    let mut words = field.ty.split(|c: char| !c.is_alphanumeric());
    words.any(|word| word == "file" || word == "binary")
}

/// An upload, whose parts are described in place. It has one file at least, or there would be nothing to upload.
fn upload(fields: &[Argument]) -> Value {
    let has_required = fields.iter().any(|field| is_file(field) && field.required);
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in fields {
        let name = &field.name;
        let is_file = is_file(field);
        if field.required || is_file && !has_required {
            required.push(name.clone());
        }
        let (schema, what) = match is_file {
            true => (json!({"type": "string", "format": "binary"}), "what file"),
            false => (argument_schema(field), "what"),
        };
        let mut schema = schema;
        schema["description"] = format!("TODO: say {what} `{name}` is.").into();
        properties.insert(name.clone(), schema);
    }
    json!({"multipart/form-data": {"schema": {
        "type": "object", "description": "TODO: say what is uploaded.", "required": required,
        "properties": properties,
    }}})
}
