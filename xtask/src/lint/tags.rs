//! Tags, and the resources that they declare.

use std::collections::BTreeMap;

use heck::ToUpperCamelCase;

use super::reserved;
use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::model::api::{Operation, Tag};
use crate::model::naming::{is_identifier, is_snake_case};

pub(super) fn check(model: &Model, diagnostics: &mut Vec<Diagnostic>) {
    let mut names = Taken::default();
    let mut last = "";
    let mut seen: Vec<&str> = Vec::new();
    let by_tag = model.operations_by_tag();
    for (index, tag) in model.api.tags.iter().enumerate() {
        let pointer = format!("/tags/{index}");
        if seen.contains(&tag.name.as_str()) {
            diagnostics.push(
                model
                    .at(&pointer, format!("there is another tag `{}`", tag.name))
                    .help("make one tag of the two, with the resources of both"),
            );
            continue;
        } else if tag.name.as_str() < last {
            diagnostics.push(
                model
                    .at(&pointer, format!("`{}` comes after `{last}`", tag.name))
                    .help("sort the tags by name"),
            );
        }
        seen.push(&tag.name);
        last = &tag.name;
        resources(model, tag, &pointer, &mut names, diagnostics);
        let tagged = by_tag.get(tag.name.as_str()).map_or(&[][..], Vec::as_slice);
        uses(model, tag, tagged, &pointer, diagnostics);
    }
}

/// Names that a tag has declared, each with the place.
#[derive(Default)]
struct Taken<'a> {
    names: BTreeMap<String, String>,
    /// The handle that has each Rust type.
    types: BTreeMap<String, &'a str>,
}

fn resources<'a>(
    model: &Model,
    tag: &'a Tag,
    pointer: &str,
    taken: &mut Taken<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for resource in &tag.resources {
        let pointer = format!("{pointer}/x-fortinac-resources/{}", resource.name);
        let mut add = |message: String, help: &str| {
            diagnostics.push(model.at(&pointer, message).help(help));
        };
        if !is_snake_case(&resource.name) {
            add(
                format!("`{}` is not in snake_case", resource.name),
                "write it so: operationIds begin with it",
            );
        }
        let handle = &resource.handle;
        if !is_snake_case(handle) || !is_identifier(handle) {
            add(
                format!("`{handle}` is not a valid name of an API handle"),
                "a client reaches the resource by this name: write snake_case, and no keyword of Rust",
            );
            continue;
        }
        let place = format!("tags/{}/x-fortinac-resources/{}", tag.name, resource.name);
        for name in [
            format!("resource `{}`", resource.name),
            format!("handle `{handle}`"),
        ] {
            if let Some(other) = taken.names.insert(name.clone(), place.clone()) {
                add(
                    format!("the {name} is taken by {other}"),
                    "give one of the two another name",
                );
            }
        }
        let type_name = handle.to_upper_camel_case();
        if reserved::is_handle(handle) || reserved::is_handle_type(&type_name) {
            add(
                format!("the client has another use for `{handle}` or `{type_name}`"),
                "give the handle another name, such as one with the group before it",
            );
        }
        let same = taken.types.insert(type_name.clone(), handle);
        if same.is_some_and(|other| other != handle) {
            add(
                format!("the type `{type_name}` is that of another handle"),
                "give one of the two another name",
            );
        }
    }
}

fn uses(
    model: &Model,
    tag: &Tag,
    tagged: &[&Operation],
    pointer: &str,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if tagged.is_empty() {
        diagnostics.push(
            model
                .at(pointer, format!("no operation has the tag `{}`", tag.name))
                .help("delete it"),
        );
        return;
    }
    for resource in tag
        .resources
        .iter()
        .filter(|resource| is_snake_case(&resource.name))
    {
        let mut modules: Vec<String> = tagged
            .iter()
            .filter(|operation| operation.resource == resource.name)
            .map(|operation| model.place_of_path(&operation.path).module)
            .collect();
        modules.sort();
        modules.dedup();
        let message = match modules.len() {
            0 => format!(
                "no operationId begins with the resource `{}`",
                resource.name
            ),
            1 => continue,
            // The handle of a resource is one type, which needs one Cargo feature.
            _ => format!(
                "the operations of `{}` are in several folders: {}",
                resource.name,
                modules.join(", ")
            ),
        };
        let help = match modules.len() {
            0 => "delete the resource",
            _ => "declare a resource for each folder",
        };
        let pointer = format!("{pointer}/x-fortinac-resources/{}", resource.name);
        diagnostics.push(model.at(&pointer, message).help(help));
    }
}
