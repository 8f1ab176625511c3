use std::collections::BTreeMap;
use std::path::Path;

use fortinac_spec::api::{Api, Body, Operation, Type};

use super::operations::own;
use super::{Finding, Subject, listed};
use crate::deviation::Deviation;
use crate::{Argument, ArgumentLocation, Entry, Evidence};

/// The arguments of a call.
type Arguments<'a> = BTreeMap<&'a str, Described<'a>>;

/// An argument in the spec.
#[derive(Clone, Copy)]
struct Described<'a> {
    ty: &'a Type,
    /// `None` for a property of a JSON body, because a record never requires a property.
    required: Option<bool>,
    /// `None` for a property of a JSON body.
    location: Option<ArgumentLocation>,
}

/// A difference between the arguments of an operation and those in the evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Difference {
    /// Only the evidence has the argument.
    Missing,
    /// Only the spec has it.
    Unknown,
    /// Only the evidence requires it.
    Optional,
    /// Only the spec requires it.
    Required,
    /// It has another type.
    Type,
    /// It is sent elsewhere.
    Location,
    /// The evidence repeats a variable of the path as an argument. This needs no excuse.
    InPath,
}

impl Difference {
    /// The message before the names, and the help.
    fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::Missing => (
                "the evidence has arguments that the operation lacks:",
                "add them",
            ),
            Self::Unknown => (
                "the operation has arguments that the evidence lacks:",
                "remove them",
            ),
            Self::Optional => ("the evidence requires", "make them required"),
            Self::Required => ("the evidence does not require", "make them optional"),
            Self::Type => (
                "the evidence has another type for",
                "give them the type that the evidence has, or one that openapi/README.md allows for it",
            ),
            Self::Location => (
                "the evidence sends elsewhere",
                "move them to the query or to the form, as the evidence has them",
            ),
            Self::InPath => ("the evidence repeats variables of the path:", ""),
        }
    }
}

/// Compares the arguments of an operation (query parameters and form fields) with those in the evidence. The differences
/// that `x-fortinac-deviation` excuses are not reported; the second part says whether there are any.
pub(super) fn check(api: &Api, evidence: &Evidence, operation: &Operation) -> (Vec<Finding>, bool) {
    let entries = own(evidence, operation);
    let Some((file, _)) = entries.first() else {
        return (Vec::new(), false);
    };
    let deviation = Deviation::of(operation);
    let mut is_used = false;
    let mut by_kind: BTreeMap<Difference, Vec<&str>> = BTreeMap::new();
    for (name, difference) in differences(api, operation, &entries) {
        let is_excused = deviation.excuses(name);
        is_used |= is_excused;
        if !is_excused && difference != Difference::InPath {
            by_kind.entry(difference).or_default().push(name);
        }
    }
    let findings = by_kind.into_iter().map(|(difference, names)| {
        let (message, help) = difference.texts();
        Finding::new(
            Subject::Operation(operation.id.clone()),
            file,
            format!("{message} {}", listed(names)),
            format!(
                "{help}, or correct the entry in {}, or say why in x-fortinac-deviation, with the names in backticks",
                file.display()
            ),
        )
    });
    (findings.collect(), is_used)
}

fn differences<'a>(
    api: &'a Api,
    operation: &'a Operation,
    entries: &[(&'a Path, &'a Entry)],
) -> Vec<(&'a str, Difference)> {
    let mut there: BTreeMap<&str, Vec<&Argument>> = BTreeMap::new();
    for argument in entries.iter().flat_map(|(_, entry)| &entry.arguments) {
        there.entry(&argument.name).or_default().push(argument);
    }
    let here = arguments(api, operation, there.keys().copied());
    let mut differences = Vec::new();
    for (name, arguments) in &there {
        let Some(described) = here.get(name) else {
            let mut variables = operation.path_parameters();
            let difference = match variables.any(|variable| variable.name == *name) {
                true => Difference::InPath,
                false => Difference::Missing,
            };
            differences.push((*name, difference));
            continue;
        };
        let required = arguments.iter().any(|argument| argument.required);
        match described.required {
            Some(true) if !required => differences.push((*name, Difference::Required)),
            Some(false) if required => differences.push((*name, Difference::Optional)),
            _ => {}
        }
        // A property of a JSON body has the type of its record.
        let Some(location) = described.location else {
            continue;
        };
        if !arguments
            .iter()
            .any(|argument| allows(name, &argument.ty, described.ty))
        {
            differences.push((*name, Difference::Type));
        }
        if !arguments
            .iter()
            .any(|argument| is_sent_there(operation, argument, location))
        {
            differences.push((*name, Difference::Location));
        }
    }
    let unknown = here.keys().filter(|name| !there.contains_key(*name));
    differences.extend(unknown.map(|name| (*name, Difference::Unknown)));
    differences
}

/// The types that the spec may have for a type word: the rules of openapi/README.md as a table.
///
/// A source often writes the type of one value where an array of them is sent, and a string for an id.
fn allows(name: &str, words: &str, ty: &Type) -> bool {
    let is_id = {
        let name = name.to_lowercase();
        name.ends_with("id") || name.ends_with("ids")
    };
    let item = match ty {
        Type::Array(items) => Some(&**items),
        _ => None,
    };
    words.split('|').map(str::trim).any(|word| {
        let end = word.find([':', ' ', '<', '(']).unwrap_or(word.len());
        match (&word[..end], item) {
            ("integer", None) => *ty == Type::Integer,
            ("boolean", None) => *ty == Type::Boolean,
            ("number", None) => matches!(ty, Type::Integer | Type::Number),
            // Ids are integers, also where the source has text.
            ("string", None) => match ty {
                Type::Integer => is_id,
                Type::Boolean | Type::Number | Type::File => false,
                _ => true,
            },
            ("file" | "object", None) => *ty == Type::File,
            // Several ids are an array, and so are the conditions of a filter.
            ("integer", Some(item)) => is_id && *item == Type::Integer,
            ("string", Some(item)) => name == "filter" || is_id && *item != Type::Boolean,
            ("array", Some(item)) => match word[end..].strip_prefix('<') {
                Some(inner) => allows(name, inner.trim_end_matches('>'), item),
                None => true,
            },
            ("boolean" | "number" | "file" | "object" | "array", _) => false,
            // A word that is no type, such as `unknown`.
            _ => true,
        }
    })
}

/// Whether the argument is sent where the source says, or where such arguments are sent if it says nothing.
fn is_sent_there(operation: &Operation, argument: &Argument, here: ArgumentLocation) -> bool {
    use ArgumentLocation::{Form, Multipart, Query};
    let there = argument
        .location
        .unwrap_or(match operation.method.as_str() {
            "GET" => Query,
            _ => Form,
        });
    match (there, here) {
        (Query, Query) | (Form | Multipart, Form | Multipart) => true,
        // Some pages have the table of the query where a form is meant.
        (Query, _) => argument.location.is_none(),
        (_, Query) => false,
    }
}

/// The arguments in the spec: query parameters, form fields, the file of an upload. Some arguments of a source are
/// properties of a JSON body, so the names in `wanted` are looked up there.
fn arguments<'a>(
    api: &'a Api,
    operation: &'a Operation,
    wanted: impl Iterator<Item = &'a str>,
) -> Arguments<'a> {
    let mut arguments: Arguments<'a> = operation
        .query()
        .map(|parameter| {
            let described = Described {
                ty: &parameter.ty,
                required: Some(parameter.required),
                location: Some(ArgumentLocation::Query),
            };
            (parameter.name.as_str(), described)
        })
        .collect();
    match &operation.body {
        Some(Body::Json { ty, .. }) => {
            let record = ty.component().and_then(|name| api.record(name));
            for name in wanted {
                if let Some(property) = record.and_then(|record| record.property(name)) {
                    let described = Described {
                        ty: &property.ty,
                        required: None,
                        location: None,
                    };
                    arguments.insert(name, described);
                }
            }
        }
        Some(body) => {
            let record = body.component().and_then(|name| api.record(name));
            let is_inferred = |name: &str| {
                let property = record.and_then(|record| record.property(name));
                property.is_some_and(|property| property.inferred.is_some())
            };
            let location = match body {
                Body::Multipart { .. } => ArgumentLocation::Multipart,
                _ => ArgumentLocation::Form,
            };
            for field in body.fields() {
                let described = Described {
                    ty: &field.ty,
                    required: Some(field.required),
                    location: Some(location),
                };
                if !is_inferred(&field.name) {
                    arguments.insert(&field.name, described);
                }
            }
        }
        None => {}
    }
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_word_allows_some_types() {
        let array = |ty| Type::Array(Box::new(ty));
        for (name, word, ty) in [
            ("count", "integer", Type::Integer),
            ("start", "integer:epoch-ms", Type::Integer),
            ("id", "integer", array(Type::Integer)),
            ("id", "string", Type::Integer),
            ("deviceIDs", "array<string>", array(Type::Integer)),
            ("id", "array", array(Type::Integer)),
            ("filter", "string", array(Type::String)),
            ("password", "string", Type::Secret),
            ("file", "file (application/x-x509-ca-cert, PEM)", Type::File),
            ("id", "unknown", array(Type::Integer)),
        ] {
            assert!(allows(name, word, &ty), "{name}: {word} for {ty:?}");
        }
        for (name, word, ty) in [
            ("count", "integer", Type::String),
            ("count", "string", Type::Integer),
            ("count", "integer", array(Type::Integer)),
            ("enabled", "boolean", Type::String),
            ("id", "array<integer>", Type::Integer),
            ("name", "array<string>", array(Type::Integer)),
            ("file", "file", Type::String),
        ] {
            assert!(!allows(name, word, &ty), "{name}: {word} for {ty:?}");
        }
    }
}
