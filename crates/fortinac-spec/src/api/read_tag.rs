//! Reads tags, and which of their resources an operation is about.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::PathItem;
use serde_json::Value;

use super::read::{Reader, strings};
use super::{Resource, Tag};
use crate::pointer::escape;

impl Reader<'_> {
    pub(super) fn tags(&mut self) {
        for tag in &self.openapi.tags {
            let resources = tag.extensions.get("x-fortinac-resources");
            let resources = resources.and_then(Value::as_object).into_iter().flatten();
            let resource = |(name, handle): (&String, &Value)| Resource {
                name: name.clone(),
                handle: handle.as_str().unwrap_or_default().to_owned(),
            };
            let mut resources: Vec<Resource> = resources.map(resource).collect();
            // A map of serde_json has the order of the document only with its feature `preserve_order`.
            resources.sort_by(|a, b| a.name.cmp(&b.name));
            self.api.tags.push(Tag {
                name: tag.name.clone(),
                description: tag.description.clone().unwrap_or_default(),
                resources,
                gaps: strings(&tag.extensions, "x-fortinac-gap"),
            });
        }
    }

    /// Reports each undeclared tag once, with the declaration to add.
    pub(super) fn undeclared_tags(&mut self) {
        let mut undeclared: BTreeMap<&str, (String, BTreeSet<&str>)> = BTreeMap::new();
        let openapi = self.openapi;
        for (path, item) in openapi.paths.iter() {
            let operations = item.as_item().into_iter().flat_map(PathItem::iter);
            for (method, operation) in operations {
                let tag = operation.tags.first().map_or("", String::as_str);
                if self.api.tags.iter().any(|known| known.name == tag) {
                    continue;
                }
                let pointer = format!("/paths/{}/{method}/tags", escape(path));
                let (_, resources) = undeclared.entry(tag).or_insert((pointer, BTreeSet::new()));
                let id = operation.operation_id.as_deref().unwrap_or_default();
                resources.extend(id.split_once('_').map(|(resource, _)| resource));
            }
        }
        for (tag, (pointer, resources)) in undeclared {
            let mut block = format!(
                "    - name: {tag}\n      description: 'TODO: say what the resources are'\n      \
                 x-fortinac-resources:"
            );
            for resource in resources {
                block += &format!("\n        {resource}: {resource}s");
            }
            self.issue(
                pointer,
                format!("the tag `{tag}` is not declared"),
                format!("add it to `tags` of the root, which are sorted by name:\n{block}"),
            );
        }
    }

    /// Splits an operationId into a resource of its tag and a verb. The longest resource is used, since `user_role`
    /// also begins with `user`.
    pub(super) fn resource_and_verb(
        &mut self,
        id: &str,
        tag: &str,
        pointer: &str,
    ) -> (String, String) {
        let Some(tag) = self.api.tags.iter().find(|known| known.name == tag) else {
            // `undeclared_tags` reports it once for all operations.
            let (resource, verb) = id.split_once('_').unwrap_or((id, ""));
            return (resource.to_owned(), verb.to_owned());
        };
        let verb_of = |resource: &Resource| {
            let verb = id.strip_prefix(&resource.name)?.strip_prefix('_')?;
            (!verb.is_empty()).then(|| (resource.name.clone(), verb.to_owned()))
        };
        let candidates = tag.resources.iter().filter_map(verb_of);
        if let Some(found) = candidates.max_by_key(|(resource, _)| resource.len()) {
            return found;
        }
        let names = tag.resources.iter().map(|resource| resource.name.as_str());
        let names = names.collect::<Vec<_>>().join(", ");
        self.issue(
            format!("{pointer}/operationId"),
            format!("the operationId `{id}` is not `<resource>_<verb>`"),
            format!("begin it with a resource of its tag: {names}"),
        );
        (id.to_owned(), String::new())
    }
}
