//! What a call returns out of its envelope, and how the runtime of fortinac-client reads it.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;
use quote::{ToTokens, quote};
use serde_json::Value;

use super::calls::Call;
use super::{Families, Family, condition, ident};
use crate::bundle::Bundle;
use crate::lower::HOLDS;
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
    /// In this member, as this type.
    Value(&'static str, syn::Type),
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
            Self::Value(..) => "Value",
        }
    }
}

/// What `x-fortinac-result` says, and where the envelope has it.
pub(crate) fn of(operation: &Value, bundle: &Bundle) -> Result<Outcome, String> {
    let answer = operation.pointer("/responses/200");
    let envelope = answer
        .and_then(|answer| json_record(bundle.behind_ref(answer)))
        .ok_or("the answer to a success is no record in JSON")?;
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
        "members" => Outcome::Whole,
        "value" => {
            let name = ["result", "results"]
                .into_iter()
                .find_map(|name| Some((name, member(name)?)));
            let (name, schema) = name.ok_or_else(|| lacks("`result` or `results`"))?;
            Outcome::Value(name, rust_type(schema)?)
        }
        "count" => {
            let is_number = |name: &&str| {
                member(name)
                    .is_some_and(|schema| matches!(spelling::read(schema), Ok(Spelling::Integer)))
            };
            let name = ["total", "totalCount", "result", "results"]
                .into_iter()
                .find(is_number);
            Outcome::Count(
                name.ok_or_else(|| lacks("a number in `total`, `totalCount` or `result`"))?,
            )
        }
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
                row: rust_type(row)?,
                key: ["id", "dbid"].into_iter().find(is_id),
                filtered: member("filtered").is_some(),
                total: member("total").is_some(),
            })
        }
        other => return Err(format!("`x-fortinac-result: {other}` is not known")),
    })
}

/// The name of the record that a body holds in JSON.
pub(super) fn json_record(body: &Value) -> Option<&str> {
    body.pointer("/content/application~1json/schema/$ref")
        .and_then(spelling::component_name)
}

/// The type that a client returns a value as.
fn rust_type(schema: &Value) -> Result<syn::Type, String> {
    let named = |name: &str| -> syn::Type {
        let name = ident(name);
        syn::parse_quote!(types::#name)
    };
    Ok(match spelling::read(schema)? {
        Spelling::Reference(name) => named(name),
        Spelling::RecordOrText(name) => {
            let record = named(name);
            syn::parse_quote!(types::OrText<#record>)
        }
        Spelling::Text if schema.get(HOLDS).is_some() => named("JsonText"),
        Spelling::Text => syn::parse_quote!(String),
        Spelling::Secret => named("Secret"),
        Spelling::Integer => syn::parse_quote!(i64),
        Spelling::Number => syn::parse_quote!(serde_json::Number),
        Spelling::Flag => syn::parse_quote!(bool),
        Spelling::IntegerOrText => named("IntegerOrText"),
        Spelling::Open => named("Any"),
        Spelling::FreeObject => named("Extra"),
        Spelling::List(items) => {
            let items = rust_type(items)?;
            syn::parse_quote!(Vec<#items>)
        }
        Spelling::Map(_) | Spelling::Record(_) | Spelling::OpenEnum(_) => {
            return Err("a map is not returned by itself: make the result `members`".into());
        }
    })
}

/// The Rust type of a record that is a reference.
fn record_name(schema: &Value) -> Option<syn::Type> {
    let name = ident(schema.get("$ref").and_then(spelling::component_name)?);
    Some(syn::parse_quote!(types::#name))
}

/// How the runtime reads each envelope: once, however many calls answer with it.
pub(super) fn readers(calls: &[Call], families: &Families) -> Vec<syn::Item> {
    let mut readers: BTreeMap<(String, &str), (syn::ItemMacro, BTreeSet<&Family>)> =
        BTreeMap::new();
    for call in calls {
        let envelope = &call.response;
        let reader: syn::ItemMacro = match &call.outcome {
            Outcome::Done | Outcome::Whole => continue,
            Outcome::One(member, record) => {
                let member = ident(member);
                syn::parse_quote!(crate::outcome::has_record!(#envelope, #record, #member);)
            }
            Outcome::Count(member) => {
                let field = ident(&member.to_snake_case());
                syn::parse_quote!(crate::outcome::has_count!(#envelope, #member, #field);)
            }
            Outcome::Value(member, value) => {
                let field = ident(member);
                syn::parse_quote!(crate::outcome::has_value!(#envelope, #value, #member, #field);)
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
                syn::parse_quote!(crate::outcome::has_rows!(#envelope, #row, #key, #filtered, #total);)
            }
        };
        let key = (envelope.to_token_stream().to_string(), call.outcome.name());
        let (_, needed_by) = readers.entry(key).or_insert((reader, BTreeSet::new()));
        needed_by.extend(families.paths.get(&call.path));
    }
    let readers = readers.into_values().map(|(mut reader, needed_by)| {
        reader.attrs.extend(condition(needed_by));
        syn::Item::Macro(reader)
    });
    readers.collect()
}
