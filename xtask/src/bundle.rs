//! The description in one document, out of its root and every file that a `$ref` reaches.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Component, Path, PathBuf};

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use crate::load;
use crate::problem::{Problem, Problems};

/// The kinds of components that a `$ref` may point at.
const COMPONENT_KINDS: [&str; 4] = ["schemas", "parameters", "responses", "requestBodies"];

/// The methods that OpenAPI knows.
pub(crate) const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The whole description, and where each part of it came from.
#[derive(Debug)]
pub struct Bundle {
    /// The document: all `$ref`s point to `#/components/<kind>/<Name>`.
    pub document: Value,
    /// The root file.
    pub root: PathBuf,
    /// The file of each path item.
    pub path_files: BTreeMap<String, PathBuf>,
    /// The file of each component, by kind and name.
    pub component_files: BTreeMap<(String, String), PathBuf>,
}

impl Bundle {
    /// The file of a path item; the root where it is not known.
    pub fn file_of_path(&self, path: &str) -> &Path {
        self.path_files.get(path).unwrap_or(&self.root)
    }

    /// The file of a component schema; the root where it is not known.
    pub fn file_of_schema(&self, name: &str) -> &Path {
        self.component_files
            .get(&("schemas".to_owned(), name.to_owned()))
            .unwrap_or(&self.root)
    }

    /// The operations, each with its path and its method in lower case.
    pub fn operations(&self) -> impl Iterator<Item = (&str, &str, &Value)> {
        let paths = self.document.get("paths").and_then(Value::as_object);
        paths.into_iter().flatten().flat_map(|(path, item)| {
            let members = item.as_object().into_iter().flatten();
            let operations = members.filter(|(method, _)| METHODS.contains(&method.as_str()));
            operations.map(|(method, operation)| (path.as_str(), method.as_str(), operation))
        })
    }

    /// The component that `value` refers to, or `value` itself where it is no `$ref`.
    pub(crate) fn behind_ref<'a>(&'a self, value: &'a Value) -> &'a Value {
        let pointer = value.get("$ref").and_then(Value::as_str);
        let pointer = pointer.and_then(|reference| reference.strip_prefix('#'));
        let target = pointer.and_then(|pointer| self.document.pointer(pointer));
        target.unwrap_or(value)
    }

    /// The component schemas by name.
    pub fn schemas(&self) -> impl Iterator<Item = (&str, &Value)> {
        let schemas = self
            .document
            .pointer("/components/schemas")
            .and_then(Value::as_object);
        schemas
            .into_iter()
            .flatten()
            .map(|(name, schema)| (name.as_str(), schema))
    }
}

/// Loads `root` and bundles it with every file that it reaches.
pub fn bundle(root: &Path) -> Result<Bundle, Problems> {
    let mut bundler = Bundler {
        root: root.to_owned(),
        files: BTreeMap::new(),
        unreadable: BTreeSet::new(),
        components: BTreeMap::new(),
        component_files: BTreeMap::new(),
        queue: VecDeque::new(),
        problems: Vec::new(),
    };
    let document = load::yaml(root)?;
    bundler.version(&document)?;
    bundler.files.insert(root.to_owned(), document.clone());
    let (document, path_files) = bundler.assemble(document);
    if bundler.problems.is_empty() {
        Ok(Bundle {
            document,
            root: root.to_owned(),
            path_files,
            component_files: bundler.component_files,
        })
    } else {
        Err(Problems(bundler.problems))
    }
}

struct Bundler {
    root: PathBuf,
    files: BTreeMap<PathBuf, Value>,
    /// Files that failed to load: that is one problem, however many `$ref`s name the file.
    unreadable: BTreeSet<PathBuf>,
    components: BTreeMap<(String, String), Value>,
    component_files: BTreeMap<(String, String), PathBuf>,
    queue: VecDeque<(String, String)>,
    problems: Vec<Problem>,
}

/// What a `$ref` names: a file, and a JSON pointer in it.
struct Target {
    file: PathBuf,
    pointer: Vec<String>,
}

impl Bundler {
    fn version(&self, document: &Value) -> Result<(), Problem> {
        let problem = |message: String| {
            Problem::new(&self.root, "openapi", message)
                .help("write `openapi: 3.0.3` first; other major and minor versions mean different things")
        };
        if document.get("swagger").is_some() {
            return Err(problem("this is a Swagger 2.0 document".into()));
        }
        match document.get("openapi") {
            Some(Value::String(version)) if version.starts_with("3.0.") => Ok(()),
            Some(version) => Err(problem(format!("OpenAPI {version} is not supported"))),
            None => Err(problem("is missing".into())),
        }
    }

    fn assemble(&mut self, mut document: Value) -> (Value, BTreeMap<String, PathBuf>) {
        let root = self.root.clone();
        let mut path_files = BTreeMap::new();
        let mut paths = Map::new();
        match document.get("paths") {
            Some(Value::Object(items)) => {
                for (path, item) in items {
                    if let Some((item, file)) = self.path_item(path, item) {
                        paths.insert(path.clone(), item);
                        path_files.insert(path.clone(), file);
                    }
                }
            }
            Some(_) => self
                .problems
                .push(Problem::new(&root, "paths", "is not a mapping")),
            None => self.problems.push(
                Problem::new(&root, "", "there is no `paths`")
                    .help("list every path, each a `$ref` into a family file"),
            ),
        }

        while let Some((kind, name)) = self.queue.pop_front() {
            let file = self.component_files[&(kind.clone(), name.clone())].clone();
            let component = self.files[&file]["components"][&kind][&name].clone();
            let place = format!("components/{kind}/{name}");
            if component.get("$ref").is_some() {
                self.problems.push(
                    Problem::new(&file, &place, "is nothing but a `$ref`")
                        .help("use the component that it names instead"),
                );
                continue;
            }
            let component = self.rewrite(&file, &place, component, false);
            self.components.insert((kind, name), component);
        }
        self.unused();

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

    /// The path item and the file that it is in, behind the `$ref` of the root if there is one.
    fn path_item(&mut self, path: &str, item: &Value) -> Option<(Value, PathBuf)> {
        let root = self.root.clone();
        let Some(reference) = item.get("$ref") else {
            return Some((self.rewrite(&root, path, item.clone(), false), root));
        };
        let target = self.target(&root, path, reference)?;
        let found = self.look_up(&root, path, reference, &target)?;
        if found.get("$ref").is_some() {
            self.problems.push(
                Problem::new(&target.file, path, "is a `$ref` again")
                    .help("name the family file in the root itself"),
            );
            return None;
        }
        if target.pointer != ["paths", path] {
            self.problems.push(
                Problem::new(&root, path, format!("{reference} names another path"))
                    .help("the path in the family file is spelled as in the root"),
            );
        }
        Some((self.rewrite(&target.file, path, found, false), target.file))
    }

    /// Turns every `$ref` inside `value` into one to the bundle's own components, and queues what it names.
    ///
    /// `names` says that the members of `value` have names of the description's own, such as properties.
    fn rewrite(&mut self, file: &Path, place: &str, value: Value, names: bool) -> Value {
        match value {
            Value::Object(members) => {
                if !names && let Some(reference) = members.get("$ref") {
                    if members.len() > 1 {
                        self.problems.push(
                            Problem::new(
                                file,
                                place,
                                "a `$ref` has siblings, which OpenAPI 3.0 ignores",
                            )
                            .help("take the siblings out"),
                        );
                    }
                    return self.reference(file, place, reference);
                }
                let rewrite_member = |(name, member): (String, Value)| {
                    let member_place = format!("{place}/{name}");
                    let opaque = !names && (is_sample(&name) || name.starts_with("x-"));
                    let member = if opaque {
                        member
                    } else {
                        self.rewrite(file, &member_place, member, !names && holds_names(&name))
                    };
                    (name, member)
                };
                Value::Object(members.into_iter().map(rewrite_member).collect())
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

    fn reference(&mut self, file: &Path, place: &str, reference: &Value) -> Value {
        let unresolved = json!({});
        let Some(target) = self.target(file, place, reference) else {
            return unresolved;
        };
        if self.look_up(file, place, reference, &target).is_none() {
            return unresolved;
        }
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
                let message = format!("{reference} does not point at a component");
                self.problems
                    .push(Problem::new(file, place, message).help(help));
                return unresolved;
            }
        };
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
                self.problems.push(
                    Problem::new(&target.file, place, message)
                        .help("give one of the two another name"),
                );
            }
            Some(_) => {}
        }
        json!({ "$ref": format!("#/components/{}/{}", key.0, key.1) })
    }

    /// Reads a `$ref` and loads the file that it names.
    fn target(&mut self, file: &Path, place: &str, reference: &Value) -> Option<Target> {
        let problem = |message: String| Problem::new(file, place, message);
        let Some(text) = reference.as_str() else {
            self.problems
                .push(problem(format!("`$ref` is {reference}, and not a string")));
            return None;
        };
        if text.contains("://") {
            let help = "copy what it names into a file below openapi/";
            self.problems
                .push(problem(format!("\"{text}\" is not in this repository")).help(help));
            return None;
        }
        let Some((name, fragment)) = text.split_once("#/") else {
            let help = "write `file.yaml#/components/schemas/Name`, or leave out the file for the same one";
            self.problems
                .push(problem(format!("\"{text}\" has no `#/`")).help(help));
            return None;
        };
        let target = if name.is_empty() {
            file.to_owned()
        } else {
            sibling(file, name)
        };
        if self.unreadable.contains(&target) {
            return None;
        }
        if !self.files.contains_key(&target) {
            match load::yaml(&target) {
                Ok(content) => {
                    self.files.insert(target.clone(), content);
                }
                Err(mut error) => {
                    if !target.exists() {
                        error.message =
                            format!("{} (named by {}: {place})", error.message, file.display());
                    }
                    self.problems.push(error);
                    self.unreadable.insert(target);
                    return None;
                }
            }
        }
        let pointer = fragment.split('/').map(|segment| {
            percent_decode_str(segment)
                .decode_utf8_lossy()
                .replace("~1", "/")
                .replace("~0", "~")
        });
        Some(Target {
            file: target,
            pointer: pointer.collect(),
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
                let message = format!("the `$ref` {reference} names nothing: no `{segment}` there");
                let help = match found.as_object() {
                    Some(members) => format!("there are: {}", names(members)),
                    None => String::new(),
                };
                self.problems
                    .push(Problem::new(file, place, message).help(help));
                return None;
            };
            found = next;
        }
        Some(found.clone())
    }

    /// Components that nothing refers to, in any file that was read or lies beside them.
    fn unused(&mut self) {
        let mut unread = BTreeSet::new();
        let folders: BTreeSet<PathBuf> = self
            .files
            .keys()
            .filter(|file| **file != self.root)
            .filter_map(|file| Some(file.parent()?.into()))
            .collect();
        for folder in folders
            .iter()
            .filter(|folder| Some(folder.as_path()) != self.root.parent())
        {
            let entries = std::fs::read_dir(folder)
                .into_iter()
                .flatten()
                .flatten()
                .map(|entry| entry.path());
            unread.extend(entries.filter(|path| {
                path.extension()
                    .is_some_and(|extension| extension == "yaml")
                    && !self.files.contains_key(path)
            }));
        }
        for file in unread {
            self.problems.push(
                Problem::new(&file, "", "no `$ref` reaches this file")
                    .help("list its paths in the root, or delete it"),
            );
        }
        for (file, content) in &self.files {
            let kinds = content.get("components").and_then(Value::as_object);
            for (kind, components) in kinds.into_iter().flatten() {
                if kind == "securitySchemes" && *file == self.root {
                    continue;
                }
                for name in components.as_object().into_iter().flat_map(Map::keys) {
                    if self.component_files.get(&(kind.clone(), name.clone())) != Some(file) {
                        let place = format!("components/{kind}/{name}");
                        self.problems.push(
                            Problem::new(file, place, "nothing refers to this component")
                                .help("use it, or delete it"),
                        );
                    }
                }
            }
            let paths = content.get("paths").and_then(Value::as_object);
            for path in paths.into_iter().flat_map(Map::keys) {
                if self.files[&self.root]["paths"].get(path).is_none() {
                    let help = format!("add `{path}` to the paths of {}", self.root.display());
                    self.problems.push(
                        Problem::new(file, path, "the root does not list this path").help(help),
                    );
                }
            }
        }
    }
}

/// Members whose content is a value of the API and not a part of the description.
fn is_sample(name: &str) -> bool {
    matches!(name, "example" | "examples" | "default" | "enum")
}

/// Members that map names to parts of the description.
fn holds_names(name: &str) -> bool {
    matches!(
        name,
        "properties"
            | "schemas"
            | "parameters"
            | "responses"
            | "requestBodies"
            | "content"
            | "headers"
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

fn names(members: &Map<String, Value>) -> String {
    const SHOWN: usize = 12;
    let mut text = members
        .keys()
        .take(SHOWN)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    if members.len() > SHOWN {
        text.push_str(", ...");
    }
    text
}
