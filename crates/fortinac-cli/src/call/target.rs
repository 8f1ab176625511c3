//! Ids: given as such, or as what people call the record.

use std::net::IpAddr;

use fortinac_client::Client;
use fortinac_spec::api::{Index, ListParameters, Operation, Output, Type};
use serde_json::Value;

use super::pages::Items;
use crate::context::Context;
use crate::failure::{Failure, Kind, Result};

/// The properties by which records are called, in this order.
const NAMES: [&str; 6] = [
    "name",
    "hostName",
    "userID",
    "primaryMac",
    "physicalAddress",
    "email",
];
/// The properties that identify records.
const KEYS: [&str; 3] = ["id", "dbid", "DBID"];
/// How many candidates an error names.
const CANDIDATES: usize = 5;

/// The value of an argument. Where it is an id, what people call the record is accepted too.
///
/// # Errors
/// There is no such record (exit code 4), or there are several (5).
pub(crate) async fn id(
    context: &Context,
    operation: &Operation,
    name: &str,
    ty: &Type,
    text: String,
) -> Result<Value> {
    if *ty != Type::Integer || text.parse::<i64>().is_ok() {
        return Ok(text.into());
    }
    let Some(resource) = resource(context.index(), operation, name) else {
        return Ok(text.into());
    };
    resolve(context, &resource, &text).await.map(Value::from)
}

/// The resource that an argument has an id of, by its name: `groupID` is that of a group, and `id` one of the resource
/// itself.
fn resource(index: &Index, operation: &Operation, name: &str) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    let stem = lower
        .strip_suffix("ids")
        .or_else(|| lower.strip_suffix("id"));
    let stem = match (stem, lower.as_str()) {
        (_, "dbid") | (Some(""), _) => return Some(operation.resource.clone()),
        (Some(stem), _) => stem,
        (None, _) => return None,
    };
    let tags = index.tags();
    let mut resources = tags.iter().flat_map(|tag| &tag.resources);
    let found = resources.find(|resource| resource.name.replace('_', "") == stem);
    match (found, stem) {
        (Some(found), _) => Some(found.name.clone()),
        (None, "template") => Some("guest_template".to_owned()),
        (None, "dev") => Some("device".to_owned()),
        (None, "domain") => Some("container".to_owned()),
        (None, _) => None,
    }
}

/// The id of the record that a text means.
///
/// # Errors
/// There is no such record, or there are several.
pub(crate) async fn resolve(context: &Context, resource: &str, text: &str) -> Result<i64> {
    if let Ok(id) = text.parse() {
        return Ok(id);
    }
    let record = only(resource, text, find(context, resource, text).await?)?;
    Ok(key(&record).unwrap_or_default())
}

/// The record that a text means: an id, or what people call it.
///
/// # Errors
/// There is no such record, or there are several.
pub(crate) async fn record(context: &Context, resource: &str, text: &str) -> Result<Value> {
    if let Ok(id) = text.parse::<i64>() {
        let call = context.client()?.call(&format!("{resource}_get"))?;
        if let Some(found) = call.parameter("id", id).optional().await? {
            return Ok(found);
        }
    }
    // Digits alone can be a name or a MAC address, too.
    only(resource, text, find(context, resource, text).await?)
}

fn only(resource: &str, text: &str, found: Vec<Value>) -> Result<Value> {
    let mut found: Vec<Value> = found
        .into_iter()
        .filter(|record| key(record).is_some())
        .collect();
    if found.len() > 1 {
        let named = found.iter().take(CANDIDATES);
        let named: Vec<String> = named
            .map(|record| format!("{} ({})", key(record).unwrap_or_default(), label(record)))
            .collect();
        let (count, named) = (found.len(), named.join(", "));
        return Err(Failure::new(
            Kind::Ambiguous,
            format!("`{text}` means {count} records: {named}"),
        )
        .hint("give the id"));
    }
    found.pop().ok_or_else(|| {
        let resource = resource.replace('_', " ");
        Failure::new(Kind::NotFound, format!("there is no {resource} `{text}`"))
    })
}

/// The records that a text means.
pub(crate) async fn find(context: &Context, resource: &str, text: &str) -> Result<Vec<Value>> {
    let client = context.client()?;
    if resource == "host" {
        if let Some(mac) = mac(text) {
            let found = host_by(client, "host_get_by_mac", "mac", &mac).await?;
            // A name can look like an address.
            if !found.is_empty() {
                return Ok(found);
            }
        }
        if text.parse::<IpAddr>().is_ok() {
            return host_by(client, "host_get_by_ip", "ip", text).await;
        }
    }
    by_name(context, resource, text).await
}

async fn host_by(
    client: &Client,
    operation: &str,
    parameter: &str,
    text: &str,
) -> Result<Vec<Value>> {
    let call = client.call(operation)?.parameter(parameter, text);
    let found = call.optional().await?;
    Ok(Vec::from_iter(found))
}

/// The records with a name, which the appliance filters if it can.
async fn by_name(context: &Context, resource: &str, text: &str) -> Result<Vec<Value>> {
    let index = context.index();
    let Some(list) = index.operation(&format!("{resource}_list")) else {
        let message = format!(
            "`{text}` is no id, and no call lists {} records by name",
            resource.replace('_', " ")
        );
        return Err(Failure::usage(message).hint("give the id"));
    };
    let names = names(index, &list);
    let mac = mac(text);
    let is_it = |record: &Value| {
        names
            .iter()
            .any(|name| match record[name.as_str()].as_str() {
                Some(value) => {
                    value.eq_ignore_ascii_case(text) || mac.is_some() && self::mac(value) == mac
                }
                None => false,
            })
    };
    let can_filter = list.list_parameters() != ListParameters::None;
    let mut found: Vec<Value> = Vec::new();
    // A filter is exact; one call for each property that can be the name.
    let filters: Vec<Option<String>> = match can_filter {
        true => names
            .iter()
            .map(|name| Some(format!("{name}=={}", mac.as_deref().unwrap_or(text))))
            .collect(),
        false => vec![None],
    };
    for filter in filters {
        let mut call = context.client()?.call(&list.id)?;
        if let Some(filter) = &filter {
            call = call.parameter("filter", [filter.as_str()]);
        }
        let mut items = Items::of(&list, call);
        while let Some(item) = items.next().await? {
            if is_it(&item) && !found.iter().any(|known| key(known) == key(&item)) {
                found.push(item);
            }
        }
        if !found.is_empty() {
            break;
        }
    }
    Ok(found)
}

/// The properties of the records of a list that can be names.
fn names(index: &Index, list: &Operation) -> Vec<String> {
    let record = match &list.result {
        Output::List { item, .. } => item.component().and_then(|name| index.record(name)),
        _ => None,
    };
    // Of a list whose records are not known, any of them can be.
    let is_known = |name: &&&str| match &record {
        Some(record) => record.property(name).is_some(),
        None => true,
    };
    let names = NAMES.iter().filter(is_known);
    names.map(|name| (*name).to_owned()).collect()
}

/// The id of a record.
pub(crate) fn key(record: &Value) -> Option<i64> {
    KEYS.iter().find_map(|key| as_id(&record[*key]))
}

/// An id, which some records have as a text.
pub(crate) fn as_id(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

/// What people call a record.
pub(crate) fn label(record: &Value) -> String {
    let name = NAMES.iter().find_map(|name| record[*name].as_str());
    name.unwrap_or("no name").to_owned()
}

/// A MAC address in any notation, as the appliance writes it: `02:00:5E:00:53:01`.
pub(crate) fn mac(text: &str) -> Option<String> {
    let is_separator = |character: char| [':', '-', '.', ' '].contains(&character);
    let digits: String = text
        .trim()
        .chars()
        .filter(|character| !is_separator(*character))
        .collect();
    let groups: Vec<&str> = text.trim().split(is_separator).collect();
    // Twelve digits without separators, or groups of two, three, four or six.
    let is_even = groups.iter().all(|group| group.len() == groups[0].len());
    let is_mac =
        digits.len() == 12 && digits.bytes().all(|digit| digit.is_ascii_hexdigit()) && is_even;
    is_mac.then(|| {
        let pairs: Vec<&str> = (0..6)
            .map(|index| &digits[2 * index..2 * index + 2])
            .collect();
        pairs.join(":").to_ascii_uppercase()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mac_addresses_are_known_in_any_notation() {
        for text in [
            "02:00:5e:00:53:01",
            "02-00-5E-00-53-01",
            "0200.5e00.5301",
            "02005e005301",
            " 02005E-005301 ",
        ] {
            assert_eq!(mac(text).as_deref(), Some("02:00:5E:00:53:01"), "{text}");
        }
        for text in [
            "",
            "cam-1",
            "02:00:5e:00:53",
            "02005e00530g",
            "0200.5e00.53.01",
            "add-cafe-1234",
        ] {
            assert_eq!(mac(text), None, "{text}");
        }
    }
}
