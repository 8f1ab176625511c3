//! Looks at the certificate of a server, and goes no further.

use std::sync::{Arc, Mutex, PoisonError};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, SignatureScheme};
use rustls_platform_verifier::Verifier;

use super::client_certificate::NoClientCertificate;

/// What a server presented.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    pub(crate) der: Vec<u8>,
    /// Why the system does not trust it, if it does not.
    pub(crate) refusal: Option<String>,
}

/// Keeps the certificate of a server, and refuses it in any case: so the handshake ends before anything else is sent.
#[derive(Debug)]
pub(crate) struct Recorder {
    /// A system without authorities of its own trusts nobody.
    system: Result<Verifier, rustls::Error>,
    schemes: Vec<SignatureScheme>,
    recorded: Mutex<Option<Recorded>>,
}

impl Recorder {
    /// A recorder, and the TLS settings that use it.
    pub(crate) fn new() -> Result<(Arc<Self>, ClientConfig), rustls::Error> {
        let provider = Arc::new(crypto::ring::default_provider());
        let algorithms = provider.signature_verification_algorithms;
        let recorder = Arc::new(Self {
            system: Verifier::new(Arc::clone(&provider)),
            schemes: algorithms.supported_schemes(),
            recorded: Mutex::default(),
        });
        let verifier = Arc::clone(&recorder);
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .dangerous()
            .with_custom_certificate_verifier(verifier)
            .with_client_cert_resolver(Arc::new(NoClientCertificate(Arc::default())));
        Ok((recorder, config))
    }

    pub(crate) fn take(&self) -> Option<Recorded> {
        let mut recorded = self.recorded.lock().unwrap_or_else(PoisonError::into_inner);
        recorded.take()
    }
}

impl ServerCertVerifier for Recorder {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let refusal = match &self.system {
            Ok(system) => {
                let verified = system.verify_server_cert(
                    end_entity,
                    intermediates,
                    server_name,
                    ocsp_response,
                    now,
                );
                verified.err().map(|error| error.to_string())
            }
            Err(error) => Some(error.to_string()),
        };
        let mut recorded = self.recorded.lock().unwrap_or_else(PoisonError::into_inner);
        *recorded = Some(Recorded {
            der: end_entity.to_vec(),
            refusal,
        });
        Err(CertificateError::ApplicationVerificationFailure.into())
    }

    // Never asked, because no certificate gets so far.

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Err(CertificateError::ApplicationVerificationFailure.into())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Err(CertificateError::ApplicationVerificationFailure.into())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.schemes.clone()
    }
}
