//! What is logged, observed and shown of a call: enough to find out what happened, and never a secret.

use std::sync::{Arc, Mutex};

use fortinac_client::types::User;
use fortinac_client::{Client, Error, Filter, Method, StatusCode};
use fortinac_testkit::canary::{PASSWORD, QUERY, TOKEN};
use fortinac_testkit::{Response, Server};
use serde_json::json;

use crate::support::fault::{assert_no_canary, shown};
use crate::support::log::Log;
use crate::support::{appliance, change, settings, users};

fn failed(status: u16, message: &str) -> Response {
    Response::json(status, json!({"status": "error", "errorMessage": message}))
}

// The log

#[tokio::test]
async fn the_log_of_the_tests_has_what_the_libraries_say() {
    let log = Log::start();
    let (_server, client) = appliance([users([31], 1)]).await;
    client.users().get(31).await.unwrap();
    let log = log.text();
    for part in [
        "TRACE",
        "hyper_util::client",
        "reqwest::connect",
        "fortinac_client::transport",
    ] {
        assert!(log.contains(part), "no {part} in {log}");
    }
}

#[tokio::test]
async fn the_log_names_the_call_and_its_tries() {
    let log = Log::start();
    let (_server, client) = appliance([failed(503, "busy"), users([31], 1)]).await;
    client.users().get(31).query("search", QUERY).await.unwrap();

    let log = log.text();
    let lines: Vec<_> = log
        .lines()
        .filter(|line| line.contains("fortinac_client::"))
        .collect();
    let call =
        r#"fortinac_call{operation="user_get" http.request.method=GET url.template=/user/{id}"#;
    assert!(lines.iter().all(|line| line.contains(call)), "{lines:#?}");
    let said = |part: &str| lines.iter().filter(|line| line.contains(part)).count();
    assert_eq!(
        said("attempt ended attempt=1 http.response.status_code=503 duration_ms="),
        1,
        "{lines:#?}"
    );
    assert_eq!(
        said("retrying error=user_get (GET /user/{id}): HTTP 503"),
        1,
        "{lines:#?}"
    );
    assert_eq!(
        said("attempt ended attempt=2 http.response.status_code=200 duration_ms="),
        1,
        "{lines:#?}"
    );
    // The span of the whole call, at its end.
    assert_eq!(
        said(" http.response.status_code=200 http.request.resend_count=1 duration_ms="),
        1,
        "{lines:#?}"
    );
}

#[tokio::test]
async fn a_success_logs_no_secret() {
    let response = json!({"status": "success", "results": [{"id": 31, "password": PASSWORD, "unheardOf": PASSWORD}]});
    let log = Log::start();
    let (_server, client) = appliance([Response::json(200, response)]).await;
    let user = client.users().get(31).query("search", QUERY).await.unwrap();
    client
        .users()
        .update(31, &user)
        .query("search", QUERY)
        .await
        .unwrap();
    client
        .raw(Method::POST, "/x")
        .form(&json!({"password": PASSWORD}))
        .await
        .unwrap();
    let log = log.text();
    assert!(
        log.contains("operation=\"user_update\"") && !log.contains("canary"),
        "{log}"
    );
    assert!(!format!("{user:?}").contains("canary"));
}

#[tokio::test]
async fn a_value_of_the_query_that_the_appliance_repeats_is_masked() {
    let escaped = failed(404, "no user canary &amp; canary, canary+%26+canary");
    let word =
        json!({"status": "canary & canary", "errorMessage": "start=1000 search=canary & canary"});
    let log = Log::start();
    let (_server, client) = appliance([escaped, Response::json(200, word)]).await;
    for part in ["no user", "start=1000"] {
        let call = client
            .raw(Method::GET, "/x")
            .query("search", "canary & canary");
        let error = call.query("start", 1000).await.unwrap_err();
        assert!(error.to_string().contains(part), "{error}");
        assert_no_canary(&error, &log);
    }
}

#[tokio::test]
async fn a_query_in_a_raw_path_is_one() {
    let log = Log::start();
    let (server, client) = appliance([failed(404, &format!("no {QUERY} & 7"))]).await;
    let call = client.raw(Method::GET, format!("x?apiKey={QUERY}+%26+7&id=1"));
    let error = call.query("id", 2).await.unwrap_err();
    assert_eq!(
        server.targets(),
        ["/api/v2/x?apiKey=canary-query+%26+7&id=1&id=2"]
    );
    assert!(
        error
            .to_string()
            .starts_with("raw (GET /x): HTTP 404 Not Found: no [redacted];"),
        "{error}"
    );
    assert_no_canary(&error, &log);
}

#[tokio::test]
async fn a_raw_path_is_shown_on_one_line() {
    let log = Log::start();
    let (_server, client) = appliance([failed(404, "no")]).await;
    let error = client.raw(Method::GET, "/a\nb\u{202e}c").await.unwrap_err();
    assert_eq!(error.url_template(), Some("/a b c"));
    assert_no_canary(&error, &log);
}

#[tokio::test]
async fn what_a_filter_compares_with_is_masked() {
    let operands = ["canary-a", "canary b", "canary-c", "canary-d"];
    let said = format!("null or true: no {}", operands.join(", no "));
    let filters = [
        Filter::equals("userID", operands[0]).or(Filter::equals("userID", operands[1])),
        Filter::at_least("userID", operands[2]).or(Filter::is_null("userID")),
        Filter::raw(format!("userID!=*{}*|connected==true", operands[3])),
    ];
    let error = failure(failed(400, &said), async |client| {
        let call = client.hosts().list().sort_by("description");
        let call = filters
            .into_iter()
            .fold(call, |call, filter| call.filter(filter));
        call.await.map(drop)
    })
    .await;
    assert_eq!(
        error.api_message(),
        Some("null or true: no [redacted], no [redacted], no [redacted], no [redacted]")
    );
}

#[tokio::test]
async fn the_order_of_a_list_is_no_secret() {
    let said = "no description";
    let error = failure(failed(400, said), async |client| {
        let call = client.hosts().list().sort_by("description").descending();
        call.await.map(drop)
    })
    .await;
    assert_eq!(error.api_message(), Some(said));
}

// The observer

#[tokio::test]
async fn the_observer_sees_each_try() {
    let seen = Arc::<Mutex<Vec<String>>>::default();
    let observed = Arc::clone(&seen);
    let server = Server::start([failed(503, "busy"), users([31], 1)]).await;
    let client = settings(&server.url())
        .observer(move |attempt| {
            let status = attempt.status.as_ref().map(StatusCode::as_u16);
            let failed = attempt.error.is_some();
            let (operation, method, path) =
                (attempt.operation, attempt.method, attempt.url_template);
            observed.lock().unwrap().push(format!(
                "{operation} {method} {path} {} {status:?} {failed}",
                attempt.number
            ));
            assert!(!format!("{attempt:?}").contains("canary"));
        })
        .build()
        .unwrap();
    client.users().get(31).query("search", QUERY).await.unwrap();
    client.raw(Method::POST, "/x").await.unwrap();
    assert_eq!(
        *seen.lock().unwrap(),
        [
            "user_get GET /user/{id} 1 Some(503) true",
            "user_get GET /user/{id} 2 Some(200) false",
            "raw POST /x 1 Some(200) false",
        ]
    );
}

// Debug

#[tokio::test]
async fn debug_shows_no_secret() {
    let builder = || {
        Client::builder("nac.example.com", TOKEN)
            .header("x-key", PASSWORD)
            .proxy(format!("http://user:{PASSWORD}@localhost"))
    };
    let client = builder().build().unwrap();
    let user = change();
    let call = client.users().update(31, &user).query("search", QUERY);
    let form = client
        .raw(Method::POST, "/x")
        .form(&json!({"password": PASSWORD}));
    let filter = Filter::equals("userID", QUERY);
    let list = client.hosts().list().filter(filter.clone()).sort_by(QUERY);
    let count = client.hosts().count().filter(filter.clone());
    let raw = client.raw(Method::GET, format!("/x?apiKey={QUERY}"));
    let calls = format!("{call:?} {form:?} {list:?} {count:?} {raw:?} {filter:?}");
    let shown = format!("{:?} {client:?} {user:?} {calls}", builder());
    assert!(
        shown.contains("user_update") && !shown.contains("canary"),
        "{shown}"
    );
}

// What the appliance repeats

/// Fails with the log that shows it, after checking that no secret is in either.
async fn failure<F: Future<Output = Result<(), Error>>>(
    response: Response,
    call: impl FnOnce(Client) -> F,
) -> Error {
    let log = Log::start();
    let (_server, client) = appliance([response]).await;
    let error = call(client).await.unwrap_err();
    assert_no_canary(&error, &log);
    error
}

async fn update(client: Client, password: &str) -> Result<(), Error> {
    let user = User {
        password: fortinac_client::types::Secret::from(password).into(),
        ..User::default()
    };
    client.users().update(31, &user).await
}

#[tokio::test]
async fn a_secret_that_contains_another_is_masked_whole() {
    let password = format!("{TOKEN}-and-canary");
    let error = failure(failed(400, &format!("no {password}")), async |client| {
        update(client, &password).await
    })
    .await;
    assert_eq!(error.api_message(), Some("no [redacted]"));
}

#[tokio::test]
async fn a_page_is_in_the_body_of_an_error_alone() {
    let text = format!("<p>{TOKEN} {PASSWORD}</p>{}", "x".repeat(100_000));
    for status in [200, 404, 500] {
        let page = Response::html(status, &text);
        let error = failure(page, async |client| update(client, PASSWORD).await).await;
        assert_eq!(error.body(), Some(&text.as_bytes()[..64 * 1024]));
        assert_eq!(error.api_message(), None);
    }
    let envelope = json!({"status": "error", "errorMessage": format!("no {TOKEN}")}).to_string();
    for status in [200, 400] {
        let rejected = Response::new(status, "application/json", envelope.clone());
        let error = failure(rejected, async |client| update(client, PASSWORD).await).await;
        assert_eq!(error.body(), Some(envelope.as_bytes()));
    }
    let (_server, client) = appliance([Response::new(500, "", "")]).await;
    assert_eq!(client.users().get(31).await.unwrap_err().body(), None);
}

#[tokio::test]
async fn a_secret_with_tags_and_quotation_marks_is_masked() {
    let password = "<canary> \"canary\" \\ canary";
    for page in [
        format!("no {password}"),
        format!("no {}", json!({"password": password})),
    ] {
        failure(Response::html(500, &page), async |client| {
            update(client, password).await
        })
        .await;
    }
    failure(failed(400, &format!("no {password}")), async |client| {
        update(client, password).await
    })
    .await;
}

#[tokio::test]
async fn a_secret_is_masked_however_it_is_escaped() {
    let password = "it's-a/canary-é";
    for escaped in [
        "it&#39;s-a/canary-é",
        "it&#x27;s-a&#x2F;canary-&#233;",
        "it&apos;s-a&sol;canary-&eacute;",
        r"it\u0027s-a\/canary-\u00e9",
        "it's-a%2fcanary-%c3%a9",
        "it&amp;#39;s-a/canary-é",
    ] {
        let said = format!("no {escaped} here");
        let error = failure(failed(500, &said), async |client| {
            update(client, password).await
        })
        .await;
        assert!(error.to_string().contains("[redacted]"), "{error}");
    }
    let plain = "isn&#39;t &copy; at 100% \\u0041";
    let error = failure(failed(500, plain), async |client| {
        update(client, password).await
    })
    .await;
    assert_eq!(error.api_message(), Some(plain));
}

#[tokio::test]
async fn a_secret_inside_of_a_raw_body_is_masked() {
    let said = failed(400, &format!("no {PASSWORD}"));
    let body = json!({"radius": [{"sharedSecret": {"text": PASSWORD}}]});
    let error = failure(said.clone(), async |client| {
        client.raw(Method::POST, "/x").json(&body).await.map(drop)
    })
    .await;
    assert_eq!(error.api_message(), Some("no [redacted]"));

    let form = json!({"password": PASSWORD});
    failure(said, async |client| {
        client.raw(Method::POST, "/x").form(&form).await.map(drop)
    })
    .await;
}

#[tokio::test]
async fn a_header_of_the_application_is_masked() {
    let server = Server::start([failed(400, &format!("no {PASSWORD}"))]).await;
    let client = settings(&server.url())
        .header("x-key", PASSWORD)
        .build()
        .unwrap();
    let error = client.users().get(31).await.unwrap_err();
    assert_eq!(server.requests()[0].header("x-key"), Some(PASSWORD));
    assert_eq!(error.api_message(), Some("no [redacted]"));
    assert!(!shown(&error).contains("canary"));
}

#[tokio::test]
async fn a_secret_in_the_address_of_a_redirect_is_masked() {
    let redirect =
        Response::html(302, "").header("location", &format!("http://{TOKEN}.example.com/"));
    let error = failure(redirect, async |client| update(client, PASSWORD).await).await;
    assert!(
        error
            .to_string()
            .contains("redirects to http://[redacted].example.com:80"),
        "{error}"
    );
}

#[tokio::test]
async fn a_record_that_does_not_decode_is_not_shown() {
    for user in [
        json!({"id": [], "password": PASSWORD, "unheardOf": PASSWORD}),
        json!({"id": PASSWORD}),
        json!({"password": [PASSWORD]}),
    ] {
        let response = Response::json(200, json!({"status": "success", "results": [user]}));
        let log = Log::start();
        let server = Server::start([response]).await;
        let strict = settings(&server.url()).strict(true).build().unwrap();
        let error = strict.users().get(31).await.unwrap_err();
        assert!(error.is_decode(), "{error}");
        assert_no_canary(&error, &log);
        // It is not shown either where it is read in spite of that.
        let tolerant = settings(&server.url()).build().unwrap();
        let response = tolerant.users().get(31).with_response().await.unwrap();
        assert!(!format!("{response:?} {}", log.text()).contains("canary"));
    }
}
