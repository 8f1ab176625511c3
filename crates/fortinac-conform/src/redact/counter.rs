//! Replacements that are numbered in the order in which values come.

use std::collections::HashMap;

/// Numbers from 1 for each text, the same number for the same text.
#[derive(Debug, Default)]
pub(super) struct Counter {
    numbers: HashMap<String, u32>,
}

impl Counter {
    pub(super) fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = u32::try_from(self.numbers.len() + 1).unwrap_or(u32::MAX);
        self.numbers.insert(text.to_owned(), number);
        number
    }
}
