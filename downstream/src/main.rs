//! Changes the mail address of a user and nothing else, on an appliance that may know properties that the client does not:
//!
//! `FORTINAC_URL=... FORTINAC_TOKEN=... cargo run -- 31 rowan@example.com`

use std::error::Error;
use std::process::ExitCode;

use fortinac_client::Client;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [id, email] = &arguments[..] else {
        return Err("give the id of a user and a mail address".into());
    };
    let id = id.parse()?;
    let client = Client::from_env()?;

    let mut user = client.users().get(id).await?;
    user.email = email.as_str().into();
    client.users().update(id, &user).await?;

    let stored = client.users().get(id).await?;
    if stored.email != user.email {
        return Err("the appliance did not take the mail address".into());
    }
    let names: Vec<&str> = user.extra.iter().map(|(name, _)| name).collect();
    if let Some(name) = names.iter().find(|name| stored.extra.get(name).is_none()) {
        return Err(format!("`{name}`, which the client does not know, was lost").into());
    }
    println!(
        "properties that the client does not know, still there: {}",
        names.join(", ")
    );
    Ok(())
}
