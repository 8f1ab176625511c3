//! A client with the settings of the application's own HTTP client.
//!
//! reqwest needs a default crypto provider, and the other tests prove that the client does not: so each test here is a
//! process of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use fortinac_testkit::{Response, Server};
use tokio::io::{self, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::support::child::{child, is_child};
use crate::support::log::Log;
use crate::support::{change, settings, users};

fn install_provider() {
    rustls::crypto::ring::default_provider()
        .install_default()
        .unwrap();
}

fn success() -> Response {
    users([31], 1)
}

#[tokio::test]
async fn the_applications_http_client_is_used() {
    if !is_child() {
        return child(
            "own_client::the_applications_http_client_is_used",
            Vec::new(),
        )
        .await;
    }
    install_provider();
    let mut headers = reqwest::header::HeaderMap::new();
    headers.insert("x-own", "7".parse().unwrap());
    let redirect = Response::html(302, "").header("location", "/login");
    let server = Server::start([success(), redirect]).await;
    let client = settings(&server.url())
        .http(reqwest::Client::builder().default_headers(headers))
        .build()
        .unwrap();
    client.users().get(31).await.unwrap();
    client.users().get(31).await.unwrap_err();
    assert_eq!(server.targets(), ["/api/v2/user/31"; 2]);
    let request = &server.requests()[0];
    assert_eq!(request.header("x-own"), Some("7"));
    assert!(
        request
            .header("user-agent")
            .unwrap()
            .starts_with("fortinac-client/")
    );
}

#[tokio::test]
async fn one_that_trusts_anybody_is_a_warning() {
    const WARNING: &str = "certificates are not verified: whoever is in between can read the token";
    if !is_child() {
        return child(
            "own_client::one_that_trusts_anybody_is_a_warning",
            Vec::new(),
        )
        .await;
    }
    install_provider();
    let log = Log::start();
    let own = reqwest::Client::builder;
    settings("nac.invalid").http(own()).build().unwrap();
    assert!(!log.text().contains(WARNING));
    let careless = own().tls_danger_accept_invalid_certs(true);
    settings("nac.invalid").http(careless).build().unwrap();
    assert!(log.text().contains(WARNING));
}

// HTTP/2

/// What a server says in place of a response.
#[derive(Clone, Copy, Debug)]
enum Refusal {
    /// RST_STREAM with REFUSED_STREAM.
    Stream,
    /// GOAWAY with NO_ERROR, and no stream that was processed.
    Connection,
}

/// Refuses each request over HTTP/2, and counts them.
async fn refuse(mut stream: TcpStream, refusal: Refusal, requests: &AtomicUsize) -> io::Result<()> {
    const DATA: u8 = 0;
    const HEADERS: u8 = 1;
    const SETTINGS: u8 = 4;
    stream.read_exact(&mut [0; 24]).await?;
    stream
        .write_all(&[0, 0, 0, SETTINGS, 0, 0, 0, 0, 0])
        .await?;
    loop {
        let mut head = [0; 9];
        stream.read_exact(&mut head).await?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        stream
            .read_exact(&mut vec![0; length.try_into().unwrap()])
            .await?;
        let (kind, flags, id) = (head[3], head[4], &head[5..]);
        if kind == SETTINGS && flags == 0 {
            stream
                .write_all(&[0, 0, 0, SETTINGS, 1, 0, 0, 0, 0])
                .await?;
        }
        if kind == HEADERS {
            requests.fetch_add(1, Ordering::Relaxed);
        }
        // The end of the request.
        if matches!(kind, HEADERS | DATA) && flags & 1 == 1 {
            let frame = match refusal {
                Refusal::Stream => [&[0, 0, 4, 3, 0], id, &[0, 0, 0, 7]].concat(),
                Refusal::Connection => [&[0, 0, 8, 7, 0][..], &[0; 12]].concat(),
            };
            stream.write_all(&frame).await?;
        }
    }
}

#[tokio::test]
async fn a_write_over_http_2_is_sent_once() {
    if !is_child() {
        return child("own_client::a_write_over_http_2_is_sent_once", Vec::new()).await;
    }
    install_provider();
    for refusal in [Refusal::Stream, Refusal::Connection] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&requests);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let count = Arc::clone(&count);
                tokio::spawn(async move { refuse(stream, refusal, &count).await });
            }
        });
        let own = reqwest::Client::builder().http2_prior_knowledge();
        let client = settings(&url).http(own).build().unwrap();
        client.users().update(31, &change()).await.unwrap_err();
        assert_eq!(requests.load(Ordering::Relaxed), 1, "{refusal:?}");
    }
}
