//! What crates other than the types and the client get: the description itself, and which type belongs where.

use quote::quote;
use serde_json::Value;

use super::calls::Call;
use super::{GeneratedFile, ident, rust_file};
use crate::bundle::Bundle;

/// The description in one document, for the crates that read it at run time.
pub(super) fn bundled_description(bundle: &Bundle) -> GeneratedFile {
    GeneratedFile {
        path: "crates/fortinac-spec/src/generated/fortinac.json".into(),
        contents: bundled_json(bundle),
    }
}

/// The description as one JSON document.
pub fn bundled_json(bundle: &Bundle) -> String {
    let mut contents = serde_json::to_string_pretty(&bundle.document).unwrap_or_default();
    contents.push('\n');
    contents
}

/// The types of each operation's bodies, for the conformance check.
pub(super) fn operation_types(calls: &[Call], bundle: &Bundle) -> Result<GeneratedFile, String> {
    let mut calls: Vec<&Call> = calls.iter().collect();
    calls.sort_by(|a, b| a.id.cmp(&b.id));
    let mut rows = Vec::new();
    for call in calls {
        let (id, response) = (&call.id, &call.response);
        let request = match &call.request {
            Some(request) => quote!(Some(round_trip::<#request>)),
            None => quote!(None),
        };
        let failure =
            failure_type(call, bundle).ok_or_else(|| format!("{id} has no 4XX answer in JSON"))?;
        let failure = ident(failure);
        rows.push(quote! {
            (#id, OperationTypes {
                request: #request,
                success: round_trip::<#response>,
                failure: round_trip::<types::#failure>,
            })
        });
    }
    let items: [syn::Item; 3] = [
        syn::parse_quote!(
            use fortinac_types as types;
        ),
        syn::parse_quote!(
            use crate::types::{OperationTypes, round_trip};
        ),
        syn::parse_quote! {
            /// Sorted by operationId.
            pub(crate) static OPERATION_TYPES: &[(&str, OperationTypes)] = &[#(#rows),*];
        },
    ];
    let path = "crates/fortinac-conform/src/generated/operation_types.rs".to_owned();
    Ok(rust_file(
        path,
        "openapi/",
        "The types of each operation's bodies.",
        &items,
    ))
}

/// The component that the operation answers a refusal with.
fn failure_type<'a>(call: &Call, bundle: &'a Bundle) -> Option<&'a str> {
    let paths = bundle.document.get("paths")?.as_object()?;
    let operations = paths
        .values()
        .filter_map(Value::as_object)
        .flat_map(|item| item.values());
    let mut matching = operations
        .filter(|operation| operation.get("operationId") == Some(&Value::from(call.id.as_str())));
    let response = matching.next()?.pointer("/responses/4XX")?;
    let response = match response.get("$ref").and_then(Value::as_str) {
        Some(target) => bundle.document.pointer(target.strip_prefix('#')?)?,
        None => response,
    };
    response
        .pointer("/content/application~1json/schema/$ref")
        .and_then(crate::spelling::component_name)
}
