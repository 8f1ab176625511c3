//! What the appliance bears: `cargo bench --package fortinac-mock`.
//!
//! Figures are of the machine that runs it; client and appliance share it.

use std::time::{Duration, Instant};

use fortinac_client::Client;
use fortinac_mock::Appliance;
use futures_util::TryStreamExt;
use futures_util::future::join_all;
use serde_json::{Value, json};

const USERS: i64 = 10_000;
const CONNECTIONS: i64 = 8;
const CALLS: i64 = 1_000;

fn main() {
    // `cargo test` builds and runs benches too: there is nothing to measure then.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(measure());
}

async fn measure() {
    let before = memory();
    let appliance = Appliance::builder().empty().start().expect("an appliance");
    let client = appliance.client().expect("a client");
    let started = memory();
    let example = Appliance::start().expect("an appliance").records("user");
    let users = (1..=USERS).map(|id| {
        let mut user = example[0].clone();
        user["id"] = json!(id);
        user
    });
    appliance
        .seed("user", users.collect::<Vec<Value>>().into())
        .expect("users");
    println!(
        "memory: {before} MiB before, {started} MiB started, {} MiB with {USERS} users",
        memory()
    );

    let start = Instant::now();
    let read = client
        .users()
        .list()
        .stream()
        .try_fold(0, |read, _| async move { Ok(read + 1) });
    let read: i64 = read.await.expect("all users");
    println!(
        "stream: {read} users in {:.2?}, 200 a page",
        start.elapsed()
    );
    let elapsed = gets(&client).await;
    let calls = CONNECTIONS * CALLS;
    println!(
        "get: {:.0} requests a second over {CONNECTIONS} connections",
        calls as f64 / elapsed.as_secs_f64()
    );
}

async fn gets(client: &Client) -> Duration {
    let start = Instant::now();
    let one = |connection: i64| async move {
        for call in 0..CALLS {
            let id = 1 + (connection * CALLS + call) % USERS;
            client.users().get(id).await.expect("a user");
        }
    };
    join_all((0..CONNECTIONS).map(one)).await;
    start.elapsed()
}

/// What the process holds, in MiB, where the system tells.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or_default() / 1024
}
