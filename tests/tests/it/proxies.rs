//! What a proxy does with a call.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use fortinac_testkit::{Response, Server};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::support::fault::{assert_no_canary, held};
use crate::support::log::Log;
use crate::support::settings;

/// A proxy that answers every CONNECT with this. Returns its address, and how often it was asked.
async fn proxy(response: &'static str) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = [0; 4096];
            let length = stream.read(&mut head).await.unwrap();
            assert!(head[..length].starts_with(b"CONNECT nac.invalid:8443 "));
            count.fetch_add(1, Ordering::Relaxed);
            stream.write_all(response.as_bytes()).await.unwrap();
        }
    });
    (address, asked)
}

#[tokio::test]
async fn the_credentials_of_a_proxy_are_sent_once() {
    let (address, asked) =
        proxy("HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\n\r\n")
            .await;
    let log = Log::start();
    let client = settings("nac.invalid")
        .proxy(format!("http://canary:canary@{address}"))
        .build()
        .unwrap();
    let error = client.users().get(31).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "user_get (GET /user/{{id}}): no connection to nac.invalid:8443 through the proxy {address}: the proxy refused \
             its credentials; check the user and the password in the URL of the proxy"
        )
    );
    assert_eq!(held(&error), ["is_connect"]);
    assert_eq!(asked.load(Ordering::Relaxed), 1);
    assert_no_canary(&error, &log);
}

#[tokio::test]
async fn a_proxy_that_makes_no_connection_is_asked_once() {
    // hyper does not tell one status from the other, and the first two are of authentication.
    for response in [
        "HTTP/1.1 403 Forbidden\r\n\r\n",
        "HTTP/1.1 401 Unauthorized\r\n\r\n",
        "HTTP/1.1 502 Bad Gateway\r\n\r\n",
    ] {
        let (address, asked) = proxy(response).await;
        let client = settings("nac.invalid").proxy(&address).build().unwrap();
        let error = client.users().get(31).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "user_get (GET /user/{{id}}): no connection to nac.invalid:8443 through the proxy {address}: the proxy does \
                 not connect to it (tunnel error: unsuccessful); check what the proxy allows"
            )
        );
        assert_eq!(held(&error), ["is_connect"]);
        assert_eq!(asked.load(Ordering::Relaxed), 1);
    }
}

#[tokio::test]
async fn a_proxy_without_a_tunnel_says_what_it_refuses() {
    let proxy = Server::start([Response::html(407, "")]).await;
    let client = settings("http://nac.invalid")
        .danger_allow_http()
        .proxy(proxy.url())
        .build()
        .unwrap();
    let error = client.users().get(31).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "user_get (GET /user/{id}): HTTP 407 Proxy Authentication Required; the proxy refused its credentials: check the user \
         and the password in the URL of the proxy"
    );
    assert_eq!(held(&error), [""; 0]);
    assert_eq!(proxy.requests().len(), 1);
}
