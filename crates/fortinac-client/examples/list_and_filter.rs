//! Counts and lists the hosts of a role: `cargo run --example list_and_filter -- NAC-Default`.

use anyhow::Context;
use fortinac_client::{Client, Filter};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let client = Client::from_env()?;
    let role = std::env::args().nth(1).context("give the name of a role")?;
    let filter = Filter::equals("role", role);

    let count = client.hosts().count().filter(filter.clone()).await?;
    println!("{count} hosts");

    // One page. `filtered` is what the appliance says, and not always right.
    let call = client.hosts().list().filter(filter.clone());
    let page = call.sort_by("hostName").limit(10).await?;
    let filtered = page.filtered.unwrap_or(count);
    println!("{} of {filtered} on the first page", page.items.len());

    // All of them; one page at a time is held in memory.
    let mut hosts = client.hosts().list().filter(filter).stream();
    while let Some(host) = hosts.next().await {
        println!("{}", host?.host_name.as_deref().unwrap_or("no name"));
    }
    Ok(())
}
