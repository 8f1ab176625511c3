//! The files of fortinac-client: an API handle for each resource, whose methods make one call each.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToSnakeCase, ToUpperCamelCase};

use super::emit::{self, CallDocs, Handle, Method};
use super::rust_type::in_types;
use super::{GeneratedFile, OwnItems, condition, envelope, modules, source_file};
use crate::model::Model;
use crate::model::api::{Body, ListParameters, Operation, Output, Parameter, Type};
use crate::model::layout::Place;
use crate::model::naming::argument_name;

const FOLDER: &str = "crates/fortinac-client/src/generated";

pub(super) fn files(model: &Model) -> Vec<GeneratedFile> {
    let mut by_place: BTreeMap<Place, BTreeMap<&str, Vec<&Operation>>> = BTreeMap::new();
    for operation in &model.api.operations {
        let resources = by_place
            .entry(model.place_of_path(&operation.path))
            .or_default();
        resources
            .entry(&operation.resource)
            .or_default()
            .push(operation);
    }
    let places: Vec<&Place> = by_place.keys().collect();
    let readers = readers(model);
    let doc = "The calls, by resource, and how to read envelopes of unusual shapes.";
    let handles = handles(model);
    let own = OwnItems {
        first: if readers.is_empty() {
            ""
        } else {
            "use crate::outcome::envelope;\nuse crate::types;\n"
        },
        last: &readers,
    };
    let mut files = modules(FOLDER, &places, doc, own, |module| {
        handles.get(module).cloned()
    });
    for (place, resources) in &by_place {
        let operations: Vec<&Operation> = resources.values().flatten().copied().collect();
        let mut handles: BTreeSet<String> = BTreeSet::new();
        let mut methods = Vec::new();
        for operations in resources.values() {
            let ty = model.api.handle(operations[0]).to_upper_camel_case();
            let of_handle: Vec<Method> = operations
                .iter()
                .map(|operation| method(model, operation))
                .collect();
            methods.push(emit::methods(&ty, &of_handle));
            handles.insert(ty);
        }
        let handles: Vec<String> = handles.into_iter().collect();
        let mut items = vec![uses(&operations, &handles)];
        items.append(&mut methods);
        let doc = format!("Calls of `{}`.", place.source);
        let path = format!("{FOLDER}/{}/{}.rs", place.module, place.file);
        files.push(source_file(path, &place.source, &doc, &items));
    }
    files
}

/// The API handles of each module, and how to get them from the client.
fn handles(model: &Model) -> BTreeMap<String, String> {
    let mut modules: BTreeMap<String, BTreeMap<&str, Handle>> = BTreeMap::new();
    for operation in &model.api.operations {
        let place = model.place_of_path(&operation.path);
        let accessor = model.api.handle(operation);
        let handles = modules.entry(place.module.clone()).or_default();
        handles.entry(accessor).or_insert_with(|| Handle {
            ty: accessor.to_upper_camel_case(),
            accessor: accessor.to_owned(),
            feature: place.feature(),
        });
    }
    let items = |handles: BTreeMap<&str, Handle>| {
        let handles: Vec<String> = handles.values().map(emit::handle).collect();
        format!("use crate::Client;\n\n{}", handles.join("\n"))
    };
    modules
        .into_iter()
        .map(|(module, handles)| (module, items(handles)))
        .collect()
}

/// What a file of these operations uses.
fn uses(operations: &[&Operation], handles: &[String]) -> String {
    let outcomes: BTreeSet<&str> = operations
        .iter()
        .map(|operation| outcome(operation))
        .collect();
    let outcomes: Vec<&str> = outcomes.into_iter().collect();
    let queries: BTreeSet<&str> = operations
        .iter()
        .filter_map(|operation| query(operation))
        .collect();
    let queries: Vec<&str> = queries.into_iter().collect();
    let is_upload = |operation: &&&Operation| matches!(operation.body, Some(Body::Upload { .. }));
    let upload = operations.iter().find(is_upload).map_or("", |_| "Upload, ");
    let handles: Vec<&str> = handles.iter().map(String::as_str).collect();
    let mut uses = format!(
        "use super::{};\nuse crate::outcome::{};\n",
        braced(&handles),
        braced(&outcomes)
    );
    if !queries.is_empty() {
        uses += &format!("use crate::query::{};\n", braced(&queries));
    }
    uses + &format!("use crate::{{Call, {upload}types}};\n")
}

fn braced(names: &[&str]) -> String {
    match names {
        [name] => (*name).to_owned(),
        names => format!("{{{}}}", names.join(", ")),
    }
}

/// The type of the client that stands for what a call returns.
fn outcome(operation: &Operation) -> &'static str {
    match operation.result {
        Output::None => "Done",
        Output::One { .. } => "One",
        Output::List { .. } => "List",
        Output::Count { .. } => "Count",
        Output::Value { .. } => "Value",
        _ => "Whole",
    }
}

/// The type of the query, if it is not the default.
fn query(operation: &Operation) -> Option<&'static str> {
    match operation.list_parameters() {
        ListParameters::None => None,
        ListParameters::Filter => Some("Filtering"),
        ListParameters::All => Some("Listing"),
    }
}

fn method(model: &Model, operation: &Operation) -> Method {
    let body = match &operation.body {
        None => None,
        Some(Body::Json { ty, .. }) => {
            let root = ty.component().unwrap_or_default();
            Some(("body", borrowed(ty), format!(".json({root:?}, body)")))
        }
        Some(Body::Form { component, .. }) => Some((
            "body",
            format!("&types::{component}"),
            ".form(body)".to_owned(),
        )),
        Some(Body::Upload { field }) => Some((
            "file",
            "&Upload".to_owned(),
            format!(".upload({field:?}, file)"),
        )),
        Some(other) => unreachable!("lint knows no other body: {other:?}"),
    };
    // A parameter can be called like the argument for the body.
    let argument = |parameter: &Parameter| {
        let name = argument_name(&parameter.name);
        match &body {
            Some((body, ..)) if *body == name => format!("{name}_parameter"),
            _ => name,
        }
    };
    let own = arguments(operation);
    let mut parameters: Vec<(String, String)> = own
        .iter()
        .map(|parameter| (argument(parameter), argument_type(parameter)))
        .collect();
    let mut chain: Vec<String> = operation
        .path
        .split('/')
        .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
        .filter_map(|name| {
            operation
                .path_parameters()
                .find(|parameter| parameter.name == name)
        })
        .map(|parameter| format!(".path({})", argument(parameter)))
        .collect();
    for parameter in own
        .iter()
        .filter(|parameter| operation.query().any(|one| one.name == parameter.name))
    {
        let values = query_values(&argument(parameter), parameter);
        chain.push(format!(".query_all({:?}, {values})", parameter.name));
    }
    if let Some((name, ty, step)) = &body {
        parameters.push(((*name).to_owned(), ty.clone()));
        chain.push(step.clone());
    }
    let described = own
        .iter()
        .filter(|parameter| !parameter.description.is_empty());
    let described = described.map(|parameter| (argument(parameter), parameter.description.clone()));
    let required = match &operation.body {
        Some(Body::Form { fields, .. }) => fields
            .iter()
            .filter(|field| field.required)
            .map(|field| field.name.clone())
            .collect(),
        _ => Vec::new(),
    };
    let query = query(operation)
        .map(|query| format!(", {query}"))
        .unwrap_or_default();
    Method {
        name: operation.verb.clone(),
        docs: CallDocs {
            summary: operation.summary.clone(),
            description: operation.description.clone(),
            parameters: described.collect(),
            request: format!("{} {}", operation.method, operation.path),
            returns: returns(model, operation),
            required,
            sources: operation.sources.clone(),
            evidence: operation.evidence.to_string(),
        },
        returns: format!(
            "Call<'a, {}<types::{}>{query}>",
            outcome(operation),
            operation.envelope
        ),
        body: format!(
            "Call::{}(self.0, {:?}, {:?})",
            operation.method.key(),
            operation.id,
            operation.path
        ),
        parameters,
        chain,
    }
}

/// The parameters that are arguments: those of the path in its order, then those of the query by name.
fn arguments(operation: &Operation) -> Vec<&Parameter> {
    let place = |parameter: &Parameter| operation.path.find(&format!("{{{}}}", parameter.name));
    let mut in_path: Vec<&Parameter> = operation.path_parameters().collect();
    in_path.sort_by_key(|parameter| place(parameter));
    let methods = operation.list_parameters().names();
    let is_own = |parameter: &&Parameter| !methods.contains(&parameter.name.as_str());
    let mut in_query: Vec<&Parameter> = operation.query().filter(is_own).collect();
    in_query.sort_by_key(|parameter| argument_name(&parameter.name));
    in_path.into_iter().chain(in_query).collect()
}

fn argument_type(parameter: &Parameter) -> String {
    let ty = borrowed(&parameter.ty);
    if parameter.required {
        ty
    } else {
        format!("Option<{ty}>")
    }
}

/// The type of an argument.
fn borrowed(ty: &Type) -> String {
    match ty {
        Type::Integer => "i64".into(),
        Type::Boolean => "bool".into(),
        Type::String => "&str".into(),
        Type::Array(items) => format!("&[{}]", in_types(items)),
        other => format!("&{}", in_types(other)),
    }
}

/// The values of a query parameter, as something to iterate over.
fn query_values(name: &str, parameter: &Parameter) -> String {
    match (parameter.required, matches!(parameter.ty, Type::Array(_))) {
        (false, true) => format!("{name}.into_iter().flatten()"),
        (false, false) | (true, true) => name.to_owned(),
        (true, false) => format!("[{name}]"),
    }
}

/// Says what a call returns.
fn returns(model: &Model, operation: &Operation) -> String {
    let linked = |ty: &Type| {
        let (text, name) = (in_types(ty), super::rust_type::rust_type(ty));
        match ty {
            Type::Ref(_) => format!("[`{name}`]({text})"),
            _ => format!("`{name}`"),
        }
    };
    let component = |name: &str| linked(&Type::Ref(name.to_owned()));
    match &operation.result {
        Output::None => "Returns nothing but success.".to_owned(),
        Output::One { record, .. } => format!("Returns one {}.", component(record)),
        Output::List { item, .. } => format!("Returns a page of {}.", linked(item)),
        Output::Count { .. } if operation.verb.starts_with("count") => {
            format!(
                "Returns the number of {}.",
                model.api.handle(operation).replace('_', " ")
            )
        }
        Output::Count { .. } => "Returns a number.".to_owned(),
        Output::Value { ty, .. } => format!("Returns a value of type {}.", linked(ty)),
        _ => format!(
            "Returns the whole response as {}.",
            component(&operation.envelope)
        ),
    }
}

/// How the client reads each envelope that is not generic: once, however many calls respond with it.
fn readers(model: &Model) -> String {
    let mut readers: BTreeMap<(&str, &str), (String, BTreeSet<String>)> = BTreeMap::new();
    for operation in &model.api.operations {
        let Some(record) = model.api.record(&operation.envelope) else {
            continue;
        };
        if envelope::generic(record).is_some() {
            continue;
        }
        let reads = match &operation.result {
            Output::One { property, record } => format!("record, types::{record}, {property}"),
            Output::Count { property } => {
                format!("count, {} = {property:?}", property.to_snake_case())
            }
            Output::Value { property, ty } => format!("value, {}, {property}", in_types(ty)),
            Output::List { item, .. } => {
                let numbers = ["filtered", "total"]
                    .into_iter()
                    .filter(|name| record.property(name).is_some());
                let numbers: Vec<&str> = numbers.collect();
                format!("items, {}, [{}]", in_types(item), numbers.join(", "))
            }
            _ => continue,
        };
        let reader = format!("envelope!(types::{}, {reads});\n", operation.envelope);
        let key = (operation.envelope.as_str(), outcome(operation));
        let (_, features) = readers.entry(key).or_insert((reader, BTreeSet::new()));
        features.insert(model.place_of_path(&operation.path).feature());
    }
    let readers = readers
        .values()
        .map(|(reader, features)| condition(features) + reader);
    readers.collect()
}
