//! From TOML to profiles.

use std::path::{Path, PathBuf};
use std::time::Duration;

use fortinac_types::Secret;
use toml_edit::{DocumentMut, Item, TableLike};

use super::{Profile, TokenSource, duration, keys};
use crate::client::token;
use crate::error::Error;
use crate::transport::tls::Fingerprint;

/// What a file says.
pub(super) struct Said {
    pub(super) default: Option<String>,
    /// In the order of the file.
    pub(super) profiles: Vec<Profile>,
}

impl Said {
    pub(super) fn has_token(&self) -> bool {
        let mut tokens = self.profiles.iter().map(Profile::token);
        tokens.any(|token| matches!(token, TokenSource::Literal(_)))
    }
}

/// Reads all profiles of a file. Its name is for errors.
pub(super) fn profiles(document: &DocumentMut, file: &Path) -> Result<Said, Error> {
    let failed = |key: &str, reason: String| Error::setting(keys::at_top(file, key), reason);
    for (key, _) in document.iter() {
        if !keys::OF_FILE.contains(&key) {
            return Err(failed(key, unknown_at_top(key)));
        }
    }
    let mut profiles = Vec::new();
    if let Some(item) = document.get(keys::PROFILES) {
        let what = || {
            failed(
                keys::PROFILES,
                wrong_type(item, "tables, such as [profiles.lab]"),
            )
        };
        let named = item.as_table_like().ok_or_else(what)?;
        for (name, item) in named.iter() {
            profiles.push(profile(file, name, item)?);
        }
    }
    let default = match document.get(keys::DEFAULT) {
        None => None,
        Some(item) => {
            let name = string(item).map_err(|reason| failed(keys::DEFAULT, reason))?;
            if !profiles.iter().any(|profile| profile.name() == Some(name)) {
                let names = profiles.iter().filter_map(Profile::name);
                let reason = format!(
                    "there is no profile {}; {}",
                    keys::shown(name),
                    existing(name, names)
                );
                return Err(failed(keys::DEFAULT, reason));
            }
            Some(name.to_owned())
        }
    };
    Ok(Said { default, profiles })
}

/// What to choose in place of a profile that does not exist.
pub(super) fn existing<'a>(missing: &str, names: impl Iterator<Item = &'a str> + Clone) -> String {
    let listed: Vec<_> = names.clone().map(keys::shown).collect();
    if listed.is_empty() {
        return "it has none".to_owned();
    }
    let listed = format!("it has {}", listed.join(", "));
    match keys::suggestion(missing, names) {
        Some(suggestion) => format!("{listed}; {suggestion}"),
        None => listed,
    }
}

/// What keeps a text from being the name of a profile: programs take several of them, separated by commas.
pub(super) fn check_name(name: &str) -> Result<(), &'static str> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '@');
    if name.is_empty() || name.starts_with('-') || !name.chars().all(is_part) {
        return Err(
            "the name of a profile has letters, digits, `_`, `.`, `@`, and `-` but at its beginning",
        );
    }
    Ok(())
}

fn unknown_at_top(key: &str) -> String {
    if let Some(suggestion) = keys::suggestion(key, keys::OF_FILE) {
        return format!("there is no such key; {suggestion}");
    }
    let key = keys::shown(key);
    if keys::OF_PROFILE.contains(&key.as_str()) {
        return "it belongs to a profile; write it below a line such as [profiles.lab]".to_owned();
    }
    format!(
        "there is no such key, but `default` and `profiles`; a profile begins with [profiles.{key}]"
    )
}

fn profile(file: &Path, name: &str, item: &Item) -> Result<Profile, Error> {
    let table = check_name(name)
        .map_err(str::to_owned)
        .and_then(|()| {
            item.as_table_like()
                .ok_or_else(|| wrong_type(item, "a table with url and token"))
        })
        .map_err(|reason| {
            let setting = format!("profile {} (in {})", keys::shown(name), keys::path(file));
            Error::setting(setting, reason)
        })?;
    let keys = Keys { file, name, table };
    for (key, _) in table.iter() {
        if !keys::OF_PROFILE.contains(&key) {
            let advice = keys::suggestion(key, keys::OF_PROFILE).unwrap_or_else(|| {
                format!("the keys of a profile are {}", keys::OF_PROFILE.join(", "))
            });
            return Err(keys.failed(key, format!("there is no such key; {advice}")));
        }
    }
    let url = keys.get(keys::URL, string)?.ok_or_else(|| {
        keys.failed(
            keys::URL,
            "it is missing; set it to the appliance, such as nac.example.com",
        )
    })?;
    let profile = Profile {
        origin: Some((file.to_owned(), name.to_owned())),
        url: url.to_owned(),
        token: keys.token()?,
        ca_file: keys.get(keys::CA_FILE, string)?.map(PathBuf::from),
        cert_sha256: keys
            .get(keys::CERT_SHA256, fingerprints)?
            .unwrap_or_default(),
        timeout: keys.get(keys::TIMEOUT, timeout)?,
        output: keys.get(keys::OUTPUT, string)?.map(str::to_owned),
    };
    check(&profile)?;
    Ok(profile)
}

/// Checks what the types of the values do not say.
fn check(profile: &Profile) -> Result<(), Error> {
    let failed = |key, reason: &str| Err(Error::setting(profile.setting(key), reason));
    if profile.ca_file.is_some() && !profile.cert_sha256.is_empty() {
        return failed(
            keys::CERT_SHA256,
            "it excludes the key `ca_file`; use one of them",
        );
    }
    match &profile.token {
        TokenSource::Literal(token) => match token::check(token.expose()) {
            Err(reason) => failed(keys::TOKEN, &reason),
            Ok(()) => Ok(()),
        },
        TokenSource::Command(words) if words.first().is_none_or(|word| word.trim().is_empty()) => {
            failed(keys::TOKEN_COMMAND, "it names no program")
        }
        _ => Ok(()),
    }
}

/// The keys of one profile.
struct Keys<'a> {
    file: &'a Path,
    name: &'a str,
    table: &'a dyn TableLike,
}

impl<'a> Keys<'a> {
    fn failed(&self, key: &str, reason: impl Into<String>) -> Error {
        let setting = keys::in_profile(self.file, self.name, key);
        Error::setting(setting, reason.into())
    }

    fn get<T>(
        &self,
        key: &str,
        read: impl FnOnce(&'a Item) -> Result<T, String>,
    ) -> Result<Option<T>, Error> {
        let value = self.table.get(key).map(read).transpose();
        value.map_err(|reason| self.failed(key, reason))
    }

    fn token(&self) -> Result<TokenSource, Error> {
        let literal = self.get(keys::TOKEN, string)?;
        let literal = literal.map(|token| TokenSource::Literal(Secret::from(token)));
        let file = self.get(keys::TOKEN_FILE, string)?;
        let file = file.map(|file| TokenSource::File(file.into()));
        let command = self.get(keys::TOKEN_COMMAND, words)?;
        let command = command.map(TokenSource::Command);
        let mut sources = [literal, file, command].into_iter().flatten();
        match (sources.next(), sources.next()) {
            (Some(source), None) => Ok(source),
            (Some(first), Some(second)) => {
                let reason = format!("`{}` is set too; leave one of them out", first.key());
                Err(self.failed(second.key(), reason))
            }
            (None, _) => Err(self.failed(
                keys::TOKEN,
                "it is missing; set it, or token_file or token_command",
            )),
        }
    }
}

fn wrong_type(item: &Item, expected: &str) -> String {
    // Not the value: it may be a token.
    format!("it is of the type {}; write {expected}", item.type_name())
}

fn string(item: &Item) -> Result<&str, String> {
    match item.as_str() {
        Some("") => Err("it is empty".to_owned()),
        Some(text) => Ok(text),
        None => Err(wrong_type(item, "a string in quotation marks")),
    }
}

fn words(item: &Item) -> Result<Vec<String>, String> {
    let words = item.as_array().and_then(|array| {
        let words = array.iter().map(|word| word.as_str().map(str::to_owned));
        words.collect::<Option<Vec<_>>>()
    });
    words.ok_or_else(|| {
        "it is not a list of words; write one, such as [\"op\", \"read\", \"op://nac/token\"]"
            .to_owned()
    })
}

fn fingerprints(item: &Item) -> Result<Vec<Fingerprint>, String> {
    let texts = match (item.as_str(), item.as_array()) {
        (Some(text), _) => Some(vec![text]),
        (_, Some(array)) => array.iter().map(|text| text.as_str()).collect(),
        _ => None,
    };
    let texts = texts.ok_or("it is not a fingerprint in quotation marks, nor a list of them")?;
    if texts.is_empty() {
        return Err("it is an empty list".to_owned());
    }
    let parsed = texts.into_iter().map(str::parse::<Fingerprint>);
    parsed
        .collect::<Result<_, _>>()
        .map_err(|error| error.to_string())
}

fn timeout(item: &Item) -> Result<Duration, String> {
    let text = match (item.as_integer(), item.as_str()) {
        (Some(seconds), _) => Some(seconds.to_string()),
        (None, text) => text.map(str::to_owned),
    };
    let timeout = text.and_then(|text| duration::parse(&text));
    timeout.ok_or_else(|| format!("it is not a time limit; {}", duration::FORM))
}
