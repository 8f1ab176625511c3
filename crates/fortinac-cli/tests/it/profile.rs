//! A file of profiles of a test.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use fortinac_mock::Appliance;
use tempfile::TempDir;

use crate::support::{Run, without_appliance};

/// A file of profiles in a folder of its own.
pub(crate) struct Config {
    folder: TempDir,
}

impl Config {
    /// A file that does not exist yet cannot be named: this one has no profiles.
    pub(crate) fn empty() -> Self {
        let config = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        fs::write(config.path(), "").unwrap();
        config.protect();
        config
    }

    /// A profile for each appliance.
    pub(crate) fn of(appliances: &[(&str, &Appliance)]) -> Self {
        let config = Self::empty();
        let mut text = String::new();
        for (name, appliance) in appliances {
            let (url, token) = (appliance.url(), appliance.token());
            text += &format!("[profiles.{name}]\nurl = \"{url}\"\ntoken = \"{token}\"\n");
        }
        fs::write(config.path(), text).unwrap();
        config
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("config.toml")
    }

    pub(crate) fn text(&self) -> String {
        fs::read_to_string(self.path()).unwrap()
    }

    fn protect(&self) {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(self.path(), fs::Permissions::from_mode(0o600)).unwrap();
        }
    }

    /// The program with this file.
    pub(crate) fn fortinac(&self) -> Command {
        let mut command = without_appliance();
        command.env("FORTINAC_CONFIG", self.path());
        command
    }

    #[track_caller]
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.fortinac().args(arguments).output().unwrap().into()
    }

    /// Runs the program with this text as its standard input.
    #[track_caller]
    pub(crate) fn run_with(&self, arguments: &[&str], input: &str) -> Run {
        let file = self.folder.path().join("input");
        fs::write(&file, input).unwrap();
        let mut command = self.fortinac();
        command
            .args(arguments)
            .stdin(fs::File::open(&file).unwrap());
        command.output().unwrap().into()
    }
}
