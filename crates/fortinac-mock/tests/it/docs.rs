//! The start page, and the documentation in the browser as far as no browser is needed: `.ci/interop/docs` has one.

use std::net::Ipv4Addr;

use fortinac_mock::{Appliance, Fault};
use fortinac_spec::Spec;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::support::{Response, get, http, send};

/// A request without a token, outside the API.
fn page(appliance: &Appliance, path: &str) -> RequestBuilder {
    http().get(format!(
        "http://127.0.0.1:{}{path}",
        appliance.address().port()
    ))
}

fn with_docs() -> Appliance {
    Appliance::builder().docs().start().unwrap()
}

/// The names after `src=` and `href=`.
fn references(html: &str) -> Vec<&str> {
    let after = ["src=\"", "href=\""].map(|attribute| html.split(attribute).skip(1));
    let values = after.into_iter().flatten();
    values
        .filter_map(|rest| rest.split('"').next())
        .filter(|value| !value.starts_with("data:"))
        .collect()
}

#[track_caller]
fn assert_protected(response: &Response) {
    let policy = response.headers["content-security-policy"]
        .to_str()
        .unwrap();
    assert!(policy.starts_with("default-src 'none'; "), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    for (name, value) in [
        ("cross-origin-resource-policy", "same-origin"),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(response.headers[name], value);
    }
    assert!(!response.headers.contains_key("set-cookie"));
}

#[tokio::test]
async fn the_start_page_says_what_this_is_and_not_the_token() {
    let (with, without) = (with_docs(), Appliance::start().unwrap());
    for appliance in [&with, &without] {
        let response = send(page(appliance, "/")).await;
        assert_eq!(
            (response.status, response.media_type.as_str()),
            (200, "text/html; charset=utf-8")
        );
        assert_protected(&response);
        assert!(response.body.contains("This is not a FortiNAC"));
        assert!(!response.body.contains(appliance.token()));
        assert!(!response.body.contains('{'), "a place was not filled");
    }
    let start = send(page(&with, "/")).await;
    assert_eq!(references(&start.body), ["docs/docs.css", "docs/"]);
    let start = send(page(&without, "/")).await;
    assert!(references(&start.body).is_empty() && start.body.contains("--docs"));
    assert_eq!(without.docs_url(), None);
    assert_eq!(send(page(&without, "/docs/")).await.status, 401);
}

#[tokio::test]
async fn the_documentation_has_everything_that_it_refers_to() {
    let appliance = with_docs();
    let url = appliance.docs_url().unwrap();
    assert_eq!(url, format!("http://{}/docs/", appliance.address()));
    let index = send(http().get(&url)).await;
    assert_eq!(index.status, 200);
    assert!(!index.body.contains(appliance.token()));
    let names = references(&index.body);
    assert!(names.contains(&"swagger-ui-bundle.js") && names.contains(&"swagger-ui-license.txt"));
    for name in names {
        let response = send(page(&appliance, &format!("/docs/{name}"))).await;
        assert_eq!(response.status, 200, "{name}");
        assert!(!response.body.contains(appliance.token()), "{name}");
        assert_protected(&response);
        let expected = match name.rsplit('.').next().unwrap() {
            "js" => "text/javascript; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "txt" => "text/plain; charset=utf-8",
            "json" => "application/json",
            other => panic!("a file of an unknown kind: {other}"),
        };
        assert_eq!(response.media_type, expected, "{name}");
    }
    for name in ["nothing.js", "../settings.json", "swagger-ui.css.gz"] {
        let response = send(page(&appliance, &format!("/docs/{name}"))).await;
        assert!([401, 404].contains(&response.status), "{name}");
    }
}

#[tokio::test]
async fn the_documented_server_is_the_appliance() {
    let appliance = with_docs();
    let mut document = send(page(&appliance, "/docs/fortinac.json")).await.json();
    assert_eq!(document["servers"][0]["url"], "/api/v2");
    let bundled = Spec::bundled().document().clone();
    document["servers"] = bundled["servers"].clone();
    assert!(document == bundled, "all but the servers is the spec");
}

#[tokio::test]
async fn files_are_compressed_for_who_accepts_it() {
    let appliance = with_docs();
    let script = || page(&appliance, "/docs/swagger-ui-bundle.js");
    let plain = send(script()).await;
    assert!(!plain.headers.contains_key("content-encoding"));
    assert!(plain.body.contains("SwaggerUIBundle"));
    let response = script()
        .header("accept-encoding", "gzip")
        .send()
        .await
        .unwrap();
    assert_eq!(response.headers()["content-encoding"], "gzip");
    assert_eq!(response.headers()["vary"], "Accept-Encoding");
    let compressed = response.bytes().await.unwrap();
    assert!(compressed.len() * 3 < plain.body.len() && compressed.starts_with(&[0x1f, 0x8b]));
}

async fn token(appliance: &Appliance, host: Option<&str>) -> Value {
    let mut request = page(appliance, "/docs/settings.json");
    if let Some(host) = host {
        request = request.header("host", host);
    }
    let response = send(request).await;
    assert_eq!(response.headers["cache-control"], "no-store");
    assert_protected(&response);
    assert_eq!(response.json()["canCall"], true);
    response.json()["token"].clone()
}

#[tokio::test]
async fn the_token_is_filled_in_on_this_machine_alone() {
    let appliance = with_docs();
    for host in [None, Some("localhost:1234"), Some("127.0.0.1")] {
        assert_eq!(token(&appliance, host).await, appliance.token());
    }
    assert_eq!(
        token(&appliance, Some("rebound.example")).await,
        json!(null)
    );

    // Other machines can reach this one.
    let everywhere = Appliance::builder()
        .address(Ipv4Addr::UNSPECIFIED.into())
        .docs()
        .start()
        .unwrap();
    assert_eq!(token(&everywhere, None).await, json!(null));
}

#[tokio::test]
async fn pages_are_no_calls() {
    let appliance = with_docs();
    appliance.fault(Fault::status(503));
    for path in ["/", "/docs/"] {
        assert_eq!(send(page(&appliance, path)).await.status, 200);
        let url = page(&appliance, path).build().unwrap().url().clone();
        let head = send(http().head(url.clone())).await;
        assert_eq!((head.status, head.body.as_str()), (200, ""));
        let response = send(http().request(Method::POST, url)).await;
        response.assert_failure(405, "POST");
        assert_eq!(response.headers["allow"], "GET, HEAD");
    }
    assert!(appliance.requests().is_empty());
    assert_eq!(get(&appliance, "/user/31").await.status, 503);
}

#[test]
fn the_static_files_have_no_token_and_call_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("new/docs");
    fortinac_mock::write_docs(&folder).unwrap();
    let index = std::fs::read_to_string(folder.join("index.html")).unwrap();
    for name in references(&index) {
        let is_there = folder.join(name).exists();
        assert_eq!(is_there, name != "fortinac.json", "{name}");
    }
    let settings = std::fs::read_to_string(folder.join("settings.json")).unwrap();
    assert_eq!(settings, r#"{"canCall":false,"token":null}"#);
    // In place of the header that a server of files does not send.
    assert!(index.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"));
}
