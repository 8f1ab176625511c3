//! The file of profiles: reading it shows no token. No client is built of what was read: that would run the commands in it.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use fortinac_client::profile::Profiles;
use tempfile::TempDir;

use crate::seeds::CANARY;

pub(crate) fn run(input: &[u8]) {
    let folder = TempDir::new().expect("there is a folder for temporary files");
    let file = folder.path().join("config.toml");
    write_for_the_owner(&file, input);
    let shown = match Profiles::from_file(&file) {
        Ok(profiles) => {
            let found: Vec<_> = profiles.names().map(|name| profiles.get(name)).collect();
            format!("{profiles:?} {found:?}")
        }
        Err(error) => format!("{error} {error:?}"),
    };
    assert!(!is_token_alone(input) || !shown.contains(CANARY), "{shown}");
}

/// Whether the canary is in the file as a token alone: names and addresses are shown.
fn is_token_alone(input: &[u8]) -> bool {
    let text = String::from_utf8_lossy(input);
    text.matches(CANARY).count() == text.matches(&format!("\ntoken = \"{CANARY}\"")).count()
}

/// A file with a token in it is refused if others can read it.
fn write_for_the_owner(file: &Path, contents: &[u8]) {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(file).expect("the file can be created");
    file.write_all(contents).expect("the file can be written");
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let literal = format!(
        "default = \"lab\"\n\n[profiles.lab]\nurl = \"nac.example.com\"\ntoken = \"{CANARY}\"\ntimeout = \"30s\"\noutput = \"json\"\n"
    );
    let others = "[profiles.a]\nurl = \"https://192.0.2.7:8443\"\ntoken_file = \"~/a.token\"\nca_file = \"ca.pem\"\n\n\
        [profiles.\"b c\"]\nurl = \"b\"\ntoken_command = [\"op\", \"read\", \"op://lab/nac/token\"]\n\
        cert_sha256 = \"9F:86:D0:81:88:4C:7D:65:9A:2F:EA:A0:C5:5A:D0:15:A3:BF:4F:1B:2B:0B:82:2C:D1:5D:6C:15:B0:F0:0A:08\"\n";
    let inline = "profiles = { a = { url = \"a\", token = \"b\" } }\n";
    [literal.as_str(), others, inline]
        .map(|text| text.as_bytes().to_vec())
        .into()
}
