//! Failures as third parties report them of real appliances, without an injected fault.

use fortinac_mock::Appliance;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{delete, get, http, post, post_json, request, send};

#[tokio::test]
async fn a_read_only_token_reads_and_changes_nothing() {
    let appliance = Appliance::builder()
        .read_only_token("only-reads")
        .start()
        .unwrap();
    let with = |method: Method, path: &str| {
        let request = http().request(method, format!("{}{path}", appliance.url()));
        request.bearer_auth("only-reads")
    };
    let before = appliance.records("user");
    for path in ["/user/31", "/user", "/host/count"] {
        assert_eq!(send(with(Method::GET, path)).await.status, 200, "{path}");
    }
    // The spec says that this only reads, although it is POST.
    let summary = "/user/dashboard/device-summary/device/tag/status";
    assert_eq!(send(with(Method::POST, summary)).await.status, 200);
    for (method, path) in [
        (Method::POST, "/user/31"),
        (Method::DELETE, "/user/31"),
        (Method::POST, "/host/set-role"),
        // These change something, although they are GET.
        (Method::GET, "/device/move"),
        (Method::GET, "/device/polling/l3"),
    ] {
        let response = send(with(method, path).body("{}")).await;
        response.assert_failure(403, "does not permit");
    }
    assert_eq!(appliance.records("user"), before);
    assert_eq!(
        delete(&appliance, "/user/31").await.json()["status"],
        "success"
    );

    let error = Appliance::builder().token("a").read_only_token("a").start();
    assert!(error.unwrap_err().to_string().contains("token"));
}

#[tokio::test]
async fn a_large_list_needs_a_bound() {
    let users: Vec<Value> = (1..=5)
        .map(|id| json!({"id": id, "role": "Guest"}))
        .collect();
    let builder = Appliance::builder().empty().seed("user", json!(users));
    let appliance = builder.max_unfiltered(4).start().unwrap();
    for query in ["", "?start=1", "?count=5", "?sortDir=desc", "?unheardOf=1"] {
        let response = get(&appliance, &format!("/user{query}")).await;
        response.assert_failure(500, "System error");
        assert_eq!(response.json()["total"], 5, "{query}");
    }
    for query in [
        "count=4",
        "start=4&count=1",
        "sortKey=id",
        "filter=role==Guest",
    ] {
        let response = get(&appliance, &format!("/user?{query}")).await;
        assert_eq!(response.status, 200, "{query}");
    }
    assert_eq!(get(&appliance, "/user/3").await.status, 200);
    delete(&appliance, "/user/3").await;
    assert_eq!(get(&appliance, "/user").await.status, 200);
}

#[tokio::test]
async fn an_operation_that_a_version_lacks_is_not_implemented() {
    let appliance = Appliance::builder().without(["user_get"]).start().unwrap();
    get(&appliance, "/user/31")
        .await
        .assert_failure(501, "user_get");
    assert_eq!(get(&appliance, "/user").await.status, 200);
    assert_eq!(
        post_json(&appliance, "/user/31", &json!({})).await.status,
        200
    );
    let without_token = send(http().get(format!("{}/user/31", appliance.url()))).await;
    assert_eq!(without_token.status, 401);

    let error = Appliance::builder().without(["user_unheard"]).start();
    assert!(error.unwrap_err().to_string().contains("`user_unheard`"));
}

#[tokio::test]
async fn an_administrator_is_not_created_as_a_user() {
    let appliance = Appliance::start().unwrap();
    let before = appliance.records("user");
    for administrator in [
        json!({"userID": "hsand", "type": 46}),
        json!({"userID": "hsand", "type": "46"}),
        json!({"userID": "hsand", "adminUser": true}),
    ] {
        let response = post_json(&appliance, "/user", &administrator).await;
        response.assert_failure(409, "administrator");
    }
    // How another user is created is not known.
    for body in [r#"{"userID": "guest", "type": 1}"#, "{", "[]", ""] {
        let response = post(&appliance, "/user", "application/json", body).await;
        response.assert_failure(405, "/user has no POST");
    }
    assert_eq!(appliance.records("user"), before);
}

#[tokio::test]
async fn a_missing_argument_is_refused() {
    let appliance = Appliance::start().unwrap();
    let form = "application/x-www-form-urlencoded";
    let response = post(&appliance, "/host/set-role", form, "id=1").await;
    response.assert_failure(400, "role");
    let response = send(request(&appliance, Method::GET, "/host/connected-to-port")).await;
    response.assert_failure(400, "is missing");
}
