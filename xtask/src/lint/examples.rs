//! Examples: each JSON body has one, which is valid by its schema and has no property that the schema lacks.

use fortinac_json::{push_index, push_property};
use fortinac_spec::{Direction, Validator, body_schema, example_pointer};
use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::model::api::{Body, Operation, Type};

pub(super) fn check(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    let document = &model.bundle.document;
    let validator = match Validator::new(document) {
        Ok(validator) => validator,
        Err(error) => {
            diagnostics.push(model.at(
                &error.place,
                format!("the schema is not valid: {}", error.reason),
            ));
            return;
        }
    };
    for operation in &model.api.operations {
        for direction in [Direction::Request, Direction::Response(200)] {
            let (Some(pointer), Some(schema)) = (
                example_pointer(document, operation, direction),
                body_schema(operation, direction),
            ) else {
                continue;
            };
            let is_form = direction == Direction::Request
                && matches!(operation.body, Some(Body::Form { .. }));
            match document.pointer(&pointer) {
                Some(example) => {
                    let ty = type_of(operation, direction);
                    one(
                        model,
                        &validator,
                        &pointer,
                        example,
                        &schema,
                        &ty,
                        diagnostics,
                    );
                    let is_success = example["status"] == "success" || operation.is_bare;
                    if direction == Direction::Response(200) && !is_success {
                        diagnostics.push(
                            model
                                .at(&pointer, "is not a response with `status: success`")
                                .help("write the response to a success: failures have none"),
                        );
                    }
                }
                None if is_form => {}
                None => diagnostics.push(
                    model
                        .at(pointer.trim_end_matches("/example"), "has no `example`")
                        .help("write one as an appliance would send it"),
                ),
            }
        }
    }
    parameters(model, &validator, diagnostics);
}

fn type_of(operation: &Operation, direction: Direction) -> Type {
    let request = operation.body.as_ref().and_then(Body::ty);
    let response = || Type::Ref(operation.envelope.clone());
    request
        .filter(|_| direction == Direction::Request)
        .unwrap_or_else(response)
}

fn one(
    model: &Model,
    validator: &Validator,
    pointer: &str,
    example: &Value,
    schema: &str,
    ty: &Type,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for violation in validator.check(schema, example) {
        diagnostics.push(
            model
                .at(pointer, format!("{}: {}", violation.path, violation.reason))
                .help("correct the example, or the schema if real responses look like this"),
        );
    }
    unknown_properties(
        model,
        ty,
        example,
        "$".to_owned(),
        &mut |path, name, record| {
            diagnostics.push(
                model
                    .at(
                        pointer,
                        format!("{path}: {record} has no property `{name}`"),
                    )
                    .help("correct the name, or describe the property if a source shows it"),
            );
        },
    );
}

/// Calls `report` with the path, the name and the record of each property that its record does not have.
fn unknown_properties(
    model: &Model,
    ty: &Type,
    value: &Value,
    path: String,
    report: &mut impl FnMut(&str, &str, &str),
) {
    match (ty, value) {
        (Type::Ref(name) | Type::RecordOrString(name), Value::Object(properties)) => {
            let Some(record) = model.api.record(name) else {
                return;
            };
            for (property, value) in properties {
                let mut path = path.clone();
                push_property(&mut path, property);
                match record.property(property) {
                    Some(property) => unknown_properties(model, &property.ty, value, path, report),
                    None => report(&path, property, name),
                }
            }
        }
        (Type::Array(items), Value::Array(values)) => {
            for (index, value) in values.iter().enumerate() {
                let mut path = path.clone();
                push_index(&mut path, index);
                unknown_properties(model, items, value, path, report);
            }
        }
        (Type::Map(values), Value::Object(properties)) => {
            for (property, value) in properties {
                let mut path = path.clone();
                push_property(&mut path, property);
                unknown_properties(model, values, value, path, report);
            }
        }
        _ => {}
    }
}

/// Examples of parameters.
fn parameters(model: &Model, validator: &Validator, diagnostics: &mut Vec<Diagnostic>) {
    let shared = model
        .bundle
        .document
        .pointer("/components/parameters")
        .and_then(Value::as_object);
    let shared = shared.into_iter().flatten().map(|(name, parameter)| {
        (
            format!(
                "/components/parameters/{}",
                fortinac_spec::pointer::escape(name)
            ),
            parameter,
        )
    });
    let own = model.api.operations.iter().flat_map(|operation| {
        let pointer = format!("{}/parameters", operation.pointer());
        let list = model
            .bundle
            .document
            .pointer(&pointer)
            .and_then(Value::as_array);
        let items = list.into_iter().flatten().enumerate();
        items.map(move |(index, parameter)| (format!("{pointer}/{index}"), parameter))
    });
    for (pointer, parameter) in shared.chain(own) {
        if let Some(example) = parameter.get("example") {
            for violation in validator.check(&format!("{pointer}/schema"), example) {
                diagnostics.push(
                    model
                        .at(
                            &format!("{pointer}/example"),
                            format!("{}: {}", violation.path, violation.reason),
                        )
                        .help("correct the example, or the schema"),
                );
            }
        }
    }
}
