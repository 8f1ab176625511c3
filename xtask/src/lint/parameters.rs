//! Parameters, as arguments of a function.

use std::collections::BTreeMap;

use fortinac_spec::pointer::escape;

use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::model::api::{Body, Operation, Type};
use crate::model::naming::argument_name;

pub(super) fn check(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    for operation in &model.api.operations {
        for (index, parameter) in operation.parameters.iter().enumerate() {
            let pointer = pointer_of(model, operation, index);
            if !is_argument(&parameter.ty) {
                diagnostics.push(
                    model
                        .at(
                            &pointer,
                            format!(
                                "`{}` has a schema that no argument can have",
                                parameter.name
                            ),
                        )
                        .help("use an integer, a string, a boolean, or an array of one of these"),
                );
            }
        }
        shared(model, operation, diagnostics);
        together(model, operation, diagnostics);
    }
}

/// The JSON pointer of a parameter: those of the path item come first.
pub(super) fn pointer_of(model: &Model, operation: &Operation, index: usize) -> String {
    let of_path = format!("/paths/{}/parameters", escape(&operation.path));
    let shared = model.bundle.document.pointer(&of_path);
    let count = shared.and_then(|list| list.as_array()).map_or(0, Vec::len);
    let (holder, index) = match index.checked_sub(count) {
        Some(own) => (format!("{}/parameters", operation.pointer()), own),
        None => (of_path, index),
    };
    let reference = model
        .bundle
        .document
        .pointer(&format!("{holder}/{index}/$ref"));
    match reference.and_then(|reference| reference.as_str()?.strip_prefix('#')) {
        Some(component) => component.to_owned(),
        None => format!("{holder}/{index}"),
    }
}

fn is_argument(ty: &Type) -> bool {
    match ty {
        Type::Integer | Type::String | Type::Secret | Type::Boolean => true,
        Type::Array(items) => matches!(**items, Type::Integer | Type::String | Type::Boolean),
        _ => false,
    }
}

/// The parameters that lists share. The client has methods for them, which know their types.
fn shared(model: &Model, operation: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    let names = operation.list_parameters().names();
    for (index, parameter) in operation.parameters.iter().enumerate() {
        if !names.contains(&parameter.name.as_str()) {
            continue;
        }
        let (is_right, right) = match parameter.name.as_str() {
            "filter" => (
                matches!(&parameter.ty, Type::Array(items) if **items == Type::String),
                "an array of strings",
            ),
            "start" | "count" => (parameter.ty == Type::Integer, "an integer"),
            _ => (parameter.ty == Type::String, "a string"),
        };
        if !is_right || parameter.required {
            diagnostics.push(
                model
                    .at(
                        &pointer_of(model, operation, index),
                        format!(
                            "`{}` is {right} in every list, and optional",
                            parameter.name
                        ),
                    )
                    .help("`$ref` the shared parameter of common.yaml, as other lists do"),
            );
        }
    }
}

/// Each parameter, and each field of a form, is an argument of its own.
fn together(model: &Model, operation: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    let parameters = operation.parameters.iter();
    let parameters = parameters.map(|parameter| ("parameter", &parameter.name));
    let fields = match &operation.body {
        Some(Body::Form { fields, .. }) => fields.as_slice(),
        _ => &[],
    };
    let fields = fields.iter().map(|field| ("field", &field.name));
    let mut arguments: BTreeMap<String, (&str, &String)> = BTreeMap::new();
    for (kind, name) in parameters.chain(fields) {
        if let Some((other_kind, other)) = arguments.insert(argument_name(name), (kind, name)) {
            let help = match kind {
                "field" => "take one of them out: each is an argument or a method of the call",
                _ => "take one of them out, here or on the path",
            };
            let arguments = match kind == other_kind {
                true => format!("{kind}s `{other}` and `{name}`"),
                false => format!("{other_kind} `{other}` and the {kind} `{name}`"),
            };
            diagnostics.push(
                model
                    .at_operation(operation, format!("the {arguments} are the same argument"))
                    .help(help),
            );
        }
    }
}
