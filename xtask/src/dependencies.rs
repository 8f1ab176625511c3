//! How many crates of others each published package brings, by feature and system: the tables of `docs/dependencies.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use cargo_metadata::Package;

use crate::packages::Workspace;

/// The page: text by hand, and between two marks what is counted.
const PAGE: &str = "docs/dependencies.md";
const BEGIN: &str = "<!-- Counted by `cargo xtask dependencies`. -->\n";
const END: &str = "<!-- End of what is counted. -->\n";

const LINUX: &str = "x86_64-unknown-linux-gnu";
const WINDOWS: &str = "x86_64-pc-windows-msvc";
const MACOS: &str = "aarch64-apple-darwin";

/// The package whose crates are named: the one that holds a token.
const NAMED: &str = "fortinac-client";

/// Counts, and writes the page, or fails if it is stale.
///
/// # Errors
/// The page is stale, has no marks, or cannot be read or written, or cargo fails.
pub fn run(root: &Path, check: bool) -> Result<(), Box<dyn Error>> {
    let workspace = Workspace::read(root)?;
    let file = root.join(PAGE);
    let page = fs::read_to_string(&file).map_err(|error| format!("{PAGE}: {error}"))?;
    let (before, rest) = page.split_once(BEGIN).ok_or("the page has no marks")?;
    let (_, after) = rest.split_once(END).ok_or("the page has no second mark")?;
    let current = format!("{before}{BEGIN}{}{END}{after}", counted(&workspace)?);
    if page == current {
        println!("{PAGE} is up to date");
    } else if check {
        let message = format!("{PAGE} is stale; run `cargo xtask dependencies`");
        return Err(message.into());
    } else {
        fs::write(&file, current)?;
        println!("wrote {PAGE}");
    }
    Ok(())
}

fn counted(workspace: &Workspace) -> Result<String, Box<dyn Error>> {
    let mut text = String::new();
    for package in &workspace.packages {
        let trees = Trees { workspace, package };
        write!(text, "\n## {}\n\n{}", package.name, table(&trees)?)?;
        if *package.name == NAMED {
            let program = trees.crates(&[], LINUX, "normal,no-proc-macro")?;
            let names: BTreeSet<&str> = program
                .iter()
                .filter_map(|it| it.split(' ').next())
                .collect();
            let names: Vec<&str> = names.into_iter().collect();
            writeln!(
                text,
                "\nIn the program on Linux, with the default features: {}.",
                names.join(", ")
            )?;
        }
    }
    text.push('\n');
    Ok(text)
}

/// The counts with one choice of features.
#[derive(PartialEq, Eq)]
struct Counts {
    /// In the program on Linux.
    program: usize,
    /// For building alone: macros, build scripts and what they need.
    building: usize,
    windows: usize,
    macos: usize,
}

fn table(trees: &Trees<'_>) -> Result<String, Box<dyn Error>> {
    let mut text = "| features | Linux: in the program | Linux: for building alone | Windows: both | macOS: both |\n\
                    |---|---|---|---|---|\n"
        .to_owned();
    let mut row = |name: &str, counts: &Counts| {
        let Counts {
            program,
            building,
            windows,
            macos,
        } = counts;
        writeln!(
            text,
            "| {name} | {program} | {building} | {windows} | {macos} |"
        )
    };
    let features: BTreeMap<&str, Counts> = trees
        .package
        .features
        .keys()
        .filter(|feature| *feature != "default")
        .map(|feature| {
            Ok((
                feature.as_str(),
                trees.counts(&["--no-default-features", "--features", feature])?,
            ))
        })
        .collect::<Result<_, String>>()?;
    let none = trees.counts(&["--no-default-features"])?;
    row("none", &none)?;
    for (feature, counts) in features.iter().filter(|(_, counts)| **counts != none) {
        row(&format!("`{feature}`"), counts)?;
    }
    if !features.is_empty() {
        row("default", &trees.counts(&[])?)?;
        row("all", &trees.counts(&["--all-features"])?)?;
    }
    let same: Vec<String> = features
        .iter()
        .filter(|(_, counts)| **counts == none)
        .map(|(feature, _)| format!("`{feature}`"))
        .collect();
    if !same.is_empty() {
        writeln!(text, "\nThese need no more than none: {}.", same.join(", "))?;
    }
    Ok(text)
}

/// The trees of what a package needs, as cargo draws them.
struct Trees<'a> {
    workspace: &'a Workspace,
    package: &'a Package,
}

impl Trees<'_> {
    fn counts(&self, features: &[&str]) -> Result<Counts, String> {
        let count = |target, edges| Ok::<_, String>(self.crates(features, target, edges)?.len());
        let program = count(LINUX, "normal,no-proc-macro")?;
        Ok(Counts {
            program,
            building: count(LINUX, "normal,build")?.saturating_sub(program),
            windows: count(WINDOWS, "normal,build")?,
            macos: count(MACOS, "normal,build")?,
        })
    }

    /// Names and versions of the crates of others.
    fn crates(
        &self,
        features: &[&str],
        target: &str,
        edges: &str,
    ) -> Result<BTreeSet<String>, String> {
        let mut tree = crate::release::cargo();
        tree.args([
            "tree",
            "--locked",
            "--quiet",
            "--prefix",
            "none",
            "--package",
        ])
        .args([&self.package.name, "--target", target, "--edges", edges])
        .args(features)
        .current_dir(&self.workspace.root);
        let output = tree.output().map_err(|error| error.to_string())?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned());
        }
        let lines = String::from_utf8_lossy(&output.stdout).into_owned();
        let crates = lines.lines().filter_map(|line| {
            let mut words = line.split(' ');
            let (name, version) = (words.next()?, words.next()?);
            (!self.workspace.has(name)).then(|| format!("{name} {version}"))
        });
        Ok(crates.collect())
    }
}
