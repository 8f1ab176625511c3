//! Policies in their order, records in use, settings, and records without an id.

use serde_json::{Value, json};

use super::{assert_success, click, empty, form, results};
use crate::support::{get, post_json};

#[tokio::test]
async fn records_in_use_are_not_deleted() {
    let appliance = empty();
    appliance
        .seed(
            "user_host_profile",
            json!([{"DBID": 41, "name": "Cameras"}, {"DBID": 44}]),
        )
        .unwrap();
    let policy = json!({"name": "Cameras to surveillance", "profile": {"DBID": 41}, "configuration": {"id": 1}});
    let created = post_json(&appliance, "/policy/access", &policy)
        .await
        .json();
    assert_eq!(created["results"][0]["name"], "Cameras to surveillance");
    let refused = click(&appliance, "/policy/user-host-profile/41/delete").await;
    refused.assert_failure(200, "in use by access_policy: Cameras to surveillance");
    assert_success(&click(&appliance, "/policy/user-host-profile/44/delete").await);
    assert_success(
        &click(
            &appliance,
            &format!("/policy/access/{}/delete", created["results"][0]["dbid"]),
        )
        .await,
    );
    assert_success(&click(&appliance, "/policy/user-host-profile/41/delete").await);

    let template = json!({"id": 3, "name": "Visitor"});
    appliance.seed("guest_template", template).unwrap();
    appliance
        .seed(
            "guest",
            json!({"id": 12, "userID": "ovik", "templateID": 3}),
        )
        .unwrap();
    assert_eq!(
        results(&appliance, "/user/guest-template/3/usage").await,
        [json!({"name": "guest", "children": ["ovik"]})]
    );
}

#[tokio::test]
async fn policies_have_an_order() {
    let appliance = empty();
    for name in ["a", "b", "c"] {
        post_json(&appliance, "/policy/access", &json!({"name": name})).await;
    }
    let order = async || {
        let policies = results(&appliance, "/policy/access").await;
        let mut names: Vec<(i64, String)> = policies
            .iter()
            .map(|known| {
                (
                    known["rank"].as_i64().unwrap(),
                    known["name"].as_str().unwrap().to_owned(),
                )
            })
            .collect();
        names.sort();
        assert!(names.iter().map(|(rank, _)| *rank).eq(1..=3), "{names:?}");
        names.into_iter().map(|(_, name)| name).collect::<String>()
    };
    assert_eq!(order().await, "abc");
    assert_success(&form(&appliance, "/policy/access/rank/set", "id=3&rank=1").await);
    assert_eq!(order().await, "cab");
    assert_success(&form(&appliance, "/policy/access/rank/swap", "id1=3&id2=2").await);
    assert_eq!(order().await, "bac");
    form(&appliance, "/policy/access/rank/set", "id=3&rank=4")
        .await
        .assert_failure(200, "the rank has to be from 1 to 3");
    form(&appliance, "/policy/access/rank/swap", "id1=3&id2=9")
        .await
        .assert_failure(200, "with the id 9");
}

#[tokio::test]
async fn settings_are_returned_as_they_were_set() {
    let appliance = empty();
    let path = "/settings/device/quarantine";
    let before = get(&appliance, path).await.json()["result"].clone();
    let value = if before["quarantineVlanSwitching"] == "false" {
        "true"
    } else {
        "false"
    };
    assert_success(
        &form(
            &appliance,
            path,
            &format!("quarantineVlanSwitching={value}"),
        )
        .await,
    );
    let mut expected = before;
    expected["quarantineVlanSwitching"] = json!(value);
    assert_eq!(get(&appliance, path).await.json()["result"], expected);
}

#[tokio::test]
async fn a_record_without_an_id_is_kept_and_deleted_by_its_name() {
    let appliance = empty();
    for path in [
        "/policy/endpoint-compliance",
        "/policy/supplicant-configuration",
        "/host/scan",
        "/host/recent?startDate=1&endDate=2",
        "/user/dashboard/agent-summary",
        "/host/ncm-pods",
    ] {
        let response = get(&appliance, path).await;
        assert_success(&response);
        let results = &response.json()["results"];
        assert!(
            results.is_null() || *results == json!([]),
            "{path}: {results}"
        );
    }
    let create = "/policy/supplicant-configuration";
    assert_success(&post_json(&appliance, create, &json!({"name": "Wireless"})).await);
    assert_eq!(results(&appliance, create).await[0]["name"], "Wireless");
    let create = "/settings/integration/aaa-mappings";
    assert_success(
        &form(
            &appliance,
            create,
            "radiusServer=radius&domainName=example.com",
        )
        .await,
    );
    assert_eq!(
        results(&appliance, create).await,
        [json!({"server": "radius", "domain": "example.com"})]
    );
    let body = json!([{"server": "radius", "domain": "example.com"}]);
    assert_success(&post_json(&appliance, &format!("{create}/delete"), &body).await);
    assert_eq!(results(&appliance, create).await, [] as [Value; 0]);
    let domains = "/settings/integration/aaa-mappings/local-domains";
    assert_success(&form(&appliance, domains, "domainName=example.com").await);
    let path = format!("{domains}/delete");
    assert_success(&form(&appliance, &path, "domain=example.com").await);
    form(&appliance, &path, "domain=example.com")
        .await
        .assert_failure(200, "there is no aaa_local_domain");
    appliance
        .seed("bookmark", json!({"dbid": 1, "pageUUID": "u-1"}))
        .unwrap();
    let path = "/user/current-session/bookmark/uuid/u-1/delete";
    assert_success(&click(&appliance, path).await);
    click(&appliance, path)
        .await
        .assert_failure(200, "there is no such bookmark");
}
