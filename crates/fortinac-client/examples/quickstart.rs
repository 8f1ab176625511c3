//! Reads a group and changes a user: `FORTINAC_URL=... FORTINAC_TOKEN=... cargo run --example quickstart -- 212 31`.

use fortinac_client::Client;
use fortinac_client::types::{Field, User};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let client = Client::from_env()?;
    let ids: Vec<i64> = std::env::args()
        .skip(1)
        .map(|id| id.parse())
        .collect::<Result<_, _>>()?;
    let [group, user] = ids[..] else {
        anyhow::bail!("give the id of a group and the id of a user");
    };

    let group = client.groups().get(group).await?;
    println!("{}", group.name.as_deref().unwrap_or("no name"));

    // An absent property is left as it is, a null clears it.
    let change = User {
        email: "rowan@example.com".into(),
        notes: Field::Null,
        ..User::default()
    };
    client.users().update(user, &change).await?;
    Ok(())
}
