//! The files with the new certificate and its key. No message has a line of them.

use jiff::Timestamp;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use x509_parser::pem::Pem;

use crate::failure::Failure;
use crate::output::escaped;

/// A certificate with its chain and its key, which belong together.
pub(super) struct Pair {
    pub(super) certificates: Vec<u8>,
    pub(super) key: Vec<u8>,
    /// What the certificate is for and how long, in a line.
    pub(super) summary: String,
}

impl Pair {
    /// # Errors
    /// A file cannot be read, the key is not that of the certificate, or the certificate is not valid today.
    pub(super) fn read(certificate: &str, key: &str) -> Result<Self, Failure> {
        let read = |file: &str| {
            std::fs::read(file).map_err(|error| Failure::usage(format!("{file}: {error}")))
        };
        let (certificates, private) = (read(certificate)?, read(key)?);
        let summary = summary(certificate, &certificates)?;
        check(&certificates, &private).map_err(|reason| {
            Failure::usage(format!("{key}: {reason}")).hint("nothing was sent")
        })?;
        Ok(Self {
            certificates,
            key: private,
            summary,
        })
    }
}

/// # Errors
/// The key cannot be used, or is that of another certificate.
fn check(certificates: &[u8], key: &[u8]) -> Result<(), &'static str> {
    let chain = CertificateDer::pem_slice_iter(certificates).filter_map(Result::ok);
    let key = PrivateKeyDer::from_pem_slice(key)
        .map_err(|_| "there is no private key in PEM form without a passphrase")?;
    let provider = rustls::crypto::ring::default_provider();
    match CertifiedKey::from_der(chain.collect(), key, &provider) {
        Ok(_) => Ok(()),
        Err(rustls::Error::InconsistentKeys(_)) => Err("it is not the key of the certificate"),
        Err(_) => Err("the private key is of a kind that is not known"),
    }
}

/// The first certificate of the file is that of the server.
fn summary(file: &str, pem: &[u8]) -> Result<String, Failure> {
    let wrong = |reason: &str| Failure::usage(format!("{file}: {reason}")).hint("nothing was sent");
    let first = Pem::iter_from_buffer(pem).next();
    let first = first.and_then(Result::ok);
    let first = first.filter(|pem| pem.label == "CERTIFICATE");
    let first = first.ok_or_else(|| wrong("there is no certificate in PEM form"))?;
    let parsed = first
        .parse_x509()
        .map_err(|_| wrong("the certificate cannot be read"))?;
    let (from, until) = (parsed.validity().not_before, parsed.validity().not_after);
    let now = Timestamp::now().as_second();
    if until.timestamp() < now {
        return Err(wrong("the certificate has expired"));
    }
    if from.timestamp() > now {
        return Err(wrong("the certificate is not valid yet"));
    }
    let until = Timestamp::from_second(until.timestamp()).unwrap_or_default();
    let subject = escaped(&parsed.subject().to_string());
    Ok(format!(
        "{subject}, valid until {}",
        until.strftime("%Y-%m-%d")
    ))
}
