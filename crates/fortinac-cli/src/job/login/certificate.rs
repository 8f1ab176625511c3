//! What a certificate says, for a person who decides whether to trust it.

use std::fmt::Write;
use std::net::IpAddr;

use fortinac_client::profile::PeerCertificate;
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};

use crate::output::escaped;

/// Anybody can write what is in a certificate: control characters are shown as such.
pub(super) fn description(url: &str, certificate: &PeerCertificate) -> String {
    let mut text = format!("{} presents this certificate:\n", escaped(url));
    if let Ok((_, parsed)) = X509Certificate::from_der(certificate.der()) {
        let is_self_signed = parsed.subject() == parsed.issuer();
        let issuer = match is_self_signed {
            true => "itself (self-signed)".to_owned(),
            false => escaped(&parsed.issuer().to_string()),
        };
        let validity = parsed.validity();
        let _ = writeln!(
            text,
            "  subject      {}",
            escaped(&parsed.subject().to_string())
        );
        let _ = writeln!(text, "  issuer       {issuer}");
        let _ = writeln!(
            text,
            "  names        {}",
            escaped(&names(&parsed).join(", "))
        );
        let _ = writeln!(
            text,
            "  valid        {} to {}",
            date(validity.not_before.timestamp()),
            date(validity.not_after.timestamp())
        );
    }
    let _ = write!(text, "  fingerprint  {}", certificate.fingerprint());
    text
}

fn names(certificate: &X509Certificate<'_>) -> Vec<String> {
    let extension = certificate.subject_alternative_name().ok().flatten();
    let names = extension
        .iter()
        .flat_map(|extension| &extension.value.general_names);
    let names = names.filter_map(|name| match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(bytes) => address(bytes).map(|address| address.to_string()),
        _ => None,
    });
    names.collect()
}

fn address(bytes: &[u8]) -> Option<IpAddr> {
    let v4 = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
    v4.or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from))
        .ok()
}

fn date(seconds: i64) -> String {
    let time = jiff::Timestamp::from_second(seconds);
    time.map_or_else(
        |_| "?".to_owned(),
        |time| time.strftime("%Y-%m-%d").to_string(),
    )
}
