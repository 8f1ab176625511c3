//! What servers send that is hardly HTTP, hardly UTF-8, or too early.

use fortinac_client::{Method, Upload};
use fortinac_testkit::Response;
use fortinac_testkit::canary::TOKEN;
use serde_json::json;

use crate::support::fault::{Fault, held};
use crate::support::{appliance, change};

const BODY: &str = r#"{"status": "success", "results": [{"id": 31}]}"#;

fn raw(head: &str) -> Response {
    Response::raw(&format!(
        "HTTP/1.1 200 OK\r\n{head}content-length: {}\r\nconnection: close\r\n\r\n{BODY}",
        BODY.len()
    ))
}

// Heads

#[tokio::test]
async fn a_folded_header_is_no_fault() {
    for fold in [" b", "\tb;\r\n c"] {
        let (server, client) =
            appliance([raw(&format!("content-security-policy: a;\r\n{fold}\r\n"))]).await;
        assert_eq!(client.users().get(31).await.unwrap().id.copied(), Some(31));
        assert_eq!(server.requests().len(), 1);
    }
}

const NOT_HTTP: &str = "; check that the port (8443) is that of the API";

#[tokio::test]
async fn what_is_no_http_is_not_asked_again() {
    let long = format!("x-long: {}\r\n", "x".repeat(1_000_000));
    for (response, reason) in [
        (
            Response::raw("SSH-2.0-OpenSSH_9.9\r\n\r\n"),
            "invalid HTTP version parsed",
        ),
        (raw(&long), "message head is too large"),
        (
            raw("content-length: 1\r\n"),
            "invalid content-length parsed",
        ),
    ] {
        let message =
            format!("{{server}} does not respond with HTTP that can be read: {reason}{NOT_HTTP}");
        Fault::of(response).unsure().check(&[], &message).await;
    }
}

#[tokio::test]
async fn chunks_that_are_none_are_not_asked_again() {
    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let message = format!(
        "{{server}} does not respond with HTTP that can be read: Invalid chunk size line: missing size digit{NOT_HTTP}"
    );
    Fault::of(Response::raw(&format!("{head}zz\r\n{{}}")))
        .unsure()
        .check(&[], &message)
        .await;
}

// Bodies

#[tokio::test]
async fn another_character_set_is_decoded() {
    let body = b"{\"status\": \"success\", \"results\": [{\"firstName\": \"J\xfcrgen\"}]}";
    for media_type in [
        "application/json;charset=ISO-8859-1",
        "application/json; charset=\"windows-1252\"",
    ] {
        let (server, client) = appliance([Response::new(200, media_type, body.as_slice())]).await;
        let user = client.users().get(31).await.unwrap();
        assert_eq!(user.first_name.as_deref(), Some("Jürgen"));
        assert_eq!(server.requests().len(), 1);
    }
    let message =
        "{\"status\": \"error\", \"errorMessage\": \"kein Zugriff f\u{fc}r J\u{fc}rgen\"}";
    let latin: Vec<u8> = message.chars().map(|c| u8::try_from(c).unwrap()).collect();
    let response = Response::new(400, "application/json;charset=ISO-8859-1", latin);
    let (_server, client) = appliance([response]).await;
    let error = client.users().get(31).await.unwrap_err();
    assert_eq!(error.api_message(), Some("kein Zugriff für Jürgen"));
}

#[tokio::test]
async fn what_is_no_character_does_not_lose_the_rest() {
    for name in [&b"J\xfcrgen"[..], br"J\ud83drgen", br"J\ude00rgen"] {
        let body = [
            br#"{"status": "success", "results": [{"id": 31, "firstName": ""#,
            name,
            br#"", "unknown": ""#,
            name,
            br#""}]}"#,
        ]
        .concat();
        let (_server, client) = appliance([Response::new(200, "application/json", body)]).await;
        let user = client.users().get(31).await.unwrap();
        assert_eq!(user.id.copied(), Some(31));
        assert_eq!(user.first_name.as_deref(), Some("J\u{fffd}rgen"));
        assert_eq!(user.extra.get("unknown"), Some(&json!("J\u{fffd}rgen")));
    }
}

// Requests that the server does not read

/// On one thread: if the server closes in the middle of a write of the client, hyper does not look for its response.
#[tokio::test]
async fn the_status_of_a_file_that_is_too_large_is_seen() {
    let refusal = json!({"status": "error", "errorMessage": format!("too large, {TOKEN}")});
    for _ in 0..5 {
        let (_server, client) = appliance([Response::json(413, refusal.clone()).early()]).await;
        let file = Upload::new("hosts.csv", vec![b'x'; 16 * 1024 * 1024]);
        let call = client
            .raw(Method::POST, "/host/import-hosts")
            .upload("file", &file);
        let error = call.await.unwrap_err();
        assert_eq!(held(&error), [""; 0], "{error}");
        assert_eq!(
            error.to_string(),
            "raw (POST /host/import-hosts): HTTP 413 Payload Too Large: too large, [redacted]; the file or the body is too \
             large for the appliance or a proxy before it"
        );
    }
}

#[tokio::test]
async fn a_write_that_is_refused_early_is_refused() {
    let response = Response::json(403, json!({"status": "error", "errorMessage": "no"}));
    let (_server, client) = appliance([response.early()]).await;
    let error = client.users().update(31, &change()).await.unwrap_err();
    assert_eq!(held(&error), ["is_forbidden"]);
}
