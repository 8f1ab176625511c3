//! Large tables, through the client.
#![cfg(feature = "client")]

use fortinac_mock::Appliance;
use futures_util::TryStreamExt;
use serde_json::{Value, json};

#[tokio::test]
async fn a_stream_reads_ten_thousand_users() {
    let users: Vec<Value> = (1..=10_000)
        .map(|id| json!({"id": id, "userID": format!("user{id}"), "future": id}))
        .collect();
    let appliance = Appliance::builder()
        .empty()
        .seed("user", users.into())
        .start()
        .unwrap();
    let client = appliance.client().unwrap();
    let users: Vec<_> = client
        .users()
        .list()
        .limit(500)
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(users.len(), 10_000);
    assert!(
        users
            .iter()
            .zip(1..)
            .all(|(user, id)| user.id.copied() == Some(id))
    );
    assert_eq!(appliance.requests().len(), 21);
}
