//! What is known of an operation before it is called.

use std::borrow::Cow;

use http::{Method, StatusCode};

use crate::text::sanitize;

const RAW: &str = "raw";

/// An operation of the spec, or a call that the spec does not have.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// The operationId; `raw` for a call that the spec does not have.
    pub(crate) id: &'static str,
    pub(crate) method: Method,
    pub(crate) url_template: Cow<'static, str>,
    /// Whether the call changes nothing, so that it can be retried.
    pub(crate) safe: bool,
    /// Whether every response has a `status`.
    pub(crate) requires_status: bool,
}

impl Operation {
    pub(crate) const fn new(
        id: &'static str,
        method: Method,
        url_template: &'static str,
        safe: bool,
    ) -> Self {
        Self {
            id,
            method,
            url_template: Cow::Borrowed(url_template),
            safe,
            requires_status: true,
        }
    }

    /// A call that the spec does not have. Nobody knows whether it changes data.
    pub(crate) fn raw(method: Method, path: &str) -> Self {
        Self {
            id: RAW,
            method,
            url_template: sanitize(path).into(),
            safe: false,
            requires_status: false,
        }
    }

    /// Whether the call may change something on the appliance.
    pub(crate) fn may_write(&self) -> bool {
        // Nobody knows of a raw call; but one that says that it reads is taken at its word in a message.
        !(self.safe || self.id == RAW && self.method.is_safe())
    }

    /// Whether a response with this status may have no body, because its status says everything.
    pub(crate) fn allows_empty_body(&self, status: StatusCode) -> bool {
        self.id == RAW
            && (status == StatusCode::NO_CONTENT
                || (status.is_success() && self.method == Method::HEAD))
    }
}
