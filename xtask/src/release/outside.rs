//! The packages as the registry would give them out: unpacked outside the workspace, built and tested by themselves.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::Package;

use super::{cargo, step, succeed};
use crate::packages::Workspace;

/// The folder with the unpacked packages.
pub(super) struct Unpacked {
    folder: PathBuf,
    target: PathBuf,
}

impl Unpacked {
    pub(super) fn folder(&self, package: &Package) -> PathBuf {
        self.folder.join(name(package))
    }
}

/// Name and version, as cargo names the file and its root.
fn name(package: &Package) -> String {
    format!("{}-{}", package.name, package.version)
}

/// Makes the packages, and unpacks each into an empty folder.
pub(super) fn unpack(workspace: &Workspace) -> Result<Unpacked, String> {
    let made = workspace.target.join("package");
    let folder = workspace.target.join("release/packages");
    succeed(
        cargo()
            .args([
                "package",
                "--locked",
                "--allow-dirty",
                "--no-verify",
                "--quiet",
            ])
            .args(workspace.selection())
            .arg("--target-dir")
            .arg(&workspace.target)
            .current_dir(&workspace.root),
    )
    .map_err(|error| format!("{error} (cargo 1.90 or newer is needed)"))?;
    prepare(workspace, &folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for package in &workspace.packages {
        let file = made.join(format!("{}.crate", name(package)));
        // All files in a package have one old date. With today's, cargo builds them anew.
        let mut tar = Command::new("tar");
        tar.args(["-x", "-z", "-m", "-f"]).arg(file);
        succeed(tar.arg("-C").arg(&folder))?;
    }
    Ok(Unpacked {
        folder,
        target: workspace.target.join("release/target"),
    })
}

/// Makes an empty folder that is a workspace, in which the packages take the place of those of the registry.
fn prepare(workspace: &Workspace, folder: &Path) -> std::io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let mut manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"*-*.*.*\"]\n\n\
                        [profile.dev]\ndebug = false\n\n[patch.crates-io]\n"
        .to_owned();
    for package in &workspace.packages {
        manifest += &format!("{} = {{ path = \"{}\" }}\n", package.name, name(package));
    }
    fs::write(folder.join("Cargo.toml"), manifest)?;
    // The dependencies that everything else is tested with.
    fs::copy(workspace.root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    Ok(())
}

/// Tests each package with nothing but its own files and what it depends on.
pub(super) fn test(workspace: &Workspace, unpacked: &Unpacked) -> Result<(), String> {
    for package in &workspace.packages {
        step(&format!("{} by itself", package.name));
        for arguments in [&["test"][..], &["build", "--examples", "--all-features"]] {
            succeed(
                cargo()
                    .args(arguments)
                    .args(["--quiet", "--package", &package.name, "--target-dir"])
                    .arg(&unpacked.target)
                    .current_dir(&unpacked.folder),
            )
            .map_err(|error| format!("{}: {error}", package.name))?;
        }
    }
    Ok(())
}
