//! The keys of the file, and what errors call them.

use std::path::Path;

use crate::text::sanitize;

pub(super) const URL: &str = "url";
pub(super) const TOKEN: &str = "token";
pub(super) const TOKEN_FILE: &str = "token_file";
pub(super) const TOKEN_COMMAND: &str = "token_command";
pub(super) const CA_FILE: &str = "ca_file";
pub(super) const CERT_SHA256: &str = "cert_sha256";
pub(super) const TIMEOUT: &str = "timeout";
pub(super) const OUTPUT: &str = "output";

/// The keys of a profile.
pub(super) const OF_PROFILE: [&str; 8] = [
    URL,
    TOKEN,
    TOKEN_FILE,
    TOKEN_COMMAND,
    CA_FILE,
    CERT_SHA256,
    TIMEOUT,
    OUTPUT,
];

pub(super) const DEFAULT: &str = "default";
pub(super) const PROFILES: &str = "profiles";

/// The keys at the top of the file.
pub(super) const OF_FILE: [&str; 2] = [DEFAULT, PROFILES];

/// A key of the file, for errors.
pub(super) fn at_top(file: &Path, key: &str) -> String {
    format!("key {} (in {})", shown(key), path(file))
}

/// A key of a profile, for errors.
pub(super) fn in_profile(file: &Path, profile: &str, key: &str) -> String {
    let key = shown(key);
    format!("profile {}, key {key} (in {})", shown(profile), path(file))
}

/// A name that somebody typed.
pub(super) fn shown(name: &str) -> String {
    const MAX_CHARACTERS: usize = 64;
    sanitize(name).chars().take(MAX_CHARACTERS).collect()
}

/// The name of a file.
pub(super) fn path(file: &Path) -> String {
    sanitize(&file.to_string_lossy())
}

/// What to write in place of an unknown name.
pub(super) fn suggestion<'a>(
    unknown: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    const MAX_DISTANCE: usize = 2;
    let unknown = unknown.to_lowercase();
    let distance = |name: &str| strsim::damerau_levenshtein(&unknown, &name.to_lowercase());
    let distances = known.into_iter().map(|name| (distance(name), name));
    let (distance, nearest) = distances.min_by_key(|(distance, _)| *distance)?;
    // Of a short name, two letters are most.
    let is_near = distance <= MAX_DISTANCE && distance * 2 < nearest.chars().count().max(3);
    is_near.then(|| format!("did you mean `{}`?", shown(nearest)))
}
