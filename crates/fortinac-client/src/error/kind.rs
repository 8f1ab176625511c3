//! What can go wrong.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;

use super::transport::TransportError;

/// What went wrong.
#[derive(Debug)]
pub(crate) enum Kind {
    /// A setting of the client cannot be used.
    Setting {
        name: Cow<'static, str>,
        source: Box<dyn StdError + Send + Sync>,
    },
    /// The call cannot be written as a request.
    Request(String),
    /// A blocking call cannot block this thread.
    #[cfg(feature = "blocking")]
    Blocking(String),
    /// There is no runtime that could send the request.
    NoRuntime,
    /// The request could not be sent, or the response not be received.
    Transport(TransportError),
    /// A time limit of the client ran out.
    TimedOut {
        /// The status of the response, if it had begun.
        status: Option<StatusCode>,
        limit: TimeLimit,
        after: Duration,
    },
    /// The response is larger than the client accepts.
    TooLarge { status: StatusCode, limit: usize },
    /// The response has so many parts that it would take many times its size in memory.
    TooManyParts {
        status: StatusCode,
        what: &'static str,
        limit: usize,
    },
    /// The response is compressed in a way that the client cannot read.
    UnknownCoding { status: StatusCode, coding: String },
    /// The response is not compressed in the way that it says.
    Damaged {
        status: StatusCode,
        coding: &'static str,
        /// It ends early, or its checksum is wrong: the next one may be whole.
        may_pass: bool,
    },
    /// The response redirects to another address.
    Redirect {
        status: StatusCode,
        /// Scheme, host and port.
        to: Option<String>,
        /// Whether this is the address that was called.
        is_same: bool,
    },
    /// The HTTP status is not a success.
    Status {
        status: StatusCode,
        message: Option<String>,
        /// Whether the body is an envelope of the API, and not the page of a web server.
        is_envelope: bool,
    },
    /// The HTTP status is a success, and the envelope says that the call failed.
    Rejected {
        status: StatusCode,
        /// The `status` of the envelope.
        envelope_status: String,
        message: Option<String>,
    },
    /// The response is not JSON.
    NotJson {
        status: StatusCode,
        media_type: Option<String>,
        is_empty: bool,
    },
    /// The envelope lacks a property that the operation requires.
    Missing {
        status: StatusCode,
        property: &'static str,
    },
    /// The call reads a record, and the response has none.
    NotFound { status: StatusCode },
    /// The call reads a value, and the response has null in its place.
    NoValue { status: StatusCode },
    /// The response is JSON of another type than the spec has.
    Decode {
        status: StatusCode,
        error: Box<dyn StdError + Send + Sync>,
    },
    /// A page of a list has only items that came before.
    RepeatedPage { start: i64 },
    /// A list became shorter while it was read.
    ListShrank { before: u64, count: u64 },
    /// A list goes on beyond the number of items that the appliance tells.
    EndlessList { position: i64, count: Option<u64> },
}

/// A time limit, by the setting that sets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimeLimit {
    Connect,
    Attempt,
    Read,
    Call,
}

impl TimeLimit {
    /// The name of the setting, and what it limits.
    pub(super) fn describe(self) -> (&'static str, &'static str) {
        match self {
            Self::Connect => ("connect_timeout", "to connect"),
            Self::Attempt => ("timeout", "for each attempt"),
            Self::Read => ("read_timeout", "for more of the response"),
            Self::Call => ("call_timeout", "for the whole call"),
        }
    }
}

/// The beginning of the body of a response. `Debug` shows its length alone.
pub(crate) struct BodyPrefix(Bytes);

impl BodyPrefix {
    /// An error must not keep a list of 64 MiB in memory.
    const MAX_LENGTH: usize = 64 * 1024;

    pub(crate) fn new(body: &[u8]) -> Self {
        let length = body.len().min(Self::MAX_LENGTH);
        Self(Bytes::copy_from_slice(&body[..length]))
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for BodyPrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} bytes]", self.0.len())
    }
}
