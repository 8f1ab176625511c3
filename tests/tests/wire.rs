//! What the client puts on the wire, seen by an HTTP server on loopback.

use fortinac_client::types::{AccessPolicy, BackgroundTask, Field, User, UserHostProfile};
use fortinac_client::{Client, Error};
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

const TOKEN: &str = "canary-token";

async fn appliance(answer: ResponseTemplate) -> (MockServer, Client) {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let client = Client::new(&format!("{}/api/v2", server.uri()), TOKEN).unwrap();
    (server, client)
}

fn success() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({"status": "success", "errorMessage": null}))
}

/// The one request that the server received.
async fn request(server: &MockServer) -> Request {
    let mut requests = server.received_requests().await.unwrap();
    assert_eq!(requests.len(), 1);
    requests.remove(0)
}

#[track_caller]
fn assert_request(request: &Request, method: &str, path: &str, body: Option<Value>) {
    let header = |name: &str| {
        request
            .headers
            .get(name)
            .map(|value| value.to_str().unwrap().to_owned())
    };
    assert_eq!(request.method.as_str(), method);
    assert_eq!((request.url.path(), request.url.query()), (path, None));
    assert_eq!(header("authorization"), Some(format!("Bearer {TOKEN}")));
    assert_eq!(header("accept").as_deref(), Some("application/json"));
    assert_eq!(header("api-version"), None, "an invention of the generator");
    assert_eq!(
        header("content-type"),
        body.as_ref().map(|_| "application/json".to_owned())
    );
    match body {
        Some(body) => assert_eq!(request.body_json::<Value>().unwrap(), body),
        None => assert!(request.body.is_empty()),
    }
}

#[tokio::test]
async fn background_task_create() {
    let (server, client) = appliance(success()).await;
    let task = BackgroundTask {
        message: "Review".into(),
        assignee: Field::Null,
        date_created: Field::Value(1_692_985_112_000.into()),
        ..BackgroundTask::default()
    };
    client.background_tasks().create(&task).await.unwrap();
    let body = json!({"message": "Review", "assignee": null, "dateCreated": 1_692_985_112_000_i64});
    assert_request(
        &request(&server).await,
        "POST",
        "/api/v2/system/background-task",
        Some(body),
    );
}

#[tokio::test]
async fn access_policy_update() {
    let (server, client) = appliance(success()).await;
    let profile = UserHostProfile {
        dbid_upper: 5.into(),
        ..UserHostProfile::default()
    };
    let policy = AccessPolicy {
        profile: profile.into(),
        enabled: false.into(),
        ..AccessPolicy::default()
    };
    client.access_policies().update(9, &policy).await.unwrap();
    let body = json!({"profile": {"DBID": 5}, "enabled": false});
    assert_request(
        &request(&server).await,
        "POST",
        "/api/v2/policy/access/9",
        Some(body),
    );
}

#[tokio::test]
async fn group_get() {
    let group = json!({"dbid": 7, "name": "Lab", "elementClass": "8", "unheardOf": [1]});
    let answer = json!({"status": "success", "errorMessage": null, "result": group});
    let (server, client) = appliance(ResponseTemplate::new(200).set_body_json(&answer)).await;
    let group = client.groups().get(7).await.unwrap();
    assert_eq!(group.name.as_deref(), Some("Lab"));
    assert_eq!(serde_json::to_value(&group).unwrap(), answer["result"]);
    assert_request(
        &request(&server).await,
        "GET",
        "/api/v2/system/group/7",
        None,
    );
}

#[tokio::test]
async fn user_update() {
    let (server, client) = appliance(success()).await;
    let user = User {
        id: 3.into(),
        notes: Field::Null,
        ..User::default()
    };
    client.users().update(3, &user).await.unwrap();
    assert_request(
        &request(&server).await,
        "POST",
        "/api/v2/user/3",
        Some(json!({"id": 3, "notes": null})),
    );
}

#[tokio::test]
async fn a_base_url_without_a_path_and_with_a_slash() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(success())
        .mount(&server)
        .await;
    for (base, path) in [
        ("", "/api/v2/user/3"),
        ("/", "/api/v2/user/3"),
        ("/nac/api/v2/", "/nac/api/v2/user/3"),
    ] {
        let client = Client::new(&format!("{}{base}", server.uri()), TOKEN).unwrap();
        client.users().update(3, &User::default()).await.unwrap();
        assert_eq!(
            server
                .received_requests()
                .await
                .unwrap()
                .last()
                .unwrap()
                .url
                .path(),
            path
        );
    }
}

#[tokio::test]
async fn a_call_in_xml() {
    let answer = r#"<?xml version="1.0"?><GroupEnvelope><status>success</status><result><dbid>7</dbid><name>R&amp;D</name></result></GroupEnvelope>"#;
    let (server, client) =
        appliance(ResponseTemplate::new(200).set_body_raw(answer, "application/xml")).await;
    let group = client.groups().get(7).xml().await.unwrap();
    assert_eq!(
        (group.dbid.copied(), group.name.as_deref()),
        (Some(7), Some("R&D"))
    );
    assert_eq!(request(&server).await.headers["accept"], "application/xml");

    let (server, client) = appliance(success()).await;
    let user = User {
        id: 3.into(),
        first_name: "R&D".into(),
        notes: Field::Null,
        ..User::default()
    };
    client.users().update(3, &user).xml().await.unwrap();
    let request = request(&server).await;
    assert_eq!(request.headers["content-type"], "application/xml");
    let body = String::from_utf8(request.body).unwrap();
    assert!(
        body.contains("<User ") && body.contains("<firstName>R&amp;D</firstName>"),
        "{body}"
    );

    let failure = "<Envelope><status>error</status><errorMessage>no</errorMessage></Envelope>";
    let error =
        failure_of(ResponseTemplate::new(200).set_body_raw(failure, "application/xml")).await;
    assert_eq!(
        (error.is_rejected_by_appliance(), error.appliance_message()),
        (true, Some("no"))
    );
}

async fn failure_of(answer: ResponseTemplate) -> Error {
    let (_server, client) = appliance(answer).await;
    client.groups().get(7).xml().await.unwrap_err()
}
