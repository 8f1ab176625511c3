//! Addresses of appliances and fingerprints of certificates, as people type them.

use fortinac_client::{Client, Fingerprint};

use crate::seeds::CANARY;

pub(crate) fn run(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else {
        return;
    };
    if let Err(error) = Client::new(text, CANARY) {
        let shown = format!("{error} {error:?}");
        // An address with the canary in it is not the token.
        assert!(
            text.contains("canary") || !shown.contains(CANARY),
            "{shown}"
        );
    }
    if let Ok(fingerprint) = text.parse::<Fingerprint>() {
        let again = fingerprint.to_string().parse::<Fingerprint>();
        assert_eq!(again.ok(), Some(fingerprint));
    }
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let texts = [
        "nac.example.com",
        "nac.example.com:8443",
        "https://nac.example.com:8443/api/v2/",
        "http://127.0.0.1:8080",
        "https://user:password@nac.example.com/?a=b#c",
        "192.0.2.7",
        "[2001:db8::7%25eth0]:8443",
        "2001:db8::7",
        "xn--bcher-kva.example",
        "bücher.example",
        " https:\\\\nac.example.com ",
        "9F:86:D0:81:88:4C:7D:65:9A:2F:EA:A0:C5:5A:D0:15:A3:BF:4F:1B:2B:0B:82:2C:D1:5D:6C:15:B0:F0:0A:08",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ];
    texts.map(|text| text.as_bytes().to_vec()).into()
}
