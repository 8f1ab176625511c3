//! Certificates for servers on the loopback interface.

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd,
};
use rustls::pki_types::CertificateDer;

/// Returns parameters of a certificate for these DNS names or IP addresses. It is valid on the day of any test.
pub fn params(names: &[&str]) -> CertificateParams {
    let mut params =
        CertificateParams::new(names.iter().map(ToString::to_string).collect::<Vec<_>>()).unwrap();
    params
        .distinguished_name
        .push(DnType::CommonName, "appliance");
    params
}

/// Changes the dates of a certificate so that it has expired.
pub fn expired(mut params: CertificateParams) -> CertificateParams {
    params.not_after = date_time_ymd(2020, 1, 1);
    params
}

/// Marks a certificate as that of an authority, as `openssl req -x509` does.
pub fn marked_as_ca(mut params: CertificateParams) -> CertificateParams {
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}

/// A certificate authority.
pub struct Ca(CertifiedIssuer<'static, KeyPair>);

impl Ca {
    /// Creates an authority. All authorities have the same name, and each has its own key.
    #[expect(clippy::new_without_default, reason = "each is different")]
    pub fn new() -> Self {
        let mut params = marked_as_ca(params(&[]));
        params
            .distinguished_name
            .push(DnType::CommonName, "authority");
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// Returns the authority's certificate.
    pub fn der(&self) -> CertificateDer<'static> {
        self.0.der().clone()
    }

    /// Returns the authority's certificate in PEM form.
    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// Issues a certificate for a new key.
    pub fn issue(&self, params: &CertificateParams) -> Identity {
        let key = KeyPair::generate().unwrap();
        Identity {
            certificate: params.signed_by(&key, &self.0).unwrap().der().clone(),
            key,
        }
    }
}

/// A certificate and its key.
pub struct Identity {
    /// The certificate.
    pub certificate: CertificateDer<'static>,
    /// The key. A test may replace it with another one.
    pub key: KeyPair,
}

impl Identity {
    /// Creates a self-signed certificate with a new key.
    pub fn self_signed(params: &CertificateParams) -> Self {
        let key = KeyPair::generate().unwrap();
        Self {
            certificate: params.self_signed(&key).unwrap().der().clone(),
            key,
        }
    }
}
