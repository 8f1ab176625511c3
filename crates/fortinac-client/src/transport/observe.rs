use std::time::Duration;

use fortinac_types::decode::DecodeError;
use http::StatusCode;

use crate::Error;

/// The function that sees each attempt.
pub(crate) type Observer = Box<dyn Fn(&Attempt<'_>) + Send + Sync>;

/// One attempt of a call, for [`ClientBuilder::observer`](crate::ClientBuilder::observer).
#[derive(Debug)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// The operationId; `raw` for a call that the spec does not have.
    pub operation: &'static str,
    /// The HTTP method.
    pub method: &'a str,
    /// The path template.
    pub url_template: &'a str,
    /// The number of the attempt, from 1.
    pub number: u32,
    /// The HTTP status, if there was a response.
    pub status: Option<StatusCode>,
    /// How long the attempt took, to the end of the response.
    pub duration: Duration,
    /// Where the response is not as the spec says, see [`Response::unexpected`](crate::Response::unexpected).
    pub unexpected: &'a [DecodeError],
    /// Why the attempt failed, if it did.
    pub error: Option<&'a Error>,
}

/// A duration for a log, in milliseconds.
pub(super) fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
