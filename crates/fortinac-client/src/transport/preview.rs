//! What a call would send, for people who want to see it first.

use fortinac_json::sounds_secret;
use fortinac_types::Secret;
use http::Method;
use serde_json::{Map, Value, json};

use super::request::{Body, Request, encode_path};

/// What a call would send, without its secrets: `[redacted]` stands for them. See [`Call::preview`](crate::Call::preview).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Preview {
    /// The HTTP method.
    pub method: Method,
    /// The path below the base URL, percent-encoded, without the query.
    pub path: String,
    /// The parameters of the query.
    pub query: Vec<(String, String)>,
    /// The media type of the body.
    pub content_type: Option<&'static str>,
    /// The body as JSON. A form is an object of strings, or of arrays of them for names that come several times. A file
    /// is an object with its name and the number of its bytes.
    pub body: Option<Value>,
}

const REDACTED: &str = "[redacted]";

impl Preview {
    pub(crate) fn of(request: &Request) -> Self {
        let redact = Redact(&request.secrets);
        let (content_type, body) = match &request.body {
            None => (None, None),
            Some(Body::Json { json, .. }) => {
                let body = serde_json::from_slice(json).unwrap_or_default();
                (Some("application/json"), Some(redact.json(body)))
            }
            Some(Body::Form(fields)) => (
                Some("application/x-www-form-urlencoded"),
                Some(redact.form(fields).into()),
            ),
            Some(Body::Multipart { fields, files }) => {
                let mut body = redact.form(fields);
                for (part, file) in files {
                    let shown = json!({"file": file.name(), "bytes": file.content().len()});
                    body.insert(part.clone(), shown);
                }
                (Some("multipart/form-data"), Some(body.into()))
            }
        };
        let query = request.query.iter();
        Self {
            method: request.operation.method.clone(),
            path: redact.path(&request.path),
            query: query
                .map(|(name, value)| (name.clone(), redact.value(name, value)))
                .collect(),
            content_type,
            body,
        }
    }
}

/// The secrets of a request whose names do not tell.
struct Redact<'a>(&'a [Secret]);

impl Redact<'_> {
    fn value(&self, name: &str, value: &str) -> String {
        let is_secret = || self.0.iter().any(|secret| secret.expose() == value);
        if sounds_secret(name) || is_secret() {
            return REDACTED.to_owned();
        }
        value.to_owned()
    }

    fn path(&self, path: &str) -> String {
        let secrets = self.0.iter().map(|secret| encode_path(&secret.expose()));
        let secrets: Vec<String> = secrets.filter(|secret| !secret.is_empty()).collect();
        let is_secret = |segment: &&str| secrets.iter().any(|secret| secret == segment);
        let segments = path.split('/');
        let shown = segments.map(|segment| {
            if is_secret(&segment) {
                REDACTED
            } else {
                segment
            }
        });
        shown.collect::<Vec<_>>().join("/")
    }

    fn form(&self, fields: &[(String, String)]) -> Map<String, Value> {
        let mut form = Map::new();
        for (name, value) in fields {
            let value = Value::from(self.value(name, value));
            match form.get_mut(name) {
                None => drop(form.insert(name.clone(), value)),
                Some(Value::Array(values)) => values.push(value),
                Some(first) => *first = json!([first, value]),
            }
        }
        form
    }

    fn json(&self, value: Value) -> Value {
        match value {
            Value::Object(properties) => {
                let properties = properties.into_iter();
                let shown = properties.map(|(name, value)| {
                    let value = match value {
                        Value::Null => Value::Null,
                        _ if sounds_secret(&name) => REDACTED.into(),
                        value => self.json(value),
                    };
                    (name, value)
                });
                shown.collect()
            }
            Value::Array(items) => items.into_iter().map(|item| self.json(item)).collect(),
            Value::String(text) => self.value("", &text).into(),
            other => other,
        }
    }
}
