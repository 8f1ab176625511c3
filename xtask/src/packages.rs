//! The packages that are published, as cargo reads them.

use std::path::{Path, PathBuf};

use cargo_metadata::semver::{Version, VersionReq};
use cargo_metadata::{Dependency, DependencyKind, MetadataCommand, Package};

/// The workspace, and its published packages.
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    /// The target folder.
    pub(crate) target: PathBuf,
    /// The version of the first package; all have the same.
    pub(crate) version: Version,
    /// The packages that are published, each behind those that it depends on.
    pub(crate) packages: Vec<Package>,
}

impl Workspace {
    pub(crate) fn read(root: &Path) -> Result<Self, String> {
        let metadata = MetadataCommand::new()
            .manifest_path(root.join("Cargo.toml"))
            .no_deps()
            .other_options(["--locked".to_owned()])
            .exec()
            .map_err(|error| error.to_string())?;
        let published = metadata
            .packages
            .into_iter()
            .filter(|package| package.publish.as_deref() != Some(&[]))
            .collect();
        let packages = in_order(published)?;
        let first = packages.first().ok_or("no package is published")?;
        Ok(Self {
            root: root.to_owned(),
            target: metadata.target_directory.into(),
            version: first.version.clone(),
            packages,
        })
    }

    /// Arguments of cargo that select the published packages.
    pub(crate) fn selection(&self) -> impl Iterator<Item = &str> {
        let names = self.packages.iter().map(|package| package.name.as_str());
        names.flat_map(|name| ["--package", name])
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.packages.iter().any(|package| *package.name == name)
    }
}

/// Dependencies on packages of the workspace that the published package has too: cargo leaves out dependencies of tests
/// that have no version.
pub(crate) fn own_dependencies(package: &Package) -> impl Iterator<Item = &Dependency> {
    let own = package.dependencies.iter().filter(|it| it.path.is_some());
    own.filter(|it| it.kind != DependencyKind::Development || it.req != VersionReq::STAR)
}

/// Puts each package behind those that it depends on.
fn in_order(mut waiting: Vec<Package>) -> Result<Vec<Package>, String> {
    let mut ordered = Vec::new();
    while !waiting.is_empty() {
        let names: Vec<String> = waiting.iter().map(|it| it.name.to_string()).collect();
        let waits =
            |package: &mut Package| own_dependencies(package).any(|it| names.contains(&it.name));
        let ready: Vec<Package> = waiting.extract_if(.., |it| !waits(it)).collect();
        if ready.is_empty() {
            return Err(format!("these depend on each other: {}", names.join(", ")));
        }
        ordered.extend(ready);
    }
    Ok(ordered)
}
