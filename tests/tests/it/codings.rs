//! Compressed responses and their size, against a server on loopback.

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use fortinac_client::ClientBuilder;
use fortinac_testkit::canary::TOKEN;
use fortinac_testkit::{Response, Server};

use crate::support::fault::{Fault, held};
use crate::support::{appliance, settings};

const BODY: &[u8] = br#"{"status": "success", "results": [{"id": 31}]}"#;

const TOO_LARGE: &str = "the response is larger than 100000 bytes; ask for less (filter, limit), or raise `max_response_size`";

fn modest(builder: ClientBuilder) -> ClientBuilder {
    builder.max_response_size(100_000)
}

fn gzipped(body: &[u8]) -> Response {
    gzipped_as("gzip", body)
}

fn gzipped_as(coding: &str, body: &[u8]) -> Response {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).unwrap();
    let body = encoder.finish().unwrap();
    Response::new(200, "application/json", body).header("content-encoding", coding)
}

#[tokio::test]
async fn a_coding_has_no_case() {
    for coding in ["gzip", "GZIP", "x-gzip", "X-Gzip", "identity, gzip"] {
        let (server, client) = appliance([gzipped_as(coding, BODY)]).await;
        assert_eq!(client.users().get(31).await.unwrap().id.copied(), Some(31));
        let request = &server.requests()[0];
        assert_eq!(request.header("accept-encoding"), Some("gzip"));
    }
}

#[tokio::test]
async fn deflate_is_read_in_both_of_its_forms_and_not_asked_for() {
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
    zlib.write_all(BODY).unwrap();
    let mut raw = DeflateEncoder::new(Vec::new(), Compression::best());
    raw.write_all(BODY).unwrap();
    for body in [zlib.finish().unwrap(), raw.finish().unwrap()] {
        let response = Response::new(200, "application/json", body);
        let (_server, client) = appliance([response.header("content-encoding", "deflate")]).await;
        assert_eq!(client.users().get(31).await.unwrap().id.copied(), Some(31));
    }
}

#[tokio::test]
async fn a_coding_that_nobody_asked_for_is_named() {
    for (coding, shown) in [("br", "br"), ("ZSTD", "zstd"), (TOKEN, "[redacted]")] {
        let message = format!(
            "the response (HTTP 200 OK) has the content coding `{shown}`, which the client does not ask for; look for a \
             proxy on the way that compresses"
        );
        Fault::of(Response::new(200, "application/json", BODY).header("content-encoding", coding))
            .unsure()
            .check(&["is_decode"], &message)
            .await;
    }
    // The status says enough.
    let page = Response::html(401, "x").header("content-encoding", "br");
    let (_server, client) = appliance([page]).await;
    let error = client.users().get(31).await.unwrap_err();
    assert_eq!(held(&error), ["is_unauthorized"]);
    // There is nothing that could be compressed.
    let nothing = Response::new(204, "", "").header("content-encoding", "br");
    let (_server, client) = appliance([nothing]).await;
    client.users().delete(31).await.unwrap();
}

#[tokio::test]
async fn a_message_in_a_compressed_error_is_read() {
    let message = br#"{"status": "error", "errorMessage": "busy"}"#;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(message).unwrap();
    let body = encoder.finish().unwrap();
    let response = Response::new(400, "application/json", body).header("content-encoding", "GZip");
    let (_server, client) = appliance([response]).await;
    let error = client.users().get(31).await.unwrap_err();
    assert_eq!(error.api_message(), Some("busy"));
}

#[tokio::test]
async fn a_gzip_bomb() {
    // 20 kB on the wire, less than the limit.
    Fault::of(gzipped(&vec![b' '; 20_000_000]))
        .client(modest)
        .unsure()
        .check(&[], TOO_LARGE)
        .await;
}

#[tokio::test]
async fn a_compressed_response_is_no_fault() {
    let (server, client) = appliance([gzipped(
        br#"{"status": "success", "results": [{"id": 31}]}"#,
    )])
    .await;
    assert_eq!(client.users().get(31).await.unwrap().id.copied(), Some(31));
    assert!(
        server.requests()[0]
            .header("accept-encoding")
            .unwrap()
            .contains("gzip")
    );
}

#[tokio::test]
async fn the_limit_counts_decompressed_bytes_exactly() {
    let body = format!(
        r#"{{"status": "success", "results": [{{"notes": "{}"}}]}}"#,
        "x".repeat(5000)
    );
    for response in [
        gzipped(body.as_bytes()),
        Response::new(200, "application/json", body.clone()),
    ] {
        let server = Server::start([response]).await;
        for (limit, fits) in [(body.len(), true), (body.len() - 1, false)] {
            let client = settings(&server.url())
                .max_response_size(limit)
                .build()
                .unwrap();
            assert_eq!(client.users().get(31).await.is_ok(), fits);
        }
    }
}

#[tokio::test]
async fn a_damaged_compressed_response() {
    let response = Response::new(200, "application/json", TOKEN).header("content-encoding", "gzip");
    Fault::of(response)
        .unsure()
        .check(
            &["is_decode"],
            "the response (HTTP 200 OK) claims to be gzip, and is not",
        )
        .await;
}

#[tokio::test]
async fn a_compressed_response_that_ends_early() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(BODY).unwrap();
    let mut body = encoder.finish().unwrap();
    body.truncate(body.len() - 5);
    let response = Response::new(200, "application/json", body).header("content-encoding", "gzip");
    Fault::of(response)
        .unsure()
        .check(
            &["is_decode", "is_retryable"],
            "the response (HTTP 200 OK) claims to be gzip, and ends early or is damaged",
        )
        .await;
}
