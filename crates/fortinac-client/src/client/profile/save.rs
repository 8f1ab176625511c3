//! From profiles to TOML, and onto the disk.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use toml_edit::{Array, DocumentMut, Item, RawString, Table, TableLike, Value};

use super::{Profile, TokenSource, duration, keys};
use crate::error::Error;

/// Writes a profile. Of the one that it replaces, what is the same stays as it is.
pub(super) fn write(
    document: &mut DocumentMut,
    name: &str,
    profile: &Profile,
    known: Option<&Profile>,
) -> Result<(), Error> {
    let new = values(profile)?;
    let old = known.map(values).transpose()?;
    let profiles = document.entry(keys::PROFILES).or_insert_with(|| {
        let mut table = Table::new();
        // No line [profiles] by itself.
        table.set_implicit(true);
        Item::Table(table)
    });
    let Some(profiles) = profiles.as_table_like_mut() else {
        return Ok(());
    };
    if known.is_none() {
        // In an inline table, it becomes one too.
        profiles.insert(name, Item::Table(Table::new()));
    }
    let Some(table) = profiles.get_mut(name).and_then(Item::as_table_like_mut) else {
        return Ok(());
    };
    for (index, (key, value)) in new.into_iter().enumerate() {
        let text = |value: &Option<Value>| value.as_ref().map(ToString::to_string);
        if old
            .as_ref()
            .is_none_or(|old| text(&old[index].1) != text(&value))
        {
            put(table, key, value);
        }
    }
    Ok(())
}

fn values(profile: &Profile) -> Result<[(&'static str, Option<Value>); 8], Error> {
    let path = |key, path: &Path| match path.to_str() {
        Some(path) => Ok(Value::from(path)),
        None => Err(Error::setting(
            profile.setting(key),
            "the name of the file is not UTF-8",
        )),
    };
    let (mut token, mut file, mut command) = (None, None, None);
    match &profile.token {
        TokenSource::Literal(secret) => token = Some(Value::from(secret.expose())),
        TokenSource::File(name) => file = Some(path(keys::TOKEN_FILE, name)?),
        TokenSource::Command(words) => command = Some(words.iter().collect::<Array>().into()),
    }
    let ca_file = profile.ca_file.as_deref();
    let pins = match &*profile.cert_sha256 {
        [] => None,
        [pin] => Some(Value::from(pin.to_string())),
        pins => Some(
            pins.iter()
                .map(ToString::to_string)
                .collect::<Array>()
                .into(),
        ),
    };
    Ok([
        (keys::URL, Some(profile.url.as_str().into())),
        (keys::TOKEN, token),
        (keys::TOKEN_FILE, file),
        (keys::TOKEN_COMMAND, command),
        (
            keys::CA_FILE,
            ca_file.map(|file| path(keys::CA_FILE, file)).transpose()?,
        ),
        (keys::CERT_SHA256, pins),
        (
            keys::TIMEOUT,
            profile
                .timeout
                .map(|timeout| duration::write(timeout).into()),
        ),
        (keys::OUTPUT, profile.output.as_deref().map(Value::from)),
    ])
}

/// Sets or removes a key. What surrounds the value stays, such as a comment behind it.
pub(super) fn put(table: &mut dyn TableLike, key: &str, value: Option<Value>) {
    let Some(mut value) = value else {
        table.remove(key);
        return;
    };
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        None => {
            table.insert(key, Item::Value(value));
        }
    }
}

/// Removes a profile with the comment right above it. One that an empty line separates stays: it is about more.
pub(super) fn remove(document: &mut DocumentMut, name: &str) {
    let profiles = document
        .get_mut(keys::PROFILES)
        .and_then(Item::as_table_like_mut);
    let Some(profiles) = profiles else { return };
    let Some(Item::Table(table)) = profiles.remove(name) else {
        return;
    };
    let above = table
        .decor()
        .prefix()
        .and_then(RawString::as_str)
        .unwrap_or_default();
    let Some(end) = above.rfind("\n\n") else {
        return;
    };
    let kept = format!("{}\n", above[..end].trim_start_matches('\n'));
    if kept.trim().is_empty() {
        return;
    }
    let position = table.position();
    let following = profiles
        .iter_mut()
        .filter_map(|(_, item)| item.as_table_mut());
    let next = following
        .filter(|table| table.position() > position)
        .min_by_key(|table| table.position());
    match next {
        Some(next) => {
            let prefix = next
                .decor()
                .prefix()
                .and_then(RawString::as_str)
                .unwrap_or_default();
            let prefix = format!("{kept}\n{}", prefix.trim_start_matches('\n'));
            next.decor_mut().set_prefix(prefix);
        }
        None => {
            let trailing = document.trailing().as_str().unwrap_or_default();
            let trailing = format!("\n{kept}{trailing}");
            document.set_trailing(trailing);
        }
    }
}

/// Puts a text in the place of a file, if that still has the bytes that were read. Returns the bytes written.
pub(super) fn replace(path: &Path, read: Option<&[u8]>, text: &str) -> Result<Vec<u8>, String> {
    // A link, such as into a folder of dot files, stays one.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let now = match fs::read(&path) {
        Ok(now) => Some(now),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error.to_string()),
    };
    if now.as_deref() != read {
        return Err("another program has changed it meanwhile; read it again".to_owned());
    }
    let uses_crlf = read.is_some_and(|bytes| bytes.windows(2).any(|pair| pair == b"\r\n"));
    let text = if uses_crlf {
        text.replace("\r\n", "\n").replace('\n', "\r\n")
    } else {
        text.to_owned()
    };
    let folder = path.parent().unwrap_or(Path::new("."));
    write_beside(&path, folder, text.as_bytes())
        .map_err(|error| format!("it cannot be written: {error}"))?;
    Ok(text.into_bytes())
}

fn write_beside(path: &Path, folder: &Path, bytes: &[u8]) -> io::Result<()> {
    make(folder)?;
    let (temporary, mut file) = create_beside(path, folder)?;
    let written = file
        .write_all(bytes)
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        // The first error is the one that counts.
        let _ = fs::remove_file(&temporary);
    }
    written
}

fn make(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A new file in the same folder, for its owner alone from the beginning.
fn create_beside(path: &Path, folder: &Path) -> io::Result<(PathBuf, File)> {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let process = std::process::id();
    loop {
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let temporary = folder.join(format!(".{name}.{process}-{number}"));
        match options.open(&temporary) {
            // Left by a process of the same number that was ended.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            opened => return opened.map(|file| (temporary, file)),
        }
    }
}
