//! Records: kept as they come, and read, listed, changed and removed as the operations say.

use fortinac_mock::Appliance;
use serde_json::{Value, json};

use crate::support::{delete, get, post, post_json};

fn user() -> Value {
    json!({
        "id": 7, "firstName": "Mara", "email": null, "landscape": 402817365519_i64, "version": 1.4, "state": 0,
        "status": "Enabled", "creationTime": 1709545260318_i64, "lastModifiedDate": "2024-06-03T08:32:10.224+0000",
        "validForTime": -1, "futureMember": {"deep": [1.0, null, "x"]},
    })
}

fn ids(response: &Value) -> Vec<i64> {
    let rows = response["results"].as_array().unwrap();
    rows.iter().map(|row| row["id"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn a_new_appliance_has_the_records_of_the_examples() {
    let appliance = Appliance::start().unwrap();
    let response = get(&appliance, "/user/31").await.json();
    assert_eq!(response["results"][0]["id"], 31);
    assert!(appliance.resources().contains(&"user"));
    assert_eq!(
        Appliance::builder()
            .empty()
            .start()
            .unwrap()
            .records("user"),
        [] as [Value; 0]
    );
}

#[tokio::test]
async fn a_seeded_record_is_returned_unchanged() {
    let appliance = Appliance::builder()
        .empty()
        .seed("user", user())
        .start()
        .unwrap();
    let response = get(&appliance, "/user/7").await;
    assert_eq!(response.json()["results"], json!([user()]));
    assert!(
        response.body.contains("\"deep\":[1.0,null,\"x\"]"),
        "{}",
        response.body
    );
    assert_eq!(appliance.records("user"), [user()]);
}

#[tokio::test]
async fn a_response_is_compact_json_in_the_order_of_the_spec() {
    let appliance = Appliance::builder()
        .empty()
        .seed(
            "user",
            json!({"alien": 1, "firstName": "Mara", "id": 7, "landscape": 4}),
        )
        .start()
        .unwrap();
    assert_eq!(
        get(&appliance, "/user/7").await.body,
        r#"{"status":"success","errorMessage":null,"#.to_owned()
            + r#""results":[{"landscape":4,"id":7,"firstName":"Mara","alien":1}],"filtered":1,"total":1}"#
    );
    let failure = get(&appliance, "/user?start=x").await;
    assert!(
        failure
            .body
            .starts_with(r#"{"status":"error","errorMessage":"the parameter"#),
        "{}",
        failure.body
    );
}

#[tokio::test]
async fn an_update_leaves_absent_properties_and_keeps_null_and_unknown_ones() {
    let appliance = Appliance::builder()
        .empty()
        .seed("user", user())
        .start()
        .unwrap();
    let change =
        json!({"id": 99, "firstName": null, "email": "m@example.com", "anotherMember": [1]});
    let response = post_json(&appliance, "/user/7", &change).await.json();
    assert_eq!(response["status"], "success");
    let mut expected = user();
    expected["firstName"] = Value::Null;
    expected["email"] = json!("m@example.com");
    expected["anotherMember"] = json!([1]);
    assert_eq!(appliance.records("user"), [expected]);
    post_json(&appliance, "/user/8", &change)
        .await
        .assert_failure(200, "no such user");
}

#[tokio::test]
async fn a_record_is_created_or_changed_where_its_id_is_known() {
    let appliance = Appliance::builder().empty().start().unwrap();
    for task in [
        json!({"message": "first", "note": "kept"}),
        json!({"message": "second"}),
        json!({"id": 1, "message": "changed"}),
        json!({"id": 40, "message": "with an id of its own"}),
        json!({"message": "after it"}),
    ] {
        let response = post_json(&appliance, "/system/background-task", &task).await;
        assert_eq!(response.json()["status"], "success", "{response:?}");
    }
    let expected = [
        json!({"id": 1, "message": "changed", "note": "kept"}),
        json!({"id": 2, "message": "second"}),
        json!({"id": 40, "message": "with an id of its own"}),
        json!({"id": 41, "message": "after it"}),
    ];
    assert_eq!(appliance.records("background_task"), expected);
}

#[tokio::test]
async fn records_that_can_only_be_written_are_kept_too() {
    let appliance = Appliance::start().unwrap();
    let path = "/policy/access/18";
    post_json(&appliance, path, &json!({"note": null, "future": [1]})).await;
    let policies = appliance.records("access_policy");
    assert_eq!(policies.len(), 1);
    assert_eq!(
        (&policies[0]["dbid"], &policies[0]["note"]),
        (&json!(18), &Value::Null)
    );
    assert_eq!(policies[0]["future"], json!([1]));
    let response = post_json(&appliance, "/policy/access/404", &json!({})).await;
    response.assert_failure(200, "no such access_policy");
}

#[tokio::test]
async fn a_new_id_is_free_also_beside_the_greatest() {
    let appliance = Appliance::builder()
        .empty()
        .seed("background_task", json!([{"id": 1}, {"id": i64::MAX}]))
        .start()
        .unwrap();
    for expected in [2, 3] {
        post_json(
            &appliance,
            "/system/background-task",
            &json!({"name": "next"}),
        )
        .await;
        let records = appliance.records("background_task");
        assert!(records.iter().any(|record| record["id"] == expected));
    }
}

#[tokio::test]
async fn lists_are_filtered_sorted_and_cut_into_pages() {
    let users: Vec<Value> = (1..=5)
        .map(|id| json!({"id": id, "role": if id % 2 == 0 { "Guest" } else { "Staff" }}))
        .collect();
    let appliance = Appliance::builder()
        .empty()
        .seed("user", json!(users))
        .start()
        .unwrap();
    let list = |query: &'static str| {
        let appliance = &appliance;
        async move { get(appliance, &format!("/user?{query}")).await.json() }
    };
    assert_eq!(ids(&list("").await), [1, 2, 3, 4, 5]);
    assert_eq!(ids(&list("start=1&count=2").await), [2, 3]);
    assert_eq!(ids(&list("start=9").await), [] as [i64; 0]);
    let page = list("filter=role%3D%3DStaff&filter=id%3E1&sortKey=id&sortDir=desc&count=1").await;
    assert_eq!(
        (ids(&page), &page["filtered"], &page["total"]),
        (vec![5], &json!(2), &json!(5))
    );
    let count = get(&appliance, "/system/task/count/all").await.json();
    assert_eq!(
        (&count["results"], &count["filtered"], &count["total"]),
        (&json!([]), &Value::Null, &json!(0))
    );
}

#[tokio::test]
async fn an_unknown_record_is_an_empty_list_or_null() {
    let appliance = Appliance::builder().empty().start().unwrap();
    assert_eq!(
        get(&appliance, "/user/7").await.json()["results"],
        json!([])
    );
    assert_eq!(
        get(&appliance, "/system/group/7").await.json()["result"],
        Value::Null
    );
}

#[tokio::test]
async fn xml_is_read_and_a_deletion_without_an_operation_is_refused() {
    let appliance = Appliance::builder()
        .empty()
        .seed("user", user())
        .start()
        .unwrap();
    let xml = r#"<User xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><firstName>R &amp; D</firstName>
        <state>3</state><notes xsi:nil="true"/></User>"#;
    assert_eq!(
        post(&appliance, "/user/7", "application/xml", xml)
            .await
            .json()["status"],
        "success"
    );
    let stored = &appliance.records("user")[0];
    assert_eq!(
        (&stored["firstName"], &stored["state"], &stored["notes"]),
        (&json!("R & D"), &json!(3), &Value::Null)
    );
    let response = delete(&appliance, "/policy/access/7").await;
    assert_eq!(response.status, 405, "{response:?}");
}
