//! Changes to texts, as a damaged file or a hostile peer makes them.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// A change to a text.
#[derive(Debug, Clone)]
pub enum Edit {
    /// Takes out some bytes.
    Cut(Index, u8),
    /// Puts bytes in.
    Insert(Index, Vec<u8>),
    /// Writes another byte.
    Replace(Index, u8),
    /// Writes some bytes twice.
    Repeat(Index, u8),
}

/// Changes that a text of JSON, XML or HTTP is likely to be sensitive to.
pub fn edit() -> impl Strategy<Value = Edit> {
    let tokens = [
        "{", "}", "[", "]", ":", ",", "\"", "null", "-", "1e999", "0", ".5", "\\u0000", "true",
    ];
    let token = select(Vec::from(tokens)).prop_map(|token| token.as_bytes().to_vec());
    prop_oneof![
        (any::<Index>(), 1..40_u8).prop_map(|(index, length)| Edit::Cut(index, length)),
        (any::<Index>(), prop_oneof![token, vec(any::<u8>(), 1..6)])
            .prop_map(|(index, bytes)| Edit::Insert(index, bytes)),
        (any::<Index>(), any::<u8>()).prop_map(|(index, byte)| Edit::Replace(index, byte)),
        (any::<Index>(), 1..60_u8).prop_map(|(index, length)| Edit::Repeat(index, length)),
    ]
}

/// Carries out a change.
pub fn apply(text: &mut Vec<u8>, edit: &Edit) {
    let end = text.len();
    let span = |index: &Index, length: u8| {
        let start = index.index(end + 1);
        start..end.min(start + usize::from(length))
    };
    match edit {
        Edit::Cut(index, length) => drop(text.drain(span(index, *length))),
        Edit::Insert(index, bytes) => {
            let start = span(index, 0).start;
            text.splice(start..start, bytes.iter().copied());
        }
        Edit::Replace(index, byte) => text[span(index, 1)].fill(*byte),
        Edit::Repeat(index, length) => {
            let span = span(index, *length);
            let (start, part) = (span.start, text[span].to_vec());
            text.splice(start..start, part);
        }
    }
}
