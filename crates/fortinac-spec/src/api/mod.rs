//! The model of the API: operations and schemas, with the meaning of the `x-fortinac-*` extensions.
//!
//! No other code interprets the OpenAPI document. [`Api`] is read from a bundled document through the types of
//! `openapiv3` (`Api::read`, with the feature `document`), or from the compact index that codegen writes
//! ([`Api::from_index`]), which has everything except the schemas. [`Index`] reads single operations and schemas.

mod body;
mod index;
#[cfg(feature = "document")]
mod issue;
mod operation;
#[cfg(feature = "document")]
mod read;
#[cfg(feature = "document")]
mod read_body;
#[cfg(feature = "document")]
mod read_parameter;
#[cfg(feature = "document")]
mod read_schema;
#[cfg(feature = "document")]
mod read_tag;
#[cfg(feature = "document")]
mod response;
mod routes;
mod schema;
mod tag;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use body::{Body, FormField};
pub use index::Index;
#[cfg(feature = "document")]
pub use issue::{Issue, NotAnApi};
pub use operation::{
    Evidence, ListParameters, Location, Method, Operation, Origin, Output, Parameter, ResponseMedia,
};
pub use schema::{OPEN_ENUM, Property, Record, Schema, SchemaKind, Type};
pub use tag::{Resource, Tag};

use routes::Routes;

/// The operations and schemas of an API.
///
/// ```
/// # #[cfg(feature = "bundled")] {
/// let api = fortinac_spec::Api::bundled_index();
/// let operation = api.operation("user_update").expect("a known operation");
/// assert!(!operation.safe);
/// assert_eq!(api.handle(operation), "users");
/// # }
/// ```
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Api {
    /// The tags, in the order of the document.
    pub tags: Vec<Tag>,
    /// The operations, in the order of the document.
    pub operations: Vec<Operation>,
    /// The component schemas by name; empty in an API that was read from the index.
    #[serde(skip)]
    pub schemas: BTreeMap<String, Schema>,
    /// What is not known of the whole API (`x-fortinac-gap` of `info`); empty in an API that was read from the index.
    #[serde(skip)]
    pub gaps: Vec<String>,
    #[serde(skip)]
    routes: Routes,
}

impl Api {
    /// The index of the FortiNAC REST API that this crate was released with: operations and tags, without schemas.
    #[cfg(feature = "bundled")]
    pub fn bundled_index() -> Self {
        Self::from_index(include_str!("../generated/index.json"))
            .expect("codegen writes the index, and the tests read it")
    }

    /// Reads an index that [`Api::to_index`] wrote.
    ///
    /// # Errors
    /// The text is not an index.
    pub fn from_index(index: &str) -> Result<Self, serde_json::Error> {
        let mut api: Self = serde_json::from_str(index)?;
        api.routes = Routes::new(&api.operations);
        Ok(api)
    }

    /// The index as JSON with one operation per line, so that a diff shows the operation that changed.
    pub fn to_index(&self) -> String {
        let lines = |items: Vec<String>| items.join(",\n");
        let tags = self.tags.iter().map(to_json).collect();
        let operations = self.operations.iter().map(to_json).collect();
        format!(
            "{{\"tags\":[\n{}\n],\"operations\":[\n{}\n]}}\n",
            lines(tags),
            lines(operations)
        )
    }

    /// The component schemas as JSON with one schema per line.
    pub fn to_schema_index(&self) -> String {
        let schemas = self.schemas.iter();
        let lines = schemas.map(|(name, schema)| format!("{}:{}", to_json(name), to_json(schema)));
        let lines: Vec<String> = lines.collect();
        format!("{{\n{}\n}}\n", lines.join(",\n"))
    }

    /// The operation with this `operationId`.
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id == id)
    }

    /// The operation that a request calls. `path` is concrete and below the base URL; a query is ignored.
    ///
    /// A path parameter of type integer matches only integers. If several paths match, the path with a literal segment
    /// takes precedence over the one with a parameter, compared from the left.
    ///
    /// ```
    /// # #[cfg(feature = "bundled")] {
    /// let api = fortinac_spec::Api::bundled_index();
    /// let operation = api.find("GET", "/user/31").expect("a known operation");
    /// assert_eq!(operation.id, "user_get");
    /// assert!(api.find("GET", "/user/mlind").is_none());
    /// # }
    /// ```
    pub fn find(&self, method: &str, path: &str) -> Option<&Operation> {
        let index = self.routes.find(method.parse().ok()?, path)?;
        self.operations.get(index)
    }

    /// The methods of the operations that match a concrete path.
    pub fn methods(&self, path: &str) -> Vec<Method> {
        self.routes.methods(path)
    }

    /// The tag of an operation.
    pub fn tag(&self, operation: &Operation) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.name == operation.tag)
    }

    /// The name of the API handle that has the call of an operation.
    pub fn handle(&self, operation: &Operation) -> &str {
        let tag = self.tag(operation).into_iter();
        let mut resources = tag.flat_map(|tag| &tag.resources);
        resources
            .find(|resource| resource.name == operation.resource)
            .map_or("", |resource| &resource.handle)
    }

    /// All records with their names, sorted by name.
    pub fn records(&self) -> impl Iterator<Item = (&str, &Record)> {
        let names = self.schemas.keys().map(String::as_str);
        names.filter_map(|name| Some((name, self.record(name)?)))
    }

    /// The properties of all records, each with the name of its record.
    pub fn properties(&self) -> impl Iterator<Item = (&str, &Property)> {
        self.records().flat_map(|(name, record)| {
            record
                .properties
                .iter()
                .map(move |property| (name, property))
        })
    }

    /// The record with this name.
    pub fn record(&self, name: &str) -> Option<&Record> {
        match &self.schemas.get(name)?.kind {
            SchemaKind::Record(record) => Some(record),
            SchemaKind::OpenEnum(_) | SchemaKind::IntegerOrString => None,
        }
    }

    /// The schemas that can occur in the bodies of an operation, at any depth.
    pub fn reachable<'a>(&'a self, operation: &'a Operation) -> Vec<&'a str> {
        let responses = [operation.envelope.as_str(), operation.error.as_str()];
        let request = operation.body.as_ref().and_then(Body::component);
        self.reachable_from(responses.into_iter().chain(request))
    }

    /// These schemas, and those that can occur in them at any depth.
    pub fn reachable_from<'a>(
        &'a self,
        schemas: impl IntoIterator<Item = &'a str>,
    ) -> Vec<&'a str> {
        let mut waiting: Vec<&str> = schemas.into_iter().collect();
        let mut reached = Vec::new();
        let mut seen = BTreeSet::new();
        while let Some(name) = waiting.pop() {
            if !seen.insert(name) {
                continue;
            }
            reached.push(name);
            let properties = self
                .record(name)
                .into_iter()
                .flat_map(|record| &record.properties);
            waiting.extend(properties.filter_map(|property| property.ty.component()));
        }
        reached
    }
}

fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("the model has string keys only")
}
