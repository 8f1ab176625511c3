//! Which files a package has, and that nothing of this machine is in them.

use std::fs;
use std::path::{Path, PathBuf};

use super::Report;
use super::outside::Unpacked;
use crate::packages::Workspace;

/// Files that each package has.
const REQUIRED: [&str; 5] = [
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "src/",
];

/// Files that a package may have besides: what cargo adds, and a build script.
const ALLOWED: [&str; 4] = [
    ".cargo_vcs_info.json",
    "Cargo.lock",
    "Cargo.toml.orig",
    "build.rs",
];

/// Folders of Rust files.
const RUST: [&str; 3] = ["examples/", "src/", "tests/"];

/// Files below `src` that are no Rust: the spec as data, and pages for a browser.
const DATA: [(&str, &[&str]); 2] = [
    (
        "fortinac-spec",
        &[
            "src/generated/fortinac.json",
            "src/generated/index.json",
            "src/generated/schemas.json",
        ],
    ),
    (
        "fortinac-mock",
        &[
            "src/docs/page/docs.css",
            "src/docs/page/docs.js",
            "src/docs/page/evidence.js",
            "src/docs/page/index.html",
            "src/docs/page/search.js",
            "src/start.html",
        ],
    ),
];

pub(super) fn check(
    workspace: &Workspace,
    unpacked: &Unpacked,
    report: &mut Report,
) -> Result<(), String> {
    let private = private_words(workspace);
    for package in &workspace.packages {
        let folder = unpacked.folder(package);
        let files = list(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        for problem in unexpected(&package.name, &files) {
            report
                .wrong
                .push(format!("the package {}: {problem}", package.name));
        }
        let mut bytes = 0;
        for file in &files {
            let content =
                fs::read(folder.join(file)).map_err(|error| format!("{file}: {error}"))?;
            bytes += content.len();
            let text = String::from_utf8_lossy(&content);
            if private.iter().any(|word| text.contains(word)) {
                report.wrong.push(format!(
                    "the package {}: {file} names a folder of this machine",
                    package.name
                ));
            }
        }
        println!(
            "{} {}: {} files, {} kB",
            package.name,
            package.version,
            files.len(),
            bytes.div_ceil(1000)
        );
    }
    Ok(())
}

/// Folders of this machine and of this person.
fn private_words(workspace: &Workspace) -> Vec<String> {
    let home = std::env::home_dir().filter(|home| home.components().count() > 1);
    let folders = [Some(workspace.root.clone()), home];
    let folders = folders.into_iter().flatten();
    folders
        .map(|folder| folder.join("").to_string_lossy().into_owned())
        .collect()
}

fn unexpected(package: &str, files: &[String]) -> Vec<String> {
    let mut problems = Vec::new();
    for required in REQUIRED {
        let is = |file: &String| {
            file == required || (required.ends_with('/') && file.starts_with(required))
        };
        if !files.iter().any(is) {
            problems.push(format!("{required} is missing"));
        }
    }
    let data = DATA.iter().filter(|(name, _)| *name == package);
    let data: Vec<&str> = data.flat_map(|(_, files)| *files).copied().collect();
    for file in files {
        let known = REQUIRED.contains(&file.as_str())
            || ALLOWED.contains(&file.as_str())
            || data.contains(&file.as_str())
            || (file.ends_with(".rs") && RUST.iter().any(|folder| file.starts_with(folder)));
        if !known {
            problems.push(format!(
                "{file} is not expected (xtask/src/release/files.rs lists what is)"
            ));
        }
    }
    problems
}

/// All files below a folder, with `/` between the names.
fn list(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(folder.join(&next))? {
            let entry = entry?;
            let path = next.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else {
                files.push(path.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    files.sort();
    Ok(files)
}
