//! Secrets: a string whose name sounds like a secret is one, so that nothing ever shows it.

use super::parameters::pointer_of;
use crate::diagnostic::Diagnostic;
use crate::model::api::{SchemaKind, Type};
use crate::model::{Model, property_pointer};

/// The extension that says why something is not a secret in spite of its name.
const NOT_SECRET: &str = "x-fortinac-not-secret";

pub(super) fn check(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    for (record, property) in model.api.properties() {
        let excepted = property.not_secret.is_some();
        one(
            model,
            &property_pointer(record, &property.name),
            &property.name,
            &property.ty,
            excepted,
            diagnostics,
        );
    }
    for operation in &model.api.operations {
        for (index, parameter) in operation.parameters.iter().enumerate() {
            let excepted = parameter.not_secret.is_some();
            one(
                model,
                &pointer_of(model, operation, index),
                &parameter.name,
                &parameter.ty,
                excepted,
                diagnostics,
            );
        }
    }
}

fn one(
    model: &Model,
    pointer: &str,
    name: &str,
    ty: &Type,
    excepted: bool,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let suspect = fortinac_json::sounds_secret(name) && could_show_text(model, ty);
    if suspect && !excepted {
        diagnostics.push(
            model
                .at(
                    pointer,
                    format!("`{name}` sounds like a secret, and is not `format: password`"),
                )
                .help(format!(
                    "add the format, or say in `{NOT_SECRET}` why it is not one"
                )),
        );
    } else if excepted && !suspect {
        diagnostics.push(
            model
                .at(pointer, format!("`{NOT_SECRET}` has no effect"))
                .help("take it out: the rule does not take this for a secret"),
        );
    }
}

fn could_show_text(model: &Model, ty: &Type) -> bool {
    match ty {
        Type::Array(inner) | Type::Map(inner) => could_show_text(model, inner),
        // A component can be shared by many properties: the exception is there, since a `$ref` has no siblings.
        Type::Ref(name) => model.api.schemas.get(name).is_some_and(|schema| {
            schema.not_secret.is_none()
                && matches!(
                    schema.kind,
                    SchemaKind::OpenEnum(_) | SchemaKind::IntegerOrString
                )
        }),
        Type::String
        | Type::JsonString
        | Type::Any
        | Type::Object
        | Type::IntegerOrString
        | Type::RecordOrString(_) => true,
        Type::Secret
        | Type::Integer
        | Type::Number
        | Type::Boolean
        | Type::StringOf(_)
        | Type::File => false,
    }
}
