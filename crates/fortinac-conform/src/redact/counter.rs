//! Replacements that are numbered in the order in which values come.

use std::collections::HashMap;

/// Numbers from 1 for each text, the same number for the same text.
#[derive(Default)]
pub(super) struct Counter {
    numbers: HashMap<String, u32>,
    last: u32,
}

impl Counter {
    /// The number of a text. A number that `is_itself` would give the text back: it is left out.
    pub(super) fn number(&mut self, text: &str, is_itself: impl Fn(u32) -> bool) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        self.last = self.last.saturating_add(1);
        while is_itself(self.last) && self.last < u32::MAX {
            self.last += 1;
        }
        self.numbers.insert(text.to_owned(), self.last);
        self.last
    }
}
