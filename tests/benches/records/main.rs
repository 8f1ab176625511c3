//! Decoding and encoding of records against plain structs and `serde_json::Value`:
//! `cargo bench --package fortinac-tests --bench records`. What is decoded is dropped too, in all of them.
//!
//! Criterion measures one work after the other, and the load of the machine can change in between. So for the ratios at
//! the end the works take turns, and the fastest turn of each counts: load only adds to a time.

mod plain;

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::Criterion;
use fortinac_spec::{Direction, Spec};
use fortinac_types::user::UserListEnvelope;
use fortinac_types::{AccessPolicy, User, decode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// How often each work has its turn.
const TURNS: usize = 101;

/// How much JSON a work goes through in one turn: some milliseconds, for which the clock is fine enough.
const BYTES_PER_TURN: usize = 2_000_000;

type Work = Box<dyn Fn()>;

/// Works that do the same. The first two are what the others are compared to.
struct Group {
    name: String,
    /// The JSON that each work goes through.
    bytes: usize,
    works: Vec<(&'static str, Work)>,
}

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args();
    let user = example("user_update", Direction::Request);
    let policy = example("access_policy_update", Direction::Request);
    let users = thousand(example("user_list", Direction::Response(200)));
    let groups = [
        groups::<User, plain::User>("user", &user),
        groups::<AccessPolicy, plain::AccessPolicy>("access policy", &policy),
        groups::<UserListEnvelope, plain::UserList>("1,000 users", &users),
    ];
    for group in groups.iter().flatten() {
        let mut measured = criterion.benchmark_group(&group.name);
        for (name, work) in &group.works {
            measured.bench_function(*name, |bencher| bencher.iter(work));
        }
        measured.finish();
    }
    criterion.final_summary();
    // Not for a filter, nor in criterion's test mode, which runs each work once.
    if std::env::args().skip(1).eq(["--bench"]) {
        println!(
            "{:52} {:>16} {:>8}",
            "speed, as a multiple of that of", "plain structs", "Value"
        );
        groups.iter().flatten().for_each(print_ratios);
    }
}

/// The example of a body in the spec.
fn example(operation: &str, direction: Direction) -> Value {
    let spec = Spec::bundled();
    let operation = spec.api().operation(operation).expect("the operation");
    let example = spec.example(operation, direction);
    example.expect("the spec has the example").clone()
}

/// The list with its rows repeated up to 1,000, each with an id of its own.
fn thousand(mut list: Value) -> Value {
    let rows = list["results"].as_array().expect("a list has rows").clone();
    let rows = rows.iter().cycle().zip(1..=1_000).map(|(row, id)| {
        let mut row = row.clone();
        row["id"] = id.into();
        row
    });
    list["results"] = rows.collect();
    list
}

fn groups<Ours, Plain>(name: &str, json: &Value) -> [Group; 2]
where
    Ours: DeserializeOwned + Serialize + 'static,
    Plain: DeserializeOwned + Serialize + 'static,
{
    // The works live as long as the program, so their data can too.
    let json: &'static Value = Box::leak(Box::new(json.clone()));
    let text: &'static [u8] = json.to_string().leak().as_bytes();
    let ours: &'static Ours = Box::leak(Box::new(decoded(text)));
    let plain: &'static Plain = Box::leak(Box::new(decoded(text)));
    // A struct that lacks a property would look fast.
    assert_eq!(without_nulls(&value(ours)), without_nulls(json));
    assert_eq!(without_nulls(&value(plain)), without_nulls(json));

    let decode: Vec<(_, Box<dyn Fn()>)> = vec![
        ("plain structs", work(|| decoded::<Plain>(text))),
        ("Value", work(|| decoded::<Value>(text))),
        ("types", work(|| decoded::<Ours>(text))),
        (
            "types, by decode::from_slice",
            work(|| decode::from_slice::<Ours>(text)),
        ),
        // What comes after it if something is not as expected.
        (
            "types, by decode::tolerant",
            work(|| decode::tolerant::<Ours>(text)),
        ),
    ];
    let encode: Vec<(_, Box<dyn Fn()>)> = vec![
        ("plain structs", work(|| serde_json::to_vec(plain))),
        ("Value", work(|| serde_json::to_vec(json))),
        ("types", work(|| serde_json::to_vec(ours))),
    ];
    [("decode", decode), ("encode", encode)].map(|(verb, works)| Group {
        name: format!("{verb} {name}"),
        bytes: text.len(),
        works,
    })
}

fn work<T>(result: impl Fn() -> T + 'static) -> Box<dyn Fn()> {
    Box::new(move || drop(black_box(result())))
}

fn decoded<T: DeserializeOwned>(text: &[u8]) -> T {
    serde_json::from_slice(text).expect("the example decodes")
}

fn value(record: &impl Serialize) -> Value {
    serde_json::to_value(record).expect("a record is JSON")
}

/// A plain struct cannot tell null from absent.
fn without_nulls(json: &Value) -> Value {
    match json {
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        Value::Object(properties) => {
            let properties = properties.iter().filter(|(_, value)| !value.is_null());
            properties
                .map(|(name, value)| (name.clone(), without_nulls(value)))
                .collect()
        }
        other => other.clone(),
    }
}

/// One line for each work but the first two: how fast it is, as a multiple of the speed of those.
fn print_ratios(group: &Group) {
    let repeats = BYTES_PER_TURN.div_ceil(group.bytes);
    let mut fastest = vec![Duration::MAX; group.works.len()];
    for _ in 0..TURNS {
        for ((_, work), fastest) in group.works.iter().zip(&mut fastest) {
            // Not counted: it finds the heap and the caches as the work before left them.
            work();
            let start = Instant::now();
            (0..repeats).for_each(|_| work());
            *fastest = start.elapsed().min(*fastest);
        }
    }
    let [plain, value] = [0, 1].map(|index| fastest[index].as_secs_f64());
    for ((name, _), time) in group.works.iter().zip(&fastest).skip(2) {
        let name = format!("{}: {name}", group.name);
        let time = time.as_secs_f64();
        println!("{name:52} {:>16.2} {:>8.2}", plain / time, value / time);
    }
}
