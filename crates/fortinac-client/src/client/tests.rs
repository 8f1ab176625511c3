use std::ffi::OsString;
use std::time::Duration;

use fortinac_testkit::Ca;

use super::*;
use crate::transport::tls::{Fingerprint, Trust};

#[test]
fn a_bad_url_says_what_to_write() {
    for (text, part) in [
        ("", "it is empty"),
        ("https://", "write https://"),
        ("ftp://nac.example.com", "begins with ftp://"),
        (
            "https://root:canary@nac.example.com",
            "a user or a password",
        ),
        ("https://nac.example.com/api/v2?x=1", "a query"),
        ("nac example com", "write https://"),
        ("nac.example.com:port", "write https://"),
        ("fe80::1%eth0", "a zone"),
        ("https//nac.example.com", "write https://"),
    ] {
        let error = Client::new(text, "token").unwrap_err().to_string();
        assert!(
            error.starts_with("URL: ") && error.contains(part),
            "{text}: {error}"
        );
        assert!(!error.contains("canary"), "{error}");
    }
}

#[test]
fn http_is_for_loopback_or_by_name() {
    for url in [
        "http://localhost:1",
        "http://127.0.0.1:1",
        "http://127.8.8.8",
        "http://[::1]:1",
    ] {
        assert!(Client::new(url, "token").is_ok(), "{url}");
    }
    for url in [
        "http://nac.example.com",
        "http://192.0.2.1",
        "http://localhost.example.com",
        "http://[::2]",
    ] {
        let error = Client::new(url, "token").unwrap_err().to_string();
        assert!(error.contains("write https://"), "{url}: {error}");
        assert!(
            Client::builder(url, "token")
                .danger_allow_http()
                .build()
                .is_ok(),
            "{url}"
        );
    }
}

#[test]
fn a_bad_token_is_named_and_not_shown() {
    for token in ["", "  ", "canary\ntoken", "canary token", "canary\u{7f}"] {
        let error = Client::new("nac.example.com", token).unwrap_err();
        assert!(error.to_string().starts_with("token: "), "{error}");
        assert!(!format!("{error:?} {error}").contains("canary"));
    }
}

#[test]
fn other_settings_are_named_too() {
    let builder = || Client::builder("nac.example.com", "token");
    let error = |builder: ClientBuilder| builder.build().unwrap_err().to_string();
    assert!(error(builder().proxy("http://user:canary@[")).starts_with("proxy: it is not a URL"));
    assert!(error(builder().header("a b", "x")).starts_with("header: "));
    assert!(error(builder().header("x", "canary\n")).starts_with("header: it contains"));
    assert!(error(builder().user_agent("a\nb")).starts_with("user agent: "));
    assert!(error(builder().ca_file("/nowhere/ca.pem")).starts_with("CA file: /nowhere/ca.pem: "));
}

#[test]
fn trust_is_set_once() {
    let fingerprint = Fingerprint::of(b"certificate");
    let builder = || Client::builder("nac.example.com", "token");
    let twice = builder()
        .danger_accept_invalid_certs()
        .pin(fingerprint)
        .build()
        .unwrap_err()
        .to_string();
    assert!(
        twice.starts_with("pin: it excludes the setting `trust of any certificate`"),
        "{twice}"
    );
    assert!(
        builder()
            .pin(fingerprint)
            .pin(Fingerprint::of(b"next"))
            .build()
            .is_ok()
    );
    let own = builder()
        .pin(fingerprint)
        .http(reqwest::Client::builder())
        .build()
        .unwrap_err()
        .to_string();
    assert!(
        own.starts_with("pin: the application's own HTTP client decides about TLS"),
        "{own}"
    );
}

fn from(variables: &[(&'static str, &str)]) -> Result<Client, String> {
    let variable = |name: &'static str| {
        let found = variables.iter().find(|(candidate, _)| *candidate == name);
        found.map(|(_, value)| OsString::from(value))
    };
    ClientBuilder::from_variables(variable)
        .and_then(ClientBuilder::build)
        .map_err(|error| error.to_string())
}

#[test]
fn the_environment_is_read_and_its_errors_name_the_variable() {
    let url = ("FORTINAC_URL", "nac.example.com");
    let token = ("FORTINAC_TOKEN", "canary");
    assert!(from(&[url, token]).is_ok());

    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&file, "canary\n").unwrap();
    let token_file = ("FORTINAC_TOKEN_FILE", file.path().to_str().unwrap());
    let client = from(&[url, token_file]).unwrap();
    assert_eq!(client.0.token.expose(), "canary");

    let empty = tempfile::NamedTempFile::new().unwrap();
    let empty_file = ("FORTINAC_TOKEN_FILE", empty.path().to_str().unwrap());

    for (variables, name) in [
        (&[token][..], "FORTINAC_URL: "),
        (&[("FORTINAC_URL", "ftp://nac"), token], "FORTINAC_URL: "),
        (&[("FORTINAC_URL", "http://nac"), token], "FORTINAC_URL: "),
        (&[url, ("FORTINAC_TOKEN", "canary x")], "FORTINAC_TOKEN: "),
        (&[url, empty_file], "FORTINAC_TOKEN_FILE: /"),
        (&[url], "FORTINAC_TOKEN: "),
        (&[url, ("FORTINAC_TOKEN", "")], "FORTINAC_TOKEN: "),
        (
            &[url, ("FORTINAC_TOKEN_FILE", "/nowhere")],
            "FORTINAC_TOKEN_FILE: /nowhere: ",
        ),
        (
            &[url, token, token_file],
            "FORTINAC_TOKEN_FILE: FORTINAC_TOKEN is set too",
        ),
        (
            &[url, token, ("FORTINAC_CA_FILE", "/nowhere")],
            "FORTINAC_CA_FILE: /nowhere: ",
        ),
        (
            &[url, token, ("FORTINAC_CERT_SHA256", "12")],
            "FORTINAC_CERT_SHA256: ",
        ),
        (
            &[url, token, ("FORTINAC_INSECURE", "maybe")],
            "FORTINAC_INSECURE: ",
        ),
    ] {
        let error = from(variables).unwrap_err();
        assert!(error.starts_with(name), "{error}");
        assert!(!error.contains("canary"), "{error}");
    }
    let pin = (
        "FORTINAC_CERT_SHA256",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    );
    assert!(from(&[url, token, pin]).is_ok());
    assert!(from(&[url, token, pin, ("FORTINAC_INSECURE", "1")]).is_err());
    assert!(from(&[url, token, pin, ("FORTINAC_INSECURE", "0")]).is_ok());
}

#[test]
fn a_token_file_is_read_as_editors_save_it() {
    let url = ("FORTINAC_URL", "nac.example.com");
    let file = tempfile::NamedTempFile::new().unwrap();
    let name = file.path().to_str().unwrap();
    let read = |content: &[u8]| {
        std::fs::write(&file, content).unwrap();
        from(&[url, ("FORTINAC_TOKEN_FILE", name)])
    };
    for content in [
        &b"\xef\xbb\xbfcanary\r\n"[..],
        b"\xff\xfec\0a\0n\0a\0r\0y\0\r\0\n\0",
    ] {
        assert_eq!(read(content).unwrap().0.token.expose(), "canary");
    }
    for (content, what) in [
        ("", "it is empty"),
        ("canary\u{200b}\n", "character 7 is an invisible character"),
        (
            "\u{201c}canary\u{201d}\n",
            "character 1 is a quotation mark",
        ),
        ("canary\ncanary\n", "character 7 is a line break"),
    ] {
        let error = read(content.as_bytes()).unwrap_err();
        let expected = format!("FORTINAC_TOKEN_FILE: {name}: {what}");
        assert!(error.starts_with(&expected), "{error}");
        assert!(!error.contains("canary"), "{error}");
    }
}

#[test]
fn debug_shows_no_secret() {
    let builder = Client::builder("nac.example.com", "canary")
        .header("x", "canary")
        .proxy("http://canary@proxy");
    assert!(!format!("{builder:?}").contains("canary"));
    let client = builder.build().unwrap();
    assert_eq!(
        format!("{client:?}"),
        r#"Client { server: "nac.example.com:8443", .. }"#
    );
}

#[test]
fn the_defaults_are_as_documented() {
    let builder = Client::builder("nac.example.com", "token");
    assert_eq!(builder.connect_timeout, Duration::from_secs(10));
    assert_eq!(builder.timeout, Duration::from_secs(60));
    assert_eq!(builder.read_timeout, Duration::from_secs(30));
    assert_eq!(builder.max_response_size, 8 * 1024 * 1024);
    // An attempt that takes as long as it may leaves time for others.
    let budget = 3 * builder.timeout;
    assert_eq!(
        builder.retry_policy,
        crate::RetryPolicy::default().budget(budget)
    );
}

#[test]
fn http_stays_on_this_host() {
    let error = |builder: ClientBuilder| builder.build().unwrap_err().to_string();
    let builder = || Client::builder("http://localhost", "token");
    let elsewhere = ([192, 0, 2, 1], 80).into();
    assert!(error(builder().proxy("http://localhost:3128")).starts_with("proxy: http://"));
    assert!(error(builder().resolve("LOCALHOST", elsewhere)).starts_with("resolve: http://"));
    for allowed in [
        builder().resolve("localhost", ([127, 0, 0, 1], 80).into()),
        builder().resolve("nac.example.com", elsewhere),
        builder()
            .resolve("localhost", elsewhere)
            .danger_allow_http(),
        builder().proxy("localhost:3128").danger_allow_http(),
        Client::builder("https://localhost", "token").resolve("localhost", elsewhere),
    ] {
        allowed.build().unwrap();
    }
}

#[test]
fn headers_of_the_client_are_its_own() {
    for name in [
        "Accept",
        "content-type",
        "content-length",
        "transfer-encoding",
        "connection",
        "host",
        "authorization",
        "user-agent",
    ] {
        let builder = Client::builder("nac.example.com", "token").header(name, "canary");
        let error = builder.build().unwrap_err().to_string();
        let named = format!("header: `{}`: ", name.to_lowercase());
        assert!(
            error.starts_with(&named) && !error.contains("canary"),
            "{error}"
        );
    }
    let agent = Client::builder("nac.example.com", "token").header("user-agent", "x");
    let error = agent.build().unwrap_err().to_string();
    assert!(error.contains("`user_agent`"), "{error}");
}

#[test]
fn authorities_add_up() {
    let pem = Ca::new().pem();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&file, &pem).unwrap();
    let builder = || Client::builder("nac.example.com", "token");
    let two = builder().ca_file(file.path()).ca_pem(&pem);
    assert!(matches!(&two.trust, Trust::SystemAnd(certificates) if certificates.len() == 2));
    two.build().unwrap();

    let error = |builder: ClientBuilder| builder.build().unwrap_err().to_string();
    assert!(error(builder().ca_pem("canary")).starts_with("CA: no certificate in it"));
    let pinned = builder().pin(Fingerprint::of(b"x")).ca_pem(&pem);
    assert!(error(pinned).starts_with("CA: it excludes the setting `pin`"));
}

#[test]
fn an_own_http_client_without_a_crypto_provider_is_an_error() {
    let builder = Client::builder("nac.example.com", "token").http(reqwest::Client::builder());
    let error = builder.build().unwrap_err().to_string();
    assert!(
        error.starts_with(
            "HTTP client: this process has no default crypto provider; install one first"
        ),
        "{error}"
    );
}
