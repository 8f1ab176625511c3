//! Guests, users, and what is changed for them.

use serde_json::json;

use super::{assert_success, click, empty, form, results};
use crate::support::{get, post_json};

#[tokio::test]
async fn guests_are_made_by_their_template() {
    let appliance = empty();
    let template = json!({"id": 3, "role": "Guest", "passwordLength": 12, "passwordExclusions": "abc0", "accountDuration": 24,
        "maxConferenceAttendees": 2});
    appliance.seed("guest_template", template).unwrap();
    let guest = json!({"userID": "ovik", "password": "example-not-a-secret", "templateID": 3});
    assert_success(&post_json(&appliance, "/user/guest", &guest).await);
    post_json(&appliance, "/user/guest", &guest)
        .await
        .assert_failure(200, "there is a guest `ovik` already");
    let stranger = json!({"userID": "x", "templateID": 9});
    post_json(&appliance, "/user/guest", &stranger)
        .await
        .assert_failure(200, "there is no guest_template with the id 9");
    let shown = results(&appliance, "/user/guest/1").await.remove(0);
    assert_eq!(
        (&shown["role"], &shown["accountEnabled"]),
        (&json!("Guest"), &json!(true))
    );
    let time = |name: &str| shown[name].as_i64().unwrap();
    let day = time("validForTime") - time("creationTime");
    assert_eq!(day, 86_400_000);
    let password = click(&appliance, "/user/guest/1/generate-password")
        .await
        .json()["results"]
        .clone();
    let password = password.as_str().unwrap();
    assert!(
        password.len() == 12 && !password.contains(['a', 'b', 'c', '0']),
        "{}",
        password.len()
    );
    assert_eq!(results(&appliance, "/user/guest/1").await, [shown]);
    assert_success(&form(&appliance, "/user/guest/reset-password", "id=1").await);
    assert_ne!(
        appliance.records("guest")[0]["password"],
        "example-not-a-secret"
    );
    let conference = "/user/guest/conference";
    assert_success(
        &form(
            &appliance,
            conference,
            "name=day&attendeeCount=2&templateID=3",
        )
        .await,
    );
    form(
        &appliance,
        conference,
        "name=day&attendeeCount=3&templateID=3",
    )
    .await
    .assert_failure(200, "attendeeCount has to be from 0 to 2");
    assert_eq!(
        get(&appliance, "/user/guest/count").await.json()["total"],
        3
    );
    appliance
        .seed("guest", json!({"id": 9, "accountEnabled": false}))
        .unwrap();
    assert_success(&click(&appliance, "/user/guest/9/enable").await);
    assert_eq!(
        results(&appliance, "/user/guest/9").await[0]["accountEnabled"],
        true
    );
}

#[tokio::test]
async fn users_requests_tasks_and_alarms_change() {
    let appliance = empty();
    appliance
        .seed("user", json!([{"id": 3}, {"id": 4}]))
        .unwrap();
    assert_success(&form(&appliance, "/user/set-role", "id=3,4&role=Staff").await);
    assert_success(&click(&appliance, "/user/4/disable").await);
    let users = results(&appliance, "/user").await;
    assert_eq!(
        (&users[0]["role"], &users[1]["disabled"]),
        (&json!("Staff"), &json!(true))
    );
    assert_success(&form(&appliance, "/user/attributes/theme", "value=dark").await);
    assert_eq!(
        get(&appliance, "/user/attributes/theme").await.json()["result"],
        "dark"
    );

    appliance
        .seed(
            "registration_request",
            json!([{"dbid": 8}, {"dbid": 9, "state": "ACCEPTED"}]),
        )
        .unwrap();
    let deny = "/host/registration-request/deny";
    post_json(&appliance, deny, &json!({"id": [8, 9]}))
        .await
        .assert_failure(200, "the request 9 has been answered");
    assert_success(&post_json(&appliance, deny, &json!({"id": [8]})).await);
    let request = results(&appliance, "/host/registration-request/8")
        .await
        .remove(0);
    assert_eq!(request["state"], "DENIED");
    assert!(request["responseDate"].as_str().unwrap().ends_with("+0000"));

    appliance
        .seed("scheduled_task", json!([{"id": 7, "pause": false}]))
        .unwrap();
    assert_success(&click(&appliance, "/system/scheduler/7/disable").await);
    assert_success(&form(&appliance, "/system/scheduler/run", "id=7").await);
    let task = results(&appliance, "/system/scheduler/7").await.remove(0);
    assert_eq!(task["pause"], true);
    assert!(task["previousScheduledTime"].is_string());

    appliance
        .seed(
            "alarm",
            json!([{"id": 1, "timeAcknowledged": null}, {"id": 2}]),
        )
        .unwrap();
    assert_success(&click(&appliance, "/logging/alarm/1/acknowledge").await);
    assert_success(&form(&appliance, "/logging/alarm/acknowledge", "id=2").await);
    assert!(
        appliance
            .records("alarm")
            .iter()
            .all(|alarm| alarm["timeAcknowledged"].is_string())
    );
    assert_eq!(
        get(&appliance, "/logging/alarm/count/all").await.json()["total"],
        2
    );
}
