use std::fmt;

/// `Debug` of a string that is a word by its meaning, such as a code or a time. A long one is something else, which may
/// be a secret: of it, only the length is shown.
pub(crate) struct Word<'a>(pub(crate) &'a str);

impl Word<'_> {
    const MAX_CHARACTERS: usize = 40;
}

impl fmt::Debug for Word<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.chars().count() {
            ..=Self::MAX_CHARACTERS => fmt::Debug::fmt(self.0, f),
            count => write!(f, "[string of {count} characters]"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_short_string_is_shown() {
        assert_eq!(format!("{:?}", Word("AC\nTIVE")), r#""AC\nTIVE""#);
        assert_eq!(format!("{:?}", Word(&"ü".repeat(40))).chars().count(), 42);
        assert_eq!(
            format!("{:?}", Word(&"canary".repeat(7))),
            "[string of 42 characters]"
        );
    }
}
