//! The files of fortinac-client: a handle for each resource, whose methods are one call each into the hand-written
//! runtime.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToShoutySnakeCase, ToUpperCamelCase};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::calls::{Body, Call, Query};
use super::{
    Families, Family, GeneratedFile, doc_attributes, ident, outcome, reexports, rust_file,
};

const FOLDER: &str = "crates/fortinac-client/src/generated";

/// One file for each family that has operations, and the module that holds them.
pub(super) fn files(calls: &[Call], families: &Families) -> Result<Vec<GeneratedFile>, String> {
    let mut by_family: BTreeMap<&Family, BTreeMap<&str, Vec<&Call>>> = BTreeMap::new();
    for call in calls {
        let family = families
            .paths
            .get(&call.path)
            .ok_or_else(|| format!("{} has no file", call.path))?;
        by_family
            .entry(family)
            .or_default()
            .entry(&call.resource)
            .or_default()
            .push(call);
    }
    let mut items = reexports(by_family.keys().copied());
    items.insert(
        0,
        syn::parse_quote!(
            use crate::types;
        ),
    );
    items.extend(outcome::readers(calls, families));
    let doc = "The calls, by family, and how to read their envelopes.";
    let mut files = vec![rust_file(
        format!("{FOLDER}/mod.rs"),
        "openapi/",
        doc,
        &items,
    )];
    for (family, resources) in by_family {
        let all = || resources.values().flatten();
        let in_paths = all().any(|call| !call.path_arguments.is_empty());
        let encode_path: Option<syn::Item> = in_paths.then(|| {
            syn::parse_quote!(
                use crate::runtime::encode_path;
            )
        });
        let queries = [(Query::Filtering, "Filtering"), (Query::Listing, "Listing")];
        let queries = queries
            .iter()
            .filter(|(query, _)| all().any(|call| call.query == *query));
        let queries: Vec<syn::Ident> = queries.map(|(_, name)| ident(name)).collect();
        let queries: Option<syn::Item> =
            (!queries.is_empty()).then(|| syn::parse_quote!(use crate::query::{#(#queries),*};));
        let outcomes: BTreeSet<&str> = all().map(|call| call.outcome.name()).collect();
        let outcomes = outcomes.into_iter().map(ident);
        let operation: syn::Item = syn::parse_quote!(
            use crate::operation::{Method, Operation};
        );
        let outcomes: syn::Item = syn::parse_quote!(use crate::outcome::{#(#outcomes),*};);
        let uploads = all().any(|call| matches!(call.body, Some(Body::Upload(_))));
        let upload = uploads.then(|| quote!(Upload,));
        let rest: syn::Item = syn::parse_quote!(
            use crate::{Call, Client, #upload types};
        );
        let mut items: Vec<syn::Item> = [
            Some(operation),
            Some(outcomes),
            queries,
            encode_path,
            Some(rest),
        ]
        .into_iter()
        .flatten()
        .collect();
        for calls in resources.values() {
            items.extend(handle(calls, family)?);
        }
        let doc = format!("Calls of `{}`.", family.source);
        files.push(rust_file(
            format!("{FOLDER}/{}.rs", family.module),
            &family.source,
            &doc,
            &items,
        ));
    }
    Ok(files)
}

/// The handle of one resource: how to get it from the client, and its calls.
fn handle(calls: &[&Call], family: &Family) -> Result<Vec<syn::Item>, String> {
    let Some(first) = calls.first() else {
        return Ok(Vec::new());
    };
    let accessor = ident(&first.accessor);
    let handle = ident(&first.accessor.to_upper_camel_case());
    let words = first.accessor.replace('_', " ");
    let accessor_doc = format!(
        " Calls on {words}. Needs the feature `{}`.",
        family.feature()
    );
    let handle_doc = format!(" Calls on {words}, from [`Client::{accessor}`].");
    let constants = calls.iter().map(|call| operation_constant(call));
    let methods = calls.iter().map(|call| method(call));
    Ok(vec![
        syn::parse_quote! {
            #[doc = #handle_doc]
            #[derive(Clone, Copy, Debug)]
            pub struct #handle<'a>(&'a Client);
        },
        syn::parse_quote! {
            impl Client {
                #[doc = #accessor_doc]
                pub fn #accessor(&self) -> #handle<'_> {
                    #handle(self)
                }
            }
        },
        syn::parse_quote!(impl<'a> #handle<'a> { #(#methods)* }),
    ]
    .into_iter()
    .chain(constants)
    .collect())
}

fn constant_name(call: &Call) -> syn::Ident {
    ident(&call.id.to_shouty_snake_case())
}

fn operation_constant(call: &Call) -> syn::Item {
    let name = constant_name(call);
    let (id, path) = (&call.id, &call.path);
    let method = ident(&call.method.to_uppercase());
    let safe = call.safe;
    syn::parse_quote! {
        const #name: Operation = Operation::new(#id, Method::#method, #path, #safe);
    }
}

fn method(call: &Call) -> syn::ImplItem {
    let name = ident(&call.verb);
    let docs = doc_attributes(&call.docs);
    let (parameters, envelope, constant) = (&call.parameters, &call.response, constant_name(call));
    let outcome = ident(call.outcome.name());
    let query_type = match call.query {
        Query::None => None,
        Query::Filtering => Some(quote!(, Filtering)),
        Query::Listing => Some(quote!(, Listing)),
    };
    let (format, arguments) = (&call.path_format, &call.path_arguments);
    let path = if arguments.is_empty() {
        quote!(#format)
    } else {
        quote!(format!(#format, #(#arguments),*))
    };
    let query = call.own_query.iter().map(|(name, argument)| {
        let values = query_values(argument, &call.parameters);
        quote!(.query_all(#name, #values))
    });
    let body = call.body.as_ref().map(|body| match body {
        Body::Json => {
            let root = &call.root;
            quote!(.json(#root, body))
        }
        Body::Form => quote!(.form(body)),
        Body::Upload(name) => quote!(.upload(#name, file)),
    });
    // Inline, so that only those calls are compiled that a program makes.
    syn::parse_quote! {
        #(#docs)*
        #[inline]
        pub fn #name(self, #(#parameters),*) -> Call<'a, #outcome<#envelope> #query_type> {
            Call::new(self.0, #constant, #path)#(#query)*#body
        }
    }
}

/// The values of a parameter of the query, as something to iterate over.
fn query_values(argument: &syn::Expr, parameters: &[syn::PatType]) -> TokenStream {
    let argument = match argument {
        syn::Expr::Reference(reference) => &reference.expr,
        argument => argument,
    };
    let name = argument.to_token_stream().to_string();
    let parameter = parameters
        .iter()
        .find(|parameter| parameter.pat.to_token_stream().to_string() == name);
    let ty = parameter
        .map(|parameter| parameter.ty.to_token_stream().to_string())
        .unwrap_or_default();
    match (ty.contains("Option"), ty.contains('[')) {
        (true, true) => quote!(#argument.into_iter().flatten()),
        (true, false) | (false, true) => quote!(#argument),
        (false, false) => quote!([#argument]),
    }
}
