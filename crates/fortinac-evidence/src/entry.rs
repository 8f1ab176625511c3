use serde::Deserialize;
use serde_json::Value;

use fortinac_spec::api::{Evidence, Origin};

/// What one source documents about one operation. The README of `evidence/` explains the fields.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The HTTP method, in upper case.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The id of the source, as `x-fortinac-source` names it. Several operations can share one.
    pub source: String,
    /// The quality of the sample.
    pub evidence: Evidence,
    /// The kind of source.
    pub origin: Origin,
    /// The documented releases that have the operation.
    pub versions: Vec<String>,
    /// Whether the sample is cut off.
    #[serde(default)]
    pub truncated: bool,
    /// The arguments of the call, in the query or in a form.
    #[serde(default, rename = "params")]
    pub arguments: Vec<Argument>,
    /// The variables of the path.
    #[serde(default, rename = "path_params")]
    pub path_parameters: Vec<Argument>,
    /// The skeleton of the request body, in which a type word stands for each value.
    #[serde(default, rename = "request_body")]
    pub request: Value,
    /// The skeleton of the response.
    #[serde(default)]
    pub response: Value,
}

/// An argument of a call, or a variable of a path.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Argument {
    /// The name on the wire.
    pub name: String,
    /// A type word.
    #[serde(rename = "type")]
    pub ty: String,
    /// Whether the source says that it is required.
    #[serde(default)]
    pub required: bool,
    /// Where it is sent, if the source says so.
    #[serde(default, rename = "in")]
    pub location: Option<ArgumentLocation>,
    /// Whether it was inferred from a similar operation.
    #[serde(default)]
    pub inferred: bool,
}

/// Where an argument is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ArgumentLocation {
    /// In the query.
    Query,
    /// In a form.
    Form,
    /// In a multipart form.
    Multipart,
}

impl Entry {
    /// Whether the entry is about the operation with this method and path. The names of the path variables may differ.
    pub fn is_of(&self, method: &str, path: &str) -> bool {
        let is_variable = |segment: &str| segment.starts_with('{');
        let (mine, other) = (self.path.split('/'), path.split('/'));
        self.method == method
            && mine.clone().count() == other.clone().count()
            && mine
                .zip(other)
                .all(|(a, b)| a == b || is_variable(a) && is_variable(b))
    }

    /// The method and path, as the name of the operation in messages.
    pub fn title(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}
