//! The variables with which a client finds an appliance, printed or written to a file.

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use fortinac_mock::Appliance;

/// The first line of a file that may be replaced.
const MARK: &str = "# Written by fortinac-mock, and replaced when it starts again.";

/// The variables of an appliance. `Debug` is left out: one is the token.
pub(crate) struct Environment {
    variables: Vec<(&'static str, String)>,
}

impl Environment {
    pub(crate) fn of(appliance: &Appliance) -> Self {
        let mut variables = vec![
            ("FORTINAC_URL", appliance.url()),
            ("FORTINAC_TOKEN", appliance.token().to_owned()),
        ];
        if let Some(fingerprint) = appliance.certificate_sha256() {
            variables.push(("FORTINAC_CERT_SHA256", fingerprint.to_owned()));
        }
        Self { variables }
    }

    /// A line for each variable, as shells read it.
    pub(crate) fn lines(&self) -> String {
        let mut lines = String::new();
        for (name, value) in &self.variables {
            let _ = writeln!(lines, "{name}={}", quoted(value));
        }
        lines
    }

    /// Writes the lines to a file that only its owner may read. A file that was not written by this program stays as it
    /// is. Readers see the file before or after, and never a part.
    pub(crate) fn write(&self, file: &Path) -> io::Result<()> {
        match fs::read_to_string(file) {
            Ok(text) if text.lines().next() == Some(MARK) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Ok(_) => {
                return Err(io::Error::other(
                    "the file was not written by this program; remove it, or choose another name",
                ));
            }
            Err(error) => return Err(error),
        }
        let mut name = file.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.new", std::process::id()));
        let new = file.with_file_name(name);
        let written = self.write_new(&new).and_then(|()| fs::rename(&new, file));
        if written.is_err() {
            // What went wrong before is what the user can mend.
            let _ = fs::remove_file(&new);
        }
        written
    }

    fn write_new(&self, file: &Path) -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(file)?;
        write!(file, "{MARK}\n{}", self.lines())
    }
}

/// A value as shells read it: in quotes, if a character would mean something else.
fn quoted(value: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._/:@%+=,[]".contains(&byte);
    if value.bytes().all(is_plain) {
        return value.to_owned();
    }
    format!("'{}'", value.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn shells_read_what_was_meant() {
        for (value, expected) in [
            ("http://[::1]:80/api/v2", "http://[::1]:80/api/v2"),
            ("AB:CD", "AB:CD"),
            ("a$b", "'a$b'"),
            ("it's", r"'it'\''s'"),
        ] {
            assert_eq!(quoted(value), expected);
        }
    }
}
