//! How commands end.

/// How a command ended that did not fail as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Success,
    /// Some of many records failed.
    SomeFailed,
    /// Two sides differ.
    Differences,
    /// The user ended what would go on for ever.
    Interrupted,
    /// As another program ended.
    #[cfg(feature = "demo")]
    Of(u8),
}

impl Outcome {
    pub(crate) fn exit_code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::SomeFailed => 8,
            Self::Differences => 10,
            Self::Interrupted => 130,
            #[cfg(feature = "demo")]
            Self::Of(code) => code,
        }
    }
}
