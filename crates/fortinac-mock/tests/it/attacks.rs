//! What was once found by attacking the appliance.

use fortinac_mock::{Appliance, Fault};
use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{get, http, post, request, send};

/// Sends the head of a request that announces a body, and returns all that comes back before the body is sent.
async fn head_alone(appliance: &Appliance, head: &str) -> String {
    let mut stream = TcpStream::connect(appliance.address()).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut response = String::new();
    while !response.contains("\r\n\r\n") {
        let mut bytes = [0; 1024];
        let size = stream.read(&mut bytes).await.unwrap();
        assert_ne!(size, 0, "{head}{response}");
        response += &String::from_utf8_lossy(&bytes[..size]);
    }
    response
}

#[tokio::test]
async fn who_has_no_permission_is_refused_before_the_body_is_read() {
    let appliance = Appliance::builder()
        .read_only_token("only-reads")
        .without(["user_delete_many"])
        .start()
        .unwrap();
    let full = appliance.token().to_owned();
    for (token, path, status) in [
        ("wrong", "/user/31", "401"),
        ("only-reads", "/user/31", "403"),
        (full.as_str(), "/unheard/of", "404"),
        (full.as_str(), "/host/count", "405"),
        (full.as_str(), "/user/delete", "501"),
    ] {
        for expect in ["", "Expect: 100-continue\r\n"] {
            let head = format!(
                "POST /api/v2{path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n{expect}\
                 Content-Length: 1000000\r\n\r\n"
            );
            let response = head_alone(&appliance, &head).await;
            assert!(
                response.starts_with(&format!("HTTP/1.1 {status} ")),
                "{path}: {response}"
            );
        }
    }
    let kept = appliance.requests();
    assert!(
        kept.iter().all(|request| request.body_size() == 0),
        "{kept:?}"
    );

    let too_large = format!(
        "POST /api/v2/user/31 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {full}\r\nContent-Length: 99999999\r\n\r\n"
    );
    let response = head_alone(&appliance, &too_large).await;
    assert!(response.starts_with("HTTP/1.1 413 "), "{response}");
}

#[tokio::test]
async fn who_sends_a_large_body_anyway_gets_the_refusal() {
    let appliance = Appliance::start().unwrap();
    // The same connection is used again, if it can be.
    let client = http();
    for _ in 0..3 {
        let upload = client.post(format!("{}/user/31", appliance.url()));
        let response = send(upload.bearer_auth("wrong").body(vec![b' '; 8 << 20])).await;
        response.assert_failure(401, "token");
    }
    assert_eq!(get(&appliance, "/user/31").await.status, 200);
}

#[tokio::test]
async fn the_log_of_requests_is_bounded() {
    let appliance = Appliance::builder()
        .keep_requests(3)
        .keep_body_bytes(10)
        .start()
        .unwrap();
    for id in 1..=5 {
        get(&appliance, &format!("/user/{id}")).await;
    }
    let paths: Vec<_> = appliance
        .requests()
        .iter()
        .map(|request| request.path().to_owned())
        .collect();
    assert_eq!(
        paths,
        ["/api/v2/user/3", "/api/v2/user/4", "/api/v2/user/5"]
    );
    assert_eq!(appliance.dropped_requests(), 2);

    let body = json!({"notes": "x".repeat(1_000)}).to_string();
    post(&appliance, "/user/31", "application/json", &body).await;
    assert_eq!(appliance.records("user")[0]["notes"], "x".repeat(1_000));
    let last = appliance.requests().pop().unwrap();
    assert_eq!(
        (last.body(), last.body_size()),
        (&body.as_bytes()[..10], body.len())
    );
    assert_eq!(last.json(), None);

    appliance.clear_requests();
    assert_eq!(
        (appliance.requests().len(), appliance.dropped_requests()),
        (0, 0)
    );
}

#[tokio::test]
async fn uploads_do_not_fill_the_memory() {
    let appliance = Appliance::builder()
        .keep_request_bytes(100_000)
        .start()
        .unwrap();
    let body = " ".repeat(1 << 20);
    for _ in 0..8 {
        post(&appliance, "/user/31", "application/json", &body)
            .await
            .assert_failure(400, "$");
    }
    let kept: usize = appliance
        .requests()
        .iter()
        .map(|request| request.body().len())
        .sum();
    assert!((1..100_000).contains(&kept), "{kept}");
    let all = appliance.requests().len() as u64 + appliance.dropped_requests();
    assert_eq!(all, 8);
}

#[tokio::test]
async fn the_scheme_of_the_token_has_no_case_and_the_token_has() {
    let appliance = Appliance::builder().token("t0Ken").start().unwrap();
    for (header, status) in [
        ("bearer t0Ken", 200),
        ("BEARER t0Ken", 200),
        ("Bearer  t0Ken", 200),
        ("Bearer T0KEN", 401),
        ("Bearer t0Ke", 401),
        ("Bearer t0Kenn", 401),
        ("Basic t0Ken", 401),
        ("Bearer", 401),
    ] {
        let get = http().get(format!("{}/user/31", appliance.url()));
        let response = send(get.header("authorization", header)).await;
        assert_eq!(response.status, status, "{header}");
    }
}

#[tokio::test]
async fn head_is_get_without_a_body_and_without_effects() {
    let appliance = Appliance::start().unwrap();
    let head = |path: &'static str| send(request(&appliance, Method::HEAD, path));
    for path in ["/user/31", "/user?start=x", "/unheard/of"] {
        let (head, get) = (head(path).await, get(&appliance, path).await);
        assert_eq!((head.status, &*head.body), (get.status, ""), "{path}");
        for name in ["content-type", "content-length"] {
            assert_eq!(head.headers.get(name), get.headers.get(name), "{path}");
        }
    }
    // GET changes something here, and there is no GET there.
    for path in ["/device/move", "/user/delete"] {
        let response = head(path).await;
        assert_eq!(response.status, 405, "{path}");
        assert_ne!(response.headers["allow"], "HEAD", "{path}");
    }
    let allowed = send(request(&appliance, Method::PUT, "/user/31")).await;
    assert_eq!(allowed.headers["allow"], "DELETE, GET, POST, HEAD");

    appliance.fault(Fault::status(503).on("user_get"));
    assert_eq!(head("/user/31").await.status, 503);
    let logged = appliance.requests().pop().unwrap();
    assert_eq!(
        (logged.method(), logged.operation()),
        ("HEAD", Some("user_get"))
    );
}

#[tokio::test]
async fn a_record_has_one_address() {
    let appliance = Appliance::start().unwrap();
    let before = appliance.records("user");
    let address = appliance.address();
    for path in [
        "/api/v2/user/+31",
        "/api/v2/user/%2B31",
        "/api/v2/user/031",
        "/api/v2/user//31",
        "/api/v2//user/31",
        "//api/v2/user/31",
        "/api/v2/user/31//",
        "/api/v2/user/31.0",
    ] {
        for method in ["GET", "DELETE"] {
            // Not with a client of HTTP, which may send another path.
            let head = format!(
                "{method} {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\n\r\n",
                appliance.token()
            );
            let response = head_alone(&appliance, &head).await;
            assert!(
                response.starts_with("HTTP/1.1 404 "),
                "{method} {path}: {response}"
            );
        }
    }
    assert_eq!(appliance.records("user"), before);
}
