//! The configuration of one side: of an appliance now, or of a folder.

use std::collections::BTreeMap;

use fortinac_client::Client;
use fortinac_spec::api::{ListParameters, Output as Returned};
use serde_json::Value;

use super::what::Part;
use super::{clean, name, what};
use crate::call::pages::Items;
use crate::call::{returned, target};
use crate::context::Context;
use crate::failure::{Kind, Result};
use crate::output;

/// How many records are read at once.
const PAGE: u64 = 200;

/// Whether ids count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ids {
    Kept,
    /// Two appliances give different ids to the same configuration.
    LeftOut,
}

/// The files by the operations that read them.
#[derive(Debug, Default)]
pub(super) struct Snapshot {
    pub(super) parts: BTreeMap<String, BTreeMap<String, String>>,
    /// What could not be read, with the reason.
    failed: Vec<(String, String)>,
}

impl Snapshot {
    pub(super) fn of_parts(parts: BTreeMap<String, BTreeMap<String, String>>) -> Self {
        Self {
            parts,
            failed: Vec::new(),
        }
    }

    /// The names and the contents of the files.
    pub(super) fn files(&self) -> impl Iterator<Item = (&String, &String)> {
        self.parts.values().flatten()
    }

    pub(super) fn is_whole(&self) -> bool {
        self.failed.is_empty()
    }

    pub(super) fn failed_operations(&self) -> Vec<&str> {
        self.failed
            .iter()
            .map(|(operation, _)| operation.as_str())
            .collect()
    }

    pub(super) fn note_failures(&self) {
        for (_, reason) in &self.failed {
            output::note(format!("note: left out: {reason}"));
        }
    }
}

/// Reads the configuration of the appliance.
///
/// # Errors
/// The appliance cannot be reached, or does not accept the token. What it refuses is left out.
pub(super) async fn of_appliance(context: &Context, ids: Ids) -> Result<Snapshot> {
    let client = context.client()?;
    let mut snapshot = Snapshot::default();
    for part in what::all(context.index()) {
        match read(context, client, &part, ids).await {
            Ok(files) => {
                snapshot.parts.insert(part.operation.id, files);
            }
            // Another release does not have the call.
            Err(failure) if failure.kind == Kind::NotFound || failure.status() == Some(501) => {
                output::note(format!(
                    "note: the appliance does not have {}",
                    part.operation.id
                ));
            }
            // Nothing else will be read then.
            Err(failure) if failure.status() == Some(401) => return Err(failure),
            Err(failure) if failure.kind == Kind::Network && failure.status().is_none() => {
                return Err(failure);
            }
            Err(failure) => {
                let reason = failure.to_string();
                snapshot.failed.push((part.operation.id, reason));
            }
        }
    }
    Ok(snapshot)
}

async fn read(
    context: &Context,
    client: &Client,
    part: &Part,
    ids: Ids,
) -> Result<BTreeMap<String, String>> {
    let operation = &part.operation;
    let (index, has_ids) = (context.index(), ids == Ids::Kept);
    let mut records = Vec::new();
    let mut call = client.call(&operation.id)?;
    if !matches!(operation.result, Returned::List { .. }) {
        let mut value = call.await?;
        if operation.result == Returned::Envelope
            && let Value::Object(envelope) = &mut value
        {
            envelope.remove("status");
            envelope.remove("errorMessage");
        }
        let content = text(&clean::record(index, &returned(operation), ids, value));
        records.push(name::Named {
            name: operation.verb.clone(),
            id: None,
            content,
        });
        return Ok(name::files(&operation.resource, records));
    }
    if operation.list_parameters() == ListParameters::All {
        call = call.parameter("count", PAGE);
    }
    let ty = part
        .get
        .as_ref()
        .map_or_else(|| returned(operation), returned);
    let mut items = Items::of(operation, call);
    while let Some(item) = items.next().await? {
        let whole = match (&part.get, target::key(&item)) {
            (Some(get), Some(id)) => {
                let parameter = get.path_parameters().next();
                let parameter = parameter.map_or("id", |parameter| &parameter.name);
                client.call(&get.id)?.parameter(parameter, id).await?
            }
            _ => item,
        };
        let content = text(&clean::record(index, &ty, ids, whole.clone()));
        records.push(name::of(&whole, content, has_ids));
    }
    Ok(name::files(&operation.resource, records))
}

/// A file of a record.
fn text(record: &Value) -> String {
    format!("{record:#}\n")
}
