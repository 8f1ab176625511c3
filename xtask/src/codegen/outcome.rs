//! What a call returns out of its envelope, and how the runtime of fortinac-client reads it.

use std::collections::BTreeMap;

use heck::ToSnakeCase;
use quote::{ToTokens, quote};
use serde_json::Value;

use super::calls::Call;
use super::ident;
use crate::bundle::Bundle;
use crate::spelling::{self, Spelling};

/// What a call returns out of its envelope.
pub(crate) enum Outcome {
    Done,
    Whole,
    /// In this member, as this type.
    One(&'static str, syn::Type),
    List(RowsOf),
    /// In this member.
    Count(&'static str),
}

/// The rows of an envelope.
pub(crate) struct RowsOf {
    pub(super) row: syn::Type,
    /// The member of a row that tells it from others.
    pub(super) key: Option<&'static str>,
    pub(super) filtered: bool,
    pub(super) total: bool,
}

impl Outcome {
    /// The type of the runtime that stands for it.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Done => "Done",
            Self::Whole => "Whole",
            Self::One(..) => "One",
            Self::List(_) => "List",
            Self::Count(_) => "Count",
        }
    }
}

/// What `x-fortinac-result` says, and where the envelope has it.
pub(crate) fn of(operation: &Value, bundle: &Bundle) -> Result<Outcome, String> {
    let answer = operation.pointer("/responses/200/content/application~1json/schema/$ref");
    let envelope = answer
        .and_then(spelling::component_name)
        .unwrap_or_default();
    let members = bundle
        .document
        .pointer(&format!("/components/schemas/{envelope}/properties"));
    let member = |name: &str| members.and_then(|members| members.get(name));
    let result = operation
        .get("x-fortinac-result")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let lacks = |what: &str| format!("`x-fortinac-result: {result}` needs {what} in {envelope}");
    Ok(match result {
        "none" => Outcome::Done,
        "members" | "value" => Outcome::Whole,
        "count" => match ["total", "totalCount"]
            .into_iter()
            .find(|name| member(name).is_some())
        {
            Some(name) => Outcome::Count(name),
            None => return Err(lacks("`total`")),
        },
        "one" => {
            let alone = member("result").and_then(record_name);
            let in_list = || member("results").and_then(|list| record_name(list.get("items")?));
            match (alone, in_list()) {
                (Some(record), _) => Outcome::One("result", record),
                (None, Some(record)) => Outcome::One("results", record),
                (None, None) => return Err(lacks("a record in `result` or `results`")),
            }
        }
        "list" => {
            let row = member("results")
                .and_then(|list| list.get("items"))
                .ok_or_else(|| lacks("`results`"))?;
            let name = record_name(row).ok_or_else(|| lacks("records in `results`"))?;
            let row_members = row.get("$ref").and_then(spelling::component_name);
            let row_members = row_members.and_then(|name| {
                bundle
                    .document
                    .pointer(&format!("/components/schemas/{name}/properties"))
            });
            let is_id = |name: &&str| {
                let schema = row_members.and_then(|members| members.get(name));
                schema.is_some_and(|schema| matches!(spelling::read(schema), Ok(Spelling::Integer)))
            };
            Outcome::List(RowsOf {
                row: name,
                key: ["id", "dbid"].into_iter().find(is_id),
                filtered: member("filtered").is_some(),
                total: member("total").is_some(),
            })
        }
        other => return Err(format!("`x-fortinac-result: {other}` is not known")),
    })
}

/// The Rust type of a record that is a reference.
fn record_name(schema: &Value) -> Option<syn::Type> {
    let name = ident(schema.get("$ref").and_then(spelling::component_name)?);
    Some(syn::parse_quote!(types::#name))
}

/// How the runtime reads each envelope: once, however many calls answer with it.
pub(super) fn readers(calls: &[Call]) -> Vec<syn::Item> {
    let mut readers: BTreeMap<(String, &str), syn::Item> = BTreeMap::new();
    for call in calls {
        let envelope = &call.response;
        let reader: syn::Item = match &call.outcome {
            Outcome::Done | Outcome::Whole => continue,
            Outcome::One(member, record) => {
                let member = ident(member);
                syn::parse_quote!(has_record!(#envelope, #record, #member);)
            }
            Outcome::Count(member) => {
                let member = ident(&member.to_snake_case());
                syn::parse_quote!(has_count!(#envelope, #member);)
            }
            Outcome::List(RowsOf {
                row,
                key,
                filtered,
                total,
            }) => {
                let reads = |member: Option<&str>| match member {
                    Some(member) => {
                        let member = ident(member);
                        quote!(|holder| holder.#member.copied())
                    }
                    None => quote!(|_| None),
                };
                let key = reads(*key);
                let filtered = reads(filtered.then_some("filtered"));
                let total = reads(total.then_some("total"));
                syn::parse_quote!(has_rows!(#envelope, #row, #key, #filtered, #total);)
            }
        };
        readers.insert(
            (envelope.to_token_stream().to_string(), call.outcome.name()),
            reader,
        );
    }
    readers.into_values().collect()
}
