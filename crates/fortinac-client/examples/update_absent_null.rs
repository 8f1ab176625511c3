//! Changes a user, and clears a property: `cargo run --example update_absent_null -- 31`.

use anyhow::Context;
use fortinac_client::Client;
use fortinac_client::types::{Field, User};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let client = Client::from_env()?;
    let id = std::env::args()
        .nth(1)
        .context("give the id of a user")?
        .parse()?;

    let mut user = client.users().get(id).await?;
    match &user.notes {
        Field::Absent => println!("the appliance does not say whether there are notes"),
        Field::Null => println!("no notes"),
        Field::Value(notes) => println!("notes: {notes}"),
        // It goes back as it came, unless it is changed.
        Field::Unexpected(json) => println!("notes of an unexpected type: {json:?}"),
    }

    // The whole record: everything else goes back as it came, also properties that the client does not know.
    user.notes = "Back from leave in June".into();
    client.users().update(id, &user).await?;

    // The change alone: an absent property is left as it is, a null clears it.
    let change = User {
        notes: Field::Null,
        ..User::default()
    };
    client.users().update(id, &change).await?;
    Ok(())
}
