//! Shows each attempt of each call, as events and to the application: `cargo run --example observe -- 31`.

use anyhow::Context;
use fortinac_client::ClientBuilder;
use tracing_subscriber::filter::LevelFilter;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    // Spans and events have operation, path, status and duration, and neither bodies nor the token.
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::DEBUG)
        .init();

    // For metrics. It must be quick, and not panic.
    let client = ClientBuilder::from_env()?
        .observer(|attempt| {
            let status = attempt.status.map_or(0, |status| status.as_u16());
            println!(
                "{} #{} {status} {:?}",
                attempt.operation, attempt.number, attempt.duration
            );
        })
        .build()?;
    let id = std::env::args()
        .nth(1)
        .context("give the id of a user")?
        .parse()?;

    client.users().get(id).await?;
    Ok(())
}
