//! What crates other than the types and the client get: the description itself, and which type belongs where.

use quote::quote;

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
pub(super) fn operation_types(calls: &[Call]) -> GeneratedFile {
    let mut calls: Vec<&Call> = calls.iter().collect();
    calls.sort_by(|a, b| a.id.cmp(&b.id));
    let mut rows = Vec::new();
    for call in calls {
        let (id, response) = (&call.id, &call.response);
        let request = match &call.request {
            Some(request) => quote!(Some(round_trip::<#request>)),
            None => quote!(None),
        };
        let failure = ident(&call.failure);
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
    rust_file(
        path,
        "openapi/",
        "The types of each operation's bodies.",
        &items,
    )
}
