//! Which servers the client trusts.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use ring::digest;
use rustls::client::Resumption;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{self, WebPkiSupportedAlgorithms};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, OtherError, SignatureScheme};
use rustls_platform_verifier::Verifier;

use crate::error::trust::Trusts;
use client_certificate::NoClientCertificate;

mod client_certificate;
mod pem;
#[cfg(feature = "profiles")]
pub(crate) mod record;
#[cfg(test)]
mod tests;

pub(crate) use pem::certificates_from_pem;

/// The SHA-256 fingerprint of a certificate, by which one certificate can be trusted without a certificate authority.
///
/// It is parsed from what `openssl x509 -noout -fingerprint -sha256` prints, or from the 64 hexadecimal digits alone:
/// in upper or lower case, with or without a colon or a space between the bytes, and with or without `sha256:` or
/// `SHA256 Fingerprint=` in front. It is displayed as `AA:BB:…`.
///
/// ```
/// use fortinac_client::Fingerprint;
///
/// let digits = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
/// let fingerprint: Fingerprint = digits.parse()?;
/// assert_eq!(fingerprint, Fingerprint::of(b"test"));
/// assert_eq!(fingerprint, format!("SHA256 Fingerprint={fingerprint}").parse()?);
/// # Ok::<(), fortinac_client::InvalidFingerprint>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

/// A text is not a [`Fingerprint`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not the SHA-256 fingerprint of a certificate; write its 64 hexadecimal digits, \
     as `openssl x509 -noout -fingerprint -sha256` prints them"
)]
pub struct InvalidFingerprint(());

impl Fingerprint {
    /// The fingerprint of a certificate in DER form.
    pub fn of(der: &[u8]) -> Self {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(digest::digest(&digest::SHA256, der).as_ref());
        Self(bytes)
    }
}

impl FromStr for Fingerprint {
    type Err = InvalidFingerprint;

    /// # Errors
    /// `text` is anything but 32 bytes in hexadecimal, such as the (shorter) SHA-1 fingerprint.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let mut rest = ["sha256:", "sha256 fingerprint="]
            .iter()
            .filter_map(|prefix| {
                text.split_at_checked(prefix.len())
                    .filter(|(head, _)| head.eq_ignore_ascii_case(prefix))
            })
            .map(|(_, rest)| rest.trim_start())
            .next()
            .unwrap_or(text);
        let mut bytes = [0; 32];
        for (index, byte) in bytes.iter_mut().enumerate() {
            if index > 0 {
                rest = rest.strip_prefix([':', ' ']).unwrap_or(rest);
            }
            // from_str_radix alone would take a sign for a digit.
            let (digits, tail) = rest
                .split_at_checked(2)
                .filter(|(digits, _)| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
                .ok_or(InvalidFingerprint(()))?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| InvalidFingerprint(()))?;
            rest = tail;
        }
        if rest.is_empty() {
            Ok(Self(bytes))
        } else {
            Err(InvalidFingerprint(()))
        }
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, byte) in self.0.iter().enumerate() {
            let colon = if index > 0 { ":" } else { "" };
            write!(f, "{colon}{byte:02X}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Which certificate a server must present. Under each, the server must also prove that it has the certificate's key,
/// and rustls sets limits: TLS 1.2 or 1.3, an X.509 certificate of version 3, and no RSA key below 2048 bits.
#[derive(Clone, Debug, Default)]
pub(crate) enum Trust {
    /// One that the operating system trusts, for the host's name (or address), and within its dates.
    #[default]
    System,
    /// The same, with these certificate authorities as well. They are enough on a host that has none of its own.
    ///
    /// Give authorities, not a server's own self-signed certificate: whether that is accepted depends on the platform,
    /// and on Linux it is refused if it is marked as an authority's, as most are. [`Trust::Pinned`] is for those.
    SystemAnd(Vec<CertificateDer<'static>>),
    /// One with one of these fingerprints. The fingerprint is the server's identity, so nothing else in the
    /// certificate counts: not who issued it, not the name, not the dates. One that has expired is still accepted;
    /// one that was renewed is refused until its new fingerprint is given (give both for the time of the change).
    Pinned(Vec<Fingerprint>),
    /// Any: whoever is on the way to the server can take its place and read the token.
    Unverified,
}

impl Trust {
    /// The same, for messages.
    pub(crate) fn summary(&self) -> Trusts {
        match self {
            Self::System => Trusts::System,
            Self::SystemAnd(_) => Trusts::Authorities,
            Self::Pinned(_) => Trusts::Pinned,
            Self::Unverified => Trusts::Anybody,
        }
    }
}

/// The TLS settings of a client with this trust. ALPN is left empty, so HTTP/1.1 is spoken.
///
/// # Errors
/// The system has no certificate authorities, or one that was given cannot be read.
///
/// Sets `asked` when a server asks for a client certificate.
pub(crate) fn client_config(
    trust: &Trust,
    asked: &Arc<AtomicBool>,
) -> Result<ClientConfig, rustls::Error> {
    // The crypto provider is named here, so that another one in the same program cannot clash with it.
    let provider = Arc::new(crypto::ring::default_provider());
    let chainless = |accepted| {
        Arc::new(ChainlessVerifier {
            accepted,
            algorithms: provider.signature_verification_algorithms,
        })
    };
    let verifier: Arc<dyn ServerCertVerifier> = match trust {
        Trust::System => Arc::new(Verifier::new(Arc::clone(&provider))?),
        Trust::SystemAnd(roots) => Arc::new(Verifier::new_with_extra_roots(
            roots.iter().cloned(),
            Arc::clone(&provider),
        )?),
        Trust::Pinned(pins) => chainless(Accepted::Pinned(pins.clone())),
        Trust::Unverified => chainless(Accepted::Any),
    };
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_client_cert_resolver(Arc::new(NoClientCertificate(Arc::clone(asked))));
    if matches!(trust, Trust::Pinned(_)) {
        // A resumed session shows no certificate: it would go on after the pinned one was replaced.
        config.resumption = Resumption::disabled();
    }
    Ok(config)
}

/// Looks at the server's own certificate only, and at the proof that the server has its key.
#[derive(Debug)]
struct ChainlessVerifier {
    accepted: Accepted,
    algorithms: WebPkiSupportedAlgorithms,
}

#[derive(Debug)]
enum Accepted {
    Pinned(Vec<Fingerprint>),
    Any,
}

impl ServerCertVerifier for ChainlessVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if let Accepted::Pinned(pins) = &self.accepted {
            let presented = Fingerprint::of(end_entity);
            if !pins.contains(&presented) {
                return Err(
                    CertificateError::Other(OtherError(Arc::new(NotPinned(presented)))).into(),
                );
            }
        }
        Ok(ServerCertVerified::assertion())
    }

    // A certificate is public: without these two, anyone could present the pinned one.

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        crypto::verify_tls12_signature(message, cert, dss, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        crypto::verify_tls13_signature(message, cert, dss, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// The server's certificate is not a pinned one.
#[derive(thiserror::Error)]
#[error("not pinned: the server presents the certificate with the SHA-256 fingerprint {0}")]
struct NotPinned(Fingerprint);

// rustls displays a `CertificateError::Other` by the Debug of what it holds.
impl fmt::Debug for NotPinned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
