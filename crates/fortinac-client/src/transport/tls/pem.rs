//! Files of certificates in PEM form.

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use crate::text;

const BEGIN: &str = "-----BEGIN ";
const DASHES: &str = "-----";

/// Why a file of certificates cannot be used. It shows nothing of the file but the label of a block.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum InvalidCertificates {
    #[error(
        "no certificate in it; a file in PEM form is expected, with a line `-----BEGIN CERTIFICATE-----`"
    )]
    NoCertificate,
    #[error("a private key is in it; give a file with certificates only")]
    PrivateKey,
    #[error("block {0} in it is not a certificate that can be read")]
    Damaged(usize),
    #[error(
        "block {number} in it is a `{label}`; give a file with blocks `CERTIFICATE` only: `openssl x509 -in FILE` writes \
         one that way"
    )]
    Other { number: usize, label: String },
}

/// The certificates of a file in PEM form, at least one. Other text around the blocks is passed over; a block never is.
///
/// # Errors
/// There is none, a block is damaged or something else, or the file holds a private key: that one has no business with
/// a client, and whoever gives it here probably confuses two files.
pub(crate) fn certificates_from_pem(
    pem: &[u8],
) -> Result<Vec<CertificateDer<'static>>, InvalidCertificates> {
    let text = text::of_file(pem);
    if text.contains("PRIVATE KEY-----") {
        return Err(InvalidCertificates::PrivateKey);
    }
    let mut certificates = Vec::new();
    let mut rest = text.as_str();
    for number in 1.. {
        let damaged = || InvalidCertificates::Damaged(number);
        let Some((between, block)) = rest.split_once(BEGIN) else {
            break;
        };
        if is_spoiled(between) {
            return Err(damaged());
        }
        let (label, block) = block.split_once(DASHES).ok_or_else(damaged)?;
        if !is_label(label) {
            return Err(damaged());
        }
        // OpenSSL once wrote the second.
        if !matches!(label, "CERTIFICATE" | "X509 CERTIFICATE") {
            let label = label.to_owned();
            return Err(InvalidCertificates::Other { number, label });
        }
        let end = format!("-----END {label}-----");
        let (body, after) = block.split_once(end.as_str()).ok_or_else(damaged)?;
        certificates.push(certificate(body).ok_or_else(damaged)?);
        rest = after;
    }
    if is_spoiled(rest) {
        Err(InvalidCertificates::Damaged(certificates.len() + 1))
    } else if certificates.is_empty() {
        Err(InvalidCertificates::NoCertificate)
    } else {
        Ok(certificates)
    }
}

/// The certificate in the Base64 of a block. The parser does not look into it.
fn certificate(body: &str) -> Option<CertificateDer<'static>> {
    let body = body.trim();
    let block = format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n");
    let certificate = CertificateDer::from_pem_slice(block.as_bytes()).ok()?;
    RootCertStore::empty().add(certificate.clone()).ok()?;
    Some(certificate)
}

/// Whether a text may be shown as the label of a block: capital letters, digits and spaces, and not many.
fn is_label(label: &str) -> bool {
    let may_be = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b' ';
    !label.is_empty() && label.len() <= 40 && label.bytes().all(may_be)
}

/// Whether the text between blocks has what was the first or last line of one, such as a line whose hyphens a word
/// processor replaced.
fn is_spoiled(text: &str) -> bool {
    let is_dash = |c: char| c == '-' || ('\u{2010}'..='\u{2015}').contains(&c) || c == '\u{2212}';
    text.lines().map(str::trim).any(|line| {
        let words = line.trim_matches(|c: char| is_dash(c) || c == ' ');
        let words = words.to_ascii_uppercase();
        words.len() < line.len()
            && (words.starts_with("BEGIN") || words.starts_with("END"))
            && words.ends_with("CERTIFICATE")
    })
}

#[cfg(test)]
mod tests {
    use fortinac_testkit::{Ca, Identity, params};

    use super::*;

    #[test]
    fn certificates_are_read_from_pem() {
        let (one, two) = (Ca::new(), Ca::new());
        let windows = two.pem().replace('\n', "\r\n");
        for text in [
            format!("subject: one\n{}\nsubject: two\r\n{windows}", one.pem()),
            // Files that were saved with a byte order mark, and joined; also without a line break at the end of one.
            format!("\u{feff}{}\u{feff}{windows}", one.pem()),
            format!("{}{}", one.pem().trim_end(), two.pem()),
            format!(
                "{}{}",
                one.pem(),
                two.pem().replace("CERTIFICATE", "X509 CERTIFICATE")
            ),
            format!("  {}\t{}", one.pem(), two.pem()),
            format!(
                "--- begin of our certificates ---\n{}- end -\n{}",
                one.pem(),
                two.pem()
            ),
        ] {
            let read = certificates_from_pem(text.as_bytes());
            assert_eq!(read, Ok(vec![one.der(), two.der()]), "{text}");
        }
        let latin = [b"# f\xfcr uns\n", one.pem().as_bytes()].concat();
        assert_eq!(certificates_from_pem(&latin), Ok(vec![one.der()]));
        let units: Vec<u8> = one
            .pem()
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let powershell = [&[0xff, 0xfe], units.as_slice()].concat();
        assert_eq!(certificates_from_pem(&powershell), Ok(vec![one.der()]));
    }

    #[test]
    fn every_block_is_read_or_refused_by_number_and_label() {
        let certificate = Ca::new().pem();
        for label in [
            "TRUSTED CERTIFICATE",
            "CERTIFICATE REQUEST",
            "PKCS7",
            "X509 CRL",
        ] {
            let other = certificate.replace("CERTIFICATE", label);
            for (text, number) in [
                (other.clone(), 1),
                (format!("{other}{certificate}"), 1),
                (format!("{certificate}{other}"), 2),
            ] {
                let error = certificates_from_pem(text.as_bytes()).unwrap_err();
                let label = label.to_owned();
                assert_eq!(error, InvalidCertificates::Other { number, label });
            }
        }
        let error = certificates_from_pem(certificate.replace("CERTIFICATE", "PKCS7").as_bytes());
        let error = error.unwrap_err().to_string();
        assert!(error.starts_with("block 1 in it is a `PKCS7`; "), "{error}");
    }

    #[test]
    fn what_is_no_file_of_certificates_is_told_without_quoting_it() {
        use InvalidCertificates::{Damaged, NoCertificate, PrivateKey};
        let certificate = Ca::new().pem();
        let key = Identity::self_signed(&params(&[])).key.serialize_pem();
        let encrypted = key.replace("PRIVATE", "ENCRYPTED PRIVATE");
        let section = |body| {
            format!("{certificate}-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n")
        };
        for (text, expected) in [
            (String::new(), NoCertificate),
            ("canary".into(), NoCertificate),
            (key.clone(), PrivateKey),
            (encrypted, PrivateKey),
            (format!("{certificate}{key}"), PrivateKey),
            (section(""), Damaged(2)),
            (section("canary"), Damaged(2)),
            (section("Y2FuYXJ5"), Damaged(2)),
            (format!("{certificate}-----BEGIN canary"), Damaged(2)),
            (format!("{certificate}-----BEGIN canary-----"), Damaged(2)),
            (
                format!("{certificate}-----BEGIN CERTIFICATE-----\ncanary"),
                Damaged(2),
            ),
            (
                certificate.replace("-----END CERTIFICATE-----", ""),
                Damaged(1),
            ),
            (
                certificate.replace("-----BEGIN CERTIFICATE-----", "canary"),
                Damaged(1),
            ),
            (certificate.replace("-----", "\u{2014}-"), Damaged(1)),
            (certificate.replace("-----", "----"), Damaged(1)),
            (
                format!("{certificate}{}", certificate.replace("-----", "---- ")),
                Damaged(2),
            ),
            (certificate.to_lowercase(), Damaged(1)),
        ] {
            let error = certificates_from_pem(text.as_bytes()).unwrap_err();
            assert_eq!(error, expected, "{text}");
            assert!(!error.to_string().contains("canary"));
        }
        assert_eq!(
            certificates_from_pem(&[0x30, 0x82, 0xff, 0x00]),
            Err(NoCertificate)
        );
    }
}
