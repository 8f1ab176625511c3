//! Parts of the API, for programs that start often and need little of it.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Operation, Record, Schema, SchemaKind, Tag};

/// The API as the text of its two indexes, of which nothing is parsed but what is asked for: a program that needs one
/// operation does not pay for hundreds.
///
/// ```
/// # #[cfg(feature = "bundled")] {
/// use fortinac_spec::api::Index;
///
/// let index = Index::bundled();
/// let operation = index.operation("host_set_role").expect("a known operation");
/// assert_eq!((operation.method.as_str(), operation.path.as_str()), ("POST", "/host/set-role"));
///
/// let host = index.record("Host").expect("a known record");
/// assert!(host.property("hostName").is_some());
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Index {
    /// The tags, one a line.
    tags: Cow<'static, str>,
    /// The operations, one a line.
    operations: Cow<'static, str>,
    /// The component schemas, one a line.
    schemas: Cow<'static, str>,
}

/// What separates the tags from the operations.
const OPERATIONS: &str = "\"operations\":[";

impl Index {
    /// The FortiNAC REST API that this crate was released with.
    #[cfg(feature = "bundled")]
    pub fn bundled() -> Self {
        Self::borrowed(
            include_str!("../generated/index.json"),
            include_str!("../generated/schemas.json"),
        )
    }

    #[cfg(feature = "bundled")]
    fn borrowed(index: &'static str, schemas: &'static str) -> Self {
        let (tags, operations) = index.split_once(OPERATIONS).unwrap_or_default();
        Self {
            tags: tags.into(),
            operations: operations.into(),
            schemas: schemas.into(),
        }
    }

    /// Takes what [`Api::to_index`](super::Api::to_index) and [`Api::to_schema_index`](super::Api::to_schema_index) wrote.
    pub fn new(index: &str, schemas: &str) -> Self {
        let (tags, operations) = index.split_once(OPERATIONS).unwrap_or_default();
        Self {
            tags: tags.to_owned().into(),
            operations: operations.to_owned().into(),
            schemas: schemas.to_owned().into(),
        }
    }

    /// The tags, in the order of the document.
    pub fn tags(&self) -> Vec<Tag> {
        items(&self.tags, "{\"name\":".to_owned()).collect()
    }

    /// The operation with this `operationId`.
    pub fn operation(&self, id: &str) -> Option<Operation> {
        items(&self.operations, format!("{{\"id\":\"{id}\",")).next()
    }

    /// The operations of a resource, in the order of the document.
    pub fn operations_of(&self, resource: &str) -> impl Iterator<Item = Operation> {
        let marks = format!(",\"resource\":\"{resource}\"");
        let lines = self.operations.lines();
        let lines = lines.filter(move |line| head(line).ends_with(&marks));
        lines.filter_map(parse)
    }

    /// The `operationId` of each operation.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let lines = self.operations.lines();
        lines.filter_map(|line| Some(line.strip_prefix("{\"id\":\"")?.split_once('"')?.0))
    }

    /// The id and the summary of each operation.
    pub fn summaries(&self) -> impl Iterator<Item = (&str, String)> {
        #[derive(Deserialize)]
        struct Named<'a> {
            id: &'a str,
            summary: String,
        }
        let lines = self.operations.lines();
        let named = lines.filter_map(|line| serde_json::from_str::<Named<'_>>(item(line)).ok());
        named.map(|named| (named.id, named.summary))
    }

    /// All operations, in the order of the document.
    pub fn operations(&self) -> impl Iterator<Item = Operation> {
        items(&self.operations, "{\"id\":".to_owned())
    }

    /// The component schema with this name.
    pub fn schema(&self, name: &str) -> Option<Schema> {
        let start = format!("\"{name}\":");
        let mut lines = self.schemas.lines();
        let schema = lines.find_map(|line| line.strip_prefix(&start))?;
        parse(schema)
    }

    /// The record with this name.
    pub fn record(&self, name: &str) -> Option<Record> {
        match self.schema(name)?.kind {
            SchemaKind::Record(record) => Some(record),
            SchemaKind::OpenEnum(_) | SchemaKind::IntegerOrString => None,
        }
    }

    /// The names of the component schemas.
    pub fn schemas(&self) -> impl Iterator<Item = &str> {
        let lines = self.schemas.lines();
        lines.filter_map(|line| Some(line.strip_prefix('"')?.split_once('"')?.0))
    }
}

/// The part of a line with id and resource, which come first.
fn head(line: &str) -> &str {
    line.split_once(",\"verb\":").map_or("", |(head, _)| head)
}

fn items<T: DeserializeOwned>(lines: &str, start: String) -> impl Iterator<Item = T> {
    let lines = lines.lines().filter(move |line| line.starts_with(&start));
    lines.filter_map(parse)
}

/// A line is an item of an array, with a comma behind it.
fn item(line: &str) -> &str {
    line.strip_suffix(',').unwrap_or(line)
}

fn parse<T: DeserializeOwned>(line: &str) -> Option<T> {
    serde_json::from_str(item(line)).ok()
}
