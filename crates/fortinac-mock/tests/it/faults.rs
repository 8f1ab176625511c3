//! Faults on demand, and requests that no client would send.

use std::sync::LazyLock;
use std::time::Duration;

use fortinac_mock::{Appliance, Fault};
use proptest::prelude::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::support::{get, post, request, send};

#[tokio::test]
async fn each_kind_of_fault_has_its_effect() {
    let appliance = Appliance::start().unwrap();
    appliance.fault(Fault::status(503).header("Retry-After", "1"));
    let response = get(&appliance, "/user").await;
    response.assert_failure(503, "injected fault");
    assert_eq!(response.headers["retry-after"], "1");

    appliance.fault(Fault::html(500));
    assert_eq!(get(&appliance, "/user").await.media_type, "text/html");
    appliance.fault(Fault::failure("in use"));
    get(&appliance, "/user").await.assert_failure(200, "in use");

    appliance.fault(Fault::cut_connection());
    let error = request(&appliance, reqwest::Method::GET, "/user")
        .send()
        .await
        .unwrap_err();
    assert!(error.is_request(), "{error:?}");
    assert_eq!(appliance.requests().last().unwrap().status(), None);

    appliance.fault(Fault::truncated_body());
    let response = request(&appliance, reqwest::Method::GET, "/user")
        .send()
        .await
        .unwrap();
    assert!(response.text().await.is_err());

    appliance.fault(Fault::delay(Duration::from_secs(600)));
    let impatient = request(&appliance, reqwest::Method::GET, "/user");
    let error = impatient.timeout(Duration::from_millis(50)).send().await;
    assert!(error.unwrap_err().is_timeout());
    appliance.fault(Fault::delay(Duration::from_millis(1)));
    for _ in 0..2 {
        assert_eq!(get(&appliance, "/user").await.status, 200);
    }
}

#[tokio::test]
async fn a_fault_is_limited_to_an_operation_and_a_number_of_requests() {
    let appliance = Appliance::start().unwrap();
    appliance.fault(Fault::status(500).on("user_get").times(2));
    assert_eq!(get(&appliance, "/user").await.status, 200);
    for expected in [500, 500, 200] {
        assert_eq!(get(&appliance, "/user/31").await.status, expected);
    }
    appliance.fault(Fault::status(500));
    appliance.clear_faults();
    assert_eq!(get(&appliance, "/user").await.status, 200);
}

#[test]
#[should_panic(expected = "no operation `user_unheard`")]
fn a_fault_for_an_unknown_operation_is_an_error() {
    Appliance::start()
        .unwrap()
        .fault(Fault::status(500).on("user_unheard"));
}

/// Sends bytes over a connection of their own; what comes back does not matter.
async fn throw(appliance: &Appliance, bytes: &[u8]) {
    let mut stream = TcpStream::connect(appliance.address()).await.unwrap();
    // The appliance may have had enough already.
    let _ = stream.write_all(bytes).await;
    let _ = stream.shutdown().await;
    let _ = stream.read_to_end(&mut Vec::new()).await;
}

#[tokio::test]
async fn hostile_requests_leave_the_appliance_running() {
    let appliance = Appliance::start().unwrap();
    let half_open = TcpStream::connect(appliance.address()).await.unwrap();
    let mut half_sent = TcpStream::connect(appliance.address()).await.unwrap();
    half_sent
        .write_all(b"POST /api/v2/user/31 HTTP/1.1\r\nContent-Length: 10\r\n\r\n{")
        .await
        .unwrap();

    let deep = "[".repeat(100_000);
    let huge = format!(r#"{{"id": {}, "landscape": 1e999999}}"#, "9".repeat(10_000));
    let deep_xml = "<a>".repeat(10_000);
    for (media_type, body) in [
        ("application/json", &deep),
        ("application/json", &huge),
        ("application/xml", &deep_xml),
    ] {
        let response = post(&appliance, "/user/31", media_type, body).await;
        assert_eq!(response.status, 400, "{response:?}");
    }
    let latin = request(&appliance, reqwest::Method::POST, "/user/31")
        .header("content-type", "application/json");
    send(latin.body(b"{\"notes\": \"\xe9\"}".to_vec()))
        .await
        .assert_failure(400, "$: not JSON");
    let large = post(
        &appliance,
        "/user/31",
        "application/json",
        " ".repeat(17 << 20),
    )
    .await;
    large.assert_failure(413, "larger than");

    throw(
        &appliance,
        format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(1 << 20)).as_bytes(),
    )
    .await;
    throw(
        &appliance,
        "GET / HTTP/1.1\r\nX: y\r\n".repeat(1_000).as_bytes(),
    )
    .await;
    throw(&appliance, b"GET /%ff%00/\xff HTTP/9.9\r\n\r\n").await;
    throw(
        &appliance,
        b"POST /api/v2/user HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    )
    .await;
    assert_eq!(get(&appliance, "/user/%ff").await.status, 404);
    assert_eq!(
        get(&appliance, "/user?filter=%ff%00==%00|&sortKey=%ff")
            .await
            .status,
        400
    );
    assert_eq!(get(&appliance, "/user/31").await.status, 200);
    drop((half_open, half_sent));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_leave_the_appliance_running(
        head in prop::sample::select(vec!["", "GET /api/v2/user", "POST /api/v2/user/31 HTTP/1.1\r\nContent-Length: 20\r\n\r\n"]),
        bytes in prop::collection::vec(any::<u8>(), 0..300),
        body in "\\PC{0,60}",
        query in "\\PC{0,40}",
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            // One for all cases: what one leaves behind, the next meets.
            static APPLIANCE: LazyLock<Appliance> = LazyLock::new(|| Appliance::start().unwrap());
            let appliance = &*APPLIANCE;
            throw(appliance, &[head.as_bytes(), &bytes].concat()).await;
            for media_type in ["application/json", "application/xml"] {
                let response = post(appliance, "/user/31", media_type, &body).await;
                assert!(matches!(response.status, 200 | 400), "{response:?}");
            }
            let query = form_urlencoded::byte_serialize(query.as_bytes()).collect::<String>();
            let response = get(appliance, &format!("/user?filter={query}&start={query}")).await;
            assert!(matches!(response.status, 200 | 400), "{response:?}");
            assert_eq!(get(appliance, "/user/31").await.status, 200);
        });
    }
}
