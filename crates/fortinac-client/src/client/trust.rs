//! Which certificates a client trusts.

use std::borrow::Cow;
use std::path::Path;

use rustls::pki_types::CertificateDer;

use super::builder::ClientBuilder;
use crate::error::Error;
use crate::transport::tls::{self, Fingerprint, Trust};

impl ClientBuilder {
    /// Trusts the authorities in a file in PEM format besides those of the system. Called again, it adds more.
    ///
    /// The self-signed certificate of an appliance is not an authority: pin it, see [`ClientBuilder::pin`].
    pub fn ca_file(self, file: impl AsRef<Path>) -> Self {
        self.with_own_trust().set_ca_file("CA file", file.as_ref())
    }

    /// Trusts authorities in PEM format, as [`ClientBuilder::ca_file`] does those of a file.
    pub fn ca_pem(self, pem: impl AsRef<[u8]>) -> Self {
        let certificates = tls::certificates_from_pem(pem.as_ref());
        self.with_own_trust().add_authorities(
            "CA".into(),
            certificates.map_err(|error| Error::setting("CA", error)),
        )
    }

    /// Trusts the one certificate with this fingerprint, and no other.
    ///
    /// The fingerprint takes the place of authorities, names and dates, so it works for a self-signed certificate that
    /// does not name the address; also for one that has expired, which stays trusted as long as the appliance presents
    /// it. The appliance must still prove that it has the certificate's key. Called again, either certificate is
    /// trusted: pin the next one before a certificate is renewed. Each connection is checked: sessions are not resumed.
    ///
    /// ```no_run
    /// # fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let fingerprint = "9F:86:D0:81:88:4C:7D:65:9A:2F:EA:A0:C5:5A:D0:15:A3:BF:4F:1B:2B:0B:82:2C:D1:5D:6C:15:B0:F0:0A:08";
    /// let client = fortinac_client::Client::builder("nac.example.com", "the API token")
    ///     .pin(fingerprint.parse()?)
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn pin(self, certificate: Fingerprint) -> Self {
        let mut builder = self.with_own_trust();
        match &mut builder.trust {
            Trust::Pinned(pins) => {
                pins.push(certificate);
                builder
            }
            _ => builder.set_trust("pin", Trust::Pinned(vec![certificate])),
        }
    }

    /// Trusts **any** certificate: whoever is between the client and the appliance can read the token and change
    /// everything. Use it in a laboratory only; [`ClientBuilder::pin`] is as easy. Building the client logs a warning.
    pub fn danger_accept_invalid_certs(self) -> Self {
        self.with_own_trust()
            .set_trust("trust of any certificate", Trust::Unverified)
    }

    /// Without the trust that settings gave: what the program sets itself wins.
    fn with_own_trust(mut self) -> Self {
        if std::mem::take(&mut self.is_trust_replaceable) {
            self.trust = Trust::System;
            self.trust_setting = None;
        }
        self
    }

    pub(super) fn set_ca_file(self, setting: impl Into<Cow<'static, str>>, file: &Path) -> Self {
        let setting = setting.into();
        let named = |reason: String| {
            Error::setting(setting.clone(), format!("{}: {reason}", file.display()))
        };
        let pem = std::fs::read(file).map_err(|error| named(error.to_string()));
        let certificates = pem.and_then(|pem| {
            tls::certificates_from_pem(&pem).map_err(|error| named(error.to_string()))
        });
        self.add_authorities(setting, certificates)
    }

    fn add_authorities(
        mut self,
        setting: Cow<'static, str>,
        certificates: Result<Vec<CertificateDer<'static>>, Error>,
    ) -> Self {
        match (certificates, &mut self.trust) {
            (Ok(more), Trust::SystemAnd(certificates)) => {
                certificates.extend(more);
                self
            }
            (Ok(certificates), _) => self.set_trust(setting, Trust::SystemAnd(certificates)),
            (Err(error), _) => {
                self.failed.get_or_insert(error);
                self
            }
        }
    }

    pub(super) fn set_trust(mut self, setting: impl Into<Cow<'static, str>>, trust: Trust) -> Self {
        let setting = setting.into();
        if let Some(other) = self.trust_setting.replace(setting.clone()) {
            let conflict = format!("it excludes the setting `{other}`; use one of them");
            self.failed
                .get_or_insert_with(|| Error::setting(setting, conflict));
        }
        self.trust = trust;
        self
    }
}
