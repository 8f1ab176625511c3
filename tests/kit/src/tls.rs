//! The TLS settings of a server.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rustls::crypto::ring;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::{ClientHello, ResolvesServerCert, WebPkiClientVerifier};
use rustls::sign::CertifiedKey;
use rustls::{RootCertStore, ServerConfig, SupportedProtocolVersion};
use tokio_rustls::TlsAcceptor;

use crate::{Ca, Identity};

/// A server that presents these certificates in turn, and the last one for ever. With an authority, it requires a
/// certificate of the client.
pub(crate) fn acceptor(
    identities: &[&Identity],
    versions: &[&'static SupportedProtocolVersion],
    clients: Option<&Ca>,
) -> TlsAcceptor {
    let provider = Arc::new(ring::default_provider());
    let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_protocol_versions(versions)
        .unwrap();
    let builder = match clients {
        None => builder.with_no_client_auth(),
        Some(authority) => {
            let mut roots = RootCertStore::empty();
            roots.add(authority.der()).unwrap();
            let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
            builder.with_client_cert_verifier(verifier.build().unwrap())
        }
    };
    let keys = identities.iter().map(|identity| key(identity)).collect();
    let mut config = builder.with_cert_resolver(Arc::new(InTurn {
        keys,
        handshakes: AtomicUsize::new(0),
    }));
    // The server does not speak HTTP/2, so a client that offers it fails.
    config.alpn_protocols = vec!["h2".into(), "http/1.1".into()];
    TlsAcceptor::from(Arc::new(config))
}

fn key(identity: &Identity) -> Arc<CertifiedKey> {
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(identity.key.serialize_der()));
    let key = ring::sign::any_supported_type(&key).expect("ring knows the keys of rcgen");
    Arc::new(CertifiedKey::new(vec![identity.certificate.clone()], key))
}

#[derive(Debug)]
struct InTurn {
    keys: Vec<Arc<CertifiedKey>>,
    handshakes: AtomicUsize,
}

impl ResolvesServerCert for InTurn {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let number = self.handshakes.fetch_add(1, Ordering::Relaxed);
        self.keys.get(number).or(self.keys.last()).cloned()
    }
}
