//! Every place that names the version names the same one.

use std::fs;
use std::path::{Path, PathBuf};

use cargo_metadata::semver::{Version, VersionReq};
use cargo_metadata::{DependencyKind, Package};
use toml_edit::{DocumentMut, Item, TableLike};

use super::Report;
use crate::model::Model;
use crate::packages::{Workspace, own_dependencies};

pub(super) fn check(
    workspace: &Workspace,
    model: &Model,
    report: &mut Report,
) -> Result<(), String> {
    let version = &workspace.version;
    let wrong = &mut report.wrong;
    for package in &workspace.packages {
        if package.version != *version {
            let (name, own) = (&package.name, &package.version);
            wrong.push(format!(
                "{name} has the version {own}, and others {version}"
            ));
        }
        dependencies(workspace, package, wrong);
    }
    let spec = &model.bundle.document["info"]["version"];
    if *spec != version.to_string() {
        wrong.push(format!(
            "info.version of the spec is {spec}, and that of the crates {version}"
        ));
    }
    let lock = workspace.root.join("downstream/Cargo.lock");
    if lock.exists() {
        locked(workspace, &lock, wrong)?;
    }
    for page in pages(&workspace.root)? {
        let text = read(&page)?;
        let page = page.strip_prefix(&workspace.root).unwrap_or(&page);
        for problem in snippets(&text, workspace, version) {
            wrong.push(format!("{}: {problem}", page.display()));
        }
    }
    Ok(())
}

fn dependencies(workspace: &Workspace, package: &Package, wrong: &mut Vec<String>) {
    let expected = caret(&workspace.version);
    for dependency in own_dependencies(package) {
        let (name, needs) = (&package.name, &dependency.name);
        if !workspace.has(needs) {
            wrong.push(format!("{name} needs {needs}, which is not published"));
        } else if dependency.req != expected {
            wrong.push(format!(
                "{name} needs {needs} {}, and not {expected}",
                dependency.req
            ));
        }
    }
    for dependency in &package.dependencies {
        if dependency.kind != DependencyKind::Development && dependency.req == VersionReq::STAR {
            wrong.push(format!(
                "{} needs any version of {}",
                package.name, dependency.name
            ));
        }
    }
}

fn caret(version: &Version) -> VersionReq {
    let text = version.to_string();
    VersionReq::parse(&text).expect("a version is a requirement")
}

/// The application outside the workspace was locked with these versions.
fn locked(workspace: &Workspace, lock: &Path, wrong: &mut Vec<String>) -> Result<(), String> {
    let document = parse(&read(lock)?)?;
    let packages = document["package"].as_array_of_tables().into_iter();
    for package in packages.flat_map(|packages| packages.iter()) {
        let text = |key| package.get(key).and_then(Item::as_str).unwrap_or_default();
        let version = workspace.version.to_string();
        if workspace.has(text("name")) && text("version") != version {
            let (name, version) = (text("name"), text("version"));
            wrong.push(format!("downstream/Cargo.lock has {name} {version}"));
        }
    }
    Ok(())
}

/// The pages that people read.
fn pages(root: &Path) -> Result<Vec<PathBuf>, String> {
    let mut pages = Vec::new();
    for folder in [root.to_owned(), root.join("docs")] {
        pages.extend(entries(&folder)?);
    }
    for package in entries(&root.join("crates"))? {
        pages.extend(entries(&package)?);
    }
    pages.retain(|page| page.extension().is_some_and(|it| it == "md"));
    pages.sort();
    Ok(pages)
}

/// What a folder holds; nothing if there is none.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(folder).and_then(|entries| {
        entries
            .map(|entry| Ok(entry?.path()))
            .collect::<Result<_, _>>()
    });
    entries.map_err(|error| format!("{}: {error}", folder.display()))
}

/// The versions of our packages in the blocks of TOML of a page.
fn snippets(text: &str, workspace: &Workspace, version: &Version) -> Vec<String> {
    let mut wrong = Vec::new();
    for block in text.split("```toml\n").skip(1) {
        let block = block.split("```").next().unwrap_or_default();
        let Ok(document) = parse(block) else {
            continue;
        };
        let tables = document.as_table().iter().filter_map(|(_, it)| {
            let table: Option<&dyn TableLike> = it.as_table_like();
            table
        });
        for (name, item) in tables.flat_map(|table| table.iter()) {
            let stated = item.as_str().or_else(|| item.get("version")?.as_str());
            let Some(stated) = stated.filter(|_| workspace.has(name)) else {
                continue;
            };
            if !VersionReq::parse(stated).is_ok_and(|it| it.matches(version)) {
                wrong.push(format!("{name} = {stated:?} does not allow {version}"));
            }
        }
    }
    wrong
}

fn parse(text: &str) -> Result<DocumentMut, String> {
    text.parse()
        .map_err(|error: toml_edit::TomlError| error.to_string())
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
