//! What an operation says about its differences from the evidence (`x-fortinac-deviation`).

use fortinac_spec::api::Operation;

/// The differences that an operation excuses: those of the arguments and properties that the text names in backticks,
/// or, where it names none, those of the response.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deviation<'a> {
    text: Option<&'a str>,
}

impl<'a> Deviation<'a> {
    pub(crate) fn of(operation: &'a Operation) -> Self {
        Self {
            text: operation.deviation.as_deref(),
        }
    }

    pub(crate) fn is_some(self) -> bool {
        self.text.is_some()
    }

    /// Whether it excuses a difference of this argument, or of this property of the request.
    pub(crate) fn excuses(self, name: &str) -> bool {
        self.names().any(|named| named == name)
    }

    /// Whether it excuses a difference of this property of the response.
    pub(crate) fn excuses_in_response(self, name: &str) -> bool {
        self.is_of_response() || self.excuses(name)
    }

    /// Whether it is about the response as a whole.
    pub(crate) fn is_of_response(self) -> bool {
        self.is_some() && self.names().next().is_none()
    }

    /// The names in backticks. A path or a sentence is no name.
    fn names(self) -> impl Iterator<Item = &'a str> {
        let is_name = |text: &&str| {
            let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '@' | '.');
            !text.is_empty() && text.chars().all(is_part)
        };
        let parts = self.text.unwrap_or_default().split('`');
        parts.skip(1).step_by(2).filter(is_name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deviation(text: &str) -> Deviation<'_> {
        Deviation { text: Some(text) }
    }

    #[test]
    fn names_are_in_backticks() {
        let deviation =
            deviation("The page calls `id` and `device-id` optional, like `/x/y`, not role.");
        assert!(deviation.excuses("id") && deviation.excuses_in_response("device-id"));
        assert!(!deviation.excuses("role") && !deviation.excuses_in_response("role"));
        assert!(!deviation.is_of_response());
    }

    #[test]
    fn without_names_it_is_about_the_response() {
        let deviation = deviation("The page shows the response of `/x/y`.");
        assert!(deviation.is_of_response() && deviation.excuses_in_response("role"));
        assert!(!deviation.excuses("role"));
        let none = Deviation { text: None };
        assert!(!none.is_of_response() && !none.excuses_in_response("role"));
    }
}
