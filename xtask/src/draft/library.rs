//! The files of the spec, as they are written.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::bundle;
pub(super) use crate::bundle::COMMON;
use crate::diagnostic::Diagnostics;

/// What all files of the spec have.
pub(super) struct Library {
    /// The files by their path below `openapi/`, such as `policy/access.yaml`.
    pub(super) files: BTreeMap<String, Value>,
}

/// A component schema.
#[derive(Clone, Copy)]
pub(super) struct Component<'a> {
    pub(super) name: &'a str,
    /// The file that has it.
    pub(super) file: &'a str,
    pub(super) schema: &'a Value,
}

/// An operation.
#[derive(Clone, Copy)]
pub(super) struct Operation<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) file: &'a str,
    pub(super) item: &'a Value,
}

const ROOT: &str = "fortinac.yaml";

impl Library {
    /// Reads `openapi/`.
    pub(super) fn read(folder: &Path) -> Result<Self, Diagnostics> {
        let root = folder.join(ROOT);
        let mut files = BTreeMap::new();
        for path in bundle::beside(&root).into_iter().chain([root]) {
            let below = path.strip_prefix(folder).unwrap_or(&path);
            let segments = below.iter().map(|segment| segment.to_string_lossy());
            let name = segments.collect::<Vec<_>>().join("/");
            files.insert(name, bundle::yaml(&path)?);
        }
        Ok(Self { files })
    }

    /// The shared parts alone, without an operation or the record of a resource.
    pub(super) fn shared_parts(mut self) -> Self {
        self.files.retain(|file, _| file == COMMON || file == ROOT);
        if let Some(root) = self.files.get_mut(ROOT) {
            root["tags"] = json!([]);
        }
        self
    }

    /// Adds the components that were drafted for a file, so that further drafts can refer to them.
    pub(super) fn add(&mut self, file: &str, schemas: &BTreeMap<String, Value>) {
        let file = self
            .files
            .entry(file.to_owned())
            .or_insert_with(|| json!({}));
        for (name, schema) in schemas {
            file["components"]["schemas"][name] = schema.clone();
        }
    }

    pub(super) fn components(&self) -> impl Iterator<Item = Component<'_>> {
        self.files.iter().flat_map(|(file, value)| {
            let schemas = value["components"]["schemas"]
                .as_object()
                .into_iter()
                .flatten();
            schemas.map(move |(name, schema)| Component { name, file, schema })
        })
    }

    pub(super) fn component(&self, name: &str) -> Option<Component<'_>> {
        self.components().find(|component| component.name == name)
    }

    pub(super) fn records(&self) -> impl Iterator<Item = Component<'_>> {
        self.components()
            .filter(|component| component.schema.get("properties").is_some())
    }

    pub(super) fn operations(&self) -> impl Iterator<Item = Operation<'_>> {
        self.files.iter().flat_map(|(file, value)| {
            let paths = value["paths"].as_object().into_iter().flatten();
            paths.flat_map(move |(path, item)| {
                let methods = item.as_object().into_iter().flatten();
                let methods = methods.filter(|(_, item)| item.get("operationId").is_some());
                methods.map(move |(method, item)| Operation {
                    method,
                    path,
                    file,
                    item,
                })
            })
        })
    }

    /// An example of the record that a `$ref` names: a body, or the first record of a response.
    pub(super) fn example(&self, schema: &Value) -> Option<Value> {
        let name = target_of(schema)?.rsplit('/').next()?;
        let is_of = |media: &Value, name: &str| {
            let target = media["schema"]["$ref"].as_str();
            target.is_some_and(|target| target.rsplit('/').next() == Some(name))
        };
        let (list, one) = (format!("{name}ListEnvelope"), format!("{name}Envelope"));
        self.operations().find_map(|known| {
            let request = &known.item["requestBody"]["content"]["application/json"];
            let response = &known.item["responses"]["200"]["content"]["application/json"];
            let example = match () {
                () if is_of(request, name) => &request["example"],
                () if is_of(response, &list) => &response["example"]["results"][0],
                () if is_of(response, &one) => &response["example"]["result"],
                () => return None,
            };
            example.is_object().then(|| example.clone())
        })
    }

    /// The names of resources that operationIds begin with.
    pub(super) fn resources(&self) -> impl Iterator<Item = &str> {
        let tags = self
            .files
            .get(ROOT)
            .and_then(|root| root["tags"].as_array())
            .into_iter()
            .flatten();
        let names = tags.filter_map(|tag| tag["x-fortinac-resources"].as_object());
        names.flat_map(|names| names.keys().map(String::as_str))
    }

    /// The component that a `$ref` in a file leads to.
    pub(super) fn resolve(&self, file: &str, schema: &Value) -> Option<Component<'_>> {
        let (target, pointer) = target_of(schema)?.split_once('#')?;
        let name = pointer.strip_prefix("/components/schemas/")?;
        let target = absolute(file, target);
        self.components()
            .find(|component| component.name == name && component.file == target)
    }
}

impl Operation<'_> {
    pub(super) fn id(&self) -> &str {
        self.item["operationId"].as_str().unwrap_or_default()
    }
}

/// A `$ref` from one file to something in another.
pub(super) fn reference(from: &str, to: &str, kind: &str, name: &str) -> Value {
    let folder = |file: &str| file.rsplit_once('/').map(|(folder, _)| folder.to_owned());
    let file = match to {
        _ if to == from => String::new(),
        _ if folder(to) == folder(from) => to.rsplit('/').next().unwrap_or(to).to_owned(),
        _ => format!("../{to}"),
    };
    json!({ "$ref": format!("{file}#/components/{kind}/{name}") })
}

/// What the `$ref` of a schema names: alone, or in the `allOf` that a description stands beside.
pub(super) fn target_of(schema: &Value) -> Option<&str> {
    let alone = schema["$ref"].as_str();
    alone.or_else(|| schema["allOf"][0]["$ref"].as_str())
}

/// A schema with what the property means: a `$ref` has no room for it.
pub(super) fn with_meaning(schema: Value, meaning: &str) -> Value {
    match schema.get("$ref") {
        Some(_) => json!({"allOf": [schema], "description": meaning}),
        None => schema,
    }
}

/// A piece of one file, as another file has to write it.
pub(super) fn rebase(value: &Value, from: &str, to: &str) -> Value {
    match value {
        Value::Object(mapping) => {
            let parts = mapping
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|target| target.split_once('#'));
            if let Some((file, pointer)) = parts {
                let mut segments = pointer.split('/').skip(2);
                let (kind, name) = (
                    segments.next().unwrap_or_default(),
                    segments.next().unwrap_or_default(),
                );
                return reference(to, &absolute(from, file), kind, name);
            }
            let rebased = mapping
                .iter()
                .map(|(key, value)| (key.clone(), rebase(value, from, to)));
            Value::Object(rebased.collect::<Map<_, _>>())
        }
        Value::Array(items) => items.iter().map(|item| rebase(item, from, to)).collect(),
        other => other.clone(),
    }
}

/// The file that a `$ref` in another file names.
fn absolute(from: &str, target: &str) -> String {
    match (target.strip_prefix("../"), from.rsplit_once('/')) {
        _ if target.is_empty() => from.to_owned(),
        (Some(target), _) => target.to_owned(),
        (None, Some((folder, _))) => format!("{folder}/{target}"),
        (None, None) => target.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_the_spec_are_read() {
        let openapi = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi");
        let library = Library::read(&openapi).unwrap_or_else(|error| panic!("{error}"));
        let files: Vec<&str> = library.files.keys().map(String::as_str).collect();
        for file in [COMMON, ROOT, "system/group.yaml"] {
            assert!(files.contains(&file), "{files:?}");
        }
        let has_parts = |value: &Value| value.get("paths").or(value.get("components")).is_some();
        for (file, value) in &library.files {
            assert!(has_parts(value), "{file}");
        }
    }

    #[test]
    fn a_reference_is_written_for_the_file_that_has_it() {
        let to = |target: &str| json!({ "$ref": target });
        let rebased = |target, from| rebase(&to(target), from, "policy/access.yaml");
        assert_eq!(
            rebased("#/components/schemas/A", "policy/access.yaml"),
            to("#/components/schemas/A")
        );
        assert_eq!(
            rebased("#/components/schemas/A", "policy/x.yaml"),
            to("x.yaml#/components/schemas/A")
        );
        assert_eq!(
            rebased("y.yaml#/components/schemas/A", "user/x.yaml"),
            to("../user/y.yaml#/components/schemas/A")
        );
        let common = "../common.yaml#/components/schemas/A";
        assert_eq!(rebased(common, "user/x.yaml"), to(common));
        assert_eq!(rebased("#/components/schemas/A", "common.yaml"), to(common));
    }
}
