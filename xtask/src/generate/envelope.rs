//! Which envelopes are a generic envelope of fortinac-types under a name of their own.

use crate::model::api::{Record, Type};

/// One of the generic envelopes.
pub(super) struct Envelope {
    /// Its type in fortinac-types.
    pub(super) ty: &'static str,
    /// The property whose type is the parameter.
    pub(super) property: &'static str,
}

/// The generic envelope that has exactly these properties. A property that only some operations send (`filtered`,
/// `total`) may be missing: then the field stays absent.
pub(super) fn generic(record: &Record) -> Option<Envelope> {
    let is = |name: &str, ty: &Type| {
        record
            .property(name)
            .is_some_and(|property| property.ty == *ty)
    };
    if !is("status", &Type::String) || !is("errorMessage", &Type::String) {
        return None;
    }
    let names = record
        .properties
        .iter()
        .map(|property| property.name.as_str());
    let mut others = names.filter(|name| !["status", "errorMessage"].contains(name));
    if others.clone().eq(["result"]) {
        return Some(Envelope {
            ty: "ResultEnvelope",
            property: "result",
        });
    }
    // An integer in `results` is a count, and the generic envelope has its count in `total`.
    let is_page = record
        .property("results")
        .is_some_and(|property| property.ty != Type::Integer)
        && others.all(|name| match name {
            "results" => true,
            "filtered" | "total" => is(name, &Type::Integer),
            _ => false,
        });
    is_page.then_some(Envelope {
        ty: "ResultsEnvelope",
        property: "results",
    })
}
