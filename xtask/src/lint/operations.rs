//! Operations and their paths.

use std::collections::{BTreeMap, BTreeSet};

use fortinac_spec::pointer::escape;

use super::reserved;
use super::root::names_in_braces;
use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::model::api::{Body, Operation, Origin};
use crate::model::naming::{is_identifier, is_snake_case};

pub(super) fn check(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    paths(model, diagnostics);
    let mut ids: BTreeMap<&str, String> = BTreeMap::new();
    for operation in &model.api.operations {
        let name = format!("{} {}", operation.method, operation.path);
        if let Some(other) = ids.insert(&operation.id, name.clone()) {
            diagnostics.push(
                model
                    .at_operation(
                        operation,
                        format!("the operationId of {name} is taken by {other}"),
                    )
                    .help("give each operation an operationId of its own"),
            );
        }
        operation_id(model, operation, diagnostics);
        path_parameters(model, operation, diagnostics);
        if let Some(Body::Json { xml: true, .. }) = operation.body
            && operation.origin != Origin::Document
        {
            diagnostics.push(
                model
                    .at(
                        &format!("{}/requestBody", operation.pointer()),
                        "application/xml is shown by reference pages alone",
                    )
                    .help("take it out: no source documents that the operation takes it"),
            );
        }
    }
}

fn paths(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    if model.bundle.path_files.is_empty() {
        diagnostics.push(
            model
                .at("/paths", "there are no paths")
                .help("describe one operation at least"),
        );
    }
    let with_operations: BTreeSet<&str> = model
        .api
        .operations
        .iter()
        .map(|operation| operation.path.as_str())
        .collect();
    let mut shapes: BTreeMap<String, &str> = BTreeMap::new();
    for path in model.bundle.path_files.keys() {
        let pointer = format!("/paths/{}", escape(path));
        match template(path) {
            Err(reason) => diagnostics.push(model.at(&pointer, reason).help(
                "write `/system/group/{id}`: each segment is constant text, or one name in braces",
            )),
            Ok(names) => {
                let bare = |shape: String, name: &&str| shape.replace(&format!("{{{name}}}"), "{}");
                let shape = names.iter().fold(path.clone(), bare);
                if let Some(other) = shapes.insert(shape, path) {
                    diagnostics.push(
                        model
                            .at(
                                &pointer,
                                format!("is the same as {other}, but for the names in braces"),
                            )
                            .help("make one path of the two"),
                    );
                }
            }
        }
        if !with_operations.contains(path.as_str()) {
            diagnostics.push(
                model
                    .at(&pointer, "has no operation")
                    .help("add one, or delete the path"),
            );
        }
    }
}

/// The names in the braces of a path.
fn template(path: &str) -> Result<Vec<&str>, &'static str> {
    if path.contains(|c: char| matches!(c, '?' | '#') || c.is_whitespace()) || path.contains("//") {
        return Err("a path has no query, fragment, white space or double slash");
    }
    let names = names_in_braces(path)?;
    let is_whole =
        |segment: &str| segment.starts_with('{') && segment.find('}') == Some(segment.len() - 1);
    if path
        .split('/')
        .any(|segment| segment.contains('{') && !is_whole(segment))
    {
        return Err("a name in braces is beside other text of its segment");
    }
    if (1..names.len()).any(|end| names[..end].contains(&names[end])) {
        return Err("a name in braces is there twice");
    }
    Ok(names)
}

fn operation_id(model: &Model, operation: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    let (message, help) = if !is_snake_case(&operation.id) {
        (
            format!("the operationId `{}` is not in snake_case", operation.id),
            "write `<resource>_<verb>`, such as `user_update`",
        )
    } else if !is_identifier(&operation.verb) {
        (
            format!(
                "the verb `{}` is not a valid name of a Rust function",
                operation.verb
            ),
            "use a verb that is no keyword of Rust and begins with a letter",
        )
    } else if reserved::is_verb(&operation.verb) {
        (
            format!("Rust has another meaning for a method `{}`", operation.verb),
            "use another verb, such as `create` for `new` or `add`",
        )
    } else {
        return;
    };
    let pointer = format!("{}/operationId", operation.pointer());
    diagnostics.push(model.at(&pointer, message).help(help));
}

fn path_parameters(model: &Model, operation: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    let Ok(in_path) = template(&operation.path) else {
        return;
    };
    let declared: Vec<&str> = operation
        .path_parameters()
        .map(|one| one.name.as_str())
        .collect();
    for name in in_path.iter().filter(|name| !declared.contains(name)) {
        diagnostics.push(
            model
                .at_operation(
                    operation,
                    format!("the path has {{{name}}}, and there is no such parameter"),
                )
                .help(format!(
                    "add a parameter `name: {name}`, `in: path`, `required: true`"
                )),
        );
    }
    for name in declared.iter().filter(|name| !in_path.contains(name)) {
        diagnostics.push(
            model
                .at_operation(
                    operation,
                    format!(
                        "the parameter `{name}` is not in the path {}",
                        operation.path
                    ),
                )
                .help(format!(
                    "add {{{name}}} to the path, or take the parameter out"
                )),
        );
    }
}
