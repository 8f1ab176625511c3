//! How the time to generate grows with the spec: `cargo bench --package xtask --bench codegen`.
//!
//! A synthetic spec repeats one folder of ten operations. Each size is run several times, and the medians are compared
//! within the one run: the machine's speed cancels out.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};
use xtask::{generate, lint};

const PER_FOLDER: usize = 10;
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
        write_spec(folder.path(), operations);
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
    let model = lint::checked(root).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    let files = generate::generate(&model).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    files.iter().map(|file| file.contents.lines().count()).sum()
}

/// JSON is YAML, so the files are written as JSON.
fn write_spec(folder: &Path, operations: usize) {
    let mut tags = Vec::new();
    for group in 0..operations / PER_FOLDER {
        let name = format!("group-{group:04}");
        tags.push(json!({
            "name": name, "description": "A group.",
            "x-fortinac-resources": {format!("thing{group:04}"): format!("things{group:04}")},
        }));
        let items = (0..PER_FOLDER).map(|operation| {
            let path = format!("/{name}/verb{operation}/{{id}}");
            (path, operation_item(group, operation))
        });
        let items: Map<String, Value> = items.collect();
        let schemas = json!({
            format!("Thing{group:04}"): record(group),
            format!("Thing{group:04}Envelope"): envelope(group),
        });
        fs::create_dir(folder.join(&name)).expect("a folder");
        write(
            &folder.join(&name).join("thing.yaml"),
            &json!({"paths": items, "components": {"schemas": schemas}}),
        );
    }
    // The list of paths is codegen's to write.
    let root = json!({
        "openapi": "3.0.3",
        "info": {"title": "Synthetic", "version": "0.1.0"},
        "servers": [{"url": "https://fortinac.example.com/api/v2"}],
        "security": [{"bearer": []}],
        "tags": tags,
        "paths": {},
        "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
    });
    write(&folder.join("fortinac.yaml"), &root);
    let failure = json!({"description": "Failed.", "content": {"application/json": {
        "schema": {"$ref": "#/components/schemas/Envelope"},
    }}});
    write(
        &folder.join("common.yaml"),
        &json!({"components": {
            "responses": {"Rejected": failure, "Failed": failure},
            "schemas": {
                "Envelope": {
                    "type": "object", "description": "What every response has.",
                    "x-fortinac-source": ["synthetic"],
                    "properties": {"status": {"type": "string", "nullable": true, "description": "Outcome."}},
                },
                "Timestamp": {
                    "description": "A time.",
                    "anyOf": [{"type": "integer", "format": "int64", "nullable": true}, {"type": "string"}],
                },
            },
        }}),
    );
}

fn operation_item(group: usize, operation: usize) -> Value {
    let body = json!({"$ref": format!("#/components/schemas/Thing{group:04}")});
    let response = json!({"$ref": format!("#/components/schemas/Thing{group:04}Envelope")});
    json!({"post": {
        "operationId": format!("thing{group:04}_verb{operation}"),
        "tags": [format!("group-{group:04}")],
        "summary": "Does something",
        "x-fortinac-source": ["synthetic"],
        "x-fortinac-versions": ["7.4.0"],
        "x-fortinac-evidence": "none",
        "x-fortinac-origin": "document",
        "x-fortinac-result": "one",
        "parameters": [{"name": "id", "in": "path", "required": true, "description": "Id.",
                        "schema": {"type": "integer", "format": "int64"}}],
        "requestBody": {"required": true, "content": {
            "application/json": {"schema": body, "example": {"property0": "x"}}, "application/xml": {"schema": body},
        }},
        "responses": {"200": {"description": "Done.", "content": {"application/json": {
            "schema": response, "example": {"status": "success"},
        }}}},
    }})
}

fn envelope(group: usize) -> Value {
    json!({
        "type": "object", "description": "A list of things.", "x-fortinac-source": ["synthetic"],
        "properties": {
            "status": {"type": "string", "nullable": true, "description": "Outcome."},
            "results": {"type": "array", "nullable": true, "description": "The things.",
                        "items": {"$ref": format!("#/components/schemas/Thing{group:04}")}},
        },
    })
}

fn record(group: usize) -> Value {
    let properties = (0..20).map(|index| {
        let schema = match index % 4 {
            0 => json!({"type": "string", "nullable": true, "description": "A string."}),
            1 => json!({"type": "integer", "format": "int64", "nullable": true, "description": "A number."}),
            2 => json!({"$ref": "../common.yaml#/components/schemas/Timestamp"}),
            _ => json!({"type": "boolean", "nullable": true, "description": "A boolean."}),
        };
        (format!("property{index}"), schema)
    });
    let properties: Map<String, Value> = properties.collect();
    let doc = format!("Thing {group}.");
    json!({"type": "object", "nullable": true, "description": doc, "x-fortinac-source": ["synthetic"],
           "properties": properties})
}

fn write(file: &Path, value: &Value) {
    fs::write(file, value.to_string()).expect("the file is written");
}
