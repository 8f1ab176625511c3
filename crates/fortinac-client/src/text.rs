//! Texts of others on one line, and texts that people typed or saved.

use std::fmt;

/// A text of the appliance, on one line and no longer than a message should be.
pub(crate) struct OneLine<'a>(pub(crate) &'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MAX_CHARACTERS: usize = 300;
        let mut characters = self.0.chars();
        for character in characters.by_ref().take(MAX_CHARACTERS) {
            write!(f, "{}", visible(character))?;
        }
        if characters.next().is_some() {
            f.write_str(" ...")
        } else {
            Ok(())
        }
    }
}

/// The text with a space in place of each character that breaks the line, or hides or reorders its neighbours.
pub(crate) fn sanitize(text: &str) -> String {
    text.chars().map(visible).collect()
}

/// The end of the last character of a text that ends at `index` or before.
pub(crate) fn floor_char_boundary(text: &str, index: usize) -> usize {
    let end = index.min(text.len());
    let is_boundary = |end: &usize| text.is_char_boundary(*end);
    (0..=end).rev().find(is_boundary).unwrap_or_default()
}

fn visible(character: char) -> char {
    match character {
        '\u{ad}'
        | '\u{600}'..='\u{605}'
        | '\u{61c}'
        | '\u{6dd}'
        | '\u{70f}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => ' ',
        character if character.is_control() => ' ',
        character => character,
    }
}

/// The text of a file: UTF-8, or UTF-16 with a byte order mark, as PowerShell writes it. Other bytes become U+FFFD. Byte
/// order marks are left out, also where files were joined.
pub(crate) fn of_file(bytes: &[u8]) -> String {
    let units = |of: fn([u8; 2]) -> u16| {
        let (units, _) = bytes.as_chunks::<2>();
        let units: Vec<u16> = units.iter().map(|unit| of(*unit)).collect();
        String::from_utf16_lossy(&units)
    };
    let text = match bytes {
        [0xff, 0xfe, ..] => units(u16::from_le_bytes),
        [0xfe, 0xff, ..] => units(u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    };
    text.replace('\u{feff}', "")
}

/// What a character is that belongs neither into a token nor into an address, and comes there by copying. It says nothing
/// of the text around it.
pub(crate) fn stray(character: char) -> Option<&'static str> {
    Some(match character {
        '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => "a line break",
        '\u{fffd}' => "a byte that is not UTF-8",
        character if character.is_whitespace() => "a space",
        '"'
        | '\''
        | '`'
        | '\u{b4}'
        | '\u{ab}'
        | '\u{bb}'
        | '\u{2018}'..='\u{201f}'
        | '\u{2039}'
        | '\u{203a}'
        | '\u{2032}'
        | '\u{2033}'
        | '\u{ff02}'
        | '\u{ff07}' => "a quotation mark",
        character if character.is_control() => "a control character",
        character if visible(character) == ' ' => "an invisible character",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_hide_or_reorder_others_become_spaces() {
        assert_eq!(
            sanitize("no\u{202e}drowssap\u{2028}x\u{200b}y\u{feff}\n"),
            "no drowssap x y  "
        );
    }

    #[test]
    fn a_long_text_is_cut() {
        let shown = OneLine(&"é".repeat(100_000)).to_string();
        assert_eq!(shown, format!("{} ...", "é".repeat(300)));
    }

    #[test]
    fn a_file_is_read_as_editors_save_it() {
        for bytes in [
            &b"ab"[..],
            b"\xef\xbb\xbfab",
            b"a\xef\xbb\xbfb",
            b"\xff\xfea\0b\0",
            b"\xfe\xff\0a\0b",
        ] {
            assert_eq!(of_file(bytes), "ab", "{bytes:?}");
        }
        assert_eq!(of_file(b"a\xfcb"), "a\u{fffd}b");
    }

    #[test]
    fn stray_characters_have_a_name() {
        for (character, name) in [
            (' ', "a space"),
            ('\u{a0}', "a space"),
            ('\n', "a line break"),
            ('\0', "a control character"),
            ('\u{200b}', "an invisible character"),
            ('\u{feff}', "an invisible character"),
            ('\u{201c}', "a quotation mark"),
            ('\'', "a quotation mark"),
            ('\u{fffd}', "a byte that is not UTF-8"),
        ] {
            assert_eq!(stray(character), Some(name), "{character:?}");
        }
        for character in ('!'..='~').filter(|c| !"\"'`".contains(*c)).chain(['ü']) {
            assert_eq!(stray(character), None, "{character:?}");
        }
    }
}
