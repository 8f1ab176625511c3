//! What the appliance does for each operation, and which records it keeps. Both follow from the spec.

use std::collections::{BTreeMap, BTreeSet};

use fortinac_spec::api::{Body, Operation, Output, Type};
use fortinac_spec::{Direction, Spec, Validator};
use serde_json::{Value, json};

/// The spec, its validator, and the resources that have records.
pub(crate) struct Plan {
    pub(crate) spec: Spec,
    pub(crate) validator: Validator,
    /// By the name of the resource.
    pub(crate) resources: BTreeMap<String, ResourceModel>,
}

/// What an operation does to the records of its resource, by its verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    List,
    Get,
    Count,
    Create,
    Update,
    Delete,
    DeleteMany,
    /// Changes nothing, and responds with the example of the spec.
    Example,
}

/// What the spec says about the records of a resource.
pub(crate) struct ResourceModel {
    /// The JSON pointer of the record's schema.
    pub(crate) schema: String,
    /// The property that identifies a record.
    pub(crate) key: String,
    /// The records of the spec's examples.
    pub(crate) examples: Vec<Value>,
}

impl Plan {
    /// # Errors
    /// A schema of the spec is not valid.
    pub(crate) fn new(spec: Spec) -> Result<Self, String> {
        let validator = spec.validator().map_err(|error| error.to_string())?;
        let resources = resources(&spec);
        Ok(Self {
            spec,
            validator,
            resources,
        })
    }

    /// The example of the response to a success: `{"status": "success", ...}`.
    pub(crate) fn example(&self, operation: &Operation) -> Value {
        let example = self.spec.example(operation, Direction::Response(200));
        example
            .cloned()
            .unwrap_or_else(|| json!({"status": "success", "errorMessage": null}))
    }
}

/// What an operation does to the records of its resource.
pub(crate) fn action(operation: &Operation) -> Action {
    match operation.verb.as_str() {
        "list" | "search" => Action::List,
        "get" => Action::Get,
        "count" | "count_all" => Action::Count,
        "create" | "create_with_adapters" => Action::Create,
        "update" | "update_with_adapters" => Action::Update,
        "delete" | "delete_by_post" => Action::Delete,
        "delete_many" => Action::DeleteMany,
        _ => Action::Example,
    }
}

/// The resources that have records. The record is what the operations read, or else what an update sends.
fn resources(spec: &Spec) -> BTreeMap<String, ResourceModel> {
    let mut resources: BTreeMap<String, ResourceModel> = BTreeMap::new();
    for records in [read_records, sent_records] {
        let known: BTreeSet<String> = resources.keys().cloned().collect();
        for operation in &spec.api().operations {
            let found = records(spec, operation)
                .and_then(|(record, examples)| model(spec, record, examples));
            let Some(found) = found.filter(|_| !known.contains(&operation.resource)) else {
                continue;
            };
            match resources.get_mut(&operation.resource) {
                None => drop(resources.insert(operation.resource.clone(), found)),
                Some(known) if known.schema == found.schema => {
                    for record in found.examples {
                        let is_known = |known: &Value| known[&found.key] == record[&found.key];
                        if !known.examples.iter().any(is_known) {
                            known.examples.push(record);
                        }
                    }
                }
                Some(_) => {}
            }
        }
    }
    resources
}

/// The component name and the examples of the records that a list or get operation returns.
fn read_records<'a>(spec: &'a Spec, operation: &'a Operation) -> Option<(&'a str, Vec<Value>)> {
    if !matches!(action(operation), Action::List | Action::Get) {
        return None;
    }
    let record = match &operation.result {
        Output::One { record, .. } => record,
        Output::List {
            item: Type::Ref(record),
            ..
        } => record,
        _ => return None,
    };
    let examples = spec.example_records(operation).into_iter().cloned();
    Some((record, examples.collect()))
}

/// The component name and the example of the record that an update sends.
fn sent_records<'a>(spec: &'a Spec, operation: &'a Operation) -> Option<(&'a str, Vec<Value>)> {
    match (&operation.body, action(operation)) {
        (
            Some(Body::Json {
                ty: Type::Ref(record),
                ..
            }),
            Action::Update,
        ) => {
            let example = spec.example(operation, Direction::Request);
            Some((record, example.cloned().into_iter().collect()))
        }
        _ => None,
    }
}

fn model(spec: &Spec, record: &str, examples: Vec<Value>) -> Option<ResourceModel> {
    let properties = spec.api().record(record)?;
    let has = |key: &&str| {
        properties.property(key).is_some() && examples.iter().all(|example| !example[key].is_null())
    };
    let key = ["id", "dbid", "DBID"].into_iter().find(has)?;
    let examples = examples
        .into_iter()
        .filter(|example| !example[key].is_null())
        .collect();
    Some(ResourceModel {
        schema: fortinac_spec::pointer::schema(record),
        key: key.to_owned(),
        examples,
    })
}
