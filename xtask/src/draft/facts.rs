//! What is known of an operation: an entry of evidence, and an exchange.

use std::error::Error;
use std::fs;
use std::path::Path;

use fortinac_evidence::{Argument, Entry, Evidence, Kind, is_property, kinds_of_words};
use fortinac_spec::api::Evidence as Worth;
use serde_json::{Map, Value, json};

use super::skeleton::prepared;

/// An entry, and the bodies of an exchange of the same operation.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    pub(super) entry: Entry,
    pub(super) request: Option<Value>,
    pub(super) response: Option<Value>,
    /// The properties of the envelope that only the exchange has.
    pub(super) inferred: Vec<String>,
    /// Whether the response is an XML document.
    pub(super) is_xml: bool,
}

/// A captured exchange.
pub(super) struct Exchange {
    method: String,
    path: String,
    source: Option<String>,
    request: Value,
    response: Value,
}

impl Facts {
    pub(super) fn new(entry: &Entry, exchanges: &[Exchange]) -> Self {
        let mut entry = entry.clone();
        let is_real = entry.evidence == Worth::Real;
        let is_xml = says_xml(&entry.response);
        entry.request = prepared(&entry.request, is_real);
        entry.response = prepared(&entry.response, is_real);
        let exchange = exchanges
            .iter()
            .find(|exchange| entry.is_of(&exchange.method, &exchange.path));
        let body = |body: fn(&Exchange) -> &Value| {
            exchange.map(body).filter(|body| !body.is_null()).cloned()
        };
        if let (true, Some(words)) = (is_xml, entry.response.as_str()) {
            entry.response = elements(words);
        }
        let mut inferred = Vec::new();
        if let Some(exchange) = exchange {
            with_types(&mut entry.request, &exchange.request);
            with_types(&mut entry.response, &exchange.response);
            // An envelope of an appliance can have more than the source shows.
            let captured = exchange.response.as_object();
            if let (Some(shown), Some(captured)) = (entry.response.as_object_mut(), captured) {
                for (name, value) in captured {
                    if !shown.contains_key(name) {
                        shown.insert(name.clone(), words(value));
                        inferred.push(name.clone());
                    }
                }
            }
        }
        let (request, response) = (
            body(|exchange| &exchange.request),
            body(|exchange| &exchange.response),
        );
        Self {
            entry,
            request,
            response,
            inferred,
            is_xml,
        }
    }

    /// Whether the request body is a form: its words say so, or it only repeats the arguments.
    pub(super) fn is_form(&self) -> bool {
        let arguments = &self.entry.arguments;
        let is_argument = |name: &String| arguments.iter().any(|argument| argument.name == *name);
        let skeleton = self.entry.request.as_object();
        skeleton.is_some_and(|skeleton| {
            skeleton.values().any(says_form) || skeleton.keys().all(is_argument)
        })
    }

    /// Whether the response lists records.
    pub(super) fn lists_records(&self) -> bool {
        self.entry.response["results"][0].is_object()
    }
}

impl Exchange {
    /// Reads an exchange with the response to a success. Without `operation`, the path is that of the request.
    pub(super) fn read(file: &Path) -> Result<Self, Box<dyn Error>> {
        let text =
            fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        let exchange: Value =
            serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
        let operation = exchange["operation"]
            .as_str()
            .and_then(|operation| operation.split_once(' '));
        let path = exchange["path"].as_str().unwrap_or_default();
        let path = path.split('?').next().unwrap_or_default();
        let path = path.strip_prefix("/api/v2").unwrap_or(path);
        let method = exchange["method"].as_str().unwrap_or_default();
        let (method, path) = operation.unwrap_or((method, path));
        let is_success = exchange["response"]["status"]
            .as_str()
            .is_none_or(|status| status == "success");
        Ok(Self {
            method: method.to_uppercase(),
            path: path.to_owned(),
            source: exchange["source"].as_str().map(str::to_owned),
            request: exchange["request"].clone(),
            response: if is_success {
                exchange["response"].clone()
            } else {
                Value::Null
            },
        })
    }

    /// The exchanges of a folder.
    pub(super) fn read_all(folder: &Path) -> Result<Vec<Self>, Box<dyn Error>> {
        let Ok(items) = fs::read_dir(folder) else {
            return Ok(Vec::new());
        };
        let mut files: Vec<_> = items.filter_map(|item| Some(item.ok()?.path())).collect();
        files.retain(|file| {
            file.extension()
                .is_some_and(|extension| extension == "json")
        });
        files.sort();
        files.iter().map(|file| Self::read(file)).collect()
    }

    /// What the exchange shows, as an entry.
    pub(super) fn entry(&self, evidence: &Evidence) -> Result<Entry, Box<dyn Error>> {
        if let Some((_, entry)) = evidence.of(&self.method, &self.path).next() {
            return Ok(entry.clone());
        }
        let variables = self
            .path
            .split('/')
            .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'));
        let variables = variables.map(|name| json!({"name": name, "type": if name.ends_with("id") { "integer" } else { "string" }}));
        let is_form = self
            .request
            .as_object()
            .is_some_and(|fields| self.method == "POST" && is_form(fields));
        let mut entry: Entry = serde_json::from_value(json!({
            "method": self.method, "path": self.path,
            "source": self.source.as_deref().unwrap_or("TODO: name the source"),
            "evidence": "real", "origin": "document", "versions": ["TODO: name the releases"],
            "path_params": variables.collect::<Vec<_>>(),
            "request_body": if is_form { Value::Null } else { words(&self.request) },
            "response": words(&self.response),
        }))?;
        if is_form {
            let fields = self.request.as_object().into_iter().flatten();
            let field = |(name, value): (&String, &Value)| Argument {
                name: name.clone(),
                ty: if value.is_array() { "array" } else { "string" }.to_owned(),
                required: false,
                location: None,
                inferred: false,
            };
            entry.arguments = fields.map(field).collect();
        }
        Ok(entry)
    }
}

/// Whether a body is a form: all its values are strings or lists of strings.
fn is_form(fields: &Map<String, Value>) -> bool {
    let is_field = |value: &Value| match value {
        Value::Array(items) => items.iter().all(Value::is_string),
        value => value.is_string(),
    };
    !fields.is_empty() && fields.values().all(is_field)
}

/// Whether the words for a response, or a mark in its skeleton, say that it is an XML document.
fn says_xml(response: &Value) -> bool {
    match response {
        Value::String(words) => words.contains("XML"),
        Value::Object(properties) => properties
            .keys()
            .any(|name| !is_property(name) && name.contains("XML")),
        _ => false,
    }
}

/// The skeleton of a document of which words name the elements: `DpcRule elements with name and type`.
fn elements(words: &str) -> Value {
    let named = words.split_once(" elements").map(|(before, _)| before);
    let name = named.and_then(|before| before.rsplit(' ').next());
    name.map_or_else(|| json!({}), |name| json!({ name: [] }))
}

/// Gives a skeleton the types of the wire, where a captured body has others.
fn with_types(skeleton: &mut Value, captured: &Value) {
    match (skeleton, captured) {
        (Value::Object(properties), Value::Object(captured)) => {
            for (name, skeleton) in properties {
                let captured = captured.get(name).unwrap_or(&Value::Null);
                with_types(skeleton, captured);
            }
        }
        (Value::Array(items), Value::Array(captured)) => {
            if let Some(item) = items.first_mut() {
                captured
                    .iter()
                    .for_each(|captured| with_types(item, captured));
            }
        }
        (Value::String(shown), captured) => {
            let kinds = kinds_of_words(shown);
            let is_other = Kind::of(captured).is_some_and(|kind| !kinds.contains(&kind));
            // A form sends all values as strings.
            let is_other = is_other && !kinds.is_empty() && !shown.contains("(form");
            if let (true, Value::String(captured)) = (is_other, words(captured)) {
                *shown = captured;
            }
        }
        _ => {}
    }
}

/// Whether type words say that a value is sent in a form: `form field`, `integer (form)`.
fn says_form(skeleton: &Value) -> bool {
    let mut words = skeleton
        .as_str()
        .unwrap_or_default()
        .split(|c: char| !c.is_alphanumeric());
    words.any(|word| word == "form")
}

/// The type words for a value.
fn words(value: &Value) -> Value {
    match value {
        Value::Null => Value::Null,
        Value::Bool(_) => "boolean".into(),
        Value::Number(number) if number.is_f64() => "number".into(),
        Value::Number(_) => "integer".into(),
        Value::String(text) if fortinac_evidence::is_time(text) => "string:date-time +0000".into(),
        Value::String(_) => "string".into(),
        Value::Array(items) => {
            let merged = items
                .iter()
                .map(words)
                .reduce(|merged, item| merge(&merged, &item));
            merged.into_iter().collect()
        }
        Value::Object(properties) => {
            let properties = properties
                .iter()
                .map(|(name, value)| (name.clone(), words(value)));
            Value::Object(properties.collect())
        }
    }
}

/// Two skeletons of one thing as one.
pub(super) fn merge(one: &Value, other: &Value) -> Value {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let mut merged = one.clone();
            for (name, value) in other {
                let value = merged
                    .get(name)
                    .map_or_else(|| value.clone(), |known| merge(known, value));
                merged.insert(name.clone(), value);
            }
            Value::Object(merged)
        }
        (Value::Array(one), Value::Array(other)) => one
            .iter()
            .chain(other)
            .cloned()
            .reduce(|one, other| merge(&one, &other))
            .into_iter()
            .collect(),
        (Value::String(one), Value::String(other))
            if one != other && !one.contains(other.as_str()) =>
        {
            format!("{one} | {other}").into()
        }
        (Value::Null, other) => other.clone(),
        (one, _) => one.clone(),
    }
}
