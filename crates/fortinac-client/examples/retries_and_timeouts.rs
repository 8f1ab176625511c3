//! Says how long to wait, and what to send again: `cargo run --example retries_and_timeouts -- 31`.

use std::time::Duration;

use anyhow::Context;
use fortinac_client::types::User;
use fortinac_client::{ClientBuilder, RetryPolicy};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let policy = RetryPolicy::default()
        .max_retries(5)
        .budget(Duration::from_secs(120));
    let client = ClientBuilder::from_env()?
        .connect_timeout(Duration::from_secs(3))
        .timeout(Duration::from_secs(20))
        .retry_policy(policy)
        .build()?;
    let id = std::env::args()
        .nth(1)
        .context("give the id of a user")?
        .parse()?;

    // Reads are sent again after a failure that may pass. This one may take longer than others.
    let page = client
        .users()
        .list()
        .limit(500)
        .timeout(Duration::from_secs(60))
        .await?;
    println!("{} users", page.items.len());

    // Somebody waits for this one.
    let user = client.users().get(id).no_retry().await?;
    println!("{}", user.email.as_deref().unwrap_or("no mail address"));

    // A write is sent once, as it may have arrived before it failed. This one does no harm if it arrives twice.
    let change = User {
        email: user.email,
        ..User::default()
    };
    client
        .users()
        .update(id, &change)
        .retry_non_idempotent()
        .await?;
    Ok(())
}
