//! Texts of others on one line.

/// A space in place of what breaks the line, or hides or turns around the letters beside it.
pub(crate) fn plain(character: char) -> char {
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
