//! Every example, run as its own documentation says, against an embedded appliance; and their index in the README.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use fortinac_mock::{Appliance, Fault};

/// The program of an example, which cargo builds before it runs the tests of the package.
fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().and_then(|deps| deps.parent()).unwrap();
    let program = folder
        .join("examples")
        .join(name)
        .with_extension(std::env::consts::EXE_EXTENSION);
    assert!(
        program.exists(),
        "no {}: run `cargo build --package fortinac-client --examples`",
        program.display()
    );
    program
}

#[track_caller]
fn run(appliance: &Appliance, name: &str, arguments: &[&str]) -> String {
    let mut program = Command::new(program(name));
    program
        .args(arguments)
        .env_clear()
        .env("FORTINAC_URL", appliance.url())
        .env("FORTINAC_TOKEN", appliance.token());
    // The example that pins does it by itself.
    if let Some(pin) = appliance.certificate_sha256().filter(|_| name != "tls_pin") {
        program.env("FORTINAC_CERT_SHA256", pin);
    }
    let output = program.output().unwrap();
    assert!(output.status.success(), "{name}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_example_does_what_it_says() {
    let appliance = Appliance::builder().tls().start().unwrap();
    let pin = appliance.certificate_sha256().unwrap().to_owned();
    let group = appliance.records("group")[0]["dbid"].to_string();
    let examples: [(&str, Vec<&str>, &str); 11] = [
        ("quickstart", vec![&group, "31"], "Building C Cameras"),
        ("list_and_filter", vec!["NAC-Default"], " hosts\n"),
        ("update_absent_null", vec!["31"], "no"),
        ("errors", vec!["404"], "there is no user 404"),
        ("retries_and_timeouts", vec!["31"], " users\n"),
        ("raw_call", vec!["31"], "1 records"),
        ("observe", vec!["31"], "user_get #1 503"),
        ("tls_pin", vec!["pin", &pin], "the appliance is trusted"),
        ("xml", vec!["31"], "<notes xsi:nil=\"true\""),
        ("blocking", vec![], " hosts\n"),
        ("call_by_id", vec!["user_get", "id=31"], "\"id\": 31"),
    ];
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/examples")).unwrap();
    assert_eq!(folder.count(), examples.len(), "an example is not run");
    let features = [
        ("xml", cfg!(feature = "xml")),
        ("blocking", cfg!(feature = "blocking")),
        ("call_by_id", cfg!(feature = "call-by-id")),
    ];
    for (name, arguments, said) in examples {
        if features.contains(&(name, false)) {
            continue;
        }
        if name == "observe" {
            appliance.fault(Fault::status(503));
        }
        let output = run(&appliance, name, &arguments);
        assert!(output.contains(said), "{name}: {output}");
    }
}

/// The features that each example needs, as the manifest says.
fn required_features() -> BTreeMap<String, Vec<String>> {
    let manifest = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"));
    let manifest: toml_edit::DocumentMut = manifest.unwrap().parse().unwrap();
    let examples = manifest["example"].as_array_of_tables().unwrap();
    let features = |example: &toml_edit::Table| -> Vec<String> {
        let features = example.get("required-features");
        let features = features.and_then(|features| features.as_array());
        let features = features.into_iter().flatten();
        features
            .map(|feature| feature.as_str().unwrap().to_owned())
            .collect()
    };
    let named = |example: &toml_edit::Table| {
        let name = example["name"].as_str().unwrap().to_owned();
        (name, features(example))
    };
    examples.iter().map(named).collect()
}

/// The table of the examples: what the first line of each says, and the features that it needs.
fn index(folder: &Path) -> String {
    let required = required_features();
    let mut rows = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let first = text.lines().next().unwrap();
        let (summary, _) = first
            .strip_prefix("//! ")
            .and_then(|line| line.split_once(':'))
            .unwrap_or_else(|| panic!("{name}: its first line does not say what it does"));
        let features = required.get(&name).into_iter().flatten();
        let features: Vec<String> = features.map(|feature| format!("`{feature}`")).collect();
        // What the documentation says to type turns the same features on.
        for feature in &features {
            let option = format!("--features {}", feature.trim_matches('`'));
            assert!(first.contains(&option), "{name}: {first}");
        }
        rows.insert(
            name.clone(),
            format!("| `{name}` | {summary} | {} |\n", features.join(", ")),
        );
    }
    let rows: String = rows.into_values().collect();
    format!("| example | what it does | feature |\n|---|---|---|\n{rows}")
}

#[test]
fn the_readme_has_an_index_of_the_examples() {
    let (begin, end) = ("<!-- examples -->\n\n", "\n<!-- end of examples -->");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let index = index(&folder.join("examples"));
    let readme = std::fs::read_to_string(folder.join("README.md")).unwrap();
    let (before, rest) = readme.split_once(begin).unwrap();
    let (current, after) = rest.split_once(end).unwrap();
    if current == index {
        return;
    }
    assert!(
        std::env::var_os("UPDATE_README").is_some(),
        "the README is not up to date: run `UPDATE_README=1 cargo test -p fortinac-client --test examples`\n{index}"
    );
    let updated = format!("{before}{begin}{index}{end}{after}");
    std::fs::write(folder.join("README.md"), updated).unwrap();
}
