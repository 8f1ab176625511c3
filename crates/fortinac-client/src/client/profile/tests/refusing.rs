use super::{Folder, PIN, assert_refused};
use crate::client::profile::Profiles;

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
                assert!(!shown.contains("canary"), "{damaged}\n{shown}");
            }
        }
    }
    assert!(refused > 1000, "{refused}");
}
