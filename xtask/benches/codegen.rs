//! How the time to generate grows with the description: `cargo bench --package xtask`.
//!
//! A synthetic description repeats one family of ten operations. Each size is run several times, and the medians are
//! compared within the one run: the machine's speed cancels out.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use xtask::{bundle, codegen, validate};

const PER_FAMILY: usize = 10;
const RUNS: usize = 3;

fn main() {
    // `cargo test` builds and runs benches too: there is nothing to measure then.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let mut base: Option<(usize, Duration)> = None;
    println!(
        "{:>10} {:>12} {:>12} {:>22} {:>10}",
        "operations", "median", "ratio", "ratio per operation", "lines"
    );
    for operations in [50, 500, 5_000] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        write_description(folder.path(), operations);
        let mut times = Vec::new();
        let mut lines = 0;
        for _ in 0..RUNS {
            let start = Instant::now();
            lines = generate(&folder.path().join("fortinac.yaml"));
            times.push(start.elapsed());
        }
        times.sort();
        let median = times[RUNS / 2];
        let (base_operations, base_median) = *base.get_or_insert((operations, median));
        let ratio = median.as_secs_f64() / base_median.as_secs_f64();
        let per_operation = ratio * base_operations as f64 / operations as f64;
        println!(
            "{operations:>10} {median:>12.2?} {ratio:>12.2} {per_operation:>22.2} {lines:>10}"
        );
    }
}

fn generate(root: &Path) -> usize {
    let bundle = bundle::bundle(root).unwrap_or_else(|problems| panic!("{problems}"));
    validate::validate(&bundle).unwrap_or_else(|problems| panic!("{problems}"));
    let files = codegen::generate(&bundle).unwrap_or_else(|problems| panic!("{problems}"));
    files.iter().map(|file| file.contents.lines().count()).sum()
}

/// JSON is YAML, so the files are written as JSON.
fn write_description(folder: &Path, operations: usize) {
    fs::create_dir(folder.join("resources")).expect("a folder");
    let families = operations / PER_FAMILY;
    let mut tags = Vec::new();
    let mut paths = serde_json::Map::new();
    for family in 0..families {
        let name = format!("family-{family:04}");
        tags.push(json!({
            "name": name, "description": "A family.",
            "x-fortinac-resources": {format!("thing{family:04}"): format!("things{family:04}")},
        }));
        let mut items = serde_json::Map::new();
        for operation in 0..PER_FAMILY {
            let path = format!("/{name}/verb{operation}/{{id}}");
            let pointer = path
                .replace('/', "~1")
                .replace('{', "%7B")
                .replace('}', "%7D");
            let reference = format!("resources/{name}.yaml#/paths/{pointer}");
            paths.insert(path.clone(), json!({"$ref": reference}));
            items.insert(path, operation_item(family, operation));
        }
        let schemas = json!({
            format!("Thing{family:04}"): record(family),
            format!("Thing{family:04}Envelope"): envelope(family),
        });
        write(
            &folder.join(format!("resources/{name}.yaml")),
            &json!({"paths": items, "components": {"schemas": schemas}}),
        );
    }
    let root = json!({
        "openapi": "3.0.3",
        "info": {"title": "Synthetic", "version": "0.1.0"},
        "servers": [{"url": "https://fortinac.example.com/api/v2"}],
        "security": [{"bearer": []}],
        "tags": tags,
        "paths": paths,
        "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
    });
    write(&folder.join("fortinac.yaml"), &root);
    write(
        &folder.join("components.yaml"),
        &json!({"components": {"schemas": {
            "Envelope": {
                "type": "object", "nullable": true, "description": "What every answer has.",
                "x-fortinac-source": ["synthetic"],
                "properties": {"status": {"type": "string", "nullable": true, "description": "Outcome."}},
            },
            "Timestamp": {
                "description": "A time.",
                "anyOf": [{"type": "integer", "format": "int64", "nullable": true}, {"type": "string"}],
            },
        }}}),
    );
}

fn operation_item(family: usize, operation: usize) -> Value {
    let body = json!({"$ref": format!("#/components/schemas/Thing{family:04}")});
    let answer = json!({"$ref": format!("#/components/schemas/Thing{family:04}Envelope")});
    let failure = json!({"description": "Failed.", "content": {"application/json": {
        "schema": {"$ref": "../components.yaml#/components/schemas/Envelope"},
    }}});
    json!({"post": {
        "operationId": format!("thing{family:04}_verb{operation}"),
        "tags": [format!("family-{family:04}")],
        "summary": "Does something",
        "x-fortinac-source": ["synthetic"],
        "x-fortinac-versions": ["7.4.0"],
        "x-fortinac-evidence": "none",
        "x-fortinac-origin": "document",
        "x-fortinac-result": "one",
        "parameters": [{"name": "id", "in": "path", "required": true, "description": "Id.",
                        "schema": {"type": "integer", "format": "int64"}}],
        "requestBody": {"required": true, "content": {
            "application/json": {"schema": body, "example": {"member0": "x"}}, "application/xml": {"schema": body},
        }},
        "responses": {
            "200": {"description": "Done.", "content": {"application/json": {
                "schema": answer, "example": {"status": "success"},
            }}},
            "4XX": failure, "5XX": failure,
        },
    }})
}

fn envelope(family: usize) -> Value {
    json!({
        "type": "object", "nullable": true, "description": "A list of things.", "x-fortinac-source": ["synthetic"],
        "properties": {
            "status": {"type": "string", "nullable": true, "description": "Outcome."},
            "results": {"type": "array", "nullable": true, "description": "The things.",
                        "items": {"$ref": format!("#/components/schemas/Thing{family:04}")}},
        },
    })
}

fn record(family: usize) -> Value {
    let mut properties = serde_json::Map::new();
    for member in 0..20 {
        let schema = match member % 4 {
            0 => json!({"type": "string", "nullable": true, "description": "Text."}),
            1 => {
                json!({"type": "integer", "format": "int64", "nullable": true, "description": "A number."})
            }
            2 => json!({"$ref": "../components.yaml#/components/schemas/Timestamp"}),
            _ => json!({"type": "boolean", "nullable": true, "description": "A flag."}),
        };
        properties.insert(format!("member{member}"), schema);
    }
    let doc = format!("Thing {family}.");
    json!({"type": "object", "nullable": true, "description": doc, "x-fortinac-source": ["synthetic"],
           "properties": properties})
}

fn write(file: &Path, value: &Value) {
    fs::write(file, value.to_string()).expect("the file is written");
}
