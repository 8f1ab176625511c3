use std::borrow::Cow;

pub(crate) use reqwest::Method;
use reqwest::StatusCode;

use crate::line::plain;

const RAW: &str = "raw";

/// What is known of an operation before it is called.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// The operationId; `raw` for a call that the description does not have.
    pub(crate) id: &'static str,
    pub(crate) method: Method,
    /// The path template.
    pub(crate) path: Cow<'static, str>,
    /// Whether the call changes nothing, so that it can be repeated.
    pub(crate) safe: bool,
    /// Whether every answer has a `status`.
    pub(crate) promises_status: bool,
}

impl Operation {
    pub(crate) const fn new(
        id: &'static str,
        method: Method,
        path: &'static str,
        safe: bool,
    ) -> Self {
        Self {
            id,
            method,
            path: Cow::Borrowed(path),
            safe,
            promises_status: true,
        }
    }

    /// Whether an answer with this status may have no body: its status is all that it says.
    pub(crate) fn may_be_silent(&self, status: StatusCode) -> bool {
        self.id == RAW
            && (status == StatusCode::NO_CONTENT
                || (status.is_success() && self.method == Method::HEAD))
    }

    /// A call that the description does not have. Its path is shown on one line.
    pub(crate) fn raw(method: Method, path: String) -> Self {
        let safe = method == Method::GET;
        Self {
            id: RAW,
            method,
            path: path.chars().map(plain).collect::<String>().into(),
            safe,
            promises_status: false,
        }
    }
}
