//! Why a call, or building a client, failed.

mod applied;
mod display;
pub(crate) mod kind;
pub(crate) mod transport;
pub(crate) mod trust;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::time::Duration;

use fortinac_types::decode::DecodeError;
use http::StatusCode;

use crate::operation::Operation;
use kind::{BodyPrefix, Kind, TimeLimit};

/// The result of a call.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call, or building a client, failed.
///
/// `Display` is one line that says what to do next. Neither it nor `Debug` nor a source contains the token, a value of
/// the query, or a secret of the request: if the appliance repeats one of four characters or more in its message, it is
/// replaced by `[redacted]`. Only [`Error::body`] gives the response as it came.
///
/// ```no_run
/// # async fn example(client: &fortinac_client::Client) -> fortinac_client::Result<()> {
/// match client.users().delete(31).await {
///     Ok(()) => println!("deleted"),
///     Err(error) if error.is_not_found() => println!("there is no such user"),
///     Err(error) if error.is_unauthorized() => println!("the token is not valid: {error}"),
///     Err(error) if error.may_have_been_applied() => println!("look before you repeat it: {error}"),
///     Err(error) if error.is_retryable() => println!("try again later: {error}"),
///     Err(error) => return Err(error),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: Kind,
    operation: Option<Operation>,
    server: Option<String>,
    retry_after: Option<Duration>,
    body: Option<BodyPrefix>,
    earlier_may_have_been_applied: bool,
}

impl Error {
    fn new(kind: Kind, operation: Option<Operation>) -> Self {
        Self(Box::new(Inner {
            kind,
            operation,
            server: None,
            retry_after: None,
            body: None,
            earlier_may_have_been_applied: false,
        }))
    }

    pub(crate) fn setting(
        name: impl Into<Cow<'static, str>>,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        let (name, source) = (name.into(), source.into());
        Self::new(Kind::Setting { name, source }, None)
    }

    /// An error that no operation causes.
    #[cfg(any(feature = "blocking", feature = "call-by-id", feature = "profiles"))]
    pub(crate) fn without_call(kind: Kind) -> Self {
        Self::new(kind, None)
    }

    pub(crate) fn call(operation: &Operation, kind: Kind) -> Self {
        Self::new(kind, Some(operation.clone()))
    }

    /// Adds the address of the server, for the message.
    pub(crate) fn at(mut self, server: &str) -> Self {
        self.0.server = Some(server.to_owned());
        self
    }

    /// Adds how long the appliance asks to wait before the next attempt.
    pub(crate) fn with_retry_after(mut self, retry_after: Option<Duration>) -> Self {
        self.0.retry_after = retry_after;
        self
    }

    /// Adds the response.
    pub(crate) fn with_body(mut self, body: &[u8]) -> Self {
        self.0.body = Some(BodyPrefix::new(body));
        self
    }

    /// The operationId of the call that failed, such as `user_update`; `raw` for a call that the spec does not have.
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation.as_ref().map(|operation| operation.id)
    }

    /// The HTTP method of the call.
    pub fn method(&self) -> Option<&str> {
        self.0
            .operation
            .as_ref()
            .map(|operation| operation.method.as_str())
    }

    /// The path template of the call, such as `/user/{id}`, without its query.
    pub fn url_template(&self) -> Option<&str> {
        self.0
            .operation
            .as_ref()
            .map(|operation| &*operation.url_template)
    }

    /// The HTTP status of the response, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        match &self.0.kind {
            Kind::TimedOut { status, .. } => *status,
            Kind::TooLarge { status, .. }
            | Kind::TooManyParts { status, .. }
            | Kind::UnknownCoding { status, .. }
            | Kind::Damaged { status, .. }
            | Kind::Redirect { status, .. }
            | Kind::Status { status, .. }
            | Kind::Rejected { status, .. }
            | Kind::NotJson { status, .. }
            | Kind::Missing { status, .. }
            | Kind::NotFound { status }
            | Kind::NoValue { status }
            | Kind::Decode { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// The appliance's own message (`errorMessage`), if it sent one. Secrets of the request are replaced in it.
    pub fn api_message(&self) -> Option<&str> {
        match &self.0.kind {
            Kind::Status { message, .. } | Kind::Rejected { message, .. } => message.as_deref(),
            _ => None,
        }
    }

    /// The first 64 KiB of the response as it came, if one was received.
    ///
    /// It can hold anything, also secrets: of the record, and of the request if the appliance repeats them. So it is in
    /// no message, no `Debug` and no log.
    pub fn body(&self) -> Option<&[u8]> {
        self.0.body.as_ref().map(BodyPrefix::as_bytes)
    }

    /// Where the response has another type than the spec says: the JSON path, and the expected and the found type.
    pub fn decode_error(&self) -> Option<&DecodeError> {
        match &self.0.kind {
            Kind::Decode { error, .. } => error.downcast_ref(),
            _ => None,
        }
    }

    /// The appliance does not accept the token (HTTP 401).
    pub fn is_unauthorized(&self) -> bool {
        self.is_status(StatusCode::UNAUTHORIZED)
    }

    /// The token's account may not do this (HTTP 403).
    pub fn is_forbidden(&self) -> bool {
        self.is_status(StatusCode::FORBIDDEN)
    }

    /// There is no such record, no value, or no such path (HTTP 404).
    pub fn is_not_found(&self) -> bool {
        matches!(self.0.kind, Kind::NotFound { .. } | Kind::NoValue { .. })
            || self.is_status(StatusCode::NOT_FOUND)
    }

    /// The API itself says that there is no such record or value: not a web server that does not know the path.
    pub(crate) fn is_missing_record(&self) -> bool {
        match &self.0.kind {
            Kind::NotFound { .. } | Kind::NoValue { .. } => true,
            Kind::Status {
                status,
                is_envelope,
                ..
            } => *status == StatusCode::NOT_FOUND && *is_envelope,
            _ => false,
        }
    }

    /// A time limit ran out; the message says which.
    pub fn is_timeout(&self) -> bool {
        match &self.0.kind {
            // A limit of the operating system.
            Kind::Transport(transport) => transport.source().is_timeout(),
            kind => matches!(kind, Kind::TimedOut { .. }),
        }
    }

    /// No connection was made, so the request did not reach the appliance. This includes failures of TLS.
    pub fn is_connect(&self) -> bool {
        match &self.0.kind {
            Kind::Transport(transport) => transport.source().is_connect(),
            kind => matches!(
                kind,
                Kind::TimedOut {
                    limit: TimeLimit::Connect,
                    ..
                }
            ),
        }
    }

    /// TLS failed, most often because the certificate is not trusted.
    pub fn is_tls(&self) -> bool {
        matches!(&self.0.kind, Kind::Transport(transport) if transport.is_tls())
    }

    /// The appliance responded that the call failed, although the HTTP status is a success.
    pub fn is_api_error(&self) -> bool {
        matches!(self.0.kind, Kind::Rejected { .. })
    }

    /// Nothing was sent, because a setting or an argument cannot be used.
    pub fn is_usage(&self) -> bool {
        matches!(self.0.kind, Kind::Setting { .. } | Kind::Request(_))
    }

    /// The response is not what the spec says: not JSON, or of another type, or without a required property, or compressed
    /// in a way that cannot be read.
    pub fn is_decode(&self) -> bool {
        matches!(
            self.0.kind,
            Kind::Decode { .. }
                | Kind::NotJson { .. }
                | Kind::Missing { .. }
                | Kind::UnknownCoding { .. }
                | Kind::Damaged { .. }
        )
    }

    /// The failure may pass: the same call may succeed later. Whether it is safe to repeat is another question.
    pub fn is_retryable(&self) -> bool {
        match &self.0.kind {
            Kind::Transport(transport) => transport.may_pass(),
            Kind::TimedOut { .. } => true,
            Kind::Damaged { may_pass, .. } => *may_pass,
            Kind::Status { status, .. } => matches!(status.as_u16(), 429 | 502 | 503 | 504),
            _ => false,
        }
    }

    pub(crate) fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    fn is_status(&self, expected: StatusCode) -> bool {
        matches!(&self.0.kind, Kind::Status { status, .. } if *status == expected)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.kind {
            // `Display` has said it itself.
            Kind::Setting { source, .. } => source.source(),
            Kind::Transport(transport) => Some(transport.source()),
            Kind::Decode { error, .. } => Some(&**error),
            _ => None,
        }
    }
}
