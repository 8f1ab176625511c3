use std::fs;
use std::time::Duration;

use super::Folder;
use crate::Fingerprint;
use crate::client::profile::{Profile, Profiles, TokenSource};

fn literal(token: &str) -> TokenSource {
    TokenSource::Literal(token.into())
}

const FILE: &str = "# Our appliances.\ndefault = 'lab' # the near one\n\n# In the cellar.\n[profiles.lab]\nurl = 'nac.example.com'   # by name\n\
                    token = 'canary'\ntimeout = 90\n\n# About both.\n\n# Far away.\n[profiles.plant]\noutput = \"json\"\n\
                    token_file = 'plant.token'\nurl = 'nac.plant.example.com'\n# The end.\n";

#[test]
fn a_file_that_is_not_changed_stays_as_it_is() {
    for text in [FILE.to_owned(), FILE.replace('\n', "\r\n"), String::new()] {
        let folder = Folder::new(&text);
        let mut profiles = folder.profiles();
        profiles.save().unwrap();
        assert_eq!(folder.text(), text);
        for name in ["lab", "plant"].into_iter().filter(|_| !text.is_empty()) {
            let same = profiles.get(name).unwrap().clone();
            profiles.set(name, same).unwrap();
        }
        profiles.save().unwrap();
        assert_eq!(folder.text(), text);
    }
}

#[test]
fn comments_and_order_stay() {
    let folder = Folder::new(FILE);
    let mut profiles = folder.profiles();
    let mut lab = profiles.get("lab").unwrap().clone();
    lab.set_appliance("192.0.2.7", literal("canary-2"));
    lab.set_cert_sha256([Fingerprint::of(b"test")]);
    profiles.set("lab", lab).unwrap();
    profiles.set_default("plant").unwrap();
    let command = ["op", "read"].map(str::to_owned).to_vec();
    profiles
        .set(
            "new",
            Profile::new("192.0.2.8", TokenSource::Command(command)),
        )
        .unwrap();
    profiles.save().unwrap();
    let pin = Fingerprint::of(b"test");
    let expected = FILE
        .replace("default = 'lab'", "default = \"plant\"")
        .replace("'nac.example.com'", "\"192.0.2.7\"")
        .replace("'canary'", "\"canary-2\"")
        .replace("timeout = 90\n", &format!("timeout = 90\ncert_sha256 = \"{pin}\"\n"))
        .replace("# The end.\n", "\n[profiles.new]\nurl = \"192.0.2.8\"\ntoken_command = [\"op\", \"read\"]\n# The end.\n");
    assert_eq!(folder.text(), expected);
    let again = folder.profiles();
    assert_eq!(again.names().collect::<Vec<_>>(), ["lab", "plant", "new"]);
    assert_eq!(again.get("lab").unwrap(), profiles.get("lab").unwrap());
}

#[test]
fn another_kind_of_token_takes_the_place_of_the_first() {
    let folder = Folder::new(FILE);
    let mut profiles = folder.profiles();
    let mut plant = profiles.get("plant").unwrap().clone();
    plant.set_token(literal("canary"));
    plant.set_output(None);
    plant.set_timeout(Some(Duration::from_millis(1500)));
    plant.set_ca_file(Some("~/ca.pem".into()));
    profiles.set("plant", plant).unwrap();
    profiles.save().unwrap();
    let text = folder.text();
    let plant = &text[text.find("[profiles.plant]").unwrap()..];
    assert_eq!(
        plant,
        "[profiles.plant]\nurl = 'nac.plant.example.com'\ntoken = \"canary\"\nca_file = \"~/ca.pem\"\ntimeout = \"1500ms\"\n# The end.\n"
    );
}

#[test]
fn a_profile_is_removed_with_its_own_comment() {
    let folder = Folder::new(FILE);
    let mut profiles = folder.profiles();
    profiles.remove("plant").unwrap();
    profiles.save().unwrap();
    let text = folder.text();
    assert!(
        text.starts_with(
            "# Our appliances.\ndefault = 'lab' # the near one\n\n# In the cellar.\n[profiles.lab]"
        ),
        "{text}"
    );
    assert!(
        text.ends_with("timeout = 90\n\n# About both.\n# The end.\n"),
        "{text}"
    );

    let folder = Folder::new(FILE.replace("default = 'lab' # the near one\n", ""));
    let mut profiles = folder.profiles();
    profiles.remove("lab").unwrap();
    profiles.save().unwrap();
    let text = folder.text();
    assert!(
        text.starts_with("# Our appliances.\n\n# About both.\n\n# Far away.\n[profiles.plant]\n"),
        "{text}"
    );

    let folder = Folder::new(FILE);
    let mut profiles = folder.profiles();
    profiles.remove("lab").unwrap();
    assert_eq!(profiles.default_name(), None);
    profiles.remove("plant").unwrap();
    let message = folder.message(&profiles.remove("plant").unwrap_err());
    assert_eq!(
        message,
        "profile: there is no profile plant in FILE; it has none"
    );
    profiles.save().unwrap();
    assert_eq!(folder.profiles().names().len(), 0);
}

#[test]
fn inline_tables_are_changed_too() {
    let folder = Folder::new("profiles = {lab = {url = 'x', token = 'canary'}}\n");
    let mut profiles = folder.profiles();
    profiles
        .set("new", Profile::new("y", literal("canary")))
        .unwrap();
    profiles.remove("lab").unwrap();
    profiles.save().unwrap();
    assert_eq!(folder.profiles().get("new").unwrap().url(), "y");
}

#[test]
fn what_cannot_be_read_again_is_not_written() {
    let folder = Folder::new("");
    let mut profiles = folder.profiles();
    for (name, profile, expected) in [
        (
            "a b",
            Profile::new("x", literal("y")),
            "profile a b: the name of a profile has letters, digits, `_`, `.`, `@`, and `-` but at its beginning",
        ),
        (
            "-p",
            Profile::new("x", literal("y")),
            "profile -p: the name of a profile has letters, digits, `_`, `.`, `@`, and `-` but at its beginning",
        ),
        (
            "lab",
            Profile::new("", literal("y")),
            "profile lab, key url (in FILE): it is empty",
        ),
        (
            "lab",
            Profile::new("x", literal("")),
            "profile lab, key token (in FILE): it is empty",
        ),
        (
            "lab",
            Profile::new("x", literal("canary x")),
            "profile lab, key token (in FILE): character 7 is a space",
        ),
        (
            "lab",
            Profile::new("x", TokenSource::Command(Vec::new())),
            "profile lab, key token_command (in FILE): it names no program",
        ),
    ] {
        let message = folder.message(&profiles.set(name, profile).unwrap_err());
        assert!(message.starts_with(expected), "{message}");
    }
    let message = folder.message(&profiles.set_default("lab").unwrap_err());
    assert_eq!(
        message,
        "profile: there is no profile lab in FILE; it has none"
    );
    profiles.save().unwrap();
    assert_eq!(folder.text(), "");
}

#[test]
fn a_change_of_another_program_is_not_overwritten() {
    let folder = Folder::new(FILE);
    let mut profiles = folder.profiles();
    folder.write("config.toml", "# other\n");
    let message = folder.message(&profiles.save().unwrap_err());
    assert_eq!(
        message,
        "FILE: another program has changed it meanwhile; read it again"
    );
    assert_eq!(folder.text(), "# other\n");
    let message = folder.message(&Profiles::empty(folder.file()).save().unwrap_err());
    assert_eq!(
        message,
        "FILE: another program has changed it meanwhile; read it again"
    );
}

#[cfg(unix)]
#[test]
fn a_new_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a").join("fortinac").join("config.toml");
    let mut profiles = Profiles::empty(&file);
    profiles
        .set("lab", Profile::new("nac.example.com", literal("canary")))
        .unwrap();
    profiles.set_default("lab").unwrap();
    profiles.save().unwrap();
    assert_eq!(mode(&file), 0o600);
    assert_eq!(mode(file.parent().unwrap()), 0o700);
    let text = fs::read_to_string(&file).unwrap();
    assert_eq!(
        text,
        "default = \"lab\"\n\n[profiles.lab]\nurl = \"nac.example.com\"\ntoken = \"canary\"\n"
    );
    // A second time, over a file that others could read, and by a link.
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    profiles.save().unwrap();
    let link = folder.path().join("link.toml");
    std::os::unix::fs::symlink(&file, &link).unwrap();
    let mut profiles = Profiles::from_file(&link).unwrap();
    profiles
        .set("new", Profile::new("x", literal("canary")))
        .unwrap();
    profiles.save().unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(mode(&file), 0o600);
    assert_eq!(Profiles::from_file(&file).unwrap().names().len(), 2);
    // No temporary file stays.
    assert_eq!(fs::read_dir(file.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn a_file_that_cannot_be_written_is_named() {
    let folder = Folder::new("");
    let file = folder.file().join("below-a-file.toml");
    let error = Profiles::empty(&file).save().unwrap_err().to_string();
    assert!(
        error.starts_with(&format!("{}: ", file.display())),
        "{error}"
    );
}
