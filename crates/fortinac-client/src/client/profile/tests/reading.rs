use std::time::Duration;

use super::{Folder, PIN, assert_refused};
use crate::Fingerprint;
use crate::client::profile::{Profiles, TokenSource};

#[test]
fn every_key_is_read() {
    let text = format!(
        "default = 'lab'\n[profiles.lab]\nurl = 'nac.example.com'\ntoken = 'canary'\ncert_sha256 = ['{PIN}']\n\
         timeout = 90\noutput = 'json'\n[profiles.plant]\nurl = 'nac.plant.example.com'\ntoken_file = 'plant.token'\n\
         ca_file = '~/ca.pem'\ntimeout = '2m'\n[profiles.office]\nurl = 'nac.office.example.com'\n\
         token_command = ['op', 'read', 'canary']\ncert_sha256 = '{PIN}'\n"
    );
    let folder = Folder::new(text);
    let profiles = folder.profiles();
    assert_eq!(profiles.path(), folder.file());
    assert_eq!(
        profiles.names().collect::<Vec<_>>(),
        ["lab", "plant", "office"]
    );
    assert_eq!(profiles.default_name(), Some("lab"));

    let lab = profiles.get("lab").unwrap();
    assert_eq!((lab.name(), lab.url()), (Some("lab"), "nac.example.com"));
    assert_eq!(lab.token(), &TokenSource::Literal("canary".into()));
    assert_eq!(lab.cert_sha256(), [PIN.parse::<Fingerprint>().unwrap()]);
    assert_eq!(lab.timeout(), Some(Duration::from_secs(90)));
    assert_eq!(lab.output(), Some("json"));

    let plant = profiles.get("plant").unwrap();
    assert_eq!(plant.token(), &TokenSource::File("plant.token".into()));
    assert_eq!(plant.ca_file().unwrap().to_str(), Some("~/ca.pem"));
    assert_eq!(plant.timeout(), Some(Duration::from_secs(120)));
    assert_eq!((plant.output(), plant.cert_sha256()), (None, &[][..]));

    let office = profiles.get("office").unwrap();
    let words = ["op", "read", "canary"].map(str::to_owned).to_vec();
    assert_eq!(office.token(), &TokenSource::Command(words));
    assert_eq!(office.cert_sha256().len(), 1);

    let shown = format!("{profiles:?}");
    assert!(
        shown.contains("plant.token") && shown.contains("Command(Some(\"op\"), ..)"),
        "{shown}"
    );
    assert!(!shown.contains("canary"), "{shown}");
}

#[test]
fn a_url_with_a_password_is_not_shown() {
    let folder = Folder::new(
        "[profiles.lab]\nurl = 'https://root:canary@nac.example.com'\ntoken_file = 'x'\n",
    );
    let profiles = folder.profiles();
    assert!(!format!("{profiles:?}").contains("canary"));
    let error = profiles
        .get("lab")
        .unwrap()
        .builder()
        .unwrap()
        .build()
        .unwrap_err();
    let message = folder.message(&error);
    assert!(
        message.starts_with("profile lab, key url (in FILE): it has a user or a password"),
        "{message}"
    );
}

#[test]
fn other_forms_of_toml_are_read_too() {
    for text in [
        "profiles = {lab = {url = 'nac.example.com', token = 'canary'}}",
        "[profiles]\nlab = {url = 'nac.example.com', token = 'canary'}",
        "profiles.lab.url = 'nac.example.com'\nprofiles.lab.token = 'canary'",
        "\u{feff}[profiles.lab]\r\nurl = 'nac.example.com'\r\ntoken = 'canary'\r\n",
    ] {
        let profiles = Folder::new(text).profiles();
        assert_eq!(
            profiles.get("lab").unwrap().url(),
            "nac.example.com",
            "{text}"
        );
    }
    let utf16 = "[profiles.lab]\nurl='x'\ntoken='y'".encode_utf16();
    let utf16 = utf16.flat_map(u16::to_le_bytes);
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(utf16).collect();
    assert_eq!(Folder::new(utf16).profiles().names().len(), 1);
    for text in ["", "\u{feff}", "# nothing\n", "[profiles]\n"] {
        assert_eq!(Folder::new(text).profiles().names().len(), 0, "{text}");
    }
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let folder = Folder::new("");
    let error = Profiles::from_file(folder.0.path())
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        format!("{}: it is a folder, not a file", folder.0.path().display())
    );
    let nowhere = folder.0.path().join("nowhere");
    let error = Profiles::from_file(&nowhere).unwrap_err().to_string();
    assert_eq!(
        error,
        format!("{}: there is no such file", nowhere.display())
    );
    assert_refused(
        b"# one\n[profiles.lab]\ntoken = 'canary\xfc'\n",
        "FILE: line 3 has a byte that is not UTF-8; save the file as UTF-8",
    );
    assert_refused(vec![b'#'; 1024 * 1024 + 1], "FILE: it is larger than 1 MiB");
}

#[test]
#[cfg(unix)]
fn a_token_that_others_can_read_is_refused() {
    let literal = "[profiles.lab]\nurl = 'x'\ntoken = 'canary'\n";
    let folder = Folder::new(literal);
    for mode in [0o640, 0o604, 0o644, 0o620] {
        folder.set_mode(mode);
        let message = folder.message(&folder.read().unwrap_err());
        assert_eq!(
            message,
            "FILE: it holds a token, and others than its owner can read or change it; run `chmod 600 FILE`",
            "{mode:o}"
        );
    }
    for mode in [0o600, 0o400, 0o700] {
        folder.set_mode(mode);
        folder.read().unwrap();
    }
    let folder = Folder::new("[profiles.lab]\nurl = 'x'\ntoken_file = 'y'\n");
    for mode in [0o600, 0o644, 0o664] {
        folder.set_mode(mode);
        folder.read().unwrap();
    }
    folder.set_mode(0o606);
    assert_eq!(
        folder.message(&folder.read().unwrap_err()),
        "FILE: everybody can change it, and so the address that a token is sent to; run `chmod 600 FILE`"
    );
}
