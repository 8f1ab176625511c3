//! What the appliance does for each operation, and which records it keeps. Both follow from the spec.

use std::collections::{BTreeMap, BTreeSet};

use fortinac_spec::api::{Body, Operation, Output, Type};
use fortinac_spec::{Direction, Spec, Validator};
use serde_json::{Value, json};

/// The names of the property that identifies a record, the first one that a record has.
pub(crate) const KEYS: [&str; 3] = ["id", "dbid", "DBID"];

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
    /// A list of the records with the values of the query.
    ListBy,
    Get,
    /// The record with the value of the path, which is not its id.
    GetBy,
    Count,
    Create,
    Update,
    Delete,
    /// Deletes the records with the value of the path, which is not an id.
    DeleteBy,
    DeleteMany,
    Enable,
    Disable,
    SetRank,
    SwapRanks,
    Usage,
    /// None of these.
    Other,
}

/// What the spec says about the records of a resource.
pub(crate) struct ResourceModel {
    /// The JSON pointer of the record's schema; `None` if the spec has none.
    pub(crate) schema: Option<String>,
    /// The property that identifies a record; `None` if records have none, and their id is kept beside them.
    pub(crate) key: Option<String>,
    /// The names of the properties, as far as they are known.
    properties: BTreeSet<String>,
    /// The records of the spec's examples.
    pub(crate) examples: Vec<Value>,
}

impl ResourceModel {
    /// Whether the spec has the property in a record.
    pub(crate) fn has(&self, property: &str) -> bool {
        self.properties.contains(property)
    }

    /// The names of the properties, as far as they are known.
    pub(crate) fn properties(&self) -> impl Iterator<Item = &str> {
        self.properties.iter().map(String::as_str)
    }
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
        "create" | "create_with_adapters" | "upsert_batch" => Action::Create,
        "update" | "update_with_adapters" => Action::Update,
        "delete" | "delete_by_post" => Action::Delete,
        "delete_many" => Action::DeleteMany,
        "enable" | "enable_many" => Action::Enable,
        "disable" | "disable_many" => Action::Disable,
        "set_rank" => Action::SetRank,
        "swap_ranks" => Action::SwapRanks,
        "usage" => Action::Usage,
        verb if verb.starts_with("delete_by_") => Action::DeleteBy,
        verb if verb.starts_with("get_by_") => Action::GetBy,
        verb if verb.starts_with("list_for_") => Action::ListBy,
        _ => Action::Other,
    }
}

/// A record that operations read or write, and its examples.
type Found<'a> = (Option<&'a str>, Vec<Value>);

/// The resources that have records. The record is what the operations read, or else what they send. A list or a creation
/// whose record is not known has records too.
fn resources(spec: &Spec) -> BTreeMap<String, ResourceModel> {
    let mut resources: BTreeMap<String, ResourceModel> = BTreeMap::new();
    for records in [read_records, sent_records, other_records, unknown_records] {
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
                    let Some(key) = &known.key else {
                        continue;
                    };
                    for record in found.examples {
                        let is_known = |known: &Value| known[key] == record[key];
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
fn read_records<'a>(spec: &'a Spec, operation: &'a Operation) -> Option<Found<'a>> {
    if !matches!(action(operation), Action::List | Action::Get) {
        return None;
    }
    returned(spec, operation)
}

/// The component name and the examples of the records that a list by another property or a creation returns.
fn other_records<'a>(spec: &'a Spec, operation: &'a Operation) -> Option<Found<'a>> {
    if !matches!(
        action(operation),
        Action::ListBy | Action::GetBy | Action::Create
    ) {
        return None;
    }
    let (record, _) = returned(spec, operation)?;
    Some((record, Vec::new()))
}

fn returned<'a>(spec: &'a Spec, operation: &'a Operation) -> Option<Found<'a>> {
    let record = match &operation.result {
        Output::One { record, .. } => record,
        Output::List {
            item: Type::Ref(record),
            ..
        } => record,
        _ => return None,
    };
    let examples = spec.example_records(operation).into_iter().cloned();
    Some((Some(record), examples.collect()))
}

/// The component name of the record that an update or a creation sends. Only the example of an update is a record that
/// is there already.
fn sent_records<'a>(spec: &'a Spec, operation: &'a Operation) -> Option<Found<'a>> {
    let Some(Body::Json {
        ty: Type::Ref(record),
        ..
    }) = &operation.body
    else {
        return None;
    };
    match action(operation) {
        Action::Update => {
            let example = spec.example(operation, Direction::Request);
            let is_record = |example: &&Value| KEYS.iter().any(|key| !example[*key].is_null());
            let example = example.filter(is_record);
            Some((Some(record), example.cloned().into_iter().collect()))
        }
        Action::Create => Some((Some(record), Vec::new())),
        _ => None,
    }
}

/// Records of which no schema is known. They are kept as they are sent.
fn unknown_records<'a>(_: &'a Spec, operation: &'a Operation) -> Option<Found<'a>> {
    let is_list = matches!(operation.result, Output::List { .. });
    match action(operation) {
        Action::List if is_list => Some((None, Vec::new())),
        Action::Create if operation.body.is_some() => Some((None, Vec::new())),
        _ => None,
    }
}

fn model(spec: &Spec, record: Option<&str>, examples: Vec<Value>) -> Option<ResourceModel> {
    let properties: BTreeSet<String> = match record {
        Some(record) => {
            let record = spec.api().record(record)?;
            let names = record.properties.iter().map(|known| known.name.clone());
            names.collect()
        }
        None => BTreeSet::new(),
    };
    let known = || KEYS.into_iter().filter(|key| properties.contains(*key));
    let in_all = |key: &&str| examples.iter().all(|example| !example[*key].is_null());
    let key = known().find(in_all).or_else(|| known().next());
    Some(ResourceModel {
        schema: record.map(fortinac_spec::pointer::schema),
        key: key.map(ToOwned::to_owned),
        properties,
        examples,
    })
}
