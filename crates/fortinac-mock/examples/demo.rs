//! The four operations that this project started from, and a read-modify-write, against a mock appliance over HTTPS.
//! `cargo xtask demo` runs it after lint and code generation.

use std::error::Error;

use fortinac_client::Client;
use fortinac_client::types::system::BackgroundTask;
use fortinac_client::types::{AccessPolicy, Field, User};
use fortinac_mock::Appliance;
use serde_json::json;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let appliance = Appliance::builder().tls().start()?;
    println!("appliance at {}", appliance.url());
    println!(
        "certificate  {} (self-signed, pinned)\n",
        appliance.certificate_sha256().unwrap_or_default()
    );

    let client = appliance
        .client_builder()
        .observer(|attempt| {
            let status = attempt.status.map_or_else(
                || "no response".to_owned(),
                |status| status.as_u16().to_string(),
            );
            println!(
                "{:<4} {:<24} {status}  {}",
                attempt.method, attempt.url_template, attempt.operation
            );
        })
        .build()?;
    four_operations(&client).await?;
    read_modify_write(&client, &appliance).await?;
    println!("\n{} requests, and no failure", appliance.requests().len());
    Ok(())
}

fn outcome(text: impl std::fmt::Display) {
    println!("     -> {text}");
}

async fn four_operations(client: &Client) -> Result<(), Box<dyn Error>> {
    let task = BackgroundTask {
        message: "Check the portal".into(),
        ..BackgroundTask::default()
    };
    client.background_tasks().create(&task).await?;
    outcome("the background task is created");

    let policy = AccessPolicy {
        name: "Staff on cable".into(),
        note: Field::Null,
        ..AccessPolicy::default()
    };
    match client.access_policies().update(18, &policy).await {
        Ok(()) => outcome("the access policy is changed, and its note cleared"),
        Err(error) if error.is_api_error() => outcome(format!("refused: {error}")),
        Err(error) => return Err(error.into()),
    }

    let id = 212;
    let group = client.groups().get(id).await?;
    outcome(format!(
        "group {id} is {}",
        group.name.as_deref().unwrap_or("without a name")
    ));

    let change = User {
        id: 31.into(),
        position: "Network engineer".into(),
        ..User::default()
    };
    client.users().update(31, &change).await?;
    outcome("the position of user 31 is changed, and nothing else");
    Ok(())
}

/// A property that the client does not know must not be lost.
async fn read_modify_write(client: &Client, appliance: &Appliance) -> Result<(), Box<dyn Error>> {
    appliance.seed(
        "user",
        json!({"id": 90, "firstName": "Mara", "propertyOfNextRelease": {"kept": [1.0, null]}}),
    )?;
    let mut user = client.users().get(90).await?;
    user.email = "mara@example.com".into();
    client.users().update(90, &user).await?;
    let stored = client.users().get(90).await?;
    assert_eq!(stored, user, "what is read is what was written");
    let unknown: Vec<&str> = stored.extra.iter().map(|(name, _)| name).collect();
    outcome(format!(
        "e-mail {}; still there, though unknown: {}",
        stored.email.as_deref().unwrap_or("none"),
        unknown.join(", ")
    ));
    Ok(())
}
