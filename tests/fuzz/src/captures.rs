//! Captures: HAR files and exchanges are read, checked, and saved without a value of theirs.

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use fortinac_conform::{Checker, Exchange, Survey};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::seeds::{CANARY, CASES};

static CHECKER: LazyLock<Checker> = LazyLock::new(Checker::new);

pub(crate) fn run(input: &[u8]) {
    let folder = TempDir::new().expect("there is a folder for temporary files");
    let file = folder.path().join("capture.json");
    fs::write(&file, input).expect("the file can be written");
    let mut survey = Survey::new(&CHECKER).saving();
    survey.read(&file);
    for saved in survey.saved() {
        Exchange::from_json(&saved.text).expect("what was saved can be read");
        let saved: Value = serde_json::from_str(&saved.text).expect("it is JSON");
        for side in ["request", "response"] {
            assert_without_canary(&saved[side]);
        }
    }
}

/// A name of a property may stay, a value may not.
fn assert_without_canary(value: &Value) {
    match value {
        Value::String(text) => assert!(!text.contains(CANARY), "{text}"),
        Value::Array(items) => items.iter().for_each(assert_without_canary),
        Value::Object(properties) => properties.values().for_each(assert_without_canary),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Puts the canary into every string.
fn planted(value: &Value) -> Value {
    match value {
        Value::String(text) => format!("{CANARY} {text}").into(),
        Value::Array(items) => items.iter().map(planted).collect(),
        Value::Object(properties) => {
            let planted = properties
                .iter()
                .map(|(name, value)| (name.clone(), planted(value)));
            planted.collect::<serde_json::Map<_, _>>().into()
        }
        other => other.clone(),
    }
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../crates/fortinac-conform/tests/captures");
    let captures = ["chrome.har", "firefox.har", "mitmproxy.har"]
        .map(|name| fs::read(folder.join(name)).expect("the captures of the tests are there"));
    let exchanges = CASES.iter().step_by(8).flat_map(|case| {
        let exchange = |body| {
            json!({"method": case.operation.method.to_string(), "path": case.path(), "status": 200,
                "request": null, "response": body})
        };
        [exchange(case.json.clone()), exchange(planted(&case.json))]
    });
    let exchanges = exchanges.map(|exchange| exchange.to_string().into_bytes());
    captures.into_iter().chain(exchanges).collect()
}
