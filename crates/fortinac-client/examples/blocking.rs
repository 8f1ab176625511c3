//! Counts the hosts of each role, without asynchronous code: `cargo run --features blocking --example blocking`.

use std::collections::BTreeMap;

use fortinac_client::Client;

fn main() -> anyhow::Result<()> {
    let client = Client::from_env()?;
    println!("{} hosts", client.hosts().count_all().wait()?);

    // An iterator over all pages; one page is held in memory.
    let mut roles = BTreeMap::<String, u64>::new();
    for host in client.hosts().list().stream().wait() {
        let role = host?.role.unwrap_or_else(|| "no role".into());
        *roles.entry(role).or_default() += 1;
    }
    for (role, hosts) in roles {
        println!("{hosts:>6} {role}");
    }
    Ok(())
}
