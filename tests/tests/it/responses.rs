//! What can be wrong with a response, each against a server on loopback: which predicates hold, the one line that is
//! said, how often the server is asked, and that no secret is shown.

use std::time::Duration;

use fortinac_client::ClientBuilder;
use fortinac_testkit::Response;
use fortinac_testkit::canary::{ECHO, PASSWORD, TOKEN};
use serde_json::{Value, json};

use crate::support::fault::{Fault, assert_no_canary, held};
use crate::support::log::Log;
use crate::support::{appliance, change, users};

/// A message that repeats the secrets of the request.
fn echoed_secrets() -> String {
    format!("no {TOKEN},\nno {ECHO}")
}

const REDACTED_ECHO: &str = "no [redacted], no [redacted]";

fn failed(status: u16) -> Response {
    Response::json(
        status,
        json!({"status": "error", "errorMessage": echoed_secrets(), "results": null}),
    )
}

fn page(status: u16) -> Response {
    Response::html(
        status,
        &format!(
            "<html><h1>Oh</h1><p class='{TOKEN}'>{}</p></html>",
            echoed_secrets()
        ),
    )
}

// HTTP statuses

#[tokio::test]
async fn unauthorized() {
    let message = format!(
        "HTTP 401 Unauthorized: {REDACTED_ECHO}; the token is wrong or was revoked, or it is used from outside of \
         its account's trusted hosts: check the token, and the trusted hosts of its administrator account"
    );
    Fault::of(failed(401))
        .check(&["is_unauthorized"], &message)
        .await;
}

#[tokio::test]
async fn forbidden() {
    let message = format!(
        "HTTP 403 Forbidden: {REDACTED_ECHO}; the token's account may not do this: check its admin profile, and \
         whether its trusted hosts (allowed subnets) include this address"
    );
    Fault::of(failed(403))
        .check(&["is_forbidden"], &message)
        .await;
}

#[tokio::test]
async fn not_found_with_a_page() {
    let message = "HTTP 404 Not Found; there is no such record or path: check the id, and that the base \
         URL ends in /api/v2";
    Fault::of(page(404)).check(&["is_not_found"], message).await;
}

#[tokio::test]
async fn internal_error_with_a_page() {
    let message = "HTTP 500 Internal Server Error; if this is a list, limit it with `limit`: unpaged lists are reported to end so";
    Fault::of(page(500)).unsure().check(&[], message).await;
}

#[tokio::test]
async fn a_status_without_a_body() {
    Fault::of(Response::new(400, "", ""))
        .check(&[], "HTTP 400 Bad Request")
        .await;
}

#[tokio::test]
async fn retryable_statuses() {
    for (status, words) in [
        (429, "429 Too Many Requests"),
        (502, "502 Bad Gateway"),
        (503, "503 Service Unavailable"),
        (504, "504 Gateway Timeout"),
    ] {
        let message = format!("HTTP {words}: {REDACTED_ECHO}; try again later");
        let mut fault = Fault::of(failed(status));
        if status != 429 {
            fault = fault.unsure();
        }
        fault.check(&["is_retryable"], &message).await;
    }
}

#[tokio::test]
async fn blank_error_message_is_ignored() {
    for blank in ["", " \n"] {
        let body = json!({"status": "error", "errorMessage": blank});
        Fault::of(Response::json(400, body.clone()))
            .check(&[], "HTTP 400 Bad Request")
            .await;
        Fault::of(Response::json(200, body))
            .check(
                &["is_api_error"],
                "the appliance responds `error` without a message; look into its log",
            )
            .await;
    }
}

#[tokio::test]
async fn a_status_counts_whatever_becomes_of_its_body() {
    let said = "Unauthorized; the token is wrong or was revoked, or it is used from outside of its account's \
                trusted hosts: check the token, and the trusted hosts of its administrator account";
    let page = Response::html(401, "<p>Oh</p><!-- canary");
    for response in [page.clone().cut(5), page.clone().stalled(5), page.endless()] {
        Fault::of(response)
            .client(|builder| modest(builder).read_timeout(Duration::from_millis(300)))
            .check(&["is_unauthorized"], &format!("HTTP 401 {said}"))
            .await;
    }
}

#[tokio::test]
async fn a_message_cannot_turn_its_line_around() {
    let body = json!({"status": "error", "errorMessage": "a\u{202e}b\u{2028}c\u{200b}d"});
    Fault::of(Response::json(400, body))
        .check(&[], "HTTP 400 Bad Request: a b c d")
        .await;
}

#[tokio::test]
async fn a_long_message_is_cut() {
    let long = "x".repeat(10_000);
    let body = json!({"status": "error", "errorMessage": long});
    let (_server, client) = appliance([Response::json(400, body)]).await;
    let error = client.users().get(31).await.unwrap_err();
    let shown = error.to_string();
    assert!(shown.ends_with("xxx ...") && shown.len() < 500, "{shown}");
    assert_eq!(error.api_message(), Some(long.as_str()));
}

// Bodies

const NOT_THE_API: &str = "; is this the address of the API, such as https://host:8443/api/v2?";

#[tokio::test]
async fn an_empty_body() {
    let message = |of: &str| {
        format!(
            "the response ({of}, no content type) is empty, and this operation returns a value{NOT_THE_API}"
        )
    };
    for (status, of) in [(200, "HTTP 200 OK"), (204, "HTTP 204 No Content")] {
        let fault = Fault::of(Response::new(status, "", "")).only_reading();
        fault.check(&["is_decode"], &message(of)).await;
    }
}

#[tokio::test]
async fn an_empty_body_is_no_fault_where_nothing_is_returned() {
    let no_content = Response::new(204, "", "");
    let blank = Response::new(200, "application/json", " \r\n");
    for response in [
        no_content,
        Response::new(200, "", ""),
        Response::new(202, "", ""),
        blank,
    ] {
        let (server, client) = appliance([response]).await;
        client.users().update(31, &change()).await.unwrap();
        client.users().delete(31).await.unwrap();
        let call = client.users().update(31, &change()).with_response();
        let status = call.await.unwrap().status;
        assert!(status.is_success());
        assert_eq!(server.requests().len(), 3);
        let call = client.call("user_delete").unwrap().parameter("id", 31);
        assert_eq!(call.await.unwrap(), Value::Null);
    }
}

#[tokio::test]
async fn a_page_with_the_status_of_success() {
    let message = format!("the response (HTTP 200 OK, text/html) is not JSON{NOT_THE_API}");
    Fault::of(page(200))
        .unsure()
        .check(&["is_decode"], &message)
        .await;
}

#[tokio::test]
async fn another_content_type() {
    let response = Response::new(200, &format!("text/plain; {TOKEN}"), echoed_secrets());
    let message =
        format!("the response (HTTP 200 OK, text/plain; [redacted]) is not JSON{NOT_THE_API}");
    Fault::of(response)
        .unsure()
        .check(&["is_decode"], &message)
        .await;
}

#[tokio::test]
async fn another_content_type_over_json_is_no_fault() {
    let response = Response::html(200, r#"{"status": "success", "results": [{"id": 31}]}"#);
    let (_server, client) = appliance([response]).await;
    assert_eq!(client.users().get(31).await.unwrap().id.copied(), Some(31));
}

#[tokio::test]
async fn truncated_json() {
    // The password in it is that of the record: nothing of such a body may be shown.
    let body = format!(r#"{{"status": "success", "results": [{{"password": "{PASSWORD}"#);
    let message = format!(
        "the response (HTTP 200 OK) is not as the spec says: at $: expected JSON (EOF while parsing a string at line 1 \
         column {})",
        body.len()
    );
    Fault::of(Response::new(200, "application/json", body))
        .unsure()
        .check(&["is_decode"], &message)
        .await;
}

#[tokio::test]
async fn a_record_is_not_shown_whatever_it_looks_like() {
    for body in [
        format!(r#"[{{"password":"{PASSWORD}"}}]"#),
        format!(r#"{{"results":[{{"password":"{PASSWORD}","#),
        format!("\u{feff} {{\"results\":[{{\"password\":\"{PASSWORD}\""),
        format!(r#""{PASSWORD}"#),
        format!("<r><password>{PASSWORD}</password></r>"),
        format!("<?xml version='1.0'?><html2><password>{PASSWORD}</password></html2>"),
    ] {
        for status in [200, 400, 401, 500] {
            for media_type in ["", "text/html", "application/json", "application/xml"] {
                let log = Log::start();
                let (_server, client) =
                    appliance([Response::new(status, media_type, body.clone())]).await;
                let error = client.users().get(31).await.unwrap_err();
                assert_no_canary(&error, &log);
            }
        }
    }
}

#[tokio::test]
async fn a_byte_order_mark_is_passed_over() {
    let body = "\u{feff}{\"status\": \"success\", \"results\": [{\"id\": 31}]}";
    let (_server, client) = appliance([Response::new(200, "application/json", body)]).await;
    assert_eq!(client.users().get(31).await.unwrap().id.copied(), Some(31));
}

const TOO_LARGE: &str = "the response is larger than 100000 bytes; ask for less (filter, limit), or raise `max_response_size`";

fn modest(builder: ClientBuilder) -> ClientBuilder {
    builder.max_response_size(100_000)
}

#[tokio::test]
async fn an_endless_body() {
    let response = Response::new(200, "application/json", "[0, ".repeat(1000)).endless();
    Fault::of(response)
        .client(modest)
        .unsure()
        .check(&[], TOO_LARGE)
        .await;
}

#[tokio::test]
async fn a_length_that_is_announced_is_not_yet_memory() {
    let response =
        Response::new(200, "application/json", "[0").announced(9_000_000_000_000_000_000);
    Fault::of(response)
        .unsure()
        .check(
            &["is_retryable"],
            "the connection to {server} closed early: end of file before message length reached",
        )
        .await;
}

// Envelopes

#[tokio::test]
async fn an_error_with_the_status_of_success() {
    let message = format!("the appliance responds `error`: {REDACTED_ECHO}");
    Fault::of(failed(200))
        .check(&["is_api_error"], &message)
        .await;
}

#[tokio::test]
async fn an_error_without_a_message() {
    for body in [
        json!({"status": "error", "errorMessage": null}),
        json!({"status": "error"}),
    ] {
        let message = "the appliance responds `error` without a message; look into its log";
        Fault::of(Response::json(200, body))
            .check(&["is_api_error"], message)
            .await;
    }
}

#[tokio::test]
async fn an_error_in_the_word_for_the_status() {
    let body = json!({"status": echoed_secrets(), "errorMessage": null});
    let message =
        format!("the appliance responds `{REDACTED_ECHO}` without a message; look into its log");
    Fault::of(Response::json(200, body))
        .check(&["is_api_error"], &message)
        .await;
}

#[tokio::test]
async fn an_envelope_without_a_status() {
    let message = "the response has no `status`, which this operation requires; the appliance may run another version";
    for body in [
        json!({"results": [{"id": 31}]}),
        json!({"status": null}),
        json!({}),
    ] {
        Fault::of(Response::json(200, body))
            .unsure()
            .check(&["is_decode"], message)
            .await;
    }
}

#[tokio::test]
async fn json_that_is_no_envelope() {
    for (body, found) in [
        (json!([]), "an array"),
        (json!(["success", null]), "an array"),
        (json!(echoed_secrets()), "a string"),
        (json!(7), "an integer"),
        (Value::Null, "null"),
    ] {
        let response = Response::json(200, body);
        let (_server, client) = appliance([response.clone()]).await;
        let error = client.users().update(31, &change()).await.unwrap_err();
        assert_eq!(held(&error), ["is_decode", "may_have_been_applied"]);

        let message = format!(
            "the response (HTTP 200 OK) is not as the spec says: at $: expected an object, found {found}"
        );
        Fault::of(response)
            .only_reading()
            .check(&["is_decode"], &message)
            .await;
    }
}

#[tokio::test]
async fn an_envelope_without_the_record() {
    let message = "the response has no `results`, which this operation requires; the appliance may run another version";
    Fault::of(Response::json(200, json!({"status": "success"})))
        .only_reading()
        .check(&["is_decode"], message)
        .await;
}

#[tokio::test]
async fn null_for_the_record() {
    let response = Response::json(200, json!({"status": "success", "result": null}));
    let (_server, client) = appliance([response]).await;
    let error = client.groups().get(7).await.unwrap_err();
    assert_eq!(held(&error), ["is_not_found"]);
    assert_eq!(
        error.to_string(),
        "group_get (GET /system/group/{id}): there is no such record"
    );
    let response = Response::json(200, json!({"status": "success"}));
    let (_server, client) = appliance([response]).await;
    assert_eq!(
        held(&client.groups().get(7).await.unwrap_err()),
        ["is_decode"]
    );
}

#[tokio::test]
async fn results_of_another_kind() {
    for (results, found) in [
        (json!(true), "a boolean"),
        (json!(echoed_secrets()), "a string"),
        (json!(7), "an integer"),
    ] {
        let body = json!({"status": "success", "results": results});
        let message = format!(
            "the response (HTTP 200 OK) is not as the spec says: at $.results: expected an array, found {found}"
        );
        Fault::of(Response::json(200, body))
            .only_reading()
            .check(&["is_decode"], &message)
            .await;
    }
}

#[tokio::test]
async fn an_empty_list_for_a_record() {
    let fault = Fault::of(users([], 0)).only_reading();
    fault
        .check(&["is_not_found"], "there is no such record")
        .await;
}
