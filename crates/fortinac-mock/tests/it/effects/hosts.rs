//! Hosts: with their adapters, for a time, and in groups.

use serde_json::{Value, json};

use super::{assert_success, click, empty, form, results};
use crate::support::{delete, get, post_json};

#[tokio::test]
async fn what_adapters_and_hosts_show_is_the_same() {
    let appliance = empty();
    let host = json!({"hostName": "panel", "adapters": ["02-00-5e-00-53-a1", "02:00:5E:00:53:A2"]});
    assert_success(&post_json(&appliance, "/host", &host).await);
    let shown = results(&appliance, "/host").await.remove(0);
    let id = shown["id"].as_i64().unwrap();
    assert_eq!(
        shown["adapters"],
        json!(["02:00:5E:00:53:A1", "02:00:5E:00:53:A2"])
    );
    assert_eq!(shown["primaryMac"], "02:00:5E:00:53:A1");
    assert_eq!(
        shown["adapterObjects"],
        json!(results(&appliance, "/adapter").await)
    );

    // What is read can be written back, and changes nothing.
    assert_success(&post_json(&appliance, &format!("/host/{id}"), &shown).await);
    assert_eq!(results(&appliance, "/host").await, [shown]);

    // A change of one side.
    let adapter = json!({"id": 1, "hostID": id, "physicalAddress": "02:00:5E:00:53:A1",
        "ipaddress": "198.51.100.21", "location": "sw-1 port 3"});
    appliance.seed("adapter", adapter.clone()).unwrap();
    let shown = results(&appliance, &format!("/host/{id}")).await.remove(0);
    assert_eq!(
        (&shown["ip"], &shown["adapterLocation"]),
        (&json!("198.51.100.21"), &json!("sw-1 port 3"))
    );
    assert_eq!(shown["adapterObjects"][0], adapter);

    // A change of the other one.
    let change = json!({"adapters": ["02:00:5E:00:53:A2", "02:00:5E:00:53:A3"]});
    assert_success(&post_json(&appliance, &format!("/host/with-adapters/{id}"), &change).await);
    let adapters = results(&appliance, "/adapter").await;
    let macs: Vec<_> = adapters
        .iter()
        .map(|adapter| &adapter["physicalAddress"])
        .collect();
    assert_eq!(macs, ["02:00:5E:00:53:A2", "02:00:5E:00:53:A3"]);
    assert_eq!(
        results(&appliance, "/host/by-ip/198.51.100.21").await,
        [] as [Value; 0]
    );

    // A MAC address has one host.
    assert_success(
        &post_json(
            &appliance,
            "/host",
            &json!({"adapters": ["02:00:5E:00:53:B1"]}),
        )
        .await,
    );
    let taken = json!({"adapters": ["02:00:5E:00:53:B1"]});
    post_json(&appliance, &format!("/host/{id}"), &taken)
        .await
        .assert_failure(200, "a MAC address belongs to the host");
    let both = json!({"adapters": ["02:00:5E:00:53:B1", "02:00:5E:00:53:A2"]});
    post_json(&appliance, "/host/with-adapters", &both)
        .await
        .assert_failure(200, "the MAC addresses belong to the hosts 1, 2");
    assert_success(&click(&appliance, &format!("/host/{id}/delete")).await);
    assert_eq!(results(&appliance, "/adapter").await.len(), 1);
}

#[tokio::test]
async fn hosts_expire_and_their_users_take_them_along() {
    let appliance = empty();
    appliance
        .seed("user", json!([{"id": 3, "userID": "mlind"}]))
        .unwrap();
    appliance
        .seed("host", json!([{"id": 1, "owner": "mlind"}, {"id": 2}]))
        .unwrap();
    let path = "/host/set-expiration";
    let body =
        "id=1,2&setExpiration=true&expireDateMS=1900000000000&setInactivity=true&InactiveDays=30";
    assert_success(&form(&appliance, path, body).await);
    for host in results(&appliance, "/host").await {
        assert_eq!(host["validForTime"], 1_900_000_000_000_i64);
        assert_eq!(host["validForInactivityDays"], 30);
    }
    form(&appliance, path, "id=1&setExpiration=true")
        .await
        .assert_failure(200, "needs expireDays");
    let aging = "registeredHostValidTime=0&registeredHostInactiveTime=0&unregHostValidTime=0\
        &unregHostInactiveTime=0&userValidTime=0&userInactiveTime=0&deleteRegHostsWithUser=true";
    assert_success(&form(&appliance, "/host/aging", aging).await);
    assert_success(&delete(&appliance, "/user/3").await);
    assert_eq!(results(&appliance, "/host").await.len(), 1);
    let health = "profileName=Patches&status=failed&profileID=1";
    assert_success(&form(&appliance, "/host/2/set-health", health).await);
    assert_eq!(
        get(&appliance, "/host/2/health").await.json()["results"],
        json!({"Patches": "failed"})
    );
}

#[tokio::test]
async fn groups_are_copied_and_put_into_others() {
    let appliance = empty();
    appliance
        .seed("host", json!({"id": 7, "hostName": "cam"}))
        .unwrap();
    let groups = json!([{"dbid": 1, "name": "all"}, {"dbid": 2, "name": "some"}, {"dbid": 3, "name": "few"}]);
    appliance.seed("group", groups).unwrap();
    assert_success(
        &form(
            &appliance,
            "/system/group/add-members",
            "elemID=7&groupID=3&type=1",
        )
        .await,
    );
    let parents = "/system/group/add-to-parents";
    assert_success(&form(&appliance, parents, "parentID=1,2&groupID=3&replace=true").await);
    assert_success(&form(&appliance, parents, "parentID=1&groupID=2&replace=false").await);
    form(&appliance, parents, "parentID=3&groupID=1&replace=true")
        .await
        .assert_failure(200, "would contain itself");
    let members = async |group: i64| -> Vec<String> {
        let group = get(&appliance, &format!("/system/group/{group}"))
            .await
            .json();
        let members = group["result"]["members"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        members
            .iter()
            .map(|member| member["name"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        (members(1).await, members(2).await),
        (vec!["few".into(), "some".into()], vec!["few".to_owned()])
    );
    assert_success(
        &form(
            &appliance,
            "/system/group/remove-from-parent",
            "parentID=1&id=3,2",
        )
        .await,
    );
    assert_eq!(members(1).await, [] as [String; 0]);
    assert_success(&form(&appliance, "/system/group/copy", "id=3&name=copy").await);
    form(&appliance, "/system/group/copy", "id=3&name=copy")
        .await
        .assert_failure(200, "there is a group `copy` already");
    assert_eq!(members(4).await, ["cam"]);
    assert_success(
        &form(
            &appliance,
            "/system/group/aging",
            "id=3,4&daysValid=9&daysInactive=2",
        )
        .await,
    );
    assert!(
        appliance.records("group")[2..]
            .iter()
            .all(|group| group["daysValid"] == 9)
    );
}

#[tokio::test]
async fn a_new_host_does_not_get_the_adapter_of_another_one() {
    let appliance = empty();
    let adapter = json!({"id": 5, "hostID": 1, "physicalAddress": "02:00:5E:00:53:C1"});
    appliance.seed("adapter", adapter).unwrap();
    assert_success(&post_json(&appliance, "/host", &json!({"hostName": "new"})).await);
    let host = results(&appliance, "/host").await.remove(0);
    assert_eq!((&host["id"], host.get("adapters")), (&json!(2), None));
}
