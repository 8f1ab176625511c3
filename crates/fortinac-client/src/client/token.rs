//! What a token cannot have in it, and the token in a file.

use std::borrow::Cow;
use std::path::Path;

use crate::error::Error;
use crate::text::{self, stray};

/// Checks that a text can be a token: one word of visible ASCII, without quotation marks. The error says where it cannot,
/// and shows nothing of it.
pub(super) fn check(token: &str) -> Result<(), String> {
    if token.trim().is_empty() {
        return Err("it is empty; make one for an administrator account with API access".into());
    }
    let found = (1..).zip(token.chars()).find_map(|(position, character)| {
        let outside = (!character.is_ascii()).then_some("a character outside of ASCII");
        Some((position, stray(character).or(outside)?))
    });
    match found {
        None => Ok(()),
        Some((position, what)) => Err(format!(
            "character {position} is {what}, which no token has; copy the token again, alone and on one line"
        )),
    }
}

/// The token in a file. An error names the setting and the file.
pub(super) fn of_file(setting: impl Into<Cow<'static, str>>, file: &Path) -> Result<String, Error> {
    let setting = setting.into();
    let named =
        |reason: String| Error::setting(setting.clone(), format!("{}: {reason}", file.display()));
    let content = std::fs::read(file).map_err(|error| named(error.to_string()))?;
    let content = text::of_file(&content);
    // An editor ends a file with a newline; a token has none.
    let token = content.trim_end_matches(['\r', '\n']);
    check(token).map_err(named)?;
    Ok(token.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_one_word_of_ascii() {
        for token in ["canary", "a.b-c_d~e+f/g==", "!#$%&()*,:;<>?@[]^{|}"] {
            assert_eq!(check(token), Ok(()), "{token}");
        }
    }

    #[test]
    fn what_no_token_has_is_told_by_position() {
        for (token, part) in [
            ("", "it is empty"),
            (" \n", "it is empty"),
            ("canary x", "character 7 is a space,"),
            ("canary\u{a0}", "character 7 is a space,"),
            ("canary\ncanary", "character 7 is a line break,"),
            ("canary\u{200b}", "character 7 is an invisible character,"),
            ("\u{feff}canary", "character 1 is an invisible character,"),
            ("\u{201c}canary\u{201d}", "character 1 is a quotation mark,"),
            ("\"canary\"", "character 1 is a quotation mark,"),
            ("canary\u{7f}", "character 7 is a control character,"),
            ("canäry", "character 4 is a character outside of ASCII,"),
            ("canary\u{fffd}", "character 7 is a byte that is not UTF-8,"),
        ] {
            let error = check(token).unwrap_err();
            assert!(error.contains(part), "{token:?}: {error}");
            assert!(!error.contains("canary"), "{error}");
        }
    }
}
