//! The files of fortinac-client: a handle for each resource, whose methods are one call each into the hand-written
//! runtime.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToUpperCamelCase;
use quote::ToTokens;

use super::calls::{Body, Call, Query};
use super::emit::{self, Handle, Method};
use super::{Families, Family, GeneratedFile, outcome, reexports, source_file};
use crate::bundle::Bundle;

const FOLDER: &str = "crates/fortinac-client/src/generated";

/// One file for each family that has operations, and the module that holds them.
pub(super) fn files(
    calls: &[Call],
    bundle: &Bundle,
    families: &Families,
) -> Result<Vec<GeneratedFile>, String> {
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
    let mut items = vec![reexports(by_family.keys().copied())];
    let readers = outcome::readers(calls, families, bundle)?;
    if !readers.is_empty() {
        let uses = "use crate::outcome::envelope;\nuse crate::types;\n";
        items.insert(0, uses.to_owned());
        items.push(readers.concat());
    }
    let doc = "The calls, by resource, and how to read envelopes of unusual shapes.";
    let mut files = vec![source_file(
        format!("{FOLDER}/mod.rs"),
        "openapi/",
        doc,
        &items,
    )];
    for (family, resources) in by_family {
        let calls: Vec<&Call> = resources.values().flatten().copied().collect();
        let handles = resources.values().filter_map(|calls| handle(calls, family));
        let items: Vec<String> = [uses(&calls)]
            .into_iter()
            .chain(handles.map(|handle| emit::handle(&handle)))
            .collect();
        let doc = format!("Calls of `{}`.", family.source);
        files.push(source_file(
            format!("{FOLDER}/{}.rs", family.module),
            &family.source,
            &doc,
            &items,
        ));
    }
    Ok(files)
}

/// What a file of these calls uses.
fn uses(calls: &[&Call]) -> String {
    let outcomes: BTreeSet<&str> = calls.iter().map(|call| call.outcome.name()).collect();
    let outcomes: Vec<&str> = outcomes.into_iter().collect();
    let queries: BTreeSet<&str> = calls.iter().filter_map(|call| query(call)).collect();
    let queries: Vec<&str> = queries.into_iter().collect();
    let uploads = calls
        .iter()
        .any(|call| matches!(call.body, Some(Body::Upload(_))));
    let upload = if uploads { "Upload, " } else { "" };
    let mut uses = format!("use crate::outcome::{};\n", braced(&outcomes));
    if !queries.is_empty() {
        uses += &format!("use crate::query::{};\n", braced(&queries));
    }
    uses + &format!("use crate::{{Call, Client, {upload}types}};\n")
}

fn braced(names: &[&str]) -> String {
    match names {
        [name] => (*name).to_owned(),
        names => format!("{{{}}}", names.join(", ")),
    }
}

/// The handle of one resource: how to get it from the client, and its calls.
fn handle(calls: &[&Call], family: &Family) -> Option<Handle> {
    let accessor = &calls.first()?.accessor;
    Some(Handle {
        ty: accessor.to_upper_camel_case(),
        accessor: accessor.clone(),
        feature: family.feature(),
        methods: calls.iter().map(|call| method(call)).collect(),
    })
}

/// The type of the query, if it is not the default.
fn query(call: &Call) -> Option<&'static str> {
    match call.query {
        Query::None => None,
        Query::Filtering => Some("Filtering"),
        Query::Listing => Some("Listing"),
    }
}

fn method(call: &Call) -> Method {
    let parameters = call.parameters.iter();
    let parameters =
        parameters.map(|parameter| (emit::compact(&parameter.pat), emit::compact(&parameter.ty)));
    let parameters: Vec<(String, String)> = parameters.collect();
    let query = query(call).map(|query| format!(", {query}"));
    let mut chain = Vec::new();
    if call.method == "get" && !call.safe {
        chain.push(".not_safe()".to_owned());
    }
    chain.extend(
        call.path_arguments
            .iter()
            .map(|name| format!(".path({name})")),
    );
    for (name, argument) in &call.own_query {
        let name = emit::compact(name);
        let values = query_values(argument, &parameters);
        chain.push(format!(".query_all({name}, {values})"));
    }
    chain.extend(call.body.as_ref().map(|body| match body {
        Body::Json => format!(".json({:?}, body)", call.root),
        Body::Form => ".form(body)".to_owned(),
        Body::Upload(name) => format!(".upload({name:?}, file)"),
    }));
    Method {
        name: call.verb.clone(),
        docs: call.docs.clone(),
        returns: format!(
            "Call<'a, {}<{}>{}>",
            call.outcome.name(),
            emit::compact(&call.response),
            query.unwrap_or_default()
        ),
        body: format!(
            "Call::{}(self.0, {:?}, {:?})",
            call.method, call.id, call.path
        ),
        parameters,
        chain,
    }
}

/// The values of a parameter of the query, as something to iterate over.
fn query_values(argument: &syn::Expr, parameters: &[(String, String)]) -> String {
    let argument = match argument {
        syn::Expr::Reference(reference) => &reference.expr,
        argument => argument,
    };
    let name = argument.to_token_stream().to_string();
    let ty = parameters
        .iter()
        .find(|(parameter, _)| *parameter == name)
        .map(|(_, ty)| ty.as_str())
        .unwrap_or_default();
    match (ty.contains("Option"), ty.contains('[')) {
        (true, true) => format!("{name}.into_iter().flatten()"),
        (true, false) | (false, true) => name,
        (false, false) => format!("[{name}]"),
    }
}
