//! What every operation says about itself: its name, its tag, where it is known from and what it gives.

use std::collections::BTreeMap;

use serde_json::Value;

use super::site::{Operation, Site};
use super::tags::{self, Tags};
use super::{names, reserved};
use crate::problem::Problem;

const MAX_SUMMARY: usize = 80;

/// Members of an operation that are one word out of a few.
const CHOICES: [(&str, &[&str]); 3] = [
    (
        "x-fortinac-evidence",
        &["real", "placeholder", "none", "inferred"],
    ),
    ("x-fortinac-origin", &["document", "community", "program"]),
    (
        "x-fortinac-result",
        &["one", "list", "count", "value", "members", "none"],
    ),
];

pub(super) fn check(operations: &[Operation<'_>], tags: &Tags<'_>, problems: &mut Vec<Problem>) {
    let mut ids: BTreeMap<&str, String> = BTreeMap::new();
    for operation in operations {
        check_method(operation, problems);
        let tag = check_tag(&operation.site, tags, problems);
        if let Some(id) = check_id(&operation.site, tag.and_then(|tag| tags.get(tag)), problems) {
            let name = operation.method_and_path();
            if let Some(other) = ids.get(id) {
                problems.push(
                    operation
                        .site
                        .problem(format!("the operationId of {name} is taken by {other}"))
                        .help("give each operation an operationId of its own"),
                );
            }
            ids.insert(id, name);
        }
        check_summary(&operation.site, problems);
        check_words(&operation.site, problems);
        check_safe(operation, problems);
        check_reason(operation, problems);
    }
}

fn check_method(operation: &Operation<'_>, problems: &mut Vec<Problem>) {
    if !["get", "post", "delete"].contains(&operation.method) {
        let method = operation.method.to_uppercase();
        problems.push(
            operation
                .site
                .problem(format!("FortiNAC has no {method}"))
                .help("it reads by GET, writes by POST and removes by DELETE"),
        );
    }
}

/// The one tag of an operation.
fn check_tag<'a>(site: &Site<'a>, tags: &Tags<'_>, problems: &mut Vec<Problem>) -> Option<&'a str> {
    let own = site
        .value
        .get("tags")
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    let [Value::String(tag)] = own else {
        problems.push(
            site.problem("does not have exactly one tag")
                .help("write `tags: [family]`; generated code is split into modules by it"),
        );
        return None;
    };
    if !tags.contains_key(tag.as_str()) {
        problems.push(
            site.problem(format!("the tag `{tag}` is not declared"))
                .help("add it to the tags of the root, or use one of them"),
        );
    }
    Some(tag)
}

/// The operationId, if it is text.
fn check_id<'a>(
    site: &Site<'a>,
    resources: Option<&Vec<&str>>,
    problems: &mut Vec<Problem>,
) -> Option<&'a str> {
    let Some(id) = site.value.get("operationId") else {
        problems.push(
            site.problem("`operationId` is missing")
                .help("write `<resource>_<verb>`, such as `user_update`"),
        );
        return None;
    };
    let id = id.as_str().filter(|id| !id.is_empty())?;
    if !names::is_snake_case(id) {
        problems.push(
            site.problem(format!("the operationId `{id}` is not in snake_case"))
                .help("write `<resource>_<verb>`, such as `user_update`"),
        );
        return Some(id);
    }
    let Some(resources) = resources.filter(|resources| !resources.is_empty()) else {
        return Some(id);
    };
    let verb = tags::resource_of(id, resources).and_then(|resource| tags::verb_of(id, resource));
    match verb {
        None => problems.push(
            site.problem("the operationId is not `<resource>_<verb>`")
                .help(format!(
                    "the resources of its tag are: {}",
                    resources.join(", ")
                )),
        ),
        Some(verb) if !names::is_identifier(verb) => problems.push(
            site.problem(format!(
                "the verb `{verb}` is not the name of a Rust function"
            ))
            .help("use a verb that is no keyword of Rust and begins with a letter"),
        ),
        Some(verb) if reserved::is_verb(verb) => problems.push(
            site.problem(format!(
                "`{verb}` is a method that Rust has another meaning for"
            ))
            .help("use another verb, such as `create` for `new` or `add`"),
        ),
        Some(_) => {}
    }
    Some(id)
}

fn check_summary(site: &Site<'_>, problems: &mut Vec<Problem>) {
    match site.value.get("summary") {
        None => problems.push(
            site.problem("`summary` is missing")
                .help("say in a few words what the operation does"),
        ),
        Some(Value::String(summary)) => {
            let length = summary.chars().count();
            if length > MAX_SUMMARY {
                problems.push(
                    site.problem(format!("the summary has {length} characters"))
                        .help(format!(
                            "keep to {MAX_SUMMARY}; the description has room for more"
                        )),
                );
            }
        }
        Some(_) => {}
    }
}

fn check_words(site: &Site<'_>, problems: &mut Vec<Problem>) {
    match site.member("x-fortinac-source") {
        Some(source) => problems.extend(not_texts(&source, 1)),
        None => problems.push(
            site.problem("`x-fortinac-source` is missing")
                .help("list the pages or documents that show the operation"),
        ),
    }
    match site.member("x-fortinac-versions") {
        Some(versions) => problems.extend(not_texts(&versions, 0)),
        None => problems.push(
            site.problem("`x-fortinac-versions` is missing")
                .help("list the documented releases that have the operation, such as '7.2.0'"),
        ),
    }
    for (name, words) in CHOICES {
        let allowed = || format!("it is one of: {}", words.join(", "));
        match site.value.get(name) {
            None => problems.push(site.problem(format!("`{name}` is missing")).help(allowed())),
            Some(word) if word.as_str().is_some_and(|word| words.contains(&word)) => {}
            Some(word) => {
                problems.push(site.problem(format!("`{name}` is {word}")).help(allowed()));
            }
        }
    }
}

fn check_safe(operation: &Operation<'_>, problems: &mut Vec<Problem>) {
    let Some(safe) = operation.site.member("x-fortinac-safe") else {
        return;
    };
    if !safe.value.is_boolean() {
        problems.push(safe.problem("is neither true nor false"));
    } else if operation.method != "get" {
        problems.push(
            safe.problem("is for GET alone")
                .help("take it out: no other call is ever repeated"),
        );
    }
}

/// Where the description departs from the page's sample, it says why.
fn check_reason(operation: &Operation<'_>, problems: &mut Vec<Problem>) {
    let Some(reason) = operation.site.member("x-fortinac-unlike-page") else {
        return;
    };
    if reason
        .value
        .as_str()
        .is_none_or(|text| text.trim().is_empty())
    {
        problems.push(
            reason
                .problem("gives no reason")
                .help("say why the answer is not what the page shows, or take it out"),
        );
    }
}

/// The problem with what should be a list of at least `least` texts.
pub(super) fn not_texts(site: &Site<'_>, least: usize) -> Option<Problem> {
    let is_text = |item: &Value| item.as_str().is_some_and(|text| !text.trim().is_empty());
    match site.value.as_array() {
        Some(items) if items.len() < least => {
            Some(site.problem("is empty").help("name one at least"))
        }
        Some(items) if items.iter().all(is_text) => None,
        _ => Some(
            site.problem("is not a list of texts")
                .help("put each item in quotes"),
        ),
    }
}
