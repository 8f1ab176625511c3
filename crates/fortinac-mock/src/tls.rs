//! A self-signed certificate like that of a new appliance, created at the start.

use std::sync::Arc;

use ring::digest::{SHA256, digest};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

pub(crate) struct Identity {
    pub(crate) config: Arc<ServerConfig>,
    pub(crate) pem: String,
    /// The SHA-256 of the certificate in DER form, as pairs of hexadecimal digits with colons between them.
    pub(crate) sha256: String,
}

impl Identity {
    pub(crate) fn new() -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
        let made = rcgen::generate_simple_self_signed(names)?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
        let hash = digest(&SHA256, made.cert.der());
        let pairs: Vec<String> = hash
            .as_ref()
            .iter()
            .map(|byte| format!("{byte:02X}"))
            .collect();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)?;
        Ok(Self {
            config: Arc::new(config),
            pem: made.cert.pem(),
            sha256: pairs.join(":"),
        })
    }
}
