//! The files of the description: each with paths or records is a family, and becomes a module of the crates.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{names, reserved};
use crate::bundle::Bundle;
use crate::codegen::module_of;
use crate::problem::Problem;

pub(super) fn check(bundle: &Bundle, problems: &mut Vec<Problem>) {
    let schemas = bundle
        .schemas()
        .map(|(name, _)| bundle.file_of_schema(name));
    let with_paths: BTreeSet<&Path> = bundle.path_files.values().map(AsRef::as_ref).collect();
    let files: BTreeSet<&Path> = schemas.chain(with_paths.iter().copied()).collect();

    let shared = bundle.root.with_file_name("components.yaml");
    let mut modules: BTreeMap<String, &Path> = BTreeMap::new();
    for file in files {
        if file == shared {
            if with_paths.contains(file) {
                problems.push(
                    Problem::new(file, "paths", "has paths, and is what all families share")
                        .help("move them to the file of a family"),
                );
            }
            continue;
        }
        let module = module_of(file);
        if !names::is_snake_case(&module) || !names::is_identifier(&module) {
            problems.push(
                Problem::new(file, "", format!("`{module}` is no name of a Rust module")).help(
                    "rename the file: lower-case letters, digits and single hyphens, and no keyword of Rust",
                ),
            );
        } else if reserved::is_family(&module) {
            problems.push(
                Problem::new(
                    file,
                    "",
                    format!("the generated code has its own use for `{module}`"),
                )
                .help("give the file another name"),
            );
        } else if let Some(other) = modules.insert(module, file) {
            problems.push(
                Problem::new(
                    file,
                    "",
                    format!("becomes the same module as {}", other.display()),
                )
                .help("give one of the two files another name"),
            );
        }
    }
}
