//! What is sent again and what is not, counted by a server on loopback.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use fortinac_client::types::system::BackgroundTask;
use fortinac_client::{Method, RetryPolicy};
use fortinac_testkit::{Response, Server};
use serde_json::json;

use crate::support::{appliance, change, policy, settings, users};

fn failed(status: u16) -> Response {
    Response::json(status, json!({"status": "error", "errorMessage": "busy"}))
}

fn success() -> Response {
    users([31], 1)
}

// Reads

#[tokio::test]
async fn a_read_is_repeated_until_it_succeeds() {
    for fault in [
        failed(429),
        failed(502),
        failed(503),
        failed(504),
        success().cut(usize::MAX),
        success().cut(5),
    ] {
        let (server, client) = appliance([fault.clone(), fault, success()]).await;
        client.users().get(31).await.unwrap();
        assert_eq!(server.targets(), ["/api/v2/user/31"; 3]);
    }
}

#[tokio::test]
async fn a_read_is_repeated_after_a_time_out() {
    let (server, client) = appliance([Response::silent(), success().stalled(5), success()]).await;
    client
        .users()
        .get(31)
        .timeout(Duration::from_millis(500))
        .await
        .unwrap();
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn other_failures_are_not_retried() {
    for fault in [
        failed(500),
        failed(501),
        failed(401),
        failed(403),
        failed(407),
        failed(200),
        Response::html(200, "Login"),
    ] {
        let (server, client) = appliance([fault, success()]).await;
        client.users().get(31).await.unwrap_err();
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn the_policy_says_how_often() {
    for retries in [0, 1, 4] {
        let server = Server::start([failed(503)]).await;
        let client = settings(&server.url())
            .retry_policy(policy().max_retries(retries))
            .build()
            .unwrap();
        client.users().get(31).await.unwrap_err();
        assert_eq!(
            server.requests().len(),
            1 + usize::try_from(retries).unwrap()
        );
    }
}

#[tokio::test]
async fn a_call_can_be_sent_once() {
    let (server, client) = appliance([failed(503), success()]).await;
    let error = client.users().get(31).no_retry().await.unwrap_err();
    assert!(error.is_retryable());
    assert_eq!(server.requests().len(), 1);
}

// Writes

#[tokio::test]
async fn a_write_is_not_repeated() {
    for fault in [
        failed(429),
        failed(503),
        success().cut(usize::MAX),
        success().cut(5),
    ] {
        let (server, client) = appliance([fault, success()]).await;
        client.users().update(31, &change()).await.unwrap_err();
        client
            .background_tasks()
            .create(&BackgroundTask::default())
            .await
            .unwrap();
        assert_eq!(
            server.targets(),
            ["/api/v2/user/31", "/api/v2/system/background-task"]
        );
    }
}

#[tokio::test]
async fn a_write_is_repeated_on_request_with_the_same_body() {
    let (server, client) = appliance([failed(503), success()]).await;
    client
        .users()
        .update(31, &change())
        .retry_non_idempotent()
        .await
        .unwrap();
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].body, requests[1].body);
    assert!(requests[0].body.contains("password"));
}

#[tokio::test]
async fn a_raw_call_is_repeated_only_on_request() {
    for method in [
        Method::GET,
        Method::POST,
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
    ] {
        let (server, client) = appliance([failed(503), success()]).await;
        client.raw(method.clone(), "/user/31").await.unwrap_err();
        assert_eq!(server.requests().len(), 1);
        let (server, client) = appliance([failed(503), success()]).await;
        let call = client.raw(method, "/user/31").retry_non_idempotent();
        call.await.unwrap();
        assert_eq!(server.requests().len(), 2);
    }
}

#[tokio::test]
async fn a_write_that_is_repeated_is_unsure_if_one_attempt_is() {
    // The last attempt says that nothing was done, and the one before it said nothing.
    for (first, unsure) in [
        (success().cut(usize::MAX), true),
        (success().cut(5), true),
        (failed(502), true),
        (failed(429), false),
    ] {
        let (_server, client) = appliance([first, failed(403)]).await;
        let call = client.users().update(31, &change()).retry_non_idempotent();
        let error = call.await.unwrap_err();
        assert!(error.is_forbidden());
        assert_eq!(error.may_have_been_applied(), unsure);
        assert_eq!(error.to_string().contains("may have been applied"), unsure);
    }
}

// Pauses. How long they are is tested beside `RetryPolicy`, with a clock that is set forward.

#[tokio::test]
async fn a_read_is_repeated_after_the_pause_that_the_appliance_asks_for() {
    // Longer than the longest pause of the policy.
    let (server, client) = appliance([failed(429).header("retry-after", "1"), success()]).await;
    client.users().get(31).await.unwrap();
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_retry_after_beyond_the_budget_ends_the_call() {
    // The largest number fits only as long as nothing is added to it: no second has gone by.
    for (first, requests) in [("3600", 1), ("1", 2)] {
        let first = failed(503).header("retry-after", first);
        // The last two do not fit at all.
        for beyond in [
            u64::MAX.to_string(),
            "18446744073709551616".into(),
            "9".repeat(100),
        ] {
            let second = failed(503).header("retry-after", &beyond);
            let (server, client) = appliance([first.clone(), second, success()]).await;
            let error = client.users().get(31).await.unwrap_err();
            assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
            assert_eq!(server.requests().len(), requests);
        }
    }
}

#[tokio::test]
async fn by_default_a_call_is_sent_four_times() {
    let server = Server::start([failed(503)]).await;
    let policy = RetryPolicy::default().initial_backoff(Duration::from_millis(1));
    let client = settings(&server.url())
        .retry_policy(policy)
        .build()
        .unwrap();
    client.users().get(31).await.unwrap_err();
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn a_dropped_call_is_not_sent_again() {
    let server = Server::start([failed(503)]).await;
    let minute = Duration::from_secs(60);
    let policy = policy().initial_backoff(minute).max_backoff(minute);
    let tries = Arc::new(AtomicU32::new(0));
    let observed = Arc::clone(&tries);
    let client = settings(&server.url())
        .retry_policy(policy)
        .observer(move |_| {
            observed.fetch_add(1, Ordering::Relaxed);
        })
        .build()
        .unwrap();
    let first_try = async {
        while tries.load(Ordering::Relaxed) == 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        _ = client.users().get(31) => panic!("the call ends in the pause after its first try"),
        () = first_try => {}
    }
    // Sets the clock forward, far beyond the pause: what still waits for it goes on.
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(600)).await;
    tokio::time::resume();
    client.users().get(7).no_retry().await.unwrap_err();
    assert_eq!(server.targets(), ["/api/v2/user/31", "/api/v2/user/7"]);
}
