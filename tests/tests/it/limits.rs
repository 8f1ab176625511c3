//! The time limit of a whole call, large responses, and calls outside of a runtime.

use std::time::Duration;

use fortinac_client::{Client, ClientBuilder, Method};
use fortinac_testkit::canary::TOKEN;
use fortinac_testkit::{Response, Server};
use serde_json::{Value, json};

use crate::support::child::{child, is_child};
use crate::support::fault::{UNSURE, held};
use crate::support::{appliance, change, policy, settings, users};

fn success() -> Response {
    users([31], 1)
}

fn busy() -> Response {
    Response::json(503, json!({"status": "error", "errorMessage": "busy"}))
}

async fn limited(
    responses: impl IntoIterator<Item = Response>,
    change: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> (Server, Client) {
    let server = Server::start(responses).await;
    let client = change(settings(&server.url())).build().unwrap();
    (server, client)
}

const HALF: Duration = Duration::from_millis(500);

#[tokio::test]
async fn a_whole_call_has_a_limit() {
    // Of the attempts, none is too long, and they go on for ever.
    let (server, client) = limited([busy().late(Duration::from_millis(200))], |builder| {
        let policy = policy().max_retries(1_000_000);
        builder.retry_policy(policy).call_timeout(HALF)
    })
    .await;
    let error = client.users().get(31).await.unwrap_err();
    assert!(error.is_timeout() || error.status().is_some(), "{error}");
    let requests = server.requests().len();
    assert!((1..=3).contains(&requests), "{requests}");
}

#[tokio::test]
async fn the_limit_of_a_whole_call_is_named() {
    for response in [Response::silent(), success().stalled(5)] {
        let (server, client) = appliance([response]).await;
        let error = client
            .users()
            .update(31, &change())
            .call_timeout(HALF)
            .await
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "user_update (POST /user/{{id}}): {} did not respond in time: 500ms for the whole call (`call_timeout`) ran \
                 out; ask for less (filter, limit), or raise the time limit{UNSURE}",
                server.address
            )
        );
        assert_eq!(
            held(&error),
            ["is_timeout", "is_retryable", "may_have_been_applied"]
        );
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_pause_that_the_limit_would_cut_is_not_begun() {
    let (server, client) = limited([busy().header("retry-after", "60")], |builder| {
        builder.call_timeout(Duration::from_secs(30))
    })
    .await;
    let error = client.users().get(31).await.unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_limit_can_be_as_long_as_one_likes() {
    let (_server, client) =
        limited([success()], |builder| builder.call_timeout(Duration::MAX)).await;
    client.users().get(31).await.unwrap();
    let call = client.users().get(31).call_timeout(Duration::ZERO);
    assert!(call.await.unwrap_err().is_timeout());
}

// Large responses

/// A list whose response has about a megabyte.
fn large() -> Response {
    let rows: Vec<Value> = (0..1000)
        .map(|id| json!({"id": id, "notes": "x".repeat(1000)}))
        .collect();
    Response::json(
        200,
        json!({"status": "success", "results": rows, "filtered": 1000}),
    )
}

#[tokio::test]
async fn a_large_response_is_decoded_beside_the_runtime() {
    let (server, client) = appliance([large()]).await;
    let page = client.users().list().await.unwrap();
    assert_eq!(page.len(), 1000);
    assert_eq!(server.requests().len(), 1);
    let cut = format!(
        r#"{{"status": "success", "results": "{}"#,
        "x".repeat(1_000_000)
    );
    let failed = Response::new(200, "application/json", cut);
    let (server, client) = appliance([failed]).await;
    let error = client.users().list().await.unwrap_err();
    assert_eq!(held(&error), ["is_decode"]);
    assert_eq!(error.body().map(<[u8]>::len), Some(64 * 1024));
    assert_eq!(server.requests().len(), 1);
}

/// Takes longer to decode than any time limit allows, as a very large response can.
struct Slow;

impl<'de> serde::Deserialize<'de> for Slow {
    fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        std::thread::sleep(4 * HALF);
        Ok(Self)
    }
}

#[tokio::test]
async fn time_limits_act_while_a_large_response_is_decoded() {
    let (_server, client) = appliance([large()]).await;
    let call = || client.raw(Method::GET, "/x").decode::<Slow>();
    let error = call().timeout(HALF).await.map(drop).unwrap_err();
    assert!(error.is_timeout() && error.to_string().contains("`timeout`"));
    let error = call().call_timeout(HALF).await.map(drop).unwrap_err();
    assert!(error.is_timeout() && error.to_string().contains("`call_timeout`"));
    let dropped = tokio::time::timeout(HALF, call().into_future()).await;
    assert!(dropped.is_err());
}

#[tokio::test]
async fn a_response_of_many_parts_is_refused() {
    let limit = 100_000;
    let parts = |part: &str| {
        let list = vec![part; limit / (part.len() + 1)].join(",");
        Response::new(
            200,
            "application/json",
            format!(
                r#"{{"status":"success","x":[{}]}}"#,
                &list[..list.len() - 30 * part.len()]
            ),
        )
    };
    for (part, what) in [
        (r#"{"a":0}"#, "2083 objects and arrays"),
        ("[]", "2083 objects and arrays"),
        ("0", "12500 values"),
    ] {
        let (server, client) =
            limited([parts(part)], |builder| builder.max_response_size(limit)).await;
        for error in [
            client.raw(Method::GET, "/x").await.map(drop).unwrap_err(),
            client.users().list().await.map(drop).unwrap_err(),
        ] {
            let message = error.to_string();
            assert!(
                message.ends_with(&format!(
                    "the response has more than {what}, which would take many times its size in memory; ask for less \
                     (filter, limit), or raise `max_response_size`"
                )),
                "{message}"
            );
            assert_eq!(held(&error), [""; 0]);
        }
        assert_eq!(server.requests().len(), 2);
    }
}

/// The bench `hostile_responses` has the numbers.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_memory_of_a_response_is_a_small_multiple_of_the_largest_size() {
    const SIZE: usize = 8 * 1024 * 1024;
    const URL: &str = "LIMITS_TEST_URL";
    let peak = || -> usize {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM:"));
        let number = line.unwrap().split_whitespace().nth(1).unwrap();
        number.parse::<usize>().unwrap() * 1024
    };
    if is_child() {
        let client = settings(&std::env::var(URL).unwrap()).build().unwrap();
        let before = peak();
        let raw = client.raw(Method::GET, "/x").await.map(drop);
        let hosts = client.hosts().list().await.map(drop);
        let times = (peak() - before) / SIZE;
        assert!((raw.is_ok() || hosts.is_ok()) && times < 35, "{times}");
        return;
    }
    // As many objects as pass, and as many strings beside them; as many of the largest record as pass.
    let objects = vec![r#"{"a":0}"#; SIZE / 48 - 3].join(",");
    let strings = vec![r#""a""#; SIZE / 8 - 2 * SIZE / 48].join(",");
    let hosts = vec!["{}"; SIZE / 48 - 3].join(",");
    let test = "limits::the_memory_of_a_response_is_a_small_multiple_of_the_largest_size";
    for body in [
        format!(r#"{{"status":"success","x":[{objects},{strings}]}}"#),
        format!(r#"{{"status":"success","results":[{hosts}]}}"#),
    ] {
        let server = Server::start([Response::new(200, "application/json", body)]).await;
        child(test, vec![(URL, server.url())]).await;
    }
}

// Texts

#[tokio::test]
async fn a_message_of_any_length_costs_little() {
    // Each was minutes of work once. The time limit would not act upon it.
    for text in ["&", "canary&", "&#", "\\\\", "canary-"] {
        let text = text.repeat(2_000_000 / text.len());
        for status in [200, 400] {
            let body = format!(r#"{{"status": "error", "errorMessage": "{text}"}}"#);
            let (_server, client) =
                appliance([Response::new(status, "application/json", body)]).await;
            let error = client.users().get(31).await.unwrap_err();
            assert!(
                error
                    .api_message()
                    .is_none_or(|text| text.len() <= 64 * 1024)
            );
            assert!(error.to_string().len() < 1000);
        }
    }
}

#[tokio::test]
async fn a_name_of_any_length_makes_no_long_message() {
    let name = format!("{TOKEN}{}", "x".repeat(1_000_000));
    let body = json!({"status": "success", "results": [{name: [0]}]});
    let (_server, client) = appliance([Response::json(200, body)]).await;
    let call = client.raw(Method::GET, "/user/31").decode::<Envelope>();
    let error = call.await.unwrap_err();
    let decode = error.decode_error().unwrap();
    assert!(decode.path().contains("[redacted]"), "{decode}");
    for text in [
        error.to_string(),
        format!("{error:?}"),
        format!("{decode:?}"),
    ] {
        assert!(text.len() < 1000 && !text.contains("canary"), "{text}");
    }
}

/// An envelope of maps of numbers.
#[derive(Debug, serde::Deserialize)]
struct Envelope {
    #[expect(dead_code, reason = "it does not decode")]
    results: Vec<std::collections::BTreeMap<String, i64>>,
}

// Runtimes

#[test]
fn outside_of_a_runtime_a_call_is_an_error() {
    let client = Client::new("nac.invalid", "x").unwrap();
    let error = futures_executor::block_on(async { client.users().get(31).await }).unwrap_err();
    assert_eq!(
        error.to_string(),
        "user_get (GET /user/{id}): a call needs a runtime of tokio: await it inside of one, or use the blocking calls \
         (feature `blocking`)"
    );
    assert_eq!(held(&error), [""; 0]);
}
