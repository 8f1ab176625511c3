//! The certificate of an appliance that nobody has chosen to trust yet.

use std::time::Duration;

use reqwest::redirect::Policy;

use crate::error::Error;
use crate::error::kind::Kind;
use crate::error::transport::TransportError;
use crate::error::trust::{TlsContext, Trusts};
use crate::transport::endpoint::Endpoint;
use crate::transport::tls::Fingerprint;
use crate::transport::tls::record::{Recorded, Recorder};

/// How long a person waits for a certificate.
const LIMIT: Duration = Duration::from_secs(15);

/// The certificate that a server presents, see [`peer_certificate`].
#[derive(Clone, Debug)]
pub struct PeerCertificate(Recorded);

impl PeerCertificate {
    /// The certificate in DER form.
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// Its fingerprint, which [`Profile::set_cert_sha256`](crate::profile::Profile::set_cert_sha256) and
    /// [`ClientBuilder::pin`](crate::ClientBuilder::pin) take.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.0.der)
    }

    /// Why the system does not trust it at this address; `None` if it does, and no pin is needed.
    pub fn refusal(&self) -> Option<&str> {
        self.0.refusal.as_deref()
    }
}

/// Fetches the certificate of the appliance at `url`, so that a person can decide whether to pin it. The connection ends
/// at the certificate: no request and no token is sent, and whether the server has the key of the certificate is proved
/// by the first call of a client that pins it.
///
/// # Errors
/// The address cannot be used, or is one of `http://`, which has no certificate; or there is no connection.
pub async fn peer_certificate(url: &str) -> Result<PeerCertificate, Error> {
    let refused = |reason: &str| Error::setting("URL", reason);
    let endpoint = Endpoint::parse(url).map_err(|reason| refused(&reason))?;
    if endpoint.is_http() {
        return Err(refused("http:// has no certificate"));
    }
    let tls = |error: rustls::Error| Error::setting("TLS", error);
    let (recorder, config) = Recorder::new().map_err(tls)?;
    let http = reqwest::Client::builder()
        .tls_backend_preconfigured(config)
        .redirect(Policy::none())
        .retry(reqwest::retry::never())
        .connect_timeout(LIMIT)
        .timeout(LIMIT)
        .build()
        .map_err(|error| Error::setting("HTTP client", error))?;
    // This fails in any case: the recorder refuses every certificate.
    let sent = http.head(endpoint.join("")).send().await;
    match (recorder.take(), sent) {
        (Some(recorded), _) => Ok(PeerCertificate(recorded)),
        (None, Err(error)) => {
            let tls = TlsContext::new(Trusts::Anybody);
            let kind = Kind::Transport(TransportError::new(error, &tls));
            Err(Error::without_call(kind).at(&endpoint.authority()))
        }
        (None, Ok(_)) => Err(refused("the server presents no certificate")),
    }
}

#[cfg(test)]
mod tests {
    use fortinac_testkit::{Identity, Response, Server, params};

    use super::*;

    #[tokio::test]
    async fn the_certificate_comes_before_any_request() {
        let identity = Identity::self_signed(&params(&["127.0.0.1"]));
        let server = Server::start_tls(&identity, [Response::connection()]).await;
        let url = server.url_of("127.0.0.1");
        let certificate = peer_certificate(&url).await.unwrap();
        assert_eq!(certificate.der(), &*identity.certificate);
        assert_eq!(
            certificate.fingerprint(),
            Fingerprint::of(&identity.certificate)
        );
        let refusal = certificate.refusal().unwrap();
        assert!(refusal.contains("UnknownIssuer"), "{refusal}");
        assert!(server.requests().is_empty());
    }

    #[tokio::test]
    async fn without_a_certificate_the_reason_is_told() {
        for (url, reason) in [
            ("http://127.0.0.1:9", "http:// has no certificate"),
            ("https//nac.example.com", "begins like a URL"),
            ("https://127.0.0.1:1", "no connection to 127.0.0.1:1"),
        ] {
            let error = peer_certificate(url).await.unwrap_err().to_string();
            assert!(error.contains(reason), "{error}");
        }
    }
}
