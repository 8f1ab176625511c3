//! Tags: one for each family, with the resources that it holds and the name of each one's collection.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use heck::ToUpperCamelCase;

use super::site::{Operation, Site};
use super::{names, reserved};
use crate::bundle::Bundle;
use crate::problem::Problem;

/// The resources of each tag.
pub(super) type Tags<'a> = BTreeMap<&'a str, Vec<&'a str>>;

pub(super) fn check<'a>(
    bundle: &'a Bundle,
    operations: &[Operation<'a>],
    problems: &mut Vec<Problem>,
) -> Tags<'a> {
    let mut tags = Tags::new();
    // Where a resource and a collection were named before.
    let mut taken = BTreeMap::new();
    let mut handles = BTreeMap::new();
    let mut last = "";
    for tag in Site::root(bundle)
        .member("tags")
        .iter()
        .flat_map(Site::items)
    {
        let Some(name) = tag.text("name") else {
            continue;
        };
        let resources = resources(&tag, &mut taken, &mut handles, problems);
        check_use(&tag, name, &resources, operations, problems);
        if tags.insert(name, resources).is_some() {
            problems.push(tag.problem(format!("there is another tag `{name}`")));
        }
        if name < last {
            problems.push(
                tag.problem(format!("`{name}` comes after `{last}`"))
                    .help("sort the tags by name"),
            );
        }
        last = name;
    }
    tags
}

/// The resource that an operationId begins with: the longest, since `user_role` begins with `user`.
pub(super) fn resource_of<'a>(id: &str, resources: &[&'a str]) -> Option<&'a str> {
    let begins = |resource: &&&str| verb_of(id, resource).is_some();
    resources
        .iter()
        .filter(begins)
        .max_by_key(|resource| resource.len())
        .copied()
}

/// What an operationId says beside its resource.
pub(super) fn verb_of<'i>(id: &'i str, resource: &str) -> Option<&'i str> {
    id.strip_prefix(resource)?
        .strip_prefix('_')
        .filter(|verb| !verb.is_empty())
}

fn resources<'a>(
    tag: &Site<'a>,
    taken: &mut BTreeMap<String, String>,
    handles: &mut BTreeMap<String, &'a str>,
    problems: &mut Vec<Problem>,
) -> Vec<&'a str> {
    let Some(resources) = tag.member("x-fortinac-resources") else {
        problems.push(
            tag.problem("`x-fortinac-resources` is missing")
                .help("name each resource of the tag and its collection, such as `user: users`"),
        );
        return Vec::new();
    };
    if resources.names().is_empty() {
        problems.push(resources.problem("is not a mapping of resources to their collections"));
    }
    let mut take = |site: &Site<'_>, name: String, problems: &mut Vec<Problem>| {
        if let Some(place) = taken.insert(name.clone(), site.place.clone()) {
            problems.push(site.problem(format!("the {name} is taken by {place}")));
        }
    };
    for (resource, site) in resources.members() {
        if !names::is_snake_case(resource) {
            problems.push(site.problem(format!("`{resource}` is not in snake_case")));
        }
        take(&site, format!("resource `{resource}`"), problems);
        match site.value.as_str() {
            Some(collection) if names::is_snake_case(collection) && names::is_identifier(collection) => {
                take(&site, format!("collection `{collection}`"), problems);
                let handle = collection.to_upper_camel_case();
                if reserved::is_accessor(collection) || reserved::is_handle(&handle) {
                    problems.push(
                        site.problem(format!("the client has its own use for `{collection}` or `{handle}`"))
                            .help("give the collection another name, such as one with the family before it"),
                    );
                }
                if handles.insert(handle.clone(), collection).is_some_and(|other| other != collection) {
                    problems.push(
                        site.problem(format!("the type `{handle}` is that of another collection"))
                            .help("give one of the two another name"),
                    );
                }
            }
            _ => problems.push(
                site.problem(format!("{} is not the name of a collection", site.value))
                    .help("a client reaches it by this name: write snake_case, and no keyword of Rust"),
            ),
        }
    }
    resources.names()
}

fn check_use(
    tag: &Site<'_>,
    name: &str,
    resources: &[&str],
    operations: &[Operation<'_>],
    problems: &mut Vec<Problem>,
) {
    let tagged = operations.iter().filter(|operation| {
        let tags = operation.site.member("tags");
        tags.iter()
            .flat_map(Site::items)
            .any(|tag| tag.value.as_str() == Some(name))
    });
    let tagged: Vec<_> = tagged.collect();
    if tagged.is_empty() {
        problems.push(
            tag.problem(format!("no operation has the tag `{name}`"))
                .help("delete it"),
        );
        return;
    }
    let mut files: BTreeMap<&str, BTreeSet<&Path>> = BTreeMap::new();
    for operation in tagged {
        let id = operation.site.text("operationId").unwrap_or_default();
        let Some(resource) = resource_of(id, resources) else {
            // A wrong operationId is a problem of its own, and may be the use that is missing below.
            return;
        };
        files
            .entry(resource)
            .or_default()
            .insert(operation.site.file);
    }
    for resource in resources {
        match files.get(resource) {
            None => problems.push(
                tag.problem(format!(
                    "no operationId begins with the resource `{resource}`"
                ))
                .help("delete the resource"),
            ),
            // The calls of a resource are one type, in the generated file of their family.
            Some(files) if files.len() > 1 => {
                let files: Vec<_> = files
                    .iter()
                    .map(|file| file.display().to_string())
                    .collect();
                problems.push(
                    tag.problem(format!(
                        "the operations of `{resource}` are in several files: {}",
                        files.join(", ")
                    ))
                    .help("keep the operations of a resource in one file"),
                );
            }
            Some(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_resource_names_an_operation() {
        let resources = ["user", "user_role"];
        assert_eq!(resource_of("user_role_get", &resources), Some("user_role"));
        assert_eq!(resource_of("user_get", &resources), Some("user"));
        assert_eq!(resource_of("user_role", &resources), Some("user"));
        assert_eq!(resource_of("user_", &resources), None);
        assert_eq!(resource_of("users_get", &resources), None);
        assert_eq!(verb_of("user_role_get", "user_role"), Some("get"));
    }
}
