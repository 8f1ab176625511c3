//! Tests of reading, choosing and writing. `tests/profiles.rs` of this crate has those with an environment of their own.

mod applying;
mod choosing;
mod commands;
mod reading;
mod refusing;
mod writing;

use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::Profiles;
use crate::error::Error;

/// A fingerprint.
const PIN: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/// A folder with a file of profiles.
struct Folder(TempDir);

impl Folder {
    fn new(text: impl AsRef<[u8]>) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        folder.write("config.toml", text);
        folder.set_mode(0o600);
        folder
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("config.toml")
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let file = self.0.path().join(name);
        fs::write(&file, text).unwrap();
        file
    }

    fn set_mode(&self, mode: u32) {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(self.file(), fs::Permissions::from_mode(mode)).unwrap();
        }
        let _ = mode;
    }

    fn read(&self) -> Result<Profiles, Error> {
        Profiles::from_file(self.file())
    }

    fn profiles(&self) -> Profiles {
        self.read().unwrap()
    }

    fn text(&self) -> String {
        fs::read_to_string(self.file()).unwrap()
    }

    /// The message of an error, with `FILE` for the name of the file. No canary is in it.
    #[track_caller]
    fn message(&self, error: &Error) -> String {
        assert!(
            !format!("{error} {error:?}").contains("canary"),
            "{error:?}"
        );
        let file = self.file().display().to_string();
        error.to_string().replace(&file, "FILE")
    }
}

#[track_caller]
fn assert_refused(text: impl AsRef<[u8]>, expected: &str) {
    let folder = Folder::new(text);
    let error = folder.read().unwrap_err();
    assert_eq!(folder.message(&error), expected);
}
