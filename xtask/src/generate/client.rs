//! The files of fortinac-client: an API handle for each resource, whose methods make one call each.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToSnakeCase, ToUpperCamelCase};

use super::arguments::{self, Argument};
use super::emit::{self, CallDocs, Method, Options};
use super::handles::{handle_type, handles, words};
use super::modules::{Contents, modules};
use super::rust_type::{in_types, rust_type};
use super::{GeneratedFile, source_file};
use crate::model::Model;
use crate::model::api::{Body, ListParameters, Operation, Output, ResponseMedia, Type};
use crate::model::layout::Place;

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
    let needs_xml = |module: &str| {
        let mut of_module = by_place.iter().filter(|(place, _)| place.module == module);
        of_module.all(|(_, resources)| resources.values().flatten().all(|one| is_xml_alone(one)))
    };
    let handles = handles(model, needs_xml);
    let contents = Contents {
        folder: FOLDER,
        doc: "API handles: a module for each folder of the spec, with a handle for each resource, which has a method for each \
              operation, and the optional arguments of calls.",
        of: "Calls on",
        need_xml: handles
            .keys()
            .filter(|module| needs_xml(module))
            .cloned()
            .collect(),
        handles,
    };
    let mut files = modules(model, &contents, &places);
    for (place, resources) in &by_place {
        let mut items = String::new();
        let mut handles = BTreeSet::new();
        for operations in resources.values() {
            let handle = handle_type(model, operations[0]);
            let calls: Vec<(Method, Option<Options>)> = operations
                .iter()
                .map(|operation| method(model, operation))
                .collect();
            let methods: Vec<&Method> = calls.iter().map(|(method, _)| method).collect();
            items += &emit::methods(&handle, &methods);
            for options in calls.iter().filter_map(|(_, options)| options.as_ref()) {
                items += "\n";
                items += &emit::options(options);
            }
            items += "\n";
            handles.insert(handle);
        }
        let doc = format!("Calls of `{}`.", place.source);
        let path = format!("{FOLDER}/{}/{}.rs", place.module, place.file);
        let items = [uses(&handles, &items), items.trim_end().to_owned() + "\n"];
        files.push(source_file(path, &place.source, &doc, &items));
    }
    files
}

/// What the code of these items uses.
fn uses(handles: &BTreeSet<String>, items: &str) -> String {
    let code = items
        .lines()
        .filter(|line| !line.trim_start().starts_with("///"));
    let words: BTreeSet<&str> = code
        .flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'))
        .collect();
    let handles: Vec<&str> = handles.iter().map(String::as_str).collect();
    let used = |names: &[&'static str]| -> Vec<&'static str> {
        let names = names.iter().copied();
        names.filter(|name| words.contains(name)).collect()
    };
    let call = used(&[
        "Call",
        "FilterCall",
        "Filtering",
        "ListCall",
        "Listing",
        "Page",
        "Xml",
        "prepare",
    ]);
    let mut lines = vec![
        format!("use super::{};", emit::braced(&handles)),
        format!("use crate::call::{};", emit::braced(&call)),
    ];
    if words.contains("Upload") {
        lines.push("use crate::transport::upload::Upload;".to_owned());
    }
    if words.contains("types") {
        lines.push("use crate::types;".to_owned());
    }
    lines.join("\n") + "\n"
}

/// The method of an operation, and the type of its optional arguments.
fn method(model: &Model, operation: &Operation) -> (Method, Option<Options>) {
    let arguments = arguments::of(model, operation);
    let (required, optional): (Vec<Argument>, Vec<Argument>) = arguments
        .into_iter()
        .partition(|argument| argument.required);
    let handle = handle_type(model, operation);
    let options = (!optional.is_empty()).then(|| Options {
        ty: format!("{}Options", operation.id.to_upper_camel_case()),
        method: format!("{handle}::{}", operation.verb),
        parameters: String::new(),
        setters: optional
            .iter()
            .map(|argument| argument.setter(model))
            .collect(),
        is_xml: is_xml(operation),
    });
    let name = options.as_ref().map(|options| options.ty.as_str());
    let (returns, parameters) = call_type(model, operation, name);
    let options = options.map(|options| Options {
        parameters,
        ..options
    });
    let body = format!(
        "prepare::{}(&self.0, {:?}, {:?})",
        preparation(operation),
        operation.id,
        operation.path
    );
    let mut chain: Vec<String> = required.iter().filter_map(Argument::step).collect();
    chain.extend(body_steps(operation, &required));
    if is_xml_alone(operation) {
        chain.push(".xml()".to_owned());
    }
    chain.push(result_step(operation));
    let described = required
        .iter()
        .filter(|argument| !argument.description.is_empty());
    let described = described.map(|argument| (argument.name.clone(), argument.description.clone()));
    let method = Method {
        name: operation.verb.clone(),
        docs: CallDocs {
            summary: operation.summary.clone(),
            description: operation.description.clone(),
            parameters: described.collect(),
            request: format!("{} {}", operation.method, operation.path),
            returns: returned(model, operation),
            options: optional
                .iter()
                .map(|argument| argument.setter_name())
                .collect(),
            sources: operation.sources.clone(),
            evidence: operation.evidence.to_string(),
            effects: effects(operation),
        },
        feature: is_xml_alone(operation).then_some("xml"),
        parameters: required
            .iter()
            .map(|argument| (argument.name.clone(), argument.parameter_type(model)))
            .collect(),
        returns,
        body,
        chain,
    };
    (method, options)
}

/// What the method of HTTP does not say about a call.
fn effects(operation: &Operation) -> Vec<&'static str> {
    // A name that begins so says it.
    let deletes = operation.verb.starts_with("delete");
    let effects = [
        (
            operation.writes_by_get(),
            "Changes data although it is a GET, so it is not retried.",
        ),
        (
            operation.reads_without_get(),
            "Only reads although it is a POST, so it is retried.",
        ),
        (
            operation.destructive && !deletes,
            "Destroys data or interrupts service.",
        ),
        (
            is_xml_alone(operation),
            "Needs the feature `xml`, because the response is XML.",
        ),
    ];
    effects
        .into_iter()
        .filter_map(|(holds, effect)| holds.then_some(effect))
        .collect()
}

/// Whether the response is XML alone. Then the call needs the feature `xml`.
fn is_xml_alone(operation: &Operation) -> bool {
    operation.response_media == ResponseMedia::Xml
}

fn is_xml(operation: &Operation) -> bool {
    matches!(operation.body, Some(Body::Json { xml: true, .. }))
}

/// The function that begins a call. Its name says what the method does not: whether the call may be retried.
fn preparation(operation: &Operation) -> String {
    let method = operation.method.key();
    match operation {
        _ if operation.writes_by_get() => format!("{method}_that_writes"),
        _ if operation.reads_without_get() => format!("{method}_that_reads"),
        _ => method,
    }
}

/// The steps that set up a body beyond its arguments.
fn body_steps(operation: &Operation, required: &[Argument]) -> Vec<String> {
    match &operation.body {
        // The form is sent also when no optional argument is set.
        Some(Body::Form { .. }) if !required.iter().any(Argument::is_field) => {
            vec![".form()".to_owned()]
        }
        Some(Body::Json { id: Some(id), .. }) => {
            let body = required.last().map_or("body", |argument| &argument.name);
            let field = id.to_snake_case();
            vec![format!(
                ".with_id({id:?}, id, &{body}.{field}, &{body}.extra)"
            )]
        }
        Some(Body::Json { ty, .. }) => {
            let root = ty.component().unwrap_or_default();
            arguments::json_step(root, required).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// How the response is read.
fn result_step(operation: &Operation) -> String {
    match &operation.result {
        Output::None => ".nothing()".to_owned(),
        Output::One {
            property,
            is_only_item: true,
            ..
        } => format!(".only_item({property:?})"),
        Output::One { property, .. } => format!(".record({property:?})"),
        Output::List { property, .. } => format!(".page({property:?})"),
        Output::Count { property } => format!(".count({property:?})"),
        Output::Value { property, .. } => format!(".value({property:?})"),
        _ if operation.is_bare => ".bare()".to_owned(),
        _ => ".envelope()".to_owned(),
    }
}

/// The type of the value that a call returns; of its items, if it is a list.
fn value_type(operation: &Operation) -> Type {
    match &operation.result {
        Output::One { record, .. } => Type::Ref(record.clone()),
        Output::List { item, .. } => item.clone(),
        Output::Value { ty, .. } => ty.clone(),
        _ => Type::Ref(operation.envelope.clone()),
    }
}

/// The type of a call, and its second parameter.
fn call_type(model: &Model, operation: &Operation, options: Option<&str>) -> (String, String) {
    let item = match &operation.result {
        Output::None => "()".to_owned(),
        Output::Count { .. } => "u64".to_owned(),
        _ => in_types(model, &value_type(operation)),
    };
    let value = match &operation.result {
        Output::List { .. } => format!("Page<{item}>"),
        _ => item.clone(),
    };
    let (argument, inner) = match options {
        Some(options) => (format!(", {options}"), format!("<{options}>")),
        None => Default::default(),
    };
    match operation.list_parameters() {
        ListParameters::All => (
            format!("ListCall<{item}{argument}>"),
            format!("Listing{inner}"),
        ),
        ListParameters::Filter => (
            format!("FilterCall<{value}{argument}>"),
            format!("Filtering{inner}"),
        ),
        ListParameters::None if options.is_none() && is_xml(operation) => {
            (format!("Call<{value}, Xml>"), "Xml".to_owned())
        }
        ListParameters::None => (
            format!("Call<{value}{argument}>"),
            options.unwrap_or("()").to_owned(),
        ),
    }
}

/// Says what a call returns.
fn returned(model: &Model, operation: &Operation) -> String {
    let linked = |ty: &Type| {
        let (path, name) = (in_types(model, ty), rust_type(ty));
        match ty {
            Type::Ref(_) => format!("[`{name}`]({path})"),
            _ => format!("`{name}`"),
        }
    };
    let value = linked(&value_type(operation));
    match &operation.result {
        Output::None => "Returns nothing but success.".to_owned(),
        Output::One { .. } => format!("Returns one {value}."),
        Output::List { .. } => format!("Returns a page of {value}."),
        Output::Count { .. } if operation.verb.starts_with("count") => {
            format!(
                "Returns the number of {}.",
                words(model.api.handle(operation))
            )
        }
        Output::Count { .. } => "Returns a number.".to_owned(),
        Output::Value { .. } => format!("Returns a value of type {value}."),
        _ => format!("Returns the whole response as {value}."),
    }
}
