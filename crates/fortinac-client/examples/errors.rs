//! Tells failures apart: `cargo run --example errors -- 31`.

use anyhow::Context;
use fortinac_client::Client;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let client = Client::from_env()?;
    let id = std::env::args()
        .nth(1)
        .context("give the id of a user")?
        .parse()?;

    match client.users().get(id).await {
        Ok(user) => println!("{}", user.user_id.as_deref().unwrap_or("no login name")),
        Err(error) if error.is_not_found() => println!("there is no user {id}"),
        Err(error) if error.is_api_error() => {
            println!(
                "refused: {}",
                error.api_message().unwrap_or("no reason given")
            );
        }
        Err(error) if error.is_tls() => anyhow::bail!("pin the certificate first: {error}"),
        Err(error) if error.is_retryable() => anyhow::bail!("also after retries: {error}"),
        // One line, which says what to do: about the token (`is_auth`), its rights (`is_forbidden`), and so on.
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
