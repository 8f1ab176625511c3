use std::ffi::OsString;

use super::{Folder, PIN};
use crate::Fingerprint;
use crate::client::profile::Settings;
use crate::transport::tls::Trust;

const FILE: &str = "default = 'lab'\n[profiles.lab]\nurl = 'nac.lab.example.com'\ntoken = 'canary-lab'\n\
                    [profiles.plant]\nurl = 'nac.plant.example.com'\ntoken = 'canary-plant'\n";

/// Host and token of the client that these settings make.
fn choose(
    folder: &Folder,
    profile: Option<&str>,
    variables: &[(&'static str, &str)],
) -> Result<(String, String), String> {
    let file = folder.file();
    let variable = |name: &'static str| match variables.iter().find(|(known, _)| *known == name) {
        Some((_, value)) => Some(OsString::from(value)),
        None => (name == "FORTINAC_CONFIG").then(|| file.clone().into()),
    };
    let client = Settings::find_with(profile, &variable)
        .and_then(|settings| settings.builder_with(&variable))
        .and_then(|builder| builder.build())
        .map_err(|error| folder.message(&error))?;
    let host = client.0.endpoint.host().to_owned();
    Ok((host, client.0.token.expose().to_owned()))
}

const URL: (&str, &str) = ("FORTINAC_URL", "nac.env.example.com");
const TOKEN: (&str, &str) = ("FORTINAC_TOKEN", "canary-env");
const PROFILE: (&str, &str) = ("FORTINAC_PROFILE", "plant");
const PINNED: (&str, &str) = ("FORTINAC_CERT_SHA256", PIN);

#[test]
fn address_and_token_come_from_one_place() {
    let folder = Folder::new(FILE);
    for (profile, variables, place) in [
        (None, &[][..], "lab"),
        (None, &[PROFILE], "plant"),
        (None, &[("FORTINAC_PROFILE", "")], "lab"),
        (None, &[URL, TOKEN], "env"),
        (None, &[URL, TOKEN, PROFILE], "env"),
        (None, &[URL, TOKEN, PINNED], "env"),
        (None, &[("FORTINAC_URL", ""), ("FORTINAC_TOKEN", "")], "lab"),
        (None, &[("FORTINAC_INSECURE", "0")], "lab"),
        (Some("plant"), &[], "plant"),
        (Some("lab"), &[PROFILE], "lab"),
        (Some("plant"), &[URL], "plant"),
        (Some("plant"), &[TOKEN], "plant"),
        (
            Some("plant"),
            &[URL, TOKEN, PINNED, ("FORTINAC_INSECURE", "1")],
            "plant",
        ),
        (
            Some("plant"),
            &[URL, ("FORTINAC_TOKEN_FILE", "/nowhere")],
            "plant",
        ),
    ] {
        let expected = (
            format!("nac.{place}.example.com"),
            format!("canary-{place}"),
        );
        assert_eq!(
            choose(&folder, profile, variables),
            Ok(expected),
            "{profile:?} {variables:?}"
        );
    }
}

#[test]
fn what_is_ambiguous_is_an_error() {
    let folder = Folder::new(FILE);
    let unknown = |name: &str, profile: &str| {
        format!(
            "{name}: it is set without FORTINAC_URL, so nobody knows which appliance it is for, and it is not used with the \
             profile {profile}; set FORTINAC_URL too, or unset it"
        )
    };
    for (profile, variables, expected) in [
        (None, &[TOKEN][..], unknown("FORTINAC_TOKEN", "lab")),
        (None, &[TOKEN, PROFILE], unknown("FORTINAC_TOKEN", "plant")),
        (None, &[("FORTINAC_TOKEN_FILE", "x")], unknown("FORTINAC_TOKEN_FILE", "lab")),
        (None, &[("FORTINAC_CA_FILE", "x")], unknown("FORTINAC_CA_FILE", "lab")),
        (None, &[PINNED], unknown("FORTINAC_CERT_SHA256", "lab")),
        (None, &[("FORTINAC_INSECURE", "1")], unknown("FORTINAC_INSECURE", "lab")),
        // The token of a profile is not sent to this address.
        (
            None,
            &[URL],
            "FORTINAC_TOKEN: set it, or FORTINAC_TOKEN_FILE: FORTINAC_URL is set, so no profile is used, nor its token".into(),
        ),
        (
            None,
            &[URL, PROFILE],
            "FORTINAC_TOKEN: set it, or FORTINAC_TOKEN_FILE: FORTINAC_URL is set, so no profile is used, nor its token".into(),
        ),
        (
            None,
            &[("FORTINAC_PROFILE", "plnat")],
            "FORTINAC_PROFILE: there is no profile plnat in FILE; it has lab, plant; did you mean `plant`?".into(),
        ),
        (Some("x"), &[], "profile: there is no profile x in FILE; it has lab, plant".into()),
        (Some(""), &[PROFILE], "profile: there is no profile  in FILE; it has lab, plant".into()),
        (None, &[("FORTINAC_CONFIG", "/nowhere/x")], "FORTINAC_CONFIG: there is no file /nowhere/x".into()),
    ] {
        assert_eq!(choose(&folder, profile, variables), Err(expected), "{profile:?} {variables:?}");
    }
}

#[test]
fn without_a_default_one_has_to_be_named() {
    let folder = Folder::new(FILE.replace("default = 'lab'", ""));
    let expected =
        "FORTINAC_PROFILE: no profile is named; set it, or `default` in FILE, which has lab, plant";
    assert_eq!(choose(&folder, None, &[]), Err(expected.into()));
    let expected = "FORTINAC_URL: set it to the appliance, such as nac.example.com, or write a profile into FILE";
    for variables in [&[][..], &[TOKEN]] {
        assert_eq!(
            choose(&Folder::new(""), None, variables),
            Err(expected.into())
        );
    }
}

#[test]
fn the_file_is_not_read_if_the_environment_counts() {
    let folder = Folder::new("this is no TOML");
    assert!(choose(&folder, None, &[URL, TOKEN, PROFILE]).is_ok());
    assert!(choose(&folder, None, &[]).is_err());
    assert!(choose(&folder, Some("lab"), &[URL, TOKEN]).is_err());
}

#[test]
fn what_the_program_sets_wins_over_the_environment() {
    let variable = |name: &'static str| {
        let variables = [URL, TOKEN, PINNED];
        let found = variables.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| OsString::from(value))
    };
    let builder = || {
        let settings = Settings::find_with(None, &variable).unwrap();
        assert!(settings.profile().is_none());
        settings.builder_with(&variable).unwrap()
    };
    let other = Fingerprint::of(b"other");
    assert!(matches!(builder().trust, Trust::Pinned(pins) if pins != [other]));
    assert!(matches!(builder().pin(other).trust, Trust::Pinned(pins) if pins == [other]));
    builder().danger_accept_invalid_certs().build().unwrap();
}
