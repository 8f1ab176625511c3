//! The files of the spec: the root, the common file beside it, and the YAML files of the folders beside it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::COMMON;
use super::grammar;
use super::load;
use crate::diagnostic::{Diagnostic, Diagnostics};

/// The folders beside the root that hold no part of the spec.
const OTHER_FOLDERS: [&str; 3] = ["generated", "generators", "schema"];

/// The content of the root, of the common file, and of each YAML file of the folders beside the root.
pub(super) fn read(root: &Path) -> Result<BTreeMap<PathBuf, Value>, Diagnostics> {
    let content = load::yaml(root)?;
    supported_version(root, &content)?;
    let mut files = BTreeMap::from([(root.to_owned(), content)]);
    let mut diagnostics = Vec::new();
    for path in beside(root) {
        match load::yaml(&path) {
            Ok(content) => drop(files.insert(path, content)),
            Err(wrong) => diagnostics.extend(wrong.0),
        }
    }
    for (path, content) in &files {
        diagnostics.extend(grammar::check(path, content));
    }
    match diagnostics.is_empty() {
        true => Ok(files),
        false => Err(Diagnostics(diagnostics)),
    }
}

/// The common file, and each YAML file of the folders beside the root.
pub(crate) fn beside(root: &Path) -> Vec<PathBuf> {
    let folder = root.parent().unwrap_or(Path::new(""));
    let mut paths = vec![];
    let common = folder.join(COMMON);
    if common.exists() {
        paths.push(common);
    }
    for folder in entries(folder) {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        if folder.is_dir() && !OTHER_FOLDERS.contains(&&*name) {
            let is_yaml = |path: &PathBuf| {
                path.extension()
                    .is_some_and(|extension| extension == "yaml")
            };
            paths.extend(entries(&folder).into_iter().filter(is_yaml));
        }
    }
    paths
}

/// What is in a folder, sorted; nothing where it cannot be read.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let strip = |path: PathBuf| path.strip_prefix("./").map(Path::to_owned).unwrap_or(path);
    let mut paths: Vec<PathBuf> = entries.map(|entry| strip(entry.path())).collect();
    paths.sort();
    paths
}

fn supported_version(root: &Path, document: &Value) -> Result<(), Diagnostics> {
    let wrong = |message: String| {
        Diagnostic::new(root, message).at("/openapi", "openapi").help(
            "write `openapi: 3.0.3` first; other major and minor versions mean different things",
        )
    };
    if document.get("swagger").is_some() {
        return Err(wrong("this is a Swagger 2.0 document".into()).into());
    }
    match document.get("openapi") {
        Some(Value::String(version)) if version.starts_with("3.0.") => Ok(()),
        Some(version) => Err(wrong(format!("OpenAPI {version} is not supported")).into()),
        None => Err(wrong("is missing".into()).into()),
    }
}
