//! What is checked of a request.

use fortinac_mock::Appliance;
use reqwest::Method;
use serde_json::json;

use crate::support::{get, http, post, post_json, request, send};

#[tokio::test]
async fn a_request_without_the_token_is_refused() {
    let appliance = Appliance::start().unwrap();
    let url = format!("{}/user/31", appliance.url());
    for token in [None, Some("wrong"), Some("")] {
        let mut request = http().get(&url);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let response = send(request).await;
        response.assert_failure(401, "bearer token");
        assert_eq!(response.headers["www-authenticate"], "Bearer");
    }
    send(http().get(&url).header("authorization", appliance.token()))
        .await
        .assert_failure(401, "bearer");
    assert_eq!(get(&appliance, "/user/31").await.status, 200);
}

#[tokio::test]
async fn an_unknown_path_gets_html() {
    let appliance = Appliance::start().unwrap();
    let outside = http()
        .get(format!("http://{}/elsewhere", appliance.address()))
        .bearer_auth(appliance.token());
    for response in [get(&appliance, "/unheard/of").await, send(outside).await] {
        assert_eq!(
            (response.status, response.media_type.as_str()),
            (404, "text/html"),
            "{response:?}"
        );
    }
}

#[tokio::test]
async fn a_refused_method_names_those_that_exist() {
    let appliance = Appliance::start().unwrap();
    for method in [Method::PUT, Method::PATCH, Method::OPTIONS] {
        let response = send(request(&appliance, method, "/user")).await;
        response.assert_failure(405, "/user has no");
        assert!(
            response.headers["allow"].to_str().unwrap().contains("GET"),
            "{response:?}"
        );
    }
}

#[tokio::test]
async fn another_content_type_is_refused() {
    let appliance = Appliance::start().unwrap();
    for media_type in ["text/plain", "application/x-www-form-urlencoded", ""] {
        let response = post(&appliance, "/user/31", media_type, "{}").await;
        response.assert_failure(415, "application/json or application/xml");
    }
    let response = post(
        &appliance,
        "/user/31",
        "Application/JSON; charset=utf-8",
        "{}",
    )
    .await;
    assert_eq!(response.status, 200, "{response:?}");
}

#[tokio::test]
async fn a_wrong_body_is_refused_with_its_path() {
    let appliance = Appliance::start().unwrap();
    let before = appliance.records("user");
    for (body, path) in [
        (json!({"firstName": 5}), "$.firstName: "),
        (
            json!({"attributes": [{"name": "a"}, {"name": []}]}),
            "$.attributes[1].name: ",
        ),
        (json!([]), "$: "),
        (json!(null), "$: "),
    ] {
        post_json(&appliance, "/user/31", &body)
            .await
            .assert_failure(400, path);
    }
    post(&appliance, "/user/31", "application/json", "{")
        .await
        .assert_failure(400, "$: not JSON");
    let response = post(
        &appliance,
        "/user/31",
        "application/xml",
        "<user><id>x</id></user>",
    )
    .await;
    response.assert_failure(400, "$.id: ");
    post(&appliance, "/user/31", "application/xml", "<user>")
        .await
        .assert_failure(400, "$: ");
    assert_eq!(appliance.records("user"), before);
}

#[tokio::test]
async fn a_wrong_query_is_refused() {
    let appliance = Appliance::start().unwrap();
    get(&appliance, "/user?start=x")
        .await
        .assert_failure(400, "the parameter start is not of type integer");
    get(&appliance, "/user?start=-1")
        .await
        .assert_failure(400, "start");
    get(&appliance, "/user?filter=role")
        .await
        .assert_failure(400, "a filter is a property");
    assert_eq!(get(&appliance, "/user?unheardOf=1").await.status, 200);
}

#[tokio::test]
async fn a_path_begins_with_the_base_once() {
    let appliance = Appliance::start().unwrap();
    let root = format!("http://{}", appliance.address());
    for path in ["/api/v2user/31", "/api/v2/api/v2/user/31", "/user/31"] {
        let response = send(
            http()
                .get(format!("{root}{path}"))
                .bearer_auth(appliance.token()),
        )
        .await;
        assert_eq!(
            (response.status, response.media_type.as_str()),
            (404, "text/html"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn fields_and_parameters_that_the_spec_lacks_change_nothing() {
    let appliance = Appliance::start().unwrap();
    let users = appliance.records("user").len();
    let form = "application/x-www-form-urlencoded";
    let response = post(&appliance, "/user/delete", form, "id=31&landscape=36").await;
    assert_eq!(response.status, 200);
    assert_eq!(appliance.records("user").len(), users - 1);
    // The list of adapters takes a filter alone, and a count of all takes nothing.
    let all = get(&appliance, "/host/count/all").await.json();
    let filtered = get(&appliance, "/host/count/all?filter=status==999").await;
    assert_eq!(filtered.json(), all);
}

#[tokio::test]
async fn an_upload_has_a_part_for_its_file() {
    let appliance = Appliance::start().unwrap();
    let path = "/host/import-hosts";
    let import = async |content_type: &str, body: &str| {
        post(&appliance, path, content_type, body.to_owned()).await
    };
    let with_boundary = "multipart/form-data; boundary=x";
    let part = |name: &str| {
        format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\na\r\n--x--\r\n")
    };
    let response = import("multipart/form-data", &part("file")).await;
    response.assert_failure(400, "no boundary");
    let response = import(with_boundary, &part("other")).await;
    response.assert_failure(400, "$.file: ");
    assert_eq!(import(with_boundary, &part("file")).await.status, 200);
}

#[tokio::test]
async fn received_requests_are_kept_and_debug_shows_no_secret() {
    let appliance = Appliance::builder().token("canary-token").start().unwrap();
    post_json(
        &appliance,
        "/user/31?a=b%20c",
        &json!({"password": "canary-password"}),
    )
    .await;
    get(&appliance, "/unheard/of").await;
    let requests = appliance.requests();
    let first = &requests[0];
    assert_eq!((first.method(), first.path()), ("POST", "/api/v2/user/31"));
    assert_eq!(
        (first.operation(), first.status()),
        (Some("user_update"), Some(200))
    );
    assert_eq!(first.query(), [("a".to_owned(), "b c".to_owned())]);
    assert_eq!(first.header("authorization"), Some("Bearer canary-token"));
    assert_eq!(first.json(), Some(json!({"password": "canary-password"})));
    assert_eq!(
        (requests[1].operation(), requests[1].status()),
        (None, Some(404))
    );

    let shown = format!(
        "{requests:?} {appliance:?} {:?}",
        Appliance::builder().token("canary-token")
    );
    assert!(!shown.contains("canary"), "{shown}");
    appliance.clear_requests();
    assert_eq!(appliance.requests().len(), 0);
}

#[test]
fn settings_that_cannot_be_used_are_errors() {
    let appliance = Appliance::start().unwrap();
    let port = appliance.address().port();
    let error = Appliance::builder()
        .port(port)
        .start()
        .unwrap_err()
        .to_string();
    assert!(
        error.contains(&port.to_string()) && error.contains("choose another port"),
        "{error}"
    );
    for token in ["", "a b", "a\nb", "ü"] {
        let error = Appliance::builder()
            .token(token)
            .start()
            .unwrap_err()
            .to_string();
        assert!(error.contains("token"), "{error}");
    }
    for (resource, records, part) in [
        ("unheard_of", json!([]), "known: "),
        ("user", json!([{"id": 1}, {"id": "x"}]), "user 1: $.id: "),
        ("user", json!([5]), "user 0: $"),
    ] {
        let error = Appliance::builder()
            .seed(resource, records)
            .start()
            .unwrap_err()
            .to_string();
        assert!(error.contains(part), "{error}");
    }
}

#[tokio::test]
async fn it_stops_when_it_is_dropped() {
    let appliance = Appliance::start().unwrap();
    let address = appliance.address();
    assert_eq!(get(&appliance, "/user").await.status, 200);
    drop(appliance);
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}
