//! What can go wrong on the way to the appliance, each against a server on loopback: which predicates hold, the one
//! line that is said, how often the server is asked, and that no secret is shown.

use std::time::Duration;

use fortinac_client::{ClientBuilder, Fingerprint};
use fortinac_testkit::canary::TOKEN;
use fortinac_testkit::{Ca, Identity, Response, Server, expired, params};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::support::fault::{Fault, assert_no_canary, held};
use crate::support::log::Log;
use crate::support::{settings, users};

fn success() -> Response {
    users([31], 1)
}

// Connections

#[tokio::test]
async fn refused_connection() {
    // Bound and closed again: nothing listens on this port now.
    let address = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let reason = std::net::TcpStream::connect(address).unwrap_err();
    let message = format!(
        "no connection to {{server}}: {reason}; check the address, the port (8443) and the network"
    );
    Fault::nobody(address.to_string())
        .check(&["is_connect", "is_retryable"], &message)
        .await;
}

#[tokio::test]
async fn a_name_that_does_not_resolve() {
    // The words are those of the operating system.
    let reason = tokio::net::lookup_host("nac.invalid:8443")
        .await
        .err()
        .expect("no such name");
    let message = format!(
        "no connection to {{server}}: {reason}; check the address, the port (8443) and the network"
    );
    Fault::nobody("nac.invalid:8443")
        .check(&["is_connect", "is_retryable"], &message)
        .await;
}

const LATE: &str = "{server} did not respond in time: 500ms for each attempt (`timeout`) ran out; ask for less (filter, \
                    limit), or raise the time limit";

fn impatient(builder: ClientBuilder) -> ClientBuilder {
    builder.timeout(Duration::from_millis(500))
}

#[tokio::test]
async fn no_time_left_before_the_headers() {
    Fault::of(Response::silent())
        .client(impatient)
        .unsure()
        .check(&["is_timeout", "is_retryable"], LATE)
        .await;
}

#[tokio::test]
async fn no_time_left_in_the_middle_of_the_body() {
    let fault = Fault::of(success().stalled(5));
    fault
        .client(impatient)
        .unsure()
        .check(&["is_timeout", "is_retryable"], LATE)
        .await;
}

#[tokio::test]
async fn a_body_that_stops_coming() {
    let late = "{server} did not respond in time: 500ms for more of the response (`read_timeout`) ran out; ask for less \
                (filter, limit), or raise the time limit";
    let fault = Fault::of(success().stalled(5))
        .client(|builder| builder.read_timeout(Duration::from_millis(500)));
    // Less than the time limit of one try.
    let check = fault.unsure().check(&["is_timeout", "is_retryable"], late);
    tokio::time::timeout(Duration::from_secs(30), check)
        .await
        .expect("the idle limit ends each try");
}

#[tokio::test]
async fn a_response_that_begins_late_is_no_fault() {
    let server = Server::start([success().late(Duration::from_millis(500))]).await;
    let client = settings(&server.url())
        .read_timeout(Duration::from_millis(50))
        .build()
        .unwrap();
    client.users().get(31).no_retry().await.unwrap();
}

#[tokio::test]
async fn a_connection_that_is_closed_before_the_headers() {
    let fault = Fault::of(success().cut(usize::MAX));
    fault
        .unsure()
        .check(
            &["is_retryable"],
            "the connection to {server} closed early: connection closed before message completed",
        )
        .await;
}

#[tokio::test]
async fn a_connection_that_is_cut_in_the_middle_of_the_body() {
    let fault = Fault::of(success().cut(5));
    fault
        .unsure()
        .check(
            &["is_retryable"],
            "the connection to {server} closed early: end of file before message length reached",
        )
        .await;
}

#[tokio::test]
async fn no_time_left_to_connect() {
    let late = "{server} did not respond in time: 500ms to connect (`connect_timeout`) ran out; check the address, the \
                port (8443) and the network";
    // A server that never says anything keeps the TLS handshake waiting.
    let server = Server::start([Response::silent()]).await;
    Fault::nobody(server.address.to_string())
        .client(|builder| builder.connect_timeout(Duration::from_millis(500)))
        .check(&["is_timeout", "is_connect", "is_retryable"], late)
        .await;
}

// TLS

const UNTRUSTED: &str =
    "; trust its authority (FORTINAC_CA_FILE) or pin its certificate (FORTINAC_CERT_SHA256)";

#[tokio::test]
async fn a_self_signed_certificate() {
    let identity = Identity::self_signed(&params(&["127.0.0.1"]));
    let message =
        format!("{{server}} is not trusted: invalid peer certificate: UnknownIssuer{UNTRUSTED}");
    Fault::tls(identity, success())
        .check(&["is_connect", "is_tls"], &message)
        .await;
}

#[tokio::test]
async fn a_certificate_for_another_name() {
    let ca = Ca::new();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), ca.pem()).unwrap();
    let message = "{server} is not trusted: invalid peer certificate: certificate not valid for name \"127.0.0.1\"; \
         certificate is only valid for DnsName(\"nac.example.com\"); call it by a name of its certificate (`resolve` leads it to an address), or pin the certificate in \
         place of its authority";
    Fault::tls(ca.issue(&params(&["nac.example.com"])), success())
        .client(move |builder| builder.ca_file(file.path()))
        .check(&["is_connect", "is_tls"], message)
        .await;
}

#[tokio::test]
async fn an_expired_certificate() {
    let ca = Ca::new();
    let identity = ca.issue(&expired(params(&["127.0.0.1"])));
    let server = Server::start_tls(&identity, [success()]).await;
    let log = Log::start();
    let client = settings(&server.url()).ca_pem(ca.pem()).build().unwrap();
    let error = client.users().get(31).await.unwrap_err();
    // It says the time too, so it is not known in full.
    let message = error.to_string();
    let begin = format!(
        "user_get (GET /user/{{id}}): {} is not trusted: invalid peer certificate: certificate expired",
        server.address
    );
    assert!(
        message.starts_with(&begin)
            && message.ends_with("or pin the certificate in place of its authority"),
        "{message}"
    );
    assert_eq!(held(&error), ["is_connect", "is_tls"]);
    assert!(server.requests().is_empty());
    assert_no_canary(&error, &log);
}

#[tokio::test]
async fn a_certificate_that_is_not_the_pinned_one() {
    let identity = Identity::self_signed(&params(&["127.0.0.1"]));
    let message = format!(
        "{{server}} is not trusted: invalid peer certificate: Other(OtherError(not pinned: the server presents the certificate \
         with the SHA-256 fingerprint {})); if its certificate was renewed, compare the fingerprint with the one that the \
         appliance shows, and pin the new one",
        Fingerprint::of(&identity.certificate)
    );
    Fault::tls(identity, success())
        .client(|builder| builder.pin(Fingerprint::of(b"other")))
        .check(&["is_connect", "is_tls"], &message)
        .await;
}

#[tokio::test]
async fn the_pinned_certificate_is_no_fault() {
    let identity = Identity::self_signed(&params(&["nac.example.com"]));
    let server = Server::start_tls(&identity, [success()]).await;
    let client = settings(&server.url())
        .pin(Fingerprint::of(&identity.certificate))
        .build()
        .unwrap();
    assert_eq!(client.users().get(31).await.unwrap().id.copied(), Some(31));
}

#[tokio::test]
async fn a_server_without_tls() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let head = b"HTTP/1.1 400 Bad Request\r\n\r\n";
            stream.write_all(head).await.unwrap();
            // Until the client gives up.
            let _ = stream.read_to_end(&mut Vec::new()).await;
        }
    });
    Fault::nobody(address.to_string())
        .check(
            &["is_connect", "is_tls"],
            "no TLS with {server}: received corrupt message of type InvalidContentType; check that the port (8443) \
             is that of the API, and https:// its scheme",
        )
        .await;
}

// Redirects

#[tokio::test]
async fn a_redirect_is_not_followed() {
    for (status, words) in [
        (301, "301 Moved Permanently"),
        (302, "302 Found"),
        (303, "303 See Other"),
        (307, "307 Temporary Redirect"),
        (308, "308 Permanent Redirect"),
    ] {
        let other = Server::start([success()]).await;
        let location = format!("http://localhost:{}/?{TOKEN}", other.address.port());
        let message = format!(
            "HTTP {words}: {{server}} redirects to http://localhost:{}; the token is not sent there unless you set it as the address \
             of the appliance",
            other.address.port()
        );
        let mut fault = Fault::of(Response::html(status, TOKEN).header("location", &location));
        if status == 303 {
            fault = fault.unsure();
        }
        fault.check(&[], &message).await;
        assert!(other.requests().is_empty());
    }
}

#[tokio::test]
async fn a_redirect_from_https_to_http_is_not_followed() {
    let other = Server::start([success()]).await;
    let identity = Identity::self_signed(&params(&["127.0.0.1"]));
    let pin = Fingerprint::of(&identity.certificate);
    let message = format!(
        "HTTP 302 Found: {{server}} redirects to {}; the token is not sent there unless you set it as the address \
             of the appliance",
        other.url()
    );
    Fault::tls(
        identity,
        Response::html(302, "").header("location", &other.url()),
    )
    .client(move |builder| builder.pin(pin))
    .check(&[], &message)
    .await;
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn a_redirect_says_where_it_leads() {
    const OWN: &str = "HTTP 302 Found: {server} redirects to another path of its own, such as its login; check the token, \
                       and that the base URL ends in /api/v2";
    const ELSEWHERE: &str = "HTTP 302 Found: {server} redirects to http://other.example:80; the token is not sent there unless you set it as the address \
             of the appliance";
    const UNKNOWN: &str = "HTTP 302 Found: {server} redirects to another address; the token is not sent there unless you set it as the address \
             of the appliance";
    for (location, message) in [
        ("/login", OWN),
        ("login?x", OWN),
        ("//other.example/x", ELSEWHERE),
        ("http://[", UNKNOWN),
    ] {
        Fault::of(Response::html(302, "").header("location", location))
            .check(&[], message)
            .await;
    }
    Fault::of(Response::new(304, "", ""))
        .check(&[], "HTTP 304 Not Modified")
        .await;
}
