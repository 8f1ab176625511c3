//! What happens as time passes.

use std::time::Duration;

use fortinac_mock::Appliance;
use serde_json::{Value, json};

use super::{assert_success, form, results};
use crate::support::post_json;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const NOW: i64 = 1_717_403_488_160;

/// An empty appliance, and its only host: connected to a port of the device 5.
fn with_host() -> Appliance {
    let device = json!({"id": 5, "name": "sw-1"});
    let port =
        json!({"dbid": 51, "deviceID": 5, "deviceName": "sw-1", "portID": "3", "name": "Gi1/0/3"});
    let adapter = json!({"id": 11, "hostID": 10, "physicalAddress": "02:00:5E:00:53:C1", "location": "SW-1 port 3"});
    let builder = Appliance::builder().empty().time(NOW);
    let builder = builder.seed("device", device).seed("port", port);
    let host = json!({"id": 10, "connected": true, "creationTime": NOW, "adapters": ["02:00:5E:00:53:C1"]});
    builder
        .seed("adapter", adapter)
        .seed("host", host)
        .start()
        .unwrap()
}

#[tokio::test]
async fn a_host_expires_with_its_adapters_and_leaves_its_groups() {
    let appliance = with_host();
    assert_success(&post_json(&appliance, "/system/group", &json!({"name": "cameras"})).await);
    let group = appliance.records("group")[0]["id"].clone();
    let members = format!("groupIDs={group}&elementIDs=10&elementType=host");
    drop(form(&appliance, "/system/group/add-members", &members).await);
    let expire = "id=10&setExpiration=true&expireDays=3";
    assert_success(&form(&appliance, "/host/set-expiration", expire).await);

    appliance.advance(3 * DAY - Duration::from_millis(1));
    assert_eq!(results(&appliance, "/host").await.len(), 1);
    appliance.advance(Duration::from_millis(1));
    assert_eq!(results(&appliance, "/host").await, [] as [Value; 0]);
    assert_eq!(results(&appliance, "/adapter").await, [] as [Value; 0]);
    assert!(!appliance.records("group")[0].to_string().contains("10"));

    // What has expired does not come back with an earlier time.
    appliance.set_time(NOW);
    assert_eq!(appliance.records("host").len(), 0);
}

#[tokio::test]
async fn a_host_that_is_away_expires_and_one_that_is_polled_does_not() {
    let appliance = with_host();
    let away = "id=10&setInactivity=true&InactiveDays=5";
    assert_success(&form(&appliance, "/host/set-expiration", away).await);
    appliance.advance(4 * DAY);
    assert_success(&form(&appliance, "/device/certificate/poll/l2", "id=5").await);
    let seen = NOW + 4 * 86_400_000;
    assert_eq!(appliance.records("host")[0]["lastSuccessfulPoll"], seen);
    assert_eq!(appliance.records("adapter")[0]["lastSuccessfulPoll"], seen);
    let polled = &appliance.records("device")[0]["lastPoll"];
    assert_eq!(polled, "2024-06-07T08:31:28.160+0000");

    appliance.advance(4 * DAY);
    assert_eq!(appliance.records("host").len(), 1);
    appliance.advance(DAY);
    assert_eq!(appliance.records("host").len(), 0);
}

#[tokio::test]
async fn guests_and_users_expire() {
    let appliance = with_host();
    let template = json!({"id": 7, "name": "Day pass", "accountDuration": 24});
    appliance.seed("guest_template", template).unwrap();
    let guest = json!({"userID": "visitor", "templateID": 7});
    assert_success(&post_json(&appliance, "/user/guest?templateID=7", &guest).await);
    let user = json!({"id": 3, "userID": "rowan.ames", "validForTime": NOW + 1, "deleteHostsUponExpiration": true});
    appliance.seed("user", user).unwrap();
    let never = json!({"id": 4, "userID": "mlind", "validForTime": -1});
    appliance.seed("user", never).unwrap();
    let owner = json!({"owner": "rowan.ames"});
    assert_success(&post_json(&appliance, "/host/10", &owner).await);

    appliance.advance(Duration::from_millis(1));
    let left = appliance.records("user");
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!(left[0]["userID"], "mlind");
    assert_eq!(appliance.records("host").len(), 0, "its owner has expired");
    assert_eq!(appliance.records("guest").len(), 1);
    appliance.advance(DAY);
    assert_eq!(appliance.records("guest").len(), 0);
}

#[test]
fn what_had_expired_at_the_start_stays_and_what_expires_between_two_runs_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let start = |time| {
        let builder = Appliance::builder().empty().time(time);
        let builder = builder.state_file(folder.path().join("demo.json"));
        let before = json!({"id": 1, "hostName": "before", "validForTime": NOW - 1});
        let between = json!({"id": 2, "hostName": "between", "validForTime": NOW + 1});
        let text =
            json!({"id": 3, "hostName": "text", "validForTime": "2024-06-03T08:31:28.161+0000"});
        let hosts = json!([before, between, text]);
        builder.seed("host", hosts).start().unwrap()
    };
    let appliance = start(NOW);
    assert_eq!(appliance.records("host").len(), 3);
    appliance.close(Duration::ZERO).unwrap();
    let left = start(NOW + 1).records("host");
    assert_eq!(left.len(), 1, "{left:?}");
    assert_eq!(left[0]["hostName"], "before");
}
