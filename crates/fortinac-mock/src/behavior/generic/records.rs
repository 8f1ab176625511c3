//! Records: read, listed, created, changed and deleted.

use fortinac_spec::api::{Body, Operation, Output};
use serde_json::{Map, Value, json};

use super::{Call, Failed, Payload, State, groups, references, rejected};
use crate::plan::ResourceModel;
use crate::state::id_of;

pub(super) fn list(call: &Call<'_>, state: &State) -> Result<Payload, Failed> {
    let (items, matching, total) = state.list(call.resource(), &call.list_query()?);
    Ok(Payload::Records(items, matching, total))
}

pub(super) fn count(call: &Call<'_>, state: &State) -> Result<Payload, Failed> {
    let mut query = call.list_query()?;
    query.count = Some(0);
    let (_, matching, _) = state.list(call.resource(), &query);
    Ok(Payload::Records(Vec::new(), matching, matching))
}

pub(super) fn get(call: &Call<'_>, state: &State) -> Payload {
    let record = call.id().and_then(|id| state.get(call.resource(), id));
    Payload::all(Vec::from_iter(record))
}

/// The property with the value that the path ends with. Its name is in the verb, or at the end of a longer one.
pub(super) fn path_property<'a>(
    operation: &Operation,
    model: &'a ResourceModel,
) -> Option<&'a str> {
    let (_, name) = operation.verb.split_once("_by_")?;
    let is_named = |known: &&str| known.eq_ignore_ascii_case(name);
    let ends = |known: &&str| known.to_ascii_lowercase().ends_with(name);
    let found = model.properties().find(is_named);
    found.or_else(|| model.properties().find(ends))
}

/// The ids of the records with the value of the path.
fn with_path_value(call: &Call<'_>, state: &State) -> Vec<i64> {
    let property = call
        .model()
        .and_then(|model| path_property(call.operation, model));
    let value = call.path_text();
    let is_it = |record: &Value| property.is_some_and(|name| is_text(&record[name], &value));
    let records = state
        .all(call.resource())
        .filter(|(_, record)| is_it(record));
    records.map(|(id, _)| id).collect()
}

/// Whether a value of JSON is what a text on the wire says.
fn is_text(value: &Value, text: &str) -> bool {
    match value {
        Value::Null => false,
        Value::String(value) => value == text,
        value => {
            let shown = value.to_string();
            shown == text
        }
    }
}

pub(super) fn get_by(call: &Call<'_>, state: &State) -> Payload {
    let ids = with_path_value(call, state).into_iter();
    Payload::all(
        ids.filter_map(|id| state.get(call.resource(), id))
            .collect(),
    )
}

/// The property of the record for each required parameter of the query.
pub(super) fn query_properties<'a>(
    operation: &'a Operation,
    model: &'a ResourceModel,
) -> Option<Vec<(&'a str, &'a str)>> {
    let required = operation.query().filter(|parameter| parameter.required);
    let property = |name: &str| {
        model
            .properties()
            .find(|known| known.eq_ignore_ascii_case(name))
    };
    required
        .map(|parameter| Some((parameter.name.as_str(), property(&parameter.name)?)))
        .collect()
}

pub(super) fn list_by(call: &Call<'_>, state: &State) -> Result<Payload, Failed> {
    let model = call.model();
    let pairs = model.and_then(|model| query_properties(call.operation, model));
    let pairs = pairs.unwrap_or_default();
    let is_one = |record: &Value| {
        let has = |(parameter, property): &(&str, &str)| {
            call.text(parameter)
                .is_some_and(|text| is_text(&record[*property], &text))
        };
        pairs.iter().all(has)
    };
    let records = state
        .all(call.resource())
        .filter(|(_, record)| is_one(record));
    let (items, matching) = call.list_query()?.of(records);
    let items = items.into_iter().map(|(_, record)| record.clone());
    Ok(Payload::Records(items.collect(), matching, matching))
}

/// Adds a record, or updates the one with the id in the body.
pub(in crate::behavior) fn create(call: &Call<'_>, state: &mut State) -> Result<Payload, Failed> {
    let resource = call.resource();
    let Some(model) = call.model() else {
        return Ok(Payload::Done);
    };
    // The schema of the body can differ from that of the record. Properties that do not conform to the record are left
    // out.
    let fits = |name: &str, value: &Value| {
        let alone = json!({ name: value });
        let check = |schema: &String| call.plan.validator.check(schema, &alone).is_empty();
        model.schema.as_ref().is_none_or(check)
    };
    // Generated bodies have the id 0 for a new record.
    let is_new = |name: &str, value: &Value| {
        Some(name) == model.key.as_deref() && id_of(value).is_none_or(|id| id <= 0)
    };
    let properties = call.body.as_object().into_iter().flatten();
    let properties = properties.filter(|(name, value)| fits(name, value) && !is_new(name, value));
    let mut record: Map<String, Value> = properties
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let known = model.key.as_ref().and_then(|key| id_of(record.get(key)?));
    let known = known.filter(|id| state.peek(resource, *id).is_some());
    let id = match known {
        Some(id) => {
            state.update(resource, id, &record);
            id
        }
        None => {
            // A new record is evaluated after the others.
            if model.has("rank") && record.get("rank").is_none_or(Value::is_null) {
                let rank = state.count(resource) + 1;
                record.insert("rank".to_owned(), rank.into());
            }
            state.put(resource, Value::Object(record))
        }
    };
    Ok(match &call.operation.result {
        Output::Value { .. } => Payload::Value(id.into()),
        Output::One { .. } | Output::List { .. } => {
            Payload::all(Vec::from_iter(state.get(resource, id)))
        }
        _ => Payload::Done,
    })
}

pub(super) fn update(call: &Call<'_>, state: &mut State) -> Result<Payload, Failed> {
    let change = call.body.as_object().cloned().unwrap_or_default();
    let resource = call.resource();
    match call.id() {
        Some(id) if state.update(resource, id, &change) => Ok(match &call.operation.result {
            Output::One { .. } => Payload::all(Vec::from_iter(state.get(resource, id))),
            _ => Payload::Done,
        }),
        _ => rejected(format!("there is no such {resource}")),
    }
}

/// # Errors
/// There is no record with one of the ids.
pub(in crate::behavior) fn check_known(
    state: &State,
    resource: &str,
    ids: &[i64],
) -> Result<(), Failed> {
    let unknown = ids.iter().filter(|id| state.peek(resource, **id).is_none());
    let unknown: Vec<String> = unknown.map(i64::to_string).collect();
    if unknown.is_empty() {
        return Ok(());
    }
    let unknown = unknown.join(", ");
    rejected(format!("there is no {resource} with the id {unknown}"))
}

/// Deletes records that exist and are not in use, and what belongs to them.
pub(in crate::behavior) fn delete(
    state: &mut State,
    resource: &str,
    ids: &[i64],
) -> Result<(), Failed> {
    check_known(state, resource, ids)?;
    references::check_unused(state, resource, ids)?;
    for id in ids {
        groups::leave_all(state, resource, *id);
        state.remove(resource, *id);
    }
    Ok(())
}

pub(super) fn delete_targets(call: &Call<'_>, state: &mut State) -> Result<Payload, Failed> {
    let resource = call.resource();
    let has_path = !call.path_values().is_empty();
    let ids = match &call.operation.body {
        _ if has_path => match call.id().filter(|id| state.peek(resource, *id).is_some()) {
            Some(id) => vec![id],
            None => return rejected(format!("there is no such {resource}")),
        },
        Some(Body::Json { .. }) => with_properties(call, state)?,
        Some(Body::Form { fields, .. }) => {
            let targets = call.targets();
            let is_text = |item: &&Value| item.is_string() && id_of(item).is_none();
            let texts = fields.iter().find_map(|field| {
                let items = call.given(&field.name)?.as_array()?;
                items
                    .iter()
                    .any(|item| is_text(&item))
                    .then_some((&field.name, items))
            });
            match texts {
                Some((name, items)) => with_texts(call, state, name, items)?,
                None => targets,
            }
        }
        _ => call.targets(),
    };
    delete(state, resource, &ids)?;
    Ok(Payload::Done)
}

/// The ids of the records that have the properties of an item of the body.
fn with_properties(call: &Call<'_>, state: &State) -> Result<Vec<i64>, Failed> {
    let mut ids = Vec::new();
    for item in call.body.as_array().into_iter().flatten() {
        let properties = item.as_object().into_iter().flatten();
        let properties: Vec<_> = properties.filter(|(_, value)| !value.is_null()).collect();
        let has_all = |record: &Value| {
            let has = |(name, value): &(&String, &Value)| record[name.as_str()] == **value;
            !properties.is_empty() && properties.iter().all(has)
        };
        match state
            .all(call.resource())
            .find(|(_, record)| has_all(record))
        {
            Some((id, _)) => ids.push(id),
            None => return rejected(format!("there is no such {}", call.resource())),
        }
    }
    Ok(ids)
}

/// The ids of the records with the given texts. The property is called as the field of the form, or begins with it.
fn with_texts(
    call: &Call<'_>,
    state: &State,
    field: &str,
    texts: &[Value],
) -> Result<Vec<i64>, Failed> {
    let has = |record: &Value, text: &Value| {
        let properties = record.as_object().into_iter().flatten();
        let mut named = properties.filter(|(name, _)| name.starts_with(field));
        named.any(|(_, value)| value == text)
    };
    let id = |text: &Value| {
        let mut records = state.all(call.resource());
        records
            .find(|(_, record)| has(record, text))
            .map(|(id, _)| id)
    };
    let ids = texts.iter().map(|text| {
        id(text).ok_or_else(|| Failed::Rejected(format!("there is no {} {text}", call.resource())))
    });
    ids.collect()
}

pub(super) fn delete_by(call: &Call<'_>, state: &mut State) -> Result<Payload, Failed> {
    let ids = with_path_value(call, state);
    if ids.is_empty() {
        return rejected(format!("there is no such {}", call.resource()));
    }
    delete(state, call.resource(), &ids)?;
    Ok(Payload::Done)
}
