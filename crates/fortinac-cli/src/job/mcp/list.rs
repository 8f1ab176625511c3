//! Lists for a model: a few rows, and how many there are.

use fortinac_client::Call;
use fortinac_client::call::ById;
use fortinac_spec::api::{ListParameters, Operation, Type};
use rmcp::schemars;
use serde::Serialize;
use serde_json::Value;

use super::shape;
use crate::call::returned;
use crate::command::operation::has_other_pages;
use crate::context::Context;
use crate::failure::{Failure, Result};

/// How many rows are returned where no number is given.
pub(super) const ROWS: u64 = 20;
/// How many rows can be asked for.
pub(super) const MOST: u64 = 200;
/// In place of names of columns: all properties.
const ALL: &str = "all";

/// Which rows of a list.
#[derive(Clone, Debug, Default)]
pub(super) struct Listing {
    pub(super) filter: Vec<String>,
    pub(super) columns: Vec<String>,
    /// A property, with `:desc` behind it or not.
    pub(super) sort: Option<String>,
    pub(super) start: u64,
    pub(super) count: Option<u64>,
}

/// Rows as a model gets them.
#[derive(Debug, Default, Serialize, schemars::JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
pub(super) struct Rows {
    pub(super) rows: Vec<Value>,
    /// All that match
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) total: Option<u64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) notes: Vec<String>,
}

impl Listing {
    /// Sets `start` or `count` from an argument.
    ///
    /// # Errors
    /// It is no number.
    pub(super) fn set(&mut self, name: &str, value: &Value) -> Result<()> {
        let number = value.as_u64().or_else(|| value.as_str()?.parse().ok());
        let number = number.ok_or_else(|| {
            Failure::usage(format!("`{name}` is not a number of records, 0 or more"))
        })?;
        match name {
            "start" => self.start = number,
            _ => self.count = Some(number),
        }
        Ok(())
    }

    pub(super) fn number(&self) -> u64 {
        self.count.unwrap_or(ROWS).clamp(1, MOST)
    }
}

/// Reads a page of a list. Records that `is_one` does not know as such are left out, and a note says so.
///
/// # Errors
/// The appliance refuses, or `sort` is not valid.
pub(super) async fn read(
    context: &Context,
    list: &Operation,
    mut call: Call<Value, ById>,
    listing: &Listing,
    is_one: impl Fn(&Value) -> bool,
) -> Result<Rows> {
    let number = listing.number();
    let parameters = list.list_parameters();
    if !listing.filter.is_empty() {
        call = call.parameter("filter", listing.filter.clone());
    }
    let has_pages = parameters == ListParameters::All || has_other_pages(list);
    if has_pages {
        call = call
            .parameter("start", listing.start)
            .parameter("count", number);
    }
    if let Some(sort) = &listing.sort {
        let (key, direction) = sort.split_once(':').unwrap_or((sort, "asc"));
        if !["asc", "desc"].contains(&direction) {
            return Err(Failure::usage(
                "`sort` is a property, with `:desc` behind it or not",
            ));
        }
        call = call
            .parameter("sortKey", key)
            .parameter("sortDir", direction);
    }
    let page = call.page().await?;
    let (mut items, mut notes) = (page.items, Vec::new());
    let received = items.len() as u64;
    let told = page.filtered;
    let told = told.or(page.total.filter(|_| listing.filter.is_empty()));
    let total = match has_pages {
        // A page that is not full is the last one.
        true if received < number => told.or(Some(listing.start + received)),
        true => told,
        // The response is the list.
        false => Some(received),
    };
    if !has_pages {
        let start = usize::try_from(listing.start).unwrap_or(usize::MAX);
        items.drain(..start.min(items.len()));
    }
    items.truncate(usize::try_from(number).unwrap_or(usize::MAX));
    let before = items.len();
    items.retain(is_one);
    if items.len() < before {
        notes.push(format!(
            "{} records of this page were left out, because they do not match: the appliance did not apply the whole filter",
            before - items.len()
        ));
    }
    let end = listing.start + before as u64;
    let first = listing.start + 1;
    match total {
        Some(total) if before == 0 && listing.start > 0 => {
            notes.push(format!("there are {total} rows, and none from `start` {} on", listing.start));
        }
        Some(total) if total > end || listing.start > 0 => notes.push(format!(
            "a sample: rows {first} to {end} of {total}; `start` and `count` get others, a filter narrows them"
        )),
        None => notes.push(format!(
            "rows {first} to {end}; there can be more, from `start` {end}"
        )),
        _ => {}
    }
    rows(
        context,
        returned(list),
        items,
        &listing.columns,
        total,
        notes,
    )
}

/// Whether the names of columns mean all properties.
pub(super) fn are_all(columns: &[String]) -> bool {
    columns.iter().any(|name| name == ALL)
}

/// Records as rows.
pub(super) fn rows(
    context: &Context,
    ty: Type,
    items: Vec<Value>,
    columns: &[String],
    total: Option<u64>,
    mut notes: Vec<String>,
) -> Result<Rows> {
    let index = context.index();
    let is_all = are_all(columns);
    let chosen = match columns {
        _ if is_all => None,
        [] => shape::columns(context, &ty),
        columns => Some(columns.to_vec()),
    };
    let record = ty.component().and_then(|name| index.record(name));
    if let (Some(record), false) = (&record, is_all) {
        for name in columns {
            let known = name.split('.').next().unwrap_or_default();
            if record.property(name).is_none() && record.property(known).is_none() {
                notes.push(format!(
                    "the spec has no property `{}`",
                    shape::escaped(name)
                ));
            }
        }
    }
    let rows = match chosen {
        Some(columns) => shape::rows(index, &ty, &columns, items),
        None => match shape::record(index, &ty, items.into()) {
            Value::Array(rows) => rows,
            _ => Vec::new(),
        },
    };
    Ok(Rows { rows, total, notes })
}
