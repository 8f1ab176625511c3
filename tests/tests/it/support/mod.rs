//! What the tests of faults, retries, lists and secrets share.

pub(crate) mod child;
pub(crate) mod fault;
pub(crate) mod log;

use std::time::Duration;

use fortinac_client::types::User;
use fortinac_client::{Client, ClientBuilder, RetryPolicy};
use fortinac_testkit::canary::{PASSWORD, TOKEN};
use fortinac_testkit::{Response, Server};
use serde_json::{Value, json};

/// How often the test client repeats a call.
pub(crate) const RETRIES: usize = 2;

/// Settings for a test: hardly a pause between tries.
pub(crate) fn settings(url: &str) -> ClientBuilder {
    Client::builder(url, TOKEN).retry_policy(policy())
}

pub(crate) fn policy() -> RetryPolicy {
    RetryPolicy::default()
        .max_retries(u32::try_from(RETRIES).unwrap())
        .initial_backoff(Duration::from_millis(1))
        .max_backoff(Duration::from_millis(2))
}

/// A server with these responses, the last one for ever, and a client of it.
pub(crate) async fn appliance(responses: impl IntoIterator<Item = Response>) -> (Server, Client) {
    let server = Server::start(responses).await;
    let client = settings(&server.url()).build().unwrap();
    (server, client)
}

/// An envelope with users of these ids, which says how many there are.
pub(crate) fn users(ids: impl IntoIterator<Item = i64>, filtered: impl Into<Value>) -> Response {
    let rows: Vec<_> = ids.into_iter().map(|id| json!({"id": id})).collect();
    Response::json(
        200,
        json!({"status": "success", "errorMessage": null, "results": rows, "filtered": filtered.into()}),
    )
}

/// A change that carries the password.
pub(crate) fn change() -> User {
    User {
        password: fortinac_client::types::Secret::from(PASSWORD).into(),
        ..User::default()
    }
}
