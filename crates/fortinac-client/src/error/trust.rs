//! What to do about a failure of TLS. It depends on what the client was told to trust: nobody needs the advice to do what
//! is done already.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rustls::CertificateError;

/// What the client knows of its TLS connections.
#[derive(Clone, Debug)]
pub(crate) struct TlsContext {
    pub(crate) trusts: Trusts,
    /// Whether a server asked for a client certificate.
    pub(crate) asked: Arc<AtomicBool>,
}

/// Whom the client trusts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trusts {
    /// The authorities of the system.
    System,
    /// Authorities that were given.
    Authorities,
    /// Certificates by their fingerprints.
    Pinned,
    Anybody,
    /// Those of the application's own HTTP client.
    Application,
}

impl TlsContext {
    pub(crate) fn new(trusts: Trusts) -> Self {
        Self {
            trusts,
            asked: Arc::default(),
        }
    }

    pub(super) fn was_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    pub(super) fn advice_about_certificate(&self, reason: &CertificateError) -> &'static str {
        let is_proof = matches!(reason, CertificateError::BadSignature);
        match self.trusts {
            Trusts::Pinned | Trusts::Anybody if is_proof => {
                "it has no key for this certificate, which is somebody else's: do not trust it"
            }
            Trusts::System => {
                "trust its authority (FORTINAC_CA_FILE) or pin its certificate (FORTINAC_CERT_SHA256)"
            }
            Trusts::Authorities if is_other_name(reason) => {
                "call it by a name of its certificate (`resolve` leads it to an address), or pin the certificate in place \
                 of its authority"
            }
            Trusts::Authorities => {
                "compare its issuer with the authorities that you trust, or pin the certificate in place of its authority"
            }
            Trusts::Pinned => {
                "if its certificate was renewed, compare the fingerprint with the one that the appliance shows, and pin \
                 the new one"
            }
            Trusts::Anybody => "its certificate cannot be read",
            Trusts::Application => {
                "the application's own HTTP client decides whom to trust; set it there"
            }
        }
    }

    pub(super) fn advice_about_client_certificate(&self) -> &'static str {
        match self.trusts {
            Trusts::Application => {
                "give the application's own HTTP client one, or call a port that requires none"
            }
            _ => {
                "call a port that requires none, such as that of the API (8443), or give one by an HTTP client of your own \
                 (`ClientBuilder::http`)"
            }
        }
    }
}

/// Whether the certificate of a server is one for another name.
fn is_other_name(reason: &CertificateError) -> bool {
    matches!(
        reason,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. }
    )
}
