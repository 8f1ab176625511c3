use std::time::Duration;

use super::{Folder, assert_refused};
use crate::Fingerprint;
use crate::client::profile::{Profiles, TokenSource};
use crate::transport::tls::Trust;

const PIN: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

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
fn an_unknown_key_is_an_error() {
    let profile =
        |line: &str| format!("[profiles.lab]\nurl = 'nac.example.com'\ntoken = 'canary'\n{line}\n");
    for (text, expected) in [
        (
            profile("tokn = 'canary'"),
            "profile lab, key tokn (in FILE): there is no such key; did you mean `token`?",
        ),
        (
            profile("Token-File = 'x'"),
            "profile lab, key Token-File (in FILE): there is no such key; did you mean `token_file`?",
        ),
        (
            profile("insecure = true"),
            "profile lab, key insecure (in FILE): there is no such key; the keys of a profile are url, token, token_file, \
             token_command, ca_file, cert_sha256, timeout, output",
        ),
        (
            "defualt = 'lab'".into(),
            "key defualt (in FILE): there is no such key; did you mean `default`?",
        ),
        (
            "token = 'canary'".into(),
            "key token (in FILE): it belongs to a profile; write it below a line such as [profiles.lab]",
        ),
        (
            "[lab]\nurl = 'x'".into(),
            "key lab (in FILE): there is no such key, but `default` and `profiles`; a profile begins with [profiles.lab]",
        ),
    ] {
        assert_refused(text, expected);
    }
}

#[test]
fn a_wrong_value_is_named_and_not_shown() {
    let profile = |lines: &str| format!("[profiles.lab]\nurl = 'nac.example.com'\n{lines}\n");
    let with_token = |line: &str| profile(&format!("token = 'canary'\n{line}"));
    for (text, key, reason) in [
        (
            "[profiles.lab]\ntoken = 'canary'".into(),
            "url",
            "it is missing; set it to the appliance, such as nac.example.com",
        ),
        ("[profiles.lab]\nurl = ''".into(), "url", "it is empty"),
        (
            "[profiles.lab]\nurl = 7".into(),
            "url",
            "it is of the type integer; write a string in quotation marks",
        ),
        (
            profile(""),
            "token",
            "it is missing; set it, or token_file or token_command",
        ),
        (
            profile("token = 12345"),
            "token",
            "it is of the type integer; write a string in quotation marks",
        ),
        (
            profile("token.canary = 'x'"),
            "token",
            "it is of the type table; write a string in quotation marks",
        ),
        (
            with_token("token_file = 'x'"),
            "token_file",
            "`token` is set too; leave one of them out",
        ),
        (
            profile("token_file = 'x'\ntoken_command = ['canary']"),
            "token_command",
            "`token_file` is set too; leave one of them out",
        ),
        (
            profile("token_command = 'op read canary'"),
            "token_command",
            "it is not a list of words; write one, such as [\"op\", \"read\", \"op://nac/token\"]",
        ),
        (
            profile("token_command = ['canary', 7]"),
            "token_command",
            "it is not a list of words; write one, such as [\"op\", \"read\", \"op://nac/token\"]",
        ),
        (
            profile("token_command = []"),
            "token_command",
            "it names no program",
        ),
        (
            profile("token_command = [' ']"),
            "token_command",
            "it names no program",
        ),
        (
            with_token("cert_sha256 = 'canary'"),
            "cert_sha256",
            "not the SHA-256 fingerprint of a certificate; write its 64 hexadecimal digits, as `openssl x509 -noout \
             -fingerprint -sha256` prints them",
        ),
        (
            with_token("cert_sha256 = []"),
            "cert_sha256",
            "it is an empty list",
        ),
        (
            with_token("cert_sha256 = 7"),
            "cert_sha256",
            "it is not a fingerprint in quotation marks, nor a list of them",
        ),
        (
            with_token(&format!("cert_sha256 = '{PIN}'\nca_file = 'x'")),
            "cert_sha256",
            "it excludes the key `ca_file`; use one of them",
        ),
        (
            with_token("timeout = '1 day'"),
            "timeout",
            "it is not a time limit; write seconds, or a number with ms, s, m or h, such as \"90s\"",
        ),
        (
            with_token("timeout = -1"),
            "timeout",
            "it is not a time limit; write seconds, or a number with ms, s, m or h, such as \"90s\"",
        ),
        (with_token("output = ''"), "output", "it is empty"),
    ] {
        assert_refused(text, &format!("profile lab, key {key} (in FILE): {reason}"));
    }
    assert_refused(
        "[profiles]\nlab = 'canary'",
        "profile lab (in FILE): it is of the type string; write a table with url and token",
    );
    assert_refused(
        "profiles = 'canary'",
        "key profiles (in FILE): it is of the type string; write tables, such as [profiles.lab]",
    );
    assert_refused(
        "[profiles.'a,b']\n",
        "profile a,b (in FILE): the name of a profile has letters, digits, `_`, `.`, `@`, and `-` but at its beginning",
    );
}

#[test]
fn a_profile_that_is_not_there_is_told_with_those_that_are() {
    let lab = "[profiles.lab]\nurl = 'x'\ntoken = 'y'\n[profiles.plant]\nurl = 'x'\ntoken = 'y'\n";
    assert_refused(
        format!("default = 'plnat'\n{lab}"),
        "key default (in FILE): there is no profile plnat; it has lab, plant; did you mean `plant`?",
    );
    assert_refused(
        "default = 'lab'",
        "key default (in FILE): there is no profile lab; it has none",
    );
    assert_refused(
        "default = 7",
        "key default (in FILE): it is of the type integer; write a string in quotation marks",
    );
    let folder = Folder::new(lab);
    let message =
        |profiles: &Profiles, name: &str| folder.message(&profiles.get(name).unwrap_err());
    assert_eq!(
        message(&folder.profiles(), "office"),
        "profile: there is no profile office in FILE; it has lab, plant"
    );
    assert_eq!(
        message(&Profiles::empty(folder.file()), "lab"),
        "profile: there is no profile lab: there is no file FILE"
    );
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
fn an_error_of_syntax_shows_no_token() {
    assert_refused(
        "[profiles.lab]\nurl = 'x'\ntoken = \"canary\n",
        "FILE: line 3, column 16: invalid basic string, expected `\"`",
    );
    assert_refused(
        "[profiles.lab]\ntoken = canary-token",
        "FILE: line 2, column 9: string values must be quoted, expected literal string",
    );
    // Whatever is mistyped: a character more, less, or another one.
    let text = "default = \"lab\"\n[profiles.lab]\nurl = \"x\"\ntoken = \"canary\" # canary\ntoken_command = [\"canary\"]\n";
    let mut refused = 0;
    for (index, length) in text.char_indices().map(|(index, c)| (index, c.len_utf8())) {
        for other in [
            "", "\"", "'", "=", "[", "]", ".", "\\", "#", "\n", "{", "\u{0}", "é",
        ] {
            for end in [index, index + length] {
                let damaged = format!("{}{other}{}", &text[..index], &text[end..]);
                let Err(error) = Folder::new(&damaged).read() else {
                    continue;
                };
                refused += 1;
                let shown = format!("{error} {error:?}");
                // A name of a key or a profile is shown, and a value never.
                let is_key = ["[profiles.", "canary\" =", "canary ="]
                    .iter()
                    .any(|key| damaged.contains(key) && shown.contains(&format!("key canary")));
                assert!(!shown.contains("canary") || is_key, "{damaged}\n{shown}");
            }
        }
    }
    assert!(refused > 1000, "{refused}");
}

#[cfg(unix)]
#[test]
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
