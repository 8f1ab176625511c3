//! Changes a user in XML: `cargo run --features xml --example xml -- 31`.

use anyhow::Context;
use fortinac_client::Client;
use fortinac_client::types::{Field, User};
use fortinac_client::xml::to_xml;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let client = Client::from_env()?;
    let id = std::env::args().nth(1).context("give the id of a user")?;
    let id: i64 = id.parse()?;

    // The types and the rules are those of JSON: an absent property is left as it is, a null clears it.
    let change = User {
        notes: Field::Null,
        ..User::default()
    };
    println!("{}", String::from_utf8_lossy(&to_xml("user", &change)?));
    client.users().update(id, &change).xml().await?;
    Ok(())
}
