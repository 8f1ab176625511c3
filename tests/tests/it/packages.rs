//! What holds for the packages of the workspace.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use serde_json::Value;

/// Packages and dependencies, as cargo sees them.
fn metadata() -> Value {
    let cargo = env::var_os("CARGO").expect("cargo runs the tests");
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml");
    let output = Command::new(cargo)
        .args([
            "metadata",
            "--locked",
            "--all-features",
            "--format-version",
            "1",
            "--manifest-path",
        ])
        .arg(manifest)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

fn array(value: &Value) -> &[Value] {
    value.as_array().expect("cargo prints an array")
}

fn text(value: &Value) -> &str {
    value.as_str().expect("cargo prints a string")
}

/// The packages of the workspace.
fn members(metadata: &Value) -> Vec<&Value> {
    let packages = array(&metadata["packages"]).iter();
    packages
        .filter(|package| package["source"].is_null())
        .collect()
}

#[test]
fn every_package_forbids_unsafe_code() {
    let metadata = metadata();
    let root = Path::new(text(&metadata["workspace_root"]));
    let workspace = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    assert!(workspace.contains("\nunsafe_code = \"forbid\"\n"));
    for package in members(&metadata) {
        let manifest = fs::read_to_string(text(&package["manifest_path"])).unwrap();
        let inherits = manifest.contains("\n[lints]\nworkspace = true\n");
        assert!(inherits, "{} does not inherit the lints", package["name"]);
    }
}

#[test]
fn no_published_crate_depends_on_the_generator() {
    let metadata = metadata();
    let packages = array(&metadata["packages"]).iter();
    let names: BTreeMap<&str, &str> = packages
        .map(|package| (text(&package["id"]), text(&package["name"])))
        .collect();
    let nodes = array(&metadata["resolve"]["nodes"]).iter();
    // Of a package, what its users build too: no dependencies of its tests.
    let needed: BTreeMap<&str, Vec<&str>> = nodes
        .map(|node| {
            let used = array(&node["deps"]).iter().filter(|dependency| {
                array(&dependency["dep_kinds"])
                    .iter()
                    .any(|kind| kind["kind"] != "dev")
            });
            (
                text(&node["id"]),
                used.map(|dependency| text(&dependency["pkg"])).collect(),
            )
        })
        .collect();
    let members = members(&metadata);
    let mut published = members
        .iter()
        .filter(|package| package["publish"].is_null())
        .peekable();
    assert!(published.peek().is_some());
    for package in published {
        let mut reached = BTreeSet::new();
        let mut next = vec![text(&package["id"])];
        while let Some(id) = next.pop() {
            if reached.insert(id) {
                next.extend(&needed[id]);
            }
        }
        let generators = [
            "progenitor",
            "progenitor-impl",
            "progenitor-client",
            "typify",
            "xtask",
        ];
        let found: Vec<&str> = reached
            .iter()
            .map(|id| names[id])
            .filter(|name| generators.contains(name))
            .collect();
        assert!(found.is_empty(), "{} depends on {found:?}", package["name"]);
    }
}
