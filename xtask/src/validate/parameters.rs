//! Paths and parameters, as far as a function with arguments can be made of them.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToSnakeCase;
use serde_json::Value;

use super::bodies::UPLOAD;
use super::names;
use super::site::{Operation, Site, operation_sites};
use crate::bundle::Bundle;
use crate::codegen::calls::{FILTER, LISTING};
use crate::problem::Problem;
use crate::spelling::{self, Spelling};

/// Names in the body of a generated function, where our pass over it finds its parts by them.
const TAKEN: [&str; 3] = ["body", "request", "url"];

pub(super) fn check(bundle: &Bundle, operations: &[Operation<'_>], problems: &mut Vec<Problem>) {
    check_paths(bundle, problems);
    for operation in operations {
        for parameter in &operation.parameters {
            check_one(parameter, problems);
        }
        check_together(operation, problems);
        check_shared(operation, problems);
    }
}

fn check_paths(bundle: &Bundle, problems: &mut Vec<Problem>) {
    let mut shapes: BTreeMap<String, &str> = BTreeMap::new();
    let mut last = "";
    for (path, item) in Site::paths(bundle) {
        match template(path) {
            Err(reason) => problems.push(item.problem(reason).help(
                "write `/system/group/{id}`: each segment is constant text, or one name in braces",
            )),
            Ok(names) => {
                let bare = |shape: String, name: &&str| shape.replace(&format!("{{{name}}}"), "{}");
                let shape = names.iter().fold(path.to_owned(), bare);
                if let Some(other) = shapes.insert(shape, path) {
                    problems.push(
                        item.problem(format!(
                            "is the same as {other}, but for the names in braces"
                        ))
                        .help("make one path of the two"),
                    );
                }
            }
        }
        if path < last {
            problems.push(
                Site::root(bundle)
                    .problem(format!("the path {path} comes after {last}"))
                    .help("sort the paths"),
            );
        }
        last = path;
        if item.value.is_object() && operation_sites(path, &item).next().is_none() {
            problems.push(
                item.problem("has no operation")
                    .help("add one, or delete the path"),
            );
        }
    }
    if Site::paths(bundle).next().is_none() {
        problems.push(
            Site::root(bundle)
                .problem("there are no paths")
                .help("list at least one"),
        );
    }
}

/// The names in the braces of a path.
fn template(path: &str) -> Result<Vec<&str>, &'static str> {
    if !path.starts_with('/') {
        return Err("a path begins with a slash");
    }
    if path.contains(|c: char| matches!(c, '?' | '#') || c.is_whitespace()) || path.contains("//") {
        return Err("a path has no query, fragment, white space or double slash");
    }
    let names = names::in_braces(path)?;
    let in_braces = |segment: &str| segment.contains('{');
    let whole =
        |segment: &str| segment.starts_with('{') && segment.find('}') == Some(segment.len() - 1);
    if path
        .split('/')
        .any(|segment| in_braces(segment) && !whole(segment))
    {
        return Err("a name in braces is beside other text of its segment");
    }
    if (1..names.len()).any(|end| names[..end].contains(&names[end])) {
        return Err("a name in braces is there twice");
    }
    Ok(names)
}

fn check_one(parameter: &Site<'_>, problems: &mut Vec<Problem>) {
    let place = parameter.text("in");
    match place {
        Some("path" | "query") | None => {}
        Some(other) => problems.push(
            parameter
                .problem(format!("is in the {other}"))
                .help("only `in: path` and `in: query` can be generated"),
        ),
    }
    let required = parameter.value.get("required");
    if place == Some("path") && required.is_none_or(|required| *required == Value::Bool(false)) {
        problems.push(parameter.problem("is in the path, and not `required: true`"));
    }
    let (style, explode) = if place == Some("query") {
        ("form", true)
    } else {
        ("simple", false)
    };
    if parameter.text("style").is_some_and(|own| own != style)
        || parameter
            .value
            .get("explode")
            .and_then(Value::as_bool)
            .is_some_and(|own| own != explode)
    {
        problems.push(
            parameter
                .problem("has a `style` or `explode` that the generator would ignore")
                .help("take them out: a list becomes a repeated key"),
        );
    }
    match (
        parameter.value.get("schema"),
        parameter.value.get("content"),
    ) {
        (Some(schema), None) => {
            if !is_argument(schema, true) {
                problems.push(
                    parameter
                        .problem("has a schema that no argument can have")
                        .help("use an integer, text, a flag, or a list of one of these"),
                );
            }
        }
        _ => problems.push(
            parameter
                .problem("has no `schema`, or a `content` beside it")
                .help("give it a `schema`"),
        ),
    }
}

/// Whether a function can take the value as an argument. What cannot be read is for another rule.
fn is_argument(schema: &Value, or_list: bool) -> bool {
    match spelling::read(schema) {
        Ok(Spelling::List(items)) => or_list && is_argument(items, false),
        Ok(spelling) => {
            matches!(
                spelling,
                Spelling::Integer | Spelling::Text | Spelling::Flag
            )
        }
        Err(_) => true,
    }
}

/// The parameters that lists share. The client has methods for them, which know their schemas.
fn check_shared(operation: &Operation<'_>, problems: &mut Vec<Problem>) {
    let of_name = |name: &str| {
        let mut parameters = operation.parameters.iter();
        parameters.find(|one| one.text("in") == Some("query") && one.text("name") == Some(name))
    };
    let all = LISTING.iter().all(|name| of_name(name).is_some());
    // Without the others, one can mean something else; the filter is always the filter.
    let shared = if all { &LISTING[..] } else { &[FILTER][..] };
    for (name, parameter) in shared
        .iter()
        .filter_map(|name| Some((*name, of_name(name)?)))
    {
        let spelling = parameter.value.get("schema").map(spelling::read);
        let (is_right, right) = match (name, spelling) {
            // What cannot be read is for another rule.
            (_, None | Some(Err(_))) => continue,
            (FILTER, Some(Ok(Spelling::List(items)))) => (
                !matches!(spelling::read(items), Ok(spelling) if spelling != Spelling::Text),
                "a list of texts",
            ),
            (FILTER, _) => (false, "a list of texts"),
            ("start" | "count", Some(Ok(spelling))) => {
                (spelling == Spelling::Integer, "an integer")
            }
            (_, Some(Ok(spelling))) => (spelling == Spelling::Text, "text"),
        };
        if !is_right || parameter.value.get("required") == Some(&Value::Bool(true)) {
            problems.push(
                parameter
                    .problem(format!("`{name}` is {right} in every list, and optional"))
                    .help("`$ref` the shared parameter of components.yaml, as other lists do"),
            );
        }
    }
}

/// Parameters against each other and against the path.
fn check_together(operation: &Operation<'_>, problems: &mut Vec<Problem>) {
    let names = || {
        operation
            .parameters
            .iter()
            .filter_map(|one| Some((one, one.text("name")?)))
    };
    let upload = operation.media().any(|(kind, _)| kind == UPLOAD);
    let mut arguments = BTreeMap::new();
    for (parameter, name) in names() {
        let argument = name.to_snake_case();
        if argument.is_empty() {
            problems
                .push(parameter.problem(format!("the name `{name}` has neither letter nor digit")));
        } else if TAKEN.contains(&argument.as_str()) || upload && argument == "file" {
            problems.push(
                parameter
                    .problem(format!(
                        "the generator has its own use for the name `{name}`"
                    ))
                    .help(format!(
                        "no way around it is built yet; taken: {}, and file beside an upload",
                        TAKEN.join(", ")
                    )),
            );
        } else if let Some(other) = arguments.insert(argument, name) {
            problems.push(
                operation
                    .site
                    .problem(format!(
                        "the parameters `{other}` and `{name}` are the same argument"
                    ))
                    .help("take one of them out, here or on the path"),
            );
        }
    }

    let Ok(in_path) = template(operation.path) else {
        return;
    };
    let in_path: BTreeSet<&str> = in_path.into_iter().collect();
    let declared = names().filter(|(one, _)| one.text("in") == Some("path"));
    let declared: BTreeSet<&str> = declared.map(|(_, name)| name).collect();
    for name in in_path.difference(&declared) {
        problems.push(
            operation
                .site
                .problem(format!(
                    "the path has {{{name}}}, and there is no such parameter"
                ))
                .help(format!(
                    "add a parameter `name: {name}`, `in: path`, `required: true`"
                )),
        );
    }
    for name in declared.difference(&in_path) {
        problems.push(
            operation
                .site
                .problem(format!(
                    "the parameter `{name}` is not in the path {}",
                    operation.path
                ))
                .help(format!(
                    "add {{{name}}} to the path, or take the parameter out"
                )),
        );
    }
}
