//! Trust in a server that changes its certificate, and servers that require one of the client.

use fortinac_client::{Client, Error, Fingerprint};
use fortinac_testkit::{Ca, Identity, Response, Server, params};
use rustls::version::{TLS12, TLS13};

use crate::support::fault::{assert_no_canary, held};
use crate::support::log::Log;
use crate::support::{change, settings, users};

fn success() -> Response {
    users([31], 1)
}

fn identity() -> Identity {
    Identity::self_signed(&params(&["127.0.0.1"]))
}

#[tokio::test]
async fn a_pinned_certificate_that_is_replaced_is_not_trusted_any_more() {
    for version in [&TLS12, &TLS13] {
        let (old, new) = (identity(), identity());
        let server = Server::start_tls_in_turn(&[&old, &old, &new], &[version], [success()]).await;
        let client = settings(&server.url())
            .pin(Fingerprint::of(&old.certificate))
            .build()
            .unwrap();
        // The second call could resume the session of the first one.
        client.users().get(31).await.unwrap();
        client.users().get(31).await.unwrap();
        for _ in 0..2 {
            let error = client.users().get(31).await.unwrap_err();
            assert_eq!(held(&error), ["is_connect", "is_tls"], "{version:?}");
            assert!(error.to_string().contains("not pinned"), "{error}");
        }
        assert_eq!(server.requests().len(), 2);
    }
}

/// Sends a write to a server that requires a client certificate. In TLS 1.3 the refusal comes when the client has sent its
/// request already.
async fn refused(client: &Client) -> Error {
    client.users().update(31, &change()).await.unwrap_err()
}

#[tokio::test]
async fn a_server_that_requires_a_client_certificate_is_told_from_a_wrong_port() {
    for version in [&TLS12, &TLS13] {
        let (authority, own) = (Ca::new(), identity());
        let server =
            Server::start_tls_for_clients_of(&authority, &own, &[version], [success()]).await;
        let log = Log::start();
        let client = settings(&server.url())
            .pin(Fingerprint::of(&own.certificate))
            .build()
            .unwrap();
        let error = refused(&client).await;
        assert!(error.is_tls(), "{version:?}: {error:?}");
        assert!(!error.is_retryable() && !error.may_have_been_applied());
        let message = error.to_string();
        let begin = format!(
            "user_update (POST /user/{{id}}): no TLS with {}: it asked for a client certificate, and the client has none \
             (received fatal alert: ",
            server.address
        );
        let end = "; call a port that requires none, such as that of the API (8443), or give one by an HTTP client of your own \
                   (`ClientBuilder::http`)";
        assert!(
            message.starts_with(&begin) && message.ends_with(end),
            "{message}"
        );
        // It is pinned already.
        assert!(!message.contains("FORTINAC_CERT_SHA256"), "{message}");
        assert!(server.requests().is_empty());
        assert_no_canary(&error, &log);
    }
}
