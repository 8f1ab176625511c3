//! Bodies: of requests, of responses, and where null and required fields belong.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::model::api::{Method, Output, SchemaKind, Type};
use crate::model::{Model, property_pointer, schema_pointer};

pub(super) fn check(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    for operation in &model.api.operations {
        if operation.body.is_some() && operation.method != Method::Post {
            diagnostics.push(
                model
                    .at_operation(operation, format!("a {} has no body", operation.method))
                    .help("take `requestBody` out"),
            );
        }
        // A few responses have no envelope at all. Then the call returns all that there is.
        let lacks_status = operation.is_bare && operation.result != Output::Envelope;
        let error = model.api.record(&operation.error);
        let error_lacks_status = error.is_some_and(|error| error.property("status").is_none());
        for (envelope, lacks_status) in [
            (&operation.envelope, lacks_status),
            (&operation.error, error_lacks_status),
        ] {
            if lacks_status {
                diagnostics.push(
                    model
                        .at(
                            &schema_pointer(envelope),
                            "is a response, and has no property `status`",
                        )
                        .help(
                            "add it: a client tells a failure by it, whatever the HTTP status says; or write \
                             `x-fortinac-result: envelope` if a source shows the response without it",
                        ),
                );
            }
        }
    }
    alternatives(model, diagnostics);
    nullable_properties(model, diagnostics);
    nullable_components(model, diagnostics);
    required(model, diagnostics);
}

/// What a value can be instead of a string is a record.
fn alternatives(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    fn other_than_record<'a>(model: &Model, ty: &'a Type) -> Option<&'a str> {
        match ty {
            Type::RecordOrString(name) if model.api.record(name).is_none() => Some(name),
            Type::Array(inner) | Type::Map(inner) => other_than_record(model, inner),
            _ => None,
        }
    }
    for (record, property) in model.api.properties() {
        if let Some(other) = other_than_record(model, &property.ty) {
            diagnostics.push(
                model
                    .at(
                        &property_pointer(record, &property.name),
                        format!("`{other}` is not a record"),
                    )
                    .help("`$ref` a record, or write `$ref` alone: what is no record takes any string"),
            );
        }
    }
}

/// A property can be null, but for a required argument: `required` checks those.
fn nullable_properties(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    for (name, record) in model.api.records() {
        for property in &record.properties {
            let is_required = record.required.contains(&property.name);
            if has_nullable(&property.ty) && !property.nullable && !is_required {
                diagnostics.push(
                    model
                        .at(
                            &property_pointer(name, &property.name),
                            "is not `nullable: true`",
                        )
                        .help("add it: any property of a real response can be null"),
                );
            }
        }
    }
}

/// Whether a schema of this type says by itself whether it allows null.
fn has_nullable(ty: &Type) -> bool {
    !matches!(
        ty,
        Type::Any | Type::Ref(_) | Type::IntegerOrString | Type::RecordOrString(_)
    )
}

/// The schemas that a property, an item or a value of a map can be: those are nullable. A body is not.
fn nullable_components(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    let inner: BTreeSet<&str> = model
        .api
        .properties()
        .filter_map(|(_, property)| property.ty.component())
        .collect();
    for (name, schema) in &model.api.schemas {
        let (is_inner, takes_null) = (inner.contains(name.as_str()), schema.nullable);
        let (message, help) = match (&schema.kind, is_inner, takes_null) {
            (SchemaKind::IntegerOrString, ..) | (_, true, true) | (_, false, false) => continue,
            (_, true, false) => (
                "is not `nullable: true`",
                "add it: a property that refers to it can be null in a real response",
            ),
            (_, false, true) => (
                "is nullable, and no property refers to it",
                "take `nullable` out: a body is never null",
            ),
        };
        diagnostics.push(model.at(&schema_pointer(name), message).help(help));
    }
}

/// Required fields are for arguments alone: every property of a response may be absent, and an update sends what changes.
fn required(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    let operations = model.api.operations.iter();
    let envelopes =
        operations.flat_map(|operation| [operation.envelope.as_str(), operation.error.as_str()]);
    let in_responses = BTreeSet::from_iter(model.api.reachable_from(envelopes));
    for (name, record) in model.api.records() {
        if record.required.is_empty() {
            continue;
        }
        let pointer = format!("{}/required", schema_pointer(name));
        if in_responses.contains(name) {
            diagnostics.push(
                model
                    .at(&pointer, "is for the arguments of a call")
                    .help("take it out: every property of a response may be absent"),
            );
            continue;
        }
        for property in &record.properties {
            let is_required = record.required.contains(&property.name);
            if is_required && property.nullable && has_nullable(&property.ty) {
                diagnostics.push(
                    model
                        .at(
                            &property_pointer(name, &property.name),
                            "is required and nullable",
                        )
                        .help("take `nullable` out: a form cannot carry null"),
                );
            }
        }
        for field in record
            .required
            .iter()
            .filter(|field| record.property(field).is_none())
        {
            diagnostics.push(
                model
                    .at(&pointer, format!("the form has no property `{field}`"))
                    .help("name properties of the form, or take it out; arguments go as a form"),
            );
        }
    }
}
