//! Secrets of a request that the appliance repeats, in forms that are not those of the request.

use fortinac_client::{Error, Method, Upload};
use fortinac_testkit::canary::TOKEN;
use fortinac_testkit::{Response, Server};
use serde_json::json;

use crate::support::fault::shown;
use crate::support::log::Log;
use crate::support::{appliance, settings};

fn failed(message: &str) -> Response {
    Response::json(400, json!({"status": "error", "errorMessage": message}))
}

#[track_caller]
fn assert_hidden(error: &Error, secret: &str, log: &Log) {
    for text in [shown(error), log.text()] {
        let text = text.to_lowercase();
        assert!(!text.contains(&secret.to_lowercase()), "{text}");
    }
}

#[tokio::test]
async fn a_number_is_a_secret_too() {
    let log = Log::start();
    let (_server, client) = appliance([failed("pin 48213377 is too short")]).await;
    let call = client
        .raw(Method::POST, "/x")
        .json(&json!({"pin": 48_213_377}));
    let error = call.await.unwrap_err();
    assert_eq!(error.api_message(), Some("pin [redacted] is too short"));
    assert_hidden(&error, "48213377", &log);
}

#[tokio::test]
async fn the_case_of_letters_hides_nothing() {
    let log = Log::start();
    let upper = TOKEN.to_uppercase();
    let (_server, client) = appliance([failed(&format!("no {upper}"))]).await;
    let error = client.users().get(31).await.unwrap_err();
    assert_eq!(error.api_message(), Some("no [redacted]"));
    assert_hidden(&error, TOKEN, &log);
}

#[tokio::test]
async fn a_token_in_the_host_of_a_redirect_is_hidden() {
    let log = Log::start();
    let redirect = Response::html(302, "").header("location", "https://Tok3N-Canary.example/x");
    let server = Server::start([redirect]).await;
    let client = fortinac_client::Client::builder(&server.url(), "TOK3N-CANARY")
        .build()
        .unwrap();
    let error = client.users().get(31).await.unwrap_err();
    assert!(error.to_string().contains("https://[redacted].example:443"));
    assert_hidden(&error, "tok3n-canary", &log);
}

#[tokio::test]
async fn a_parameter_of_the_path_with_a_secret_name_is_hidden() {
    let log = Log::start();
    let (_server, client) = appliance([failed("no hush/1 in hush%2F1")]).await;
    let error = client.current_session().cache("hush/1").await.unwrap_err();
    assert_eq!(error.api_message(), Some("no [redacted] in [redacted]"));
    // The log of other libraries has the path of the request, encoded.
    assert_hidden(&error, "hush/1", &log);
}

#[tokio::test]
async fn a_secret_column_of_a_file_is_hidden() {
    let log = Log::start();
    let message = "line 2 is not valid: printer-12,canary-cell";
    let server = Server::start([failed(message)]).await;
    let client = settings(&server.url()).build().unwrap();
    let table = "hostName,password\nprinter-12,canary-cell\n";
    let file = Upload::new("hosts.csv", table.as_bytes());
    let call = client
        .raw(Method::POST, "/host/import-hosts")
        .upload("file", &file);
    let error = call.await.unwrap_err();
    let shown = "line 2 is not valid: printer-12,[redacted]";
    assert_eq!(error.api_message(), Some(shown));
    assert_hidden(&error, "canary-cell", &log);
}
