//! Calls what the spec does not have, with the same settings and errors: `cargo run --example raw_call -- 31`.

use anyhow::Context;
use fortinac_client::types::user::UserListEnvelope;
use fortinac_client::{Client, Method};
use serde_json::json;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let client = Client::from_env()?;
    let id = std::env::args().nth(1).context("give the id of a user")?;
    let id: i64 = id.parse()?;

    // The whole response, as JSON or as a type.
    let path = format!("/user/{id}");
    let response = client.raw(Method::GET, &path).query("start", 0).await?;
    println!("{} of {}", response["filtered"], response["total"]);
    let response = client
        .raw(Method::GET, &path)
        .decode::<UserListEnvelope>()
        .await?;
    println!("{} records", response.results.value().map_or(0, Vec::len));

    // A body is JSON, or a form (`with_form`). It is sent once.
    let change = json!({"id": id, "notes": null});
    client.raw(Method::POST, path).json(&change).await?;
    Ok(())
}
