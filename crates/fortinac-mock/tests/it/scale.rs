//! Large tables, through the client.
#![cfg(feature = "client")]

use std::collections::HashSet;
use std::time::Duration;

use fortinac_mock::{Appliance, StartError};
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

#[tokio::test]
async fn a_client_reads_invented_hosts_with_their_adapters() {
    let appliance = Appliance::builder()
        .empty()
        .time(1_717_403_488_160)
        .hosts(2_500)
        .start()
        .unwrap();
    let client = appliance.client().unwrap();
    let hosts: Vec<_> = client
        .hosts()
        .list()
        .limit(1_000)
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(hosts.len(), 2_500);
    assert_eq!(appliance.requests().len(), 3);
    let ids: HashSet<_> = hosts.iter().map(|host| host.id.copied()).collect();
    assert_eq!(ids.len(), 2_500, "ids are unique");
    for host in hosts.iter().step_by(500) {
        let id = host.id.copied().unwrap();
        let read = client.hosts().get(id).await.unwrap();
        assert_eq!(read.host_name, host.host_name);
        let mac = host.primary_mac.as_deref().unwrap();
        let adapters = appliance.records("adapter");
        let mut adapters = adapters.iter().filter(|one| one["physicalAddress"] == mac);
        assert_eq!(adapters.next().unwrap()["hostID"], id);
        assert!(adapters.next().is_none(), "{mac} belongs to one adapter");
    }
}

#[test]
fn invented_hosts_follow_from_seed_and_time() {
    let hosts = |seed, time| {
        let builder = Appliance::builder().empty().hosts(50);
        let appliance = builder.hosts_seed(seed).time(time).start().unwrap();
        appliance.records("host")
    };
    assert_eq!(hosts(1, 1_000_000_000_000), hosts(1, 1_000_000_000_000));
    assert_ne!(hosts(1, 1_000_000_000_000), hosts(2, 1_000_000_000_000));
    assert_ne!(hosts(1, 1_000_000_000_000), hosts(1, 1_000_000_000_001));
    let error = Appliance::builder().hosts(1_000_001).start().unwrap_err();
    assert!(matches!(error, StartError::Hosts(1_000_001)), "{error}");
}

#[test]
fn a_test_sets_and_advances_the_time() {
    let appliance = Appliance::builder().time(5).start().unwrap();
    assert_eq!(appliance.time(), 5);
    appliance.advance(Duration::from_secs(2));
    assert_eq!(appliance.time(), 2_005);
    appliance.set_time(7);
    assert_eq!(appliance.time(), 7);
}
