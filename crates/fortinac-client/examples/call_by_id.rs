//! Calls any operation by its operationId: `cargo run --features call-by-id --example call_by_id -- user_get id=31`.

use anyhow::Context;
use fortinac_client::Client;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let client = Client::from_env()?;
    let mut arguments = std::env::args().skip(1);
    let operation = arguments.next().context("give an operationId")?;

    // An unknown operation is an error at once; unknown and missing parameters are errors when the call is awaited.
    let mut call = client.call(&operation)?;
    for argument in arguments {
        let (name, value) = argument
            .split_once('=')
            .context("give parameters as name=value")?;
        call = call.parameter(name, value);
    }
    let value = call.await?;
    println!("{value:#}");
    Ok(())
}
