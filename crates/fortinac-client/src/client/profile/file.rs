//! The file as it is on disk.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use toml_edit::DocumentMut;

use super::keys;
use crate::error::Error;
use crate::text::{self, OneLine};

/// Nobody writes more; a device would never end.
const MAX_SIZE: u64 = 1024 * 1024;

/// A file that was read.
pub(super) struct Content {
    pub(super) bytes: Vec<u8>,
    pub(super) document: DocumentMut,
    pub(super) access: Access,
}

/// Who can do what with the file besides its owner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Access {
    /// Somebody can read or change it.
    pub(super) others: bool,
    /// Everybody can change it.
    pub(super) everybody_writes: bool,
}

impl Access {
    #[cfg(unix)]
    fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::PermissionsExt;
        let mode = metadata.permissions().mode();
        Self {
            others: mode & 0o066 != 0,
            everybody_writes: mode & 0o002 != 0,
        }
    }

    /// Elsewhere, the folder of the user protects it.
    #[cfg(not(unix))]
    fn of(_metadata: &Metadata) -> Self {
        Self::default()
    }

    /// Refuses a file that shows a token to others, or that everybody can change.
    pub(super) fn check(self, file: &Path, has_token: bool) -> Result<(), Error> {
        let shown = keys::path(file);
        let refused = |what: &str| {
            let reason = format!("{what}; run `chmod 600 {shown}`");
            Err(Error::setting(shown.clone(), reason))
        };
        if self.everybody_writes {
            return refused("everybody can change it, and so the address that a token is sent to");
        }
        if self.others && has_token {
            return refused("it holds a token, and others than its owner can read or change it");
        }
        if self.others {
            tracing::warn!(
                "others than the owner can read or change {shown}; run `chmod 600 {shown}`"
            );
        }
        Ok(())
    }
}

/// Reads a file, if there is one.
pub(super) fn read(path: &Path) -> Result<Option<Content>, Error> {
    let failed = |reason: String| Error::setting(keys::path(path), reason);
    let (bytes, access) = match read_bytes(path) {
        Ok(read) => read,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error.to_string())),
    };
    let text = decode(&bytes).map_err(failed)?;
    let document = parse(&text).map_err(failed)?;
    Ok(Some(Content {
        bytes,
        document,
        access,
    }))
}

fn read_bytes(path: &Path) -> io::Result<(Vec<u8>, Access)> {
    // Windows cannot open a folder, and gives another reason.
    if fs::metadata(path)?.is_dir() {
        return Err(io::Error::other("it is a folder, not a file"));
    }
    let file = File::open(path)?;
    let access = Access::of(&file.metadata()?);
    let mut bytes = Vec::new();
    file.take(MAX_SIZE + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_SIZE {
        return Err(io::Error::other("it is larger than 1 MiB"));
    }
    Ok((bytes, access))
}

/// The text of the file, without a byte order mark.
fn decode(bytes: &[u8]) -> Result<String, String> {
    let text = text::of_file(bytes);
    match text.find('\u{fffd}') {
        None => Ok(text),
        Some(found) => {
            let line = text[..found].matches('\n').count() + 1;
            Err(format!(
                "line {line} has a byte that is not UTF-8; save the file as UTF-8"
            ))
        }
    }
}

/// Reads TOML. `Display` of its errors would show the line, and a token with it.
fn parse(text: &str) -> Result<DocumentMut, String> {
    text.parse::<DocumentMut>().map_err(|error| {
        let reason = error.message();
        let Some(start) = error.span().map(|span| span.start) else {
            return format!("{}", OneLine(reason));
        };
        let before = &text[..text::floor_char_boundary(text, start)];
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        format!("line {line}, column {column}: {}", OneLine(reason))
    })
}

/// The file that programs use if no other is named.
pub(super) fn default_path() -> Result<PathBuf, Error> {
    let folders = etcetera::choose_base_strategy().map_err(|_| {
        Error::setting(
            "FORTINAC_CONFIG",
            "there is no home folder; set it to the file of profiles",
        )
    })?;
    Ok(folders.config_dir().join("fortinac").join("config.toml"))
}

/// A file name as it is written in the file of profiles: `~/` begins at the home folder, and a relative one at `folder`.
pub(super) fn resolve(folder: Option<&Path>, written: &Path) -> Result<PathBuf, String> {
    if let Ok(below) = written.strip_prefix("~") {
        let home = etcetera::home_dir().map_err(|_| "there is no home folder for `~`")?;
        return Ok(home.join(below));
    }
    Ok(folder.map_or_else(|| written.to_owned(), |folder| folder.join(written)))
}
