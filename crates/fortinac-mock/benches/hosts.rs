//! What 100,000 invented hosts cost: `cargo bench --package fortinac-mock --bench hosts`.
//!
//! Figures are of the machine that runs it; client and appliance share it.

use std::time::{Duration, Instant};

use fortinac_client::Client;
use fortinac_client::types::Host;
use fortinac_mock::Appliance;
use futures_util::future::join_all;
use futures_util::{StreamExt, TryStreamExt};

const HOSTS: u32 = 100_000;
const CONNECTIONS: usize = 8;
const CALLS: usize = 2_000;

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
    // The spec is read once in a process, which is not the subject here.
    drop(Appliance::start().expect("an appliance"));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("state.json");
    let before = memory();
    let start = Instant::now();
    let builder = Appliance::builder().empty().hosts(HOSTS).state_file(&file);
    let appliance = builder.start().expect("an appliance");
    println!(
        "start: {HOSTS} hosts in {:.2?}, {} MiB more",
        start.elapsed(),
        memory() - before
    );
    for resource in ["host", "adapter", "port", "device"] {
        println!("  {resource}: {}", appliance.records(resource).len());
    }

    let client = appliance.client().expect("a client");
    let hosts = pages(&client).await;
    requests(&client, &hosts).await;
    filters(&client, &hosts).await;

    let start = Instant::now();
    appliance.close(Duration::ZERO).expect("a state file");
    let size = std::fs::metadata(&file).expect("a state file").len() / (1024 * 1024);
    println!("save: {size} MiB in {:.2?}", start.elapsed());
    let start = Instant::now();
    let builder = Appliance::builder().state_file(&file);
    let appliance = builder.start().expect("an appliance");
    println!("load: {:.2?}, {} MiB held", start.elapsed(), memory());
    drop(appliance);
}

/// Reads all hosts, page by page.
async fn pages(client: &Client) -> Vec<Host> {
    let mut hosts = Vec::new();
    for limit in [200, 1_000] {
        let start = Instant::now();
        let all = client.hosts().list().limit(limit).stream();
        // What a page decodes to is dropped, but for a few hosts to ask for.
        let (read, some) = all
            .try_fold((0, Vec::new()), |(read, mut some), host| async move {
                if read % 50 == 0 {
                    some.push(host);
                }
                Ok((read + 1, some))
            })
            .await
            .expect("all hosts");
        println!(
            "pages: {read} hosts in {:.2?}, {limit} a page",
            start.elapsed()
        );
        hosts = some;
    }
    let start = Instant::now();
    let sorted = client.hosts().list().sort_by("hostName").limit(200);
    let page: Vec<_> = sorted.stream().take(200).collect().await;
    println!(
        "page: {} sorted hosts in {:.2?}",
        page.len(),
        start.elapsed()
    );
    hosts
}

/// Reads single hosts by id.
async fn requests(client: &Client, hosts: &[Host]) {
    let start = Instant::now();
    let one = |connection: usize| async move {
        for call in 0..CALLS {
            let host = &hosts[(connection * CALLS + call * 7) % hosts.len()];
            let id = host.id.copied().expect("an id");
            client.hosts().get(id).await.expect("a host");
        }
    };
    join_all((0..CONNECTIONS).map(one)).await;
    let calls = CONNECTIONS * CALLS;
    println!(
        "get: {:.0} requests a second over {CONNECTIONS} connections",
        calls as f64 / start.elapsed().as_secs_f64()
    );
}

/// Looks up single hosts by other properties.
async fn filters(client: &Client, hosts: &[Host]) {
    let look_ups = hosts.iter().step_by(97);
    let names = look_ups
        .clone()
        .filter_map(|host| host.host_name.as_deref());
    let filters = names.map(|name| format!("hostName=={name}"));
    let filters: Vec<String> = filters.collect();
    let start = Instant::now();
    for filter in &filters {
        let page = client.hosts().list().filter(filter.as_str()).await;
        assert_eq!(page.expect("a host").items.len(), 1);
    }
    each("filter by name", start.elapsed(), filters.len());

    let macs: Vec<&str> = look_ups
        .clone()
        .filter_map(|host| host.primary_mac.as_deref())
        .collect();
    let start = Instant::now();
    for mac in &macs {
        client.hosts().get_by_mac(mac).await.expect("a host");
    }
    each("by MAC", start.elapsed(), macs.len());

    let addresses: Vec<&str> = look_ups.filter_map(|host| host.ip.as_deref()).collect();
    let start = Instant::now();
    for address in &addresses {
        client.hosts().get_by_ip(address).await.expect("a host");
    }
    each("by IP", start.elapsed(), addresses.len());
}

fn each(what: &str, elapsed: Duration, calls: usize) {
    println!("{what}: {:.2?} a call", elapsed / calls as u32);
}

/// What the process holds, in MiB, where the system tells.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.unwrap_or_default() / 1024
}
