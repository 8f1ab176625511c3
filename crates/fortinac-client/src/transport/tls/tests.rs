use std::env;
use std::error::Error as _;
use std::ffi::OsStr;
use std::process::Command;

use fortinac_testkit::{Ca, Identity, Response, Server, expired, marked_as_ca, params};
use rustls::crypto::CryptoProvider;
use rustls::version::TLS12;

use super::*;
use crate::error::transport::find;

/// A server that tells about the connection.
async fn start(identity: &Identity) -> Server {
    Server::start_tls(identity, [Response::connection()]).await
}

fn client(trust: &Trust) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .no_proxy()
        .tls_backend_preconfigured(client_config(trust, &Arc::default()).unwrap())
}

/// What the server tells about the connection.
async fn get(trust: &Trust, url: &str) -> reqwest::Result<String> {
    client(trust)
        .build()
        .unwrap()
        .get(url)
        .send()
        .await?
        .text()
        .await
}

/// The messages of the error and of its sources, after checking that TLS is the reason.
async fn refusal(trust: &Trust, url: &str) -> String {
    let error = get(trust, url).await.unwrap_err();
    assert!(error.is_connect(), "{error:?}");
    assert!(find::<rustls::Error>(&error).is_some(), "{error:?}");
    let mut messages = vec![error.to_string()];
    let mut next = error.source();
    while let Some(error) = next {
        messages.push(error.to_string());
        next = error.source();
    }
    messages.join(": ")
}

/// Whether this is a process of one test's own, with these variables; elsewhere the test is run in such a process.
/// The environment and the default crypto provider belong to a whole process.
fn alone(test: &str, variables: &[(&str, &OsStr)]) -> bool {
    const MARK: &str = "TLS_TEST_ALONE";
    if env::var_os(MARK).is_some() {
        return true;
    }
    let (_, module) = module_path!().split_once("::").unwrap();
    let output = Command::new(env::current_exe().unwrap())
        .args([&format!("{module}::{test}"), "--exact", "--nocapture"])
        .env_remove("SSL_CERT_DIR")
        .envs(variables.iter().copied())
        .env(MARK, "1")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}"
    );
    false
}

#[tokio::test]
async fn an_own_authority_is_enough_for_name_and_address() {
    let ca = Ca::new();
    let server = start(&ca.issue(&params(&["localhost", "127.0.0.1"]))).await;
    let trust = Trust::SystemAnd(certificates_from_pem(ca.pem().as_bytes()).unwrap());
    for host in ["localhost", "127.0.0.1"] {
        assert_eq!(
            get(&trust, &server.url_of(host)).await.unwrap(),
            "TLSv1_3, no ALPN"
        );
    }
}

#[tokio::test]
async fn a_name_can_be_led_to_another_address() {
    let ca = Ca::new();
    let server = start(&ca.issue(&params(&["nac.example.com"]))).await;
    let client = client(&Trust::SystemAnd(vec![ca.der()]))
        .resolve("nac.example.com", server.address)
        .build()
        .unwrap();
    let response = client
        .get(server.url_of("nac.example.com"))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 200);
}

#[tokio::test]
async fn under_an_authority_name_and_dates_count() {
    let ca = Ca::new();
    let trust = Trust::SystemAnd(vec![ca.der()]);

    let server = start(&ca.issue(&params(&["nac.example.com"]))).await;
    for host in ["localhost", "127.0.0.1"] {
        let error = refusal(&trust, &server.url_of(host)).await;
        assert!(
            error.contains(&format!("not valid for name \"{host}\"")),
            "{error}"
        );
    }
    let server = start(&ca.issue(&expired(params(&["127.0.0.1"])))).await;
    let error = refusal(&trust, &server.url_of("127.0.0.1")).await;
    assert!(error.contains("certificate expired"), "{error}");

    let server = start(&Ca::new().issue(&params(&["127.0.0.1"]))).await;
    // The other authority has the same name.
    let error = refusal(&trust, &server.url_of("127.0.0.1")).await;
    assert!(error.contains("BadSignature"), "{error}");
}

#[tokio::test]
async fn a_pin_is_all_that_counts() {
    let identity = Identity::self_signed(&expired(params(&["nac.example.com"])));
    let server = start(&identity).await;
    let other = Fingerprint::of(b"other");
    let pin = Fingerprint::of(&identity.certificate);

    let trust = Trust::Pinned(vec![other, pin]);
    assert_eq!(
        get(&trust, &server.url_of("127.0.0.1")).await.unwrap(),
        "TLSv1_3, no ALPN"
    );

    for pins in [vec![], vec![other]] {
        let error = refusal(&Trust::Pinned(pins), &server.url_of("127.0.0.1")).await;
        assert!(error.contains(&pin.to_string()), "{error}");
    }
}

#[tokio::test]
async fn unverified_is_any_certificate() {
    let server = start(&Identity::self_signed(&expired(params(&[
        "nac.example.com",
    ]))))
    .await;
    assert_eq!(
        get(&Trust::Unverified, &server.url_of("127.0.0.1"))
            .await
            .unwrap(),
        "TLSv1_3, no ALPN"
    );
}

#[tokio::test]
async fn a_certificate_without_its_key_is_refused() {
    let ca = Ca::new();
    let mut identity = ca.issue(&params(&["127.0.0.1"]));
    identity.key = Identity::self_signed(&params(&[])).key;
    for versions in [rustls::ALL_VERSIONS, &[&TLS12]] {
        let server = Server::start_tls_with(&identity, versions, [Response::connection()]).await;
        for trust in [
            Trust::SystemAnd(vec![ca.der()]),
            Trust::Pinned(vec![Fingerprint::of(&identity.certificate)]),
            Trust::Unverified,
        ] {
            let error = refusal(&trust, &server.url_of("127.0.0.1")).await;
            assert!(error.contains("BadSignature"), "{trust:?}: {error}");
        }
    }
}

#[tokio::test]
async fn tls_1_2_works_with_all() {
    let ca = Ca::new();
    let identity = ca.issue(&params(&["127.0.0.1"]));
    let server = Server::start_tls_with(&identity, &[&TLS12], [Response::connection()]).await;
    let pin = Fingerprint::of(&identity.certificate);
    for trust in [
        Trust::SystemAnd(vec![ca.der()]),
        Trust::Pinned(vec![pin]),
        Trust::Unverified,
    ] {
        assert_eq!(
            get(&trust, &server.url_of("127.0.0.1")).await.unwrap(),
            "TLSv1_2, no ALPN"
        );
    }
    let error = refusal(
        &Trust::Pinned(vec![Fingerprint::of(b"other")]),
        &server.url_of("127.0.0.1"),
    )
    .await;
    assert!(error.contains(&pin.to_string()), "{error}");
}

/// This is how WebPKI decides, on Linux; other platforms have rules of their own.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_self_signed_certificate_as_authority_works_unless_it_is_marked_as_one() {
    let plain = params(&["127.0.0.1"]);
    for (params, expected) in [
        (plain.clone(), None),
        (marked_as_ca(plain.clone()), Some("CaUsedAsEndEntity")),
        (expired(plain), Some("certificate expired")),
    ] {
        let identity = Identity::self_signed(&params);
        let server = start(&identity).await;
        let trust = Trust::SystemAnd(vec![identity.certificate]);
        match expected {
            None => drop(get(&trust, &server.url_of("127.0.0.1")).await.unwrap()),
            Some(expected) => {
                let error = refusal(&trust, &server.url_of("127.0.0.1")).await;
                assert!(error.contains(expected), "{error}");
            }
        }
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_authorities_of_the_system_count() {
    let ca = Ca::new();
    let file = tempfile::NamedTempFile::new().unwrap();
    // The child makes an authority of its own, and writes it to the file that its environment names.
    if !alone(
        "the_authorities_of_the_system_count",
        &[("SSL_CERT_FILE", file.path().as_os_str())],
    ) {
        return;
    }
    std::fs::write(env::var_os("SSL_CERT_FILE").unwrap(), ca.pem()).unwrap();

    let params = params(&["127.0.0.1"]);
    let server = start(&ca.issue(&params)).await;
    for trust in [Trust::System, Trust::SystemAnd(vec![Ca::new().der()])] {
        get(&trust, &server.url_of("127.0.0.1")).await.unwrap();
    }
    let server =
        Server::start_tls_with(&ca.issue(&params), &[&TLS12], [Response::connection()]).await;
    assert_eq!(
        get(&Trust::System, &server.url_of("127.0.0.1"))
            .await
            .unwrap(),
        "TLSv1_2, no ALPN"
    );

    let server = start(&Identity::self_signed(&params)).await;
    let error = refusal(&Trust::System, &server.url_of("127.0.0.1")).await;
    assert!(error.contains("UnknownIssuer"), "{error}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_system_without_authorities_needs_one() {
    if !alone(
        "a_system_without_authorities_needs_one",
        &[("SSL_CERT_FILE", OsStr::new("/nonexistent"))],
    ) {
        return;
    }
    let error = client_config(&Trust::System, &Arc::default())
        .unwrap_err()
        .to_string();
    assert!(error.contains("No CA certificates"), "{error}");

    let ca = Ca::new();
    let server = start(&ca.issue(&params(&["127.0.0.1"]))).await;
    get(
        &Trust::SystemAnd(vec![ca.der()]),
        &server.url_of("127.0.0.1"),
    )
    .await
    .unwrap();
}

#[tokio::test]
async fn the_default_crypto_provider_is_neither_used_nor_set() {
    if !alone("the_default_crypto_provider_is_neither_used_nor_set", &[]) {
        return;
    }
    let ca = Ca::new();
    let identity = ca.issue(&params(&["127.0.0.1"]));
    let server = start(&identity).await;
    let pin = Fingerprint::of(&identity.certificate);
    let trusts = [
        Trust::SystemAnd(vec![ca.der()]),
        Trust::Pinned(vec![pin]),
        Trust::Unverified,
    ];
    for trust in &trusts {
        get(trust, &server.url_of("127.0.0.1")).await.unwrap();
    }
    assert!(CryptoProvider::get_default().is_none());

    // One that can do nothing stands for any that is not ours.
    let useless = CryptoProvider {
        cipher_suites: Vec::new(),
        kx_groups: Vec::new(),
        signature_verification_algorithms: WebPkiSupportedAlgorithms {
            all: &[],
            mapping: &[],
        },
        ..crypto::ring::default_provider()
    };
    useless.install_default().unwrap();
    for trust in &trusts {
        get(trust, &server.url_of("127.0.0.1")).await.unwrap();
    }
}

#[test]
fn fingerprints_are_read_as_people_write_them() {
    let fingerprint = Fingerprint::of(b"test");
    let canonical = "9F:86:D0:81:88:4C:7D:65:9A:2F:EA:A0:C5:5A:D0:15:A3:BF:4F:1B:2B:0B:82:2C:D1:5D:6C:15:B0:F0:0A:08";
    assert_eq!(fingerprint.to_string(), canonical);
    assert_eq!(format!("{fingerprint:?}"), canonical);
    for text in [
        canonical.into(),
        canonical.to_lowercase(),
        canonical.replace(':', ""),
        canonical.replace(':', " "),
        format!("SHA256 Fingerprint={canonical}\n"),
        format!("sha256 Fingerprint={canonical}"),
        format!("SHA256:{canonical}"),
        format!(" sha256: {canonical} "),
    ] {
        assert_eq!(text.parse(), Ok(fingerprint), "{text}");
    }
    for text in [
        "".into(),
        "sha256:".into(),
        canonical[3..].into(),
        format!("{canonical}:00"),
        format!("{canonical}:"),
        format!(":{canonical}"),
        canonical.replace(':', "::"),
        canonical.replace(':', "-"),
        canonical.replacen("9F", "+9", 1),
        canonical.replacen("9F", "9", 1),
        canonical.replacen("9F", "9ü", 1),
        canonical.replacen("9F", "ß", 1),
        format!("sha1:{canonical}"),
        // What OpenSSL prints for SHA-1.
        canonical[..59].into(),
    ] {
        let error = text.parse::<Fingerprint>().unwrap_err().to_string();
        assert!(error.contains("64 hexadecimal digits"), "{text}");
    }
}

#[tokio::test]
async fn other_errors_are_not_of_tls() {
    // This server closes the connection.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}/", listener.local_addr().unwrap());
    let server = tokio::spawn(async move { listener.accept().await.map(drop) });
    let error = get(&Trust::Unverified, &url).await.unwrap_err();
    assert!(
        error.is_connect() && find::<rustls::Error>(&error).is_none(),
        "{error:?}"
    );
    server.await.unwrap().unwrap();
}
