use std::borrow::Cow;

pub(crate) use reqwest::Method;

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

    /// A call that the description does not have.
    pub(crate) fn raw(method: Method, path: String) -> Self {
        let safe = method == Method::GET;
        Self {
            id: "raw",
            method,
            path: path.into(),
            safe,
            promises_status: false,
        }
    }
}
