use std::time::Duration;

use super::{Folder, PIN};
use crate::Fingerprint;
use crate::transport::tls::Trust;

#[test]
fn the_settings_reach_the_builder() {
    let text = format!(
        "[profiles.lab]\nurl = 'nac.example.com'\ntoken = 'canary'\ncert_sha256 = '{PIN}'\ntimeout = '90s'\n"
    );
    let folder = Folder::new(text);
    let builder = || folder.profiles().get("lab").unwrap().builder().unwrap();
    assert_eq!(builder().timeout, Duration::from_secs(90));
    assert!(matches!(builder().trust, Trust::Pinned(pins) if pins.len() == 1));
    assert_eq!(builder().build().unwrap().0.token.expose(), "canary");
    assert!(!format!("{:?}", builder()).contains("canary"));

    // What the program sets wins.
    assert_eq!(
        builder().timeout(Duration::from_secs(1)).timeout,
        Duration::from_secs(1)
    );
    let other = Fingerprint::of(b"other");
    let pinned = builder().pin(other).pin(Fingerprint::of(b"next"));
    assert!(matches!(&pinned.trust, Trust::Pinned(pins) if pins.len() == 2 && pins[0] == other));
    pinned.build().unwrap();
    assert!(matches!(
        builder().danger_accept_invalid_certs().trust,
        Trust::Unverified
    ));
    let twice = builder()
        .pin(other)
        .danger_accept_invalid_certs()
        .build()
        .unwrap_err()
        .to_string();
    assert!(twice.contains("it excludes the setting `pin`"), "{twice}");
    let own = builder()
        .http(reqwest::Client::builder())
        .build()
        .unwrap_err();
    let own = folder.message(&own);
    assert!(
        own.starts_with(
            "profile lab, key cert_sha256 (in FILE): the application's own HTTP client"
        ),
        "{own}"
    );
}

#[test]
fn file_names_begin_at_the_folder_of_the_file() {
    let folder = Folder::new(
        "[profiles.lab]\nurl = 'nac.example.com'\ntoken_file = 'lab.token'\nca_file = 'lab.pem'\n\
         [profiles.plant]\nurl = 'nac.example.com'\ntoken_file = 'nowhere'\n",
    );
    let profiles = folder.profiles();
    let lab = profiles.get("lab").unwrap();
    let pem = folder.0.path().join("lab.pem");
    let message = folder.message(&lab.builder().unwrap_err());
    assert!(
        message.starts_with(&format!(
            "profile lab, key ca_file (in FILE): {}: ",
            pem.display()
        )),
        "{message}"
    );
    folder.write("lab.pem", fortinac_testkit::Ca::new().pem());
    folder.write("lab.token", "canary\n");
    assert_eq!(
        lab.builder().unwrap().build().unwrap().0.token.expose(),
        "canary"
    );
    folder.write("lab.token", "canary canary\n");
    let message = folder.message(&lab.builder().unwrap().build().unwrap_err());
    assert!(
        message.contains("key token_file (in FILE): ")
            && message.contains("character 7 is a space"),
        "{message}"
    );
    let message = folder.message(
        &profiles
            .get("plant")
            .unwrap()
            .builder()
            .unwrap()
            .build()
            .unwrap_err(),
    );
    assert!(
        message.starts_with("profile plant, key token_file (in FILE): "),
        "{message}"
    );
}
