//! Texts of others on one line.

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
}
