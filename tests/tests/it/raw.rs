//! Calls that the description does not have.

use fortinac_client::Method;
use fortinac_testkit::Response;
use fortinac_testkit::canary::TOKEN;
use serde_json::{Value, json};

use crate::support::appliance;
use crate::support::fault::held;

fn success() -> Response {
    Response::json(200, json!({"status": "success", "total": 7}))
}

#[tokio::test]
async fn a_read_returns_the_whole_response() {
    let (server, client) = appliance([success()]).await;
    let call = client
        .raw(Method::GET, "system/properties")
        .query("name", "a b&c");
    let response = call.query_all("id", [1, 2]).await.unwrap();
    assert_eq!(response, json!({"status": "success", "total": 7}));

    let request = &server.requests()[0];
    assert_eq!(request.method, "GET");
    assert_eq!(
        request.target,
        "/api/v2/system/properties?name=a+b%26c&id=1&id=2"
    );
    assert_eq!(
        request.header("authorization"),
        Some(format!("Bearer {TOKEN}").as_str())
    );
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(
        (request.header("content-type"), request.body.as_str()),
        (None, "")
    );
}

#[tokio::test]
async fn a_body_is_json() {
    let (server, client) = appliance([success()]).await;
    let body = json!({"ids": [1, 2], "note": null});
    client.raw(Method::POST, "/user").json(&body).await.unwrap();

    let request = &server.requests()[0];
    assert_eq!(
        (request.method.as_str(), request.target.as_str()),
        ("POST", "/api/v2/user")
    );
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(serde_json::from_str::<Value>(&request.body).unwrap(), body);
}

#[tokio::test]
async fn a_body_is_a_form() {
    let (server, client) = appliance([success()]).await;
    let body = json!({"all": true, "id": [1, 2], "name": "a b&c=ü"});
    client.raw(Method::POST, "/user").form(&body).await.unwrap();

    let request = &server.requests()[0];
    assert_eq!(
        request.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(request.body, "all=true&id=1&id=2&name=a+b%26c%3D%C3%BC");
}

#[tokio::test]
async fn a_form_that_cannot_be_written_is_not_sent() {
    let (server, client) = appliance([success()]).await;
    let call = client
        .raw(Method::POST, "/user")
        .form(&json!({"name": null}));
    assert_eq!(
        call.await.unwrap_err().to_string(),
        "raw (POST /user): the request cannot be written: `name`: a form cannot carry null; leave the field out"
    );
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn a_response_needs_no_envelope() {
    for body in [
        json!({"version": "7.4"}),
        json!([1]),
        json!(["a", "b"]),
        json!("text"),
        json!({"status": null}),
        json!({"id": 1, "status": 1}),
        json!({"status": false}),
    ] {
        let (_server, client) = appliance([Response::json(200, body.clone())]).await;
        assert_eq!(client.raw(Method::GET, "/x").await.unwrap(), body);
    }
}

#[tokio::test]
async fn what_is_no_success_is_an_error() {
    for (body, said) in [
        (
            json!({"status": "error", "errorMessage": "no"}),
            "`error`: no",
        ),
        (
            json!({"status": "warning"}),
            "`warning` without a message; look into its log",
        ),
        (
            json!({"status": "error", "errorMessage": {"code": 7}}),
            r#"`error`: {"code":7}"#,
        ),
        (json!({"status": 1, "errorMessage": "no"}), "`1`: no"),
        (
            json!({"status": false, "errorMessage": null}),
            "`false` without a message; look into its log",
        ),
    ] {
        let (_server, client) = appliance([Response::json(200, body)]).await;
        let error = client.raw(Method::GET, "/x").await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("raw (GET /x): the appliance responds {said}")
        );
        assert_eq!(held(&error), ["is_api_error"]);
    }
}

#[tokio::test]
async fn a_response_that_is_cut_off_is_an_error() {
    let response = Response::new(
        200,
        "application/json",
        r#"{"status": "error", "errorMessage": "n"#,
    );
    let (_server, client) = appliance([response]).await;
    let error = client.raw(Method::GET, "/x").await.unwrap_err();
    assert_eq!(held(&error), ["is_decode"]);
}

#[tokio::test]
async fn a_response_without_a_body_is_null_where_it_may_be() {
    for (method, status) in [
        (Method::DELETE, 204),
        (Method::HEAD, 200),
        (Method::HEAD, 204),
    ] {
        for media_type in ["", "application/json", "application/xml"] {
            let (_server, client) = appliance([Response::new(status, media_type, "")]).await;
            let response = client.raw(method.clone(), "/x").await.unwrap();
            assert_eq!(response, Value::Null);
        }
    }
    for (method, status) in [(Method::DELETE, 200), (Method::HEAD, 404)] {
        let (_server, client) = appliance([Response::new(status, "", "")]).await;
        client.raw(method, "/x").await.unwrap_err();
    }
}

#[tokio::test]
async fn a_response_decodes_as_any_type() {
    #[derive(serde::Deserialize)]
    struct Response {
        total: i64,
    }
    let (_server, client) = appliance([success(), success()]).await;
    let call = || client.raw(Method::GET, "/system/properties");
    assert_eq!(call().decode::<Response>().await.unwrap().total, 7);
    let error = call().decode::<Vec<i64>>().await.unwrap_err();
    assert!(error.is_decode(), "{error}");
}
