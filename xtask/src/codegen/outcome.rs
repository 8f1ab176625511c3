//! What a call returns out of its envelope, and how the runtime of fortinac-client reads it.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;
use serde_json::Value;

use super::calls::Call;
use super::envelope::{self, Envelope};
use super::{Families, Family, condition, emit, ident};
use crate::bundle::Bundle;
use crate::lower::HOLDS;
use crate::spelling::{self, Spelling};

/// What a call returns out of its envelope.
pub(crate) enum Outcome {
    Done,
    Whole,
    /// In this member, as this type.
    One(&'static str, syn::Type),
    List(ItemsOf),
    /// In this member.
    Count(&'static str),
    /// In this member, as this type.
    Value(&'static str, syn::Type),
}

/// The items of an envelope.
pub(crate) struct ItemsOf {
    pub(super) item: syn::Type,
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
            let item = member("results")
                .and_then(|list| list.get("items"))
                .ok_or_else(|| lacks("`results`"))?;
            Outcome::List(ItemsOf {
                item: rust_type(item)?,
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

/// Says what a call returns.
pub(super) fn sentence(call: &Call) -> String {
    match &call.outcome {
        Outcome::Done => "Returns nothing but success.".to_owned(),
        Outcome::Whole => format!("Returns the whole response as {}.", linked(&call.response)),
        Outcome::One(_, record) => format!("Returns one {}.", linked(record)),
        Outcome::List(ItemsOf { item, .. }) => format!("Returns a page of {}.", linked(item)),
        Outcome::Count(_) if call.verb.starts_with("count") => {
            format!("Returns the number of {}.", call.accessor.replace('_', " "))
        }
        Outcome::Count(_) => "Returns a number.".to_owned(),
        Outcome::Value(_, value) => format!("Returns a value of type {}.", linked(value)),
    }
}

/// The name of a type in Markdown: a link if it is one of the types crate.
fn linked(ty: &syn::Type) -> String {
    let text = emit::compact(ty);
    let name = text.replace("types::", "");
    match text.strip_prefix("types::") {
        Some(rest) if rest == name && !name.contains('<') => format!("[`{name}`]({text})"),
        _ => format!("`{name}`"),
    }
}

/// How the runtime reads each envelope that is not generic: once, however many calls respond with it.
///
/// # Errors
/// A count is not where its generic envelope has it.
pub(super) fn readers(
    calls: &[Call],
    families: &Families,
    bundle: &Bundle,
) -> Result<Vec<String>, String> {
    let mut readers: BTreeMap<(String, &str), (String, BTreeSet<&Family>)> = BTreeMap::new();
    for call in calls {
        let envelope = emit::compact(&call.response);
        if let Some(generic) = generic(&envelope, bundle) {
            match call.outcome {
                Outcome::Count(property) if property != generic.count => {
                    return Err(format!(
                        "{}: {} has its count in `{}`, and this operation in `{property}`",
                        call.id, generic.ty, generic.count
                    ));
                }
                _ => continue,
            }
        }
        let reads = match &call.outcome {
            Outcome::Done | Outcome::Whole => continue,
            Outcome::One(property, record) => {
                format!("record, {}, {property}", emit::compact(record))
            }
            Outcome::Count(property) => {
                format!("count, {} = {property:?}", property.to_snake_case())
            }
            Outcome::Value(property, value) => {
                format!("value, {}, {property}", emit::compact(value))
            }
            Outcome::List(ItemsOf {
                item,
                filtered,
                total,
            }) => {
                let numbers = [("filtered", *filtered), ("total", *total)];
                let numbers = numbers.iter().filter(|(_, is_there)| *is_there);
                let numbers: Vec<&str> = numbers.map(|(name, _)| *name).collect();
                format!("items, {}, [{}]", emit::compact(item), numbers.join(", "))
            }
        };
        let reader = format!("envelope!({envelope}, {reads});\n");
        let key = (envelope, call.outcome.name());
        let (_, needed_by) = readers.entry(key).or_insert((reader, BTreeSet::new()));
        needed_by.extend(families.paths.get(&call.path));
    }
    let readers = readers.into_values();
    Ok(readers
        .map(|(reader, needed_by)| condition(needed_by) + &reader)
        .collect())
}

/// The generic envelope that a type of the types crate is another name for.
fn generic(ty: &str, bundle: &Bundle) -> Option<Envelope> {
    let name = ty.trim_start_matches("types::");
    let properties = bundle
        .document
        .pointer(&format!("/components/schemas/{name}/properties"));
    properties
        .and_then(Value::as_object)
        .and_then(envelope::generic)
}
