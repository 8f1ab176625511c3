//! From the files of the spec to one document, in which all `$ref`s point to its own components.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Component, Path, PathBuf};

use fortinac_spec::api::OPEN_ENUM;
use fortinac_spec::pointer;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use super::{Bundle, COMMON, DOCUMENTS, location, nearest, some_of};
use crate::diagnostic::{Diagnostic, Diagnostics};

/// The kinds of components that a `$ref` may point at.
const COMPONENT_KINDS: [&str; 4] = ["schemas", "parameters", "responses", "requestBodies"];

/// The responses to failures, which the bundler adds to each operation from the common file.
const FAILURES: [(&str, &str); 2] = [("4XX", "Rejected"), ("5XX", "Failed")];

/// Makes one document of the files.
pub(super) fn assemble(
    root: &Path,
    files: BTreeMap<PathBuf, Value>,
) -> Result<Bundle, Diagnostics> {
    let mut bundler = Bundler {
        root: root.to_owned(),
        files,
        components: BTreeMap::new(),
        component_files: BTreeMap::new(),
        inlined: BTreeSet::new(),
        clashing: BTreeSet::new(),
        queue: VecDeque::new(),
        diagnostics: Vec::new(),
    };
    let (document, path_files) = bundler.assemble();
    if bundler.diagnostics.is_empty() {
        Ok(Bundle {
            document,
            root: root.to_owned(),
            path_files,
            component_files: bundler.component_files,
        })
    } else {
        Err(Diagnostics(bundler.diagnostics))
    }
}

struct Bundler {
    root: PathBuf,
    files: BTreeMap<PathBuf, Value>,
    components: BTreeMap<(String, String), Value>,
    component_files: BTreeMap<(String, String), PathBuf>,
    /// The scalars that were written in the place of a `$ref` to them.
    inlined: BTreeSet<(PathBuf, String)>,
    /// The places of components whose name another file has.
    clashing: BTreeSet<(PathBuf, String)>,
    queue: VecDeque<(String, String)>,
    diagnostics: Vec<Diagnostic>,
}

/// What a `$ref` names: a file, and a JSON pointer in it.
struct Target {
    file: PathBuf,
    pointer: Vec<String>,
}

impl Bundler {
    fn assemble(&mut self) -> (Value, BTreeMap<String, PathBuf>) {
        let (paths, path_files) = self.paths();
        while let Some((kind, name)) = self.queue.pop_front() {
            let file = self.component_files[&(kind.clone(), name.clone())].clone();
            let component = self.files[&file]["components"][&kind][&name].clone();
            let place = format!("/components/{kind}/{}", pointer::escape(&name));
            let component = self.rewrite(&file, &place, component, false);
            self.components.insert((kind, name), component);
        }
        self.unused();

        let mut document = self.files[&self.root].clone();
        let mut components = Map::new();
        if let Some(schemes) = document.pointer("/components/securitySchemes") {
            components.insert("securitySchemes".into(), schemes.clone());
        }
        for ((kind, name), component) in &self.components {
            let of_kind = components.entry(kind.clone()).or_insert_with(|| json!({}));
            of_kind
                .as_object_mut()
                .expect("made just above")
                .insert(name.clone(), component.clone());
        }
        document["paths"] = Value::Object(paths);
        document["components"] = Value::Object(components);
        (document, path_files)
    }

    /// The path items of all files, sorted. What the root lists as a `$ref` is maintained by codegen, and is in a file.
    fn paths(&mut self) -> (Map<String, Value>, BTreeMap<String, PathBuf>) {
        let mut items: BTreeMap<String, (PathBuf, Value)> = BTreeMap::new();
        for (file, content) in &self.files {
            let own = content
                .get("paths")
                .and_then(Value::as_object)
                .into_iter()
                .flatten();
            for (path, item) in
                own.filter(|(_, item)| *file != self.root || item.get("$ref").is_none())
            {
                if let Some((other, _)) = items.get(path) {
                    let message = format!("this path is in {} too", other.display());
                    let pointer = format!("/paths/{}", pointer::escape(path));
                    self.diagnostics.push(
                        Diagnostic::new(file, message)
                            .at(pointer, path)
                            .help("keep all operations of a path in one place"),
                    );
                }
                items.insert(path.clone(), (file.clone(), item.clone()));
            }
        }
        let mut paths = Map::new();
        let mut path_files = BTreeMap::new();
        for (path, (file, mut item)) in items {
            self.add_failures(&file, &mut item);
            add_links(&mut item);
            let place = format!("/paths/{}", pointer::escape(&path));
            paths.insert(path.clone(), self.rewrite(&file, &place, item, false));
            path_files.insert(path, file);
        }
        (paths, path_files)
    }

    /// Adds the responses to failures that an operation does not describe itself.
    fn add_failures(&self, file: &Path, item: &mut Value) {
        let common = self.root.with_file_name(COMMON);
        let Some(shared) = self.files.get(&common) else {
            return;
        };
        let to_common = if file.parent() == self.root.parent() {
            COMMON.to_owned()
        } else {
            format!("../{COMMON}")
        };
        let operations = item.as_object_mut().into_iter().flatten();
        for (_, operation) in operations {
            let Some(responses) = operation
                .get_mut("responses")
                .and_then(Value::as_object_mut)
            else {
                continue;
            };
            for (status, name) in FAILURES {
                let exists = shared
                    .pointer(&format!("/components/responses/{name}"))
                    .is_some();
                if exists && !responses.contains_key(status) {
                    let reference = format!("{to_common}#/components/responses/{name}");
                    responses.insert(status.to_owned(), json!({ "$ref": reference }));
                }
            }
        }
    }

    /// Turns every `$ref` inside `value` into one to the bundle's own components, and queues what it names.
    ///
    /// `names` says that the keys of `value` are names of the spec's own, such as properties.
    fn rewrite(&mut self, file: &Path, place: &str, value: Value, names: bool) -> Value {
        match value {
            Value::Object(properties) => {
                if !names && let Some(reference) = properties.get("$ref") {
                    return self.reference(file, place, reference);
                }
                if !names && let Some(described) = self.described_scalar(file, place, &properties) {
                    return described;
                }
                let rewrite_property = |(name, value): (String, Value)| {
                    let value_place = format!("{place}/{}", pointer::escape(&name));
                    let opaque = !names && (is_sample(&name) || name.starts_with("x-"));
                    let value = if opaque {
                        value
                    } else {
                        self.rewrite(file, &value_place, value, !names && holds_names(&name))
                    };
                    (name, value)
                };
                Value::Object(properties.into_iter().map(rewrite_property).collect())
            }
            Value::Array(items) => {
                let items = items.into_iter().enumerate();
                items
                    .map(|(index, item)| {
                        self.rewrite(file, &format!("{place}/{index}"), item, false)
                    })
                    .collect()
            }
            scalar => scalar,
        }
    }

    /// A scalar schema in its place, with the texts beside the `allOf` that names it.
    fn described_scalar(
        &mut self,
        file: &Path,
        place: &str,
        properties: &Map<String, Value>,
    ) -> Option<Value> {
        let [only] = properties.get("allOf")?.as_array()?.as_slice() else {
            return None;
        };
        let place = format!("{place}/allOf/0");
        let Value::Object(mut schema) = self.reference(file, &place, only.get("$ref")?) else {
            return None;
        };
        if schema.contains_key("$ref") {
            return None;
        }
        let texts = properties.iter().filter(|(name, _)| *name != "allOf");
        schema.extend(texts.map(|(name, text)| (name.clone(), text.clone())));
        Some(schema.into())
    }

    /// The `$ref` to the bundle's own component; a scalar schema is written in its place.
    fn reference(&mut self, file: &Path, place: &str, reference: &Value) -> Value {
        let unresolved = json!({});
        let Some(target) = self.target(file, place, reference) else {
            return unresolved;
        };
        let Some(found) = self.look_up(file, place, reference, &target) else {
            return unresolved;
        };
        let (kind, name) = match target.pointer.as_slice() {
            [components, kind, name]
                if components == "components" && COMPONENT_KINDS.contains(&kind.as_str()) =>
            {
                (kind.clone(), name.clone())
            }
            _ => {
                let help = format!(
                    "point at `#/components/<kind>/<Name>`, where kind is {}",
                    COMPONENT_KINDS.join(", ")
                );
                self.report(
                    file,
                    place,
                    format!("{reference} does not point at a component"),
                    help,
                );
                return unresolved;
            }
        };
        if kind == "schemas" && is_scalar(&found) {
            self.inlined.insert((target.file, name));
            return found;
        }
        let key = (kind, name);
        match self.component_files.get(&key) {
            None => {
                self.component_files.insert(key.clone(), target.file);
                self.queue.push_back(key.clone());
            }
            Some(known) if *known != target.file => {
                let message = format!(
                    "the name of components/{}/{} is taken in {}",
                    key.0,
                    key.1,
                    known.display()
                );
                let place = format!("/components/{}/{}", key.0, pointer::escape(&key.1));
                let help = "give one of the two another name".to_owned();
                self.report(&target.file, &place, message, help);
                self.clashing.insert((target.file, place));
            }
            Some(_) => {}
        }
        json!({ "$ref": format!("#/components/{}/{}", key.0, key.1) })
    }

    fn report(&mut self, file: &Path, place: &str, message: String, help: String) {
        let location = location(self.files.get(file).unwrap_or(&Value::Null), place);
        self.diagnostics.push(
            Diagnostic::new(file, message)
                .at(place, location)
                .help(help),
        );
    }

    /// Reads a `$ref`, and finds the file that it names.
    fn target(&mut self, file: &Path, place: &str, reference: &Value) -> Option<Target> {
        let text = reference.as_str().unwrap_or_default();
        if text.contains("://") {
            let help = "copy what it names into a file below openapi/";
            self.report(
                file,
                place,
                format!("\"{text}\" is not in this repository"),
                help.into(),
            );
            return None;
        }
        let Some((name, fragment)) = text.split_once("#/") else {
            let help = "write `file.yaml#/components/schemas/Name`, or leave out the file for the same one";
            self.report(file, place, format!("\"{text}\" has no `#/`"), help.into());
            return None;
        };
        let target = match name {
            "" => file.to_owned(),
            name => sibling(file, name),
        };
        if !self.files.contains_key(&target) {
            let files = self.files.keys().map(|file| file.display().to_string());
            let help = match nearest(&target.display().to_string(), files) {
                Some(meant) => format!("did you mean {meant}?"),
                None => "refer to the root, to common.yaml beside it, or to a `.yaml` file of the folders beside it".into(),
            };
            self.report(
                file,
                place,
                format!("{} is no file of the spec", target.display()),
                help,
            );
            return None;
        }
        let segments = fragment.split('/');
        let name = |segment| pointer::unescape(&percent_decode_str(segment).decode_utf8_lossy());
        Some(Target {
            file: target,
            pointer: segments.map(name).collect(),
        })
    }

    fn look_up(
        &mut self,
        file: &Path,
        place: &str,
        reference: &Value,
        target: &Target,
    ) -> Option<Value> {
        let mut found = self.files.get(&target.file)?;
        for segment in &target.pointer {
            let Some(next) = found.get(segment) else {
                let message =
                    format!("the `$ref` {reference} names nothing: there is no `{segment}` there");
                let known = found.as_object().into_iter().flat_map(Map::keys);
                let help = match nearest(segment, known.clone().cloned()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("there are: {}", some_of(known)),
                };
                self.report(file, place, message, help);
                return None;
            };
            found = next;
        }
        Some(found.clone())
    }

    /// Reports components that nothing refers to.
    fn unused(&mut self) {
        let mut unused = Vec::new();
        for (file, content) in &self.files {
            let kinds = content.get("components").and_then(Value::as_object);
            for (kind, components) in kinds.into_iter().flatten() {
                if kind == "securitySchemes" && *file == self.root {
                    continue;
                }
                for name in components.as_object().into_iter().flat_map(Map::keys) {
                    let is_used = self.component_files.get(&(kind.clone(), name.clone()))
                        == Some(file)
                        || self.inlined.contains(&(file.clone(), name.clone()));
                    let place = (
                        file.clone(),
                        format!("/components/{kind}/{}", pointer::escape(name)),
                    );
                    if !is_used && !self.clashing.contains(&place) {
                        unused.push(place);
                    }
                }
            }
        }
        for (file, place) in unused {
            let message = "nothing refers to this component".to_owned();
            self.report(&file, &place, message, "use it, or delete it".into());
        }
    }
}

/// Adds a link to the reference page of each operation that has one, and no link of its own.
fn add_links(item: &mut Value) {
    let operations = item.as_object_mut().into_iter().flatten();
    for operation in operations.filter_map(|(_, operation)| operation.as_object_mut()) {
        let sources = operation.get("x-fortinac-source").and_then(Value::as_array);
        let mut pages = sources.into_iter().flatten().filter_map(|source| {
            let source = source.as_str()?;
            let (product, version) = source.split_once('/')?;
            let is_page = product == "fortinac-f" || product == "fortinac";
            is_page.then(|| (source, version.split('/').next().unwrap_or_default()))
        });
        let Some((source, version)) = pages.next() else {
            continue;
        };
        let link = json!({
            "description": format!("Reference page of {version}"),
            "url": format!("{DOCUMENTS}{source}"),
        });
        operation.entry("externalDocs").or_insert(link);
    }
}

/// Whether a schema is a scalar that records share: it is written in place in the bundle.
fn is_scalar(schema: &Value) -> bool {
    let kind = schema.get("type").and_then(Value::as_str);
    matches!(kind, Some("string" | "integer" | "number" | "boolean"))
        && schema.get(OPEN_ENUM).is_none()
}

/// Keys whose content is a value of the API and not a part of the spec.
fn is_sample(name: &str) -> bool {
    matches!(name, "example" | "examples" | "default" | "enum")
}

/// Keys that map names to parts of the spec.
fn holds_names(name: &str) -> bool {
    matches!(
        name,
        "properties"
            | "schemas"
            | "parameters"
            | "responses"
            | "requestBodies"
            | "content"
            | "variables"
            | "securitySchemes"
    )
}

fn sibling(file: &Path, name: &str) -> PathBuf {
    let mut path = file.parent().unwrap_or(Path::new("")).to_owned();
    for component in Path::new(&*percent_decode_str(name).decode_utf8_lossy()).components() {
        match component {
            Component::ParentDir => {
                if !path.pop() {
                    path.push("..");
                }
            }
            Component::CurDir => {}
            other => path.push(other),
        }
    }
    path
}
