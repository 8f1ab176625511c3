//! E. An agent's connector, which joins ids by commas.

use reqwest::Method;
use serde_json::{Value, json};

use super::{appliance, assert_success, form, host, ids, results};
use crate::support::{get, post_json, request, send};

#[tokio::test]
async fn e_sets_roles_of_several_hosts() {
    let appliance = appliance();
    assert_success(&form(&appliance, "/host/set-role", "id=1001,1002&role=NAC-Staff").await);
    for id in [1001, 1002] {
        assert_eq!(host(&appliance, id).await["role"], "NAC-Staff");
    }
    let partly = form(&appliance, "/host/set-role", "id=1003%2C8%2C9&role=X").await;
    partly.assert_failure(200, "there is no host with the id 8, 9");
    assert_eq!(host(&appliance, 1003).await["role"], "NAC-Cameras");
    form(&appliance, "/host/set-role", "id=1001,x&role=X")
        .await
        .assert_failure(400, "$.id[1]");
}

#[tokio::test]
async fn e_switches_several_policies() {
    let appliance = appliance();
    for name in ["A", "B"] {
        let policy = json!({"name": name, "enabled": false});
        assert_success(&post_json(&appliance, "/policy/access", &policy).await);
    }
    assert_success(&form(&appliance, "/policy/access/enable", "id=1,2").await);
    let enabled = |policies: Vec<Value>| -> Vec<bool> {
        policies
            .iter()
            .map(|known| known["enabled"].as_bool().unwrap())
            .collect()
    };
    assert_eq!(enabled(appliance.records("access_policy")), [true, true]);
    let path = "/policy/access/2/disable";
    assert_success(&send(request(&appliance, Method::POST, path)).await);
    assert_eq!(enabled(appliance.records("access_policy")), [true, false]);
    assert_success(&send(request(&appliance, Method::POST, "/host/1001/disable")).await);
    assert_eq!(host(&appliance, 1001).await["state"], 1);
}

#[tokio::test]
async fn e_deletes_several_hosts() {
    let appliance = appliance();
    let partly = form(&appliance, "/host/delete", "id=1001,9").await;
    partly.assert_failure(200, "there is no host with the id 9");
    assert_success(&form(&appliance, "/host/delete", "id=1001,1002").await);
    assert_eq!(ids(&get(&appliance, "/host").await), [1003]);
    assert_eq!(
        ids(&get(&appliance, "/host/by-mac/02:00:5E:00:53:01").await),
        [] as [i64; 0]
    );
    assert_eq!(ids(&get(&appliance, "/adapter").await), [2003, 2004]);
}

#[tokio::test]
async fn e_puts_several_hosts_into_groups() {
    let appliance = appliance();
    for name in ["First", "Second"] {
        let group = json!({"name": name, "elementClass": "8"});
        assert_success(&post_json(&appliance, "/system/group", &group).await);
    }
    let members = async |group: i64| -> Vec<i64> {
        let group = get(&appliance, &format!("/system/group/{group}"))
            .await
            .json();
        let members = group["result"]["members"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        members
            .iter()
            .map(|member| member["id"].as_i64().unwrap())
            .collect()
    };
    let path = "/system/group/add-members";
    assert_success(&form(&appliance, path, "elemID=1001,1002&groupID=1,2&type=1").await);
    assert_eq!(
        (members(1).await, members(2).await),
        (vec![1001, 1002], vec![1001, 1002])
    );
    let path = "/system/group/remove-members";
    assert_success(&form(&appliance, path, "elemID=1001&groupID=1").await);
    assert_eq!(members(1).await, [1002]);
    let path = "/system/group/membership";
    let body = "elemID=1002,1003&groupID=1&type=1&serverIP=198.51.100.1";
    assert_success(&form(&appliance, path, body).await);
    assert_eq!(
        (members(1).await, members(2).await),
        (vec![1002, 1003], vec![1001])
    );
    let unknown = form(
        &appliance,
        "/system/group/add-members",
        "elemID=9&groupID=1&type=1",
    )
    .await;
    unknown.assert_failure(200, "with the id 9");
    assert_success(&form(&appliance, "/host/delete", "id=1002").await);
    assert_eq!(members(1).await, [1003]);
}

#[tokio::test]
async fn e_moves_several_devices_and_changes_ports() {
    let appliance = appliance();
    appliance
        .seed(
            "device",
            json!([{"id": 301, "name": "sw-1"}, {"id": 302, "name": "sw-2"}]),
        )
        .unwrap();
    assert_success(&post_json(&appliance, "/device/container", &json!({"name": "Lab"})).await);
    let container = appliance.records("container")[0]["id"].clone();
    let path = format!("/device/move?containerID={container}&deviceID=301,302");
    assert_success(&get(&appliance, &path).await);
    let parents = appliance.records("device");
    assert!(
        parents.iter().all(|device| device["parent"] == "Lab"),
        "{parents:?}"
    );
    let change = json!({"ids": [5, 6], "currentVlan": "20", "adminStatus": false, "note": "moved"});
    assert_success(&post_json(&appliance, "/device/port/properties", &change).await);
    for port in [5, 6] {
        let port = results(&get(&appliance, &format!("/device/port/{port}")).await).remove(0);
        assert_eq!(
            (&port["currentVlan"], &port["ifadminStatus"]),
            (&json!("20"), &json!(2))
        );
    }
    let changes = get(&appliance, "/device/port-changes/for-port?portID=5").await;
    assert_eq!(results(&changes)[0]["vlan"], "20");
    let used = send(request(
        &appliance,
        Method::DELETE,
        &format!("/device/container/{container}"),
    ))
    .await;
    used.assert_failure(200, "is in use by device: sw-1, sw-2");
}
