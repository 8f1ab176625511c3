//! What the manifest of each published package says of it.

use cargo_metadata::Package;

use super::Report;
use crate::packages::Workspace;

/// The categories in use. The registry drops one that it does not know, and says so only to the person who publishes:
/// look a new one up in its list of categories.
const CATEGORIES: [&str; 4] = [
    "api-bindings",
    "command-line-utilities",
    "development-tools::testing",
    "network-programming",
];

pub(super) fn check(workspace: &Workspace, report: &mut Report) {
    let Some(first) = workspace.packages.first() else {
        return;
    };
    for package in &workspace.packages {
        for problem in problems(package, first) {
            report.wrong.push(format!("{}: {problem}", package.name));
        }
    }
    let without = |package: &&Package| package.repository.is_none();
    let names: Vec<&str> = workspace
        .packages
        .iter()
        .filter(without)
        .map(|package| package.name.as_str())
        .collect();
    if !names.is_empty() {
        report.left.push(format!(
            "`repository` is not known: set it in [workspace.package] of Cargo.toml, and `repository.workspace = true` in {}",
            names.join(", ")
        ));
    }
}

fn problems(package: &Package, first: &Package) -> Vec<String> {
    let mut problems = Vec::new();
    let mut require = |holds: bool, problem: &str| {
        if !holds {
            problems.push(problem.to_owned());
        }
    };
    require(
        package.description.as_deref().is_some_and(|it| {
            !it.is_empty() && it.chars().count() <= 160 && !it.ends_with('.') && !it.contains('\n')
        }),
        "the description is one line of at most 160 characters, without a full stop",
    );
    require(
        package
            .readme
            .as_ref()
            .is_some_and(|it| it.as_str() == "README.md"),
        "`readme` is README.md",
    );
    require(
        package.license.is_some() && package.license == first.license,
        "all have the same `license`",
    );
    require(
        package.rust_version.is_some() && package.rust_version == first.rust_version,
        "all have the same `rust-version`",
    );
    require(
        package.edition == first.edition,
        "all have the same `edition`",
    );
    require(
        (1..=5).contains(&package.keywords.len()) && package.keywords.iter().all(|it| keyword(it)),
        "one to five keywords, each of at most 20 letters, digits, `-`, `_` and `+`",
    );
    require(
        (1..=5).contains(&package.categories.len())
            && package
                .categories
                .iter()
                .all(|it| CATEGORIES.contains(&it.as_str())),
        "one to five categories, of those that xtask/src/release/manifest.rs lists",
    );
    problems
}

fn keyword(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-_+".contains(c);
    text.len() <= 20
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(allowed)
}
