//! Which envelopes are a generic envelope of fortinac-types under a name of their own.

use serde_json::{Map, Value};

use crate::lower::HOLDS;
use crate::spelling::{self, Spelling};

/// One of the generic envelopes.
pub(super) struct Envelope {
    /// Its type in fortinac-types.
    pub(super) ty: &'static str,
    /// The property whose type is the parameter.
    pub(super) property: &'static str,
    /// The property that the client reads a count from.
    pub(super) count: &'static str,
}

/// The generic envelope that has exactly these properties. A property that only some operations send (`filtered`,
/// `total`) may be missing: then the field stays absent.
pub(super) fn generic(properties: &Map<String, Value>) -> Option<Envelope> {
    let is = |name: &str, expected: fn(&Spelling<'_>) -> bool| {
        let schema = properties.get(name)?;
        Some(spelling::read(schema).is_ok_and(|found| expected(&found)))
    };
    let text = |name: &str| {
        is(name, |found| matches!(found, Spelling::Text))
            .map(|is_text| is_text && properties[name].get(HOLDS).is_none())
    };
    let number = |name: &str| is(name, |found| matches!(found, Spelling::Integer));
    if text("status") != Some(true) || text("errorMessage") != Some(true) {
        return None;
    }
    let others = || {
        let names = properties.keys().map(String::as_str);
        names.filter(|name| !["status", "errorMessage"].contains(name))
    };
    if others().eq(["result"]) {
        return Some(Envelope {
            ty: "ResultEnvelope",
            property: "result",
            count: "result",
        });
    }
    let is_page = properties.contains_key("results")
        && others().all(|name| match name {
            "results" => true,
            "filtered" | "total" => number(name) == Some(true),
            _ => false,
        });
    is_page.then_some(Envelope {
        ty: "ResultsEnvelope",
        property: "results",
        count: "total",
    })
}
