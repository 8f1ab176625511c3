//! Examples agree with each other: one name for one record, one form for the times of a response, and numbers of records
//! that fit together.

use std::collections::{BTreeMap, BTreeSet};

use fortinac_evidence::{BodySide, Location, Shape, Step, locations};
use fortinac_spec::{Direction, example_pointer, pointer::escape};
use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::model::api::{Operation, Output};

/// The properties that tell which record it is.
const IDS: [&str; 3] = ["id", "dbid", "DBID"];

/// Records that stand for others by id and name. The property that has them says of which kind they are.
const REFERENCES: [&str; 1] = ["NamedId"];

/// What says that only responses have a property.
const ONLY_IN_RESPONSES: [&str; 3] = [
    "only in responses",
    "only responses show",
    "only responses have",
];

/// An example of a body.
struct Example<'a> {
    operation: &'a Operation,
    side: BodySide,
    pointer: String,
    value: &'a Value,
}

pub(super) fn check(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    let examples = examples(model);
    names(model, &examples, diagnostics);
    for example in &examples {
        times(model, example, diagnostics);
        match example.side {
            BodySide::Request => only_in_responses(model, example, diagnostics),
            BodySide::Response => totals(model, example, diagnostics),
        }
    }
    counts(model, &examples, diagnostics);
}

/// The examples, each once: operations can share a response.
fn examples(model: &Model) -> Vec<Example<'_>> {
    let document = &model.bundle.document;
    let mut known = BTreeSet::new();
    let mut examples = Vec::new();
    for operation in &model.api.operations {
        for (side, direction) in [
            (BodySide::Request, Direction::Request),
            (BodySide::Response, Direction::Response(200)),
        ] {
            let Some(pointer) = example_pointer(document, operation, direction) else {
                continue;
            };
            if let Some(value) = document.pointer(&pointer)
                && known.insert(pointer.clone())
            {
                examples.push(Example {
                    operation,
                    side,
                    pointer,
                    value,
                });
            }
        }
    }
    examples
}

impl<'a> Example<'a> {
    fn locations(&self, model: &'a Model) -> Vec<Location<'a>> {
        locations(&model.api, self.operation, self.side, self.value)
    }

    /// The JSON pointer of a value of the example.
    fn pointer_of(&self, path: &[Step]) -> String {
        path.iter()
            .fold(self.pointer.clone(), |pointer, step| match step {
                Step::Property(name) => format!("{pointer}/{}", escape(name)),
                Step::Item(index) => format!("{pointer}/{index}"),
            })
    }
}

/// The same record has the same name everywhere.
fn names(model: &Model, examples: &[Example<'_>], diagnostics: &mut Vec<Diagnostic>) {
    let mut known: BTreeMap<(String, String), (&str, &Operation)> = BTreeMap::new();
    let mut reported = BTreeSet::new();
    for example in examples {
        for location in example.locations(model) {
            let (Some(component), Some(record)) = (location.component, location.properties())
            else {
                continue;
            };
            let ids = IDS.iter().filter_map(|name| record.get(*name));
            let id = ids.into_iter().find_map(identity);
            let name = record.get("name").and_then(Value::as_str);
            let (Some(id), Some(name)) = (id, name.filter(|name| !name.is_empty())) else {
                continue;
            };
            let Some(kind) = kind(component, &location) else {
                continue;
            };
            match known.get(&(kind.clone(), id.clone())) {
                None => {
                    known.insert((kind, id), (name, example.operation));
                }
                Some((other, of)) if *other != name => {
                    if reported.insert((kind, id.clone(), name, &example.operation.id)) {
                        let pointer = example.pointer_of(&location.path);
                        diagnostics.push(
                            model
                                .at(
                                    &format!("{pointer}/name"),
                                    format!(
                                        "{component} {id} is `{name}` here, and `{other}` in {}",
                                        of.id
                                    ),
                                )
                                .help("give both the same name, or one of them another id"),
                        );
                    }
                }
                Some(_) => {}
            }
        }
    }
}

/// An id that stands for a record.
fn identity(id: &Value) -> Option<String> {
    match id {
        Value::Number(number) if number.as_i64().is_some_and(|number| number > 0) => {
            Some(number.to_string())
        }
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        _ => None,
    }
}

/// What a record is. A record that refers to another one is what the property is called; in `results`, nothing tells.
fn kind(component: &str, location: &Location<'_>) -> Option<String> {
    if !REFERENCES.contains(&component) {
        return Some(component.to_owned());
    }
    let properties = location.path.iter().rev();
    let property = properties.into_iter().find_map(|step| match step {
        Step::Property(name) => Some(name.as_str()),
        Step::Item(_) => None,
    });
    let property = property.filter(|name| !matches!(*name, "result" | "results"));
    Some(format!("{component} of {}", property?))
}

/// The times of a property have one form in one body.
fn times(model: &Model, example: &Example<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    let mut reported = BTreeSet::new();
    for location in example.locations(model) {
        let Some(form) =
            form_of_time(location.value).filter(|_| location.shape == Shape::Timestamp)
        else {
            continue;
        };
        // A component of a property has the name of the component: the place tells which property it is.
        let place: Vec<&str> = location
            .path
            .iter()
            .filter_map(|step| match step {
                Step::Property(name) => Some(name.as_str()),
                Step::Item(_) => None,
            })
            .collect();
        let property = place.join(".");
        let other = *known.entry(property.clone()).or_insert(form);
        if other != form && reported.insert(property) {
            let pointer = example.pointer_of(&location.path);
            diagnostics.push(
                model
                    .at(
                        &pointer,
                        format!("is {form}, and another time of this property is {other}"),
                    )
                    .help("write all times of a property in one form: an appliance does so in one response"),
            );
        }
    }
}

/// The form of a time; `None` for one that means unset.
fn form_of_time(value: &Value) -> Option<&'static str> {
    match value {
        Value::Number(number) => number
            .as_i64()
            .filter(|number| *number > 0)
            .map(|_| "a number"),
        Value::String(text) if text.starts_with("1970-") || text.starts_with("1969-") => None,
        Value::String(text) if text.len() == "2024-03-07".len() => Some("a day"),
        Value::String(text) if text.ends_with('Z') => Some("a time with Z"),
        Value::String(text) if text.contains('T') => Some("a time with an offset"),
        _ => None,
    }
}

/// A body that creates a record has nothing that only responses have.
fn only_in_responses(model: &Model, example: &Example<'_>, diagnostics: &mut Vec<Diagnostic>) {
    if !example.operation.verb.starts_with("create") {
        return;
    }
    for location in example.locations(model) {
        let (Some(record), Some(values)) = (location.record, location.properties()) else {
            continue;
        };
        for name in values.keys() {
            let description = record
                .property(name)
                .map(|found| found.description.to_lowercase());
            let claim = ONLY_IN_RESPONSES.into_iter().find(|claim| {
                description
                    .as_ref()
                    .is_some_and(|text| text.contains(claim))
            });
            if let Some(claim) = claim {
                let pointer = format!("{}/{}", example.pointer_of(&location.path), escape(name));
                diagnostics.push(
                    model
                        .at(
                            &pointer,
                            format!("is sent, and the description of `{name}` says \"{claim}\""),
                        )
                        .help("take it out of the example, or correct the description"),
                );
            }
        }
    }
}

/// No more records than match, and no more of these than there are.
fn totals(model: &Model, example: &Example<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let number = |name: &str| example.value.get(name).and_then(Value::as_u64);
    let results = example.value.get("results").and_then(Value::as_array);
    let records = results.map(|results| results.len() as u64);
    let (filtered, total) = (number("filtered"), number("total"));
    let mut report = |name: &str, message: String| {
        diagnostics.push(
            model
                .at(&format!("{}/{name}", example.pointer), message)
                .help("`total` is the number of all records, `filtered` that of those that match, of which `results` has a page"),
        );
    };
    match (records, filtered, total) {
        (Some(records), Some(filtered), _) if records > filtered => report(
            "filtered",
            format!("is {filtered}, and there are {records} records"),
        ),
        (Some(records), None, Some(total)) if records > total => report(
            "total",
            format!("is {total}, and there are {records} records"),
        ),
        (_, Some(filtered), Some(total)) if filtered > total => {
            report("total", format!("is {total}, and `filtered` is {filtered}"))
        }
        _ => {}
    }
}

/// A count of all records is the total of their list.
fn counts(model: &Model, examples: &[Example<'_>], diagnostics: &mut Vec<Diagnostic>) {
    let response = |operation: &Operation| {
        examples.iter().find(|example| {
            example.side == BodySide::Response && example.operation.id == operation.id
        })
    };
    for operation in &model.api.operations {
        let Output::Count { property } = &operation.result else {
            continue;
        };
        let list = format!("{}_list", operation.resource);
        let list = model.api.operation(&list).and_then(response);
        let total = list.and_then(|list| list.value.get("total")?.as_u64());
        let count = response(operation);
        if let (Some(count), Some(total)) = (count, total)
            && let Some(number) = count.value.get(property).and_then(Value::as_u64)
        {
            let is_wrong = match operation.verb.as_str() {
                "count_all" => number != total,
                "count" => number > total,
                _ => false,
            };
            if is_wrong {
                diagnostics.push(
                    model
                        .at(
                            &format!("{}/{}", count.pointer, escape(property)),
                            format!("is {number}, and `total` of {}_list is {total}", operation.resource),
                        )
                        .help("give both examples the same number of records; a count with a filter has no more"),
                );
            }
        }
    }
}
