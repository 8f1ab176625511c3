//! What the generated crates cost to compile, against the generator's own output for the same spec:
//! `cargo bench --package xtask --bench compile_cost`.
//!
//! Everything is built in one run, dependencies first, so that the machine's speed cancels out of the ratios. It
//! fetches the runtime crate that the generator's output depends on.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs};

use openapiv3::OpenAPI;
use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle};
use serde_json::Value;
use xtask::lint;
use xtask::model::naming::distinct_names;

const RUNS: usize = 3;

/// As a user of the generator writes it, with the TLS and the features that our client has.
const MANIFEST: &str = r#"[package]
name = "stock"
version = "0.0.0"
edition = "2021"

[workspace]

[dependencies]
bytes = "1"
chrono = { version = "0.4", default-features = false, features = ["serde"] }
futures-core = "0.3"
progenitor-client = "0.15"
regress = "0.11"
reqwest = { version = "0.13", default-features = false, features = ["deflate", "form", "gzip", "json", "query", "rustls-no-provider", "stream"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1"
serde_urlencoded = "0.7"

[profile.dev]
debug = "line-tables-only"
"#;

fn main() {
    // `cargo test` builds and runs benches too: there is nothing to measure then.
    if !env::args().any(|argument| argument == "--bench") {
        return;
    }
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask is in the workspace");
    let folder = workspace.join("target/compile-cost");
    let document = stock_document(workspace);
    let subjects = [
        Subject::ours(workspace, &folder),
        Subject::stock(&folder, "positional", InterfaceStyle::Positional, &document),
        Subject::stock(&folder, "builder", InterfaceStyle::Builder, &document),
    ];
    let measured: Vec<Measured> = subjects.iter().map(Subject::measure).collect();
    println!(
        "{:<18} {:>8} {:>10} {:>7} {:>10} {:>7} {:>10} {:>7}",
        "", "lines", "build", "ratio", "check", "ratio", "rlib KiB", "ratio"
    );
    for (subject, own) in subjects.iter().zip(&measured) {
        let base = &measured[1];
        println!(
            "{:<18} {:>8} {:>10.2?} {:>7.2} {:>10.2?} {:>7.2} {:>10} {:>7.2}",
            subject.name,
            subject.lines,
            own.build,
            own.build.as_secs_f64() / base.build.as_secs_f64(),
            own.check,
            own.check.as_secs_f64() / base.check.as_secs_f64(),
            own.size / 1024,
            own.size as f64 / base.size as f64,
        );
    }
}

struct Subject {
    name: &'static str,
    manifest: PathBuf,
    packages: &'static [&'static str],
    target: PathBuf,
    lines: usize,
}

struct Measured {
    build: Duration,
    check: Duration,
    /// Of all rlibs of the packages, in bytes.
    size: u64,
}

impl Subject {
    fn ours(workspace: &Path, folder: &Path) -> Self {
        let crates = ["fortinac-types", "fortinac-client"];
        let sources = crates.map(|name| lines(&workspace.join("crates").join(name).join("src")));
        Self {
            // With its default features, which are all of the API.
            name: "ours",
            manifest: workspace.join("crates/fortinac-client/Cargo.toml"),
            packages: &["fortinac-types", "fortinac-client"],
            target: folder.join("ours"),
            lines: sources.iter().sum(),
        }
    }

    fn stock(folder: &Path, name: &'static str, style: InterfaceStyle, document: &OpenAPI) -> Self {
        let folder = folder.join(name);
        let mut settings = GenerationSettings::default();
        settings.with_interface(style).with_tag(TagStyle::Merged);
        let tokens = Generator::new(&settings).generate_tokens(document);
        let file = syn::parse2(tokens.expect("the generator takes the document")).expect("Rust");
        fs::create_dir_all(folder.join("src")).expect("a folder");
        fs::write(folder.join("src/lib.rs"), prettyplease::unparse(&file)).expect("a file");
        fs::write(folder.join("Cargo.toml"), MANIFEST).expect("a file");
        Self {
            name: if name == "builder" {
                "stock, builder"
            } else {
                "stock, positional"
            },
            manifest: folder.join("Cargo.toml"),
            packages: &["stock"],
            target: folder.join("target"),
            lines: lines(&folder.join("src")),
        }
    }

    fn measure(&self) -> Measured {
        let median = |task: &str| {
            self.cargo(task);
            let mut times: Vec<Duration> = (0..RUNS)
                .map(|_| {
                    self.clean();
                    let start = Instant::now();
                    self.cargo(task);
                    start.elapsed()
                })
                .collect();
            times.sort();
            times[RUNS / 2]
        };
        let check = median("check");
        let build = median("build");
        let libraries = fs::read_dir(self.target.join("debug/deps")).expect("what was built");
        let own = libraries.filter_map(|entry| {
            let entry = entry.ok()?;
            let name = entry.file_name().into_string().ok()?;
            let is_own = self
                .packages
                .iter()
                .any(|package| name.starts_with(&format!("lib{}-", package.replace('-', "_"))));
            (is_own && name.ends_with(".rlib"))
                .then(|| entry.metadata().map_or(0, |data| data.len()))
        });
        Measured {
            build,
            check,
            size: own.sum(),
        }
    }

    fn clean(&self) {
        let packages = self
            .packages
            .iter()
            .flat_map(|package| ["--package", package]);
        self.run(Command::new("cargo").arg("clean").args(packages));
    }

    fn cargo(&self, task: &str) {
        self.run(Command::new("cargo").arg(task));
    }

    fn run(&self, command: &mut Command) {
        let command = command
            .arg("--quiet")
            .arg("--manifest-path")
            .arg(&self.manifest)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_INCREMENTAL", "0");
        let status = command.status().expect("cargo runs");
        assert!(status.success(), "{command:?}");
    }
}

/// The spec as the generator takes it, and nothing else changed: of two media types the first, no upload, and of two
/// properties that are one in Rust, one renamed.
fn stock_document(workspace: &Path) -> OpenAPI {
    let root = workspace.join("openapi/fortinac.yaml");
    let model = lint::checked(&root).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let mut document = model.bundle.document;
    for name in model.api.schemas.keys() {
        let pointer = format!("/components/schemas/{name}/properties");
        let Some(Value::Object(properties)) = document.pointer_mut(&pointer) else {
            continue;
        };
        let names: Vec<String> = properties.keys().cloned().collect();
        let distinct = distinct_names(names.iter().map(String::as_str));
        for (name, distinct) in distinct.expect("lint has seen them") {
            if distinct != name {
                let renamed = properties.remove(name).expect("one of its names");
                properties.insert(distinct, renamed);
            }
        }
    }
    json_alone(&mut document);
    serde_json::from_value(document).expect("OpenAPI")
}

fn json_alone(value: &mut Value) {
    let Value::Object(properties) = value else {
        return;
    };
    if let Some(Value::Object(content)) = properties.get_mut("content")
        && content.contains_key("application/json")
    {
        content.retain(|media_type, _| media_type == "application/json");
    }
    let upload = properties
        .get("requestBody")
        .is_some_and(|body| body["content"].get("multipart/form-data").is_some());
    if upload {
        properties.remove("requestBody");
    }
    properties.values_mut().for_each(json_alone);
}

fn lines(folder: &Path) -> usize {
    let entries = fs::read_dir(folder)
        .expect("a folder")
        .filter_map(Result::ok);
    entries
        .map(|entry| match entry.path() {
            path if path.is_dir() => lines(&path),
            path if path.extension().is_some_and(|extension| extension == "rs") => {
                fs::read_to_string(path).map_or(0, |text| text.lines().count())
            }
            _ => 0,
        })
        .sum()
}
