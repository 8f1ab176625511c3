//! What the compact index saves: `cargo bench --package fortinac-spec`.
//!
//! Figures are of the machine that runs it, so only the ratios count: the loads take turns in one run, and the fastest
//! turn of each is compared. Load of the machine only adds to a time.

use std::hint::black_box;
use std::time::{Duration, Instant};

use fortinac_spec::{Api, Spec};
use serde_json::{Map, Value};

const TURNS: usize = 11;

/// Loads something and drops it.
type Load<'a> = Box<dyn Fn() + 'a>;

/// About as many operations as an API of this kind can come to have.
const MANY: usize = 1_300;

fn main() {
    // `cargo test` builds and runs benches too: there is nothing to measure then.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let document = Spec::bundled().document().clone();
    measure("the bundled spec", &document);
    measure("a synthetic spec", &repeated(&document, MANY));
}

/// Prints how long it takes to load a document, and how much less its index takes.
fn measure(name: &str, document: &Value) {
    let spec = Spec::new(document.clone()).expect("a document of the API");
    let operations = spec.api().operations.len();
    let (text, index) = (document.to_string(), spec.api().to_index());
    let sizes = format!(
        "document {} KiB, index {} KiB",
        text.len() / 1024,
        index.len() / 1024
    );
    println!("{name}: {operations} operations, {sizes}");

    let loads: [(&str, Load<'_>); 4] = [
        (
            "index",
            Box::new(|| drop(black_box(Api::from_index(&index)))),
        ),
        (
            "document as JSON",
            Box::new(|| drop(black_box(serde_json::from_str::<Value>(&text)))),
        ),
        (
            "document and model",
            Box::new(|| drop(black_box(Spec::from_json(&text)))),
        ),
        (
            "document, model and validator",
            Box::new(|| {
                let spec = Spec::from_json(&text).expect("a document of the API");
                drop(black_box(spec.validator()));
            }),
        ),
    ];
    let mut fastest = [Duration::MAX; 4];
    for _ in 0..TURNS {
        for ((_, load), fastest) in loads.iter().zip(&mut fastest) {
            let start = Instant::now();
            load();
            *fastest = start.elapsed().min(*fastest);
        }
    }
    for ((load, _), time) in loads.iter().zip(fastest) {
        let ratio = time.as_secs_f64() / fastest[0].as_secs_f64();
        println!("  {load:30} {time:>10.2?} {ratio:>8.1} of the index");
    }
}

/// The document with its operations repeated, under other paths and names, until there are so many.
fn repeated(document: &Value, count: usize) -> Value {
    let mut document = document.clone();
    let paths = document["paths"].as_object().expect("paths").clone();
    let mut all = Map::new();
    let mut operations = 0;
    'rounds: for round in 0.. {
        for (path, item) in &paths {
            let mut item = item.clone();
            for operation in item.as_object_mut().expect("a path item").values_mut() {
                if let Some(Value::String(id)) = operation.get_mut("operationId") {
                    id.push_str(&format!("_{round}"));
                    operations += 1;
                }
            }
            all.insert(format!("/round{round}{path}"), item);
            if operations >= count {
                break 'rounds;
            }
        }
    }
    document["paths"] = all.into();
    document
}
