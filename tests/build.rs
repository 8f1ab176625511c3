//! Lists the records of the spec for `src/record_types.rs`: Rust cannot ask a crate for its types.

use std::path::Path;
use std::{env, fs};

use serde_json::Value;

const DOCUMENT: &str = "../crates/fortinac-spec/src/generated/fortinac.json";

fn main() {
    println!("cargo::rerun-if-changed={DOCUMENT}");
    let document = fs::read(DOCUMENT).expect("the bundled document is there");
    let document: Value = serde_json::from_slice(&document).expect("it is JSON");
    let components = document["components"]["schemas"]
        .as_object()
        .expect("it has components");
    let records: Vec<&str> = components
        .iter()
        .filter(|(_, schema)| schema.get("properties").is_some())
        .map(|(name, _)| name.as_str())
        .collect();
    let folder = env::var("OUT_DIR").expect("cargo sets it");
    let list = format!("record_types![{}];\n", records.join(", "));
    fs::write(Path::new(&folder).join("record_types.rs"), list).expect("the folder can be written");
}
