use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use reqwest::StatusCode;

use crate::excerpt;
use crate::line::plain;
use crate::mask::Secrets;
use crate::media::Undecodable;
use crate::operation::Operation;
use crate::tls;

/// Why a call, or making a client, failed.
///
/// `Display` is one line that says what to do next. Neither it nor `Debug` nor a source contains the token, a value of
/// a query, or a secret that the call carried; where the appliance repeats one of four characters or more, as it was
/// or escaped, it is taken out. `start`, `count`, `sortKey` and `sortDir` are no secrets.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: Kind,
    operation: Option<Operation>,
    server: Option<String>,
    retry_after: Option<Duration>,
}

/// What went wrong.
#[derive(Debug)]
pub(crate) enum Kind {
    /// A setting of the client cannot be used.
    Setting {
        name: &'static str,
        source: Box<dyn StdError + Send + Sync>,
    },
    /// The query cannot be written.
    Query(String),
    /// The request body cannot be written.
    Encode(String),
    /// The request could not be sent, or the answer not be received.
    Transport(Transport),
    /// The answer stopped coming.
    Stalled { status: StatusCode },
    /// The answer is larger than the client takes.
    TooLarge { status: StatusCode, limit: usize },
    /// The answer leads to another address.
    Redirect {
        status: StatusCode,
        /// Scheme, host and port.
        to: Option<String>,
        /// It is the address that was called.
        is_same: bool,
    },
    /// The HTTP status is no success.
    Status {
        status: StatusCode,
        message: Option<String>,
        excerpt: Option<String>,
    },
    /// The HTTP status is a success, and the envelope says that the call failed.
    Rejected {
        status: StatusCode,
        word: String,
        message: Option<String>,
    },
    /// The answer is not JSON.
    NotJson {
        status: StatusCode,
        media_type: Option<String>,
        is_empty: bool,
        excerpt: Option<String>,
    },
    /// The envelope lacks a member that the operation promises.
    Missing {
        status: StatusCode,
        member: &'static str,
    },
    /// The call is for a record, and the answer has none.
    NotFound { status: StatusCode },
    /// The answer is JSON of another kind than described.
    Decode {
        status: StatusCode,
        error: Undecodable,
    },
    /// A list gave the same rows twice.
    RepeatedPage { start: i64 },
}

/// A failure below HTTP, without the URL: its query may hold what nobody should see.
#[derive(Debug)]
pub(crate) struct Transport {
    error: reqwest::Error,
    is_tls: bool,
}

impl Transport {
    pub(crate) fn new(error: reqwest::Error) -> Self {
        let is_tls = tls::is_tls_error(&error);
        Self {
            error: error.without_url(),
            is_tls,
        }
    }

    /// The innermost reason: the outer ones say little more than "error sending request".
    fn reason(&self) -> String {
        let mut reason: &dyn StdError = &self.error;
        while let Some(source) = reason.source() {
            reason = source;
        }
        reason.to_string()
    }
}

impl Error {
    pub(crate) fn setting(
        name: &'static str,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        let kind = Kind::Setting {
            name,
            source: source.into(),
        };
        Self(Box::new(Inner {
            kind,
            operation: None,
            server: None,
            retry_after: None,
        }))
    }

    pub(crate) fn call(operation: &Operation, kind: Kind) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: Some(operation.clone()),
            server: None,
            retry_after: None,
        }))
    }

    /// A failed try, with `secrets` taken out of what the appliance said.
    pub(crate) fn answer(
        operation: &Operation,
        server: &str,
        mut kind: Kind,
        retry_after: Option<Duration>,
        secrets: &Secrets,
    ) -> Self {
        let mask = |text: &mut Option<String>| *text = text.take().map(|text| secrets.mask(text));
        // Masked first: half a secret at the end of an excerpt would not be found.
        let shorten = |text: &mut Option<String>| {
            *text = text
                .take()
                .and_then(|text| excerpt::of(&secrets.mask_cut(text)));
        };
        match &mut kind {
            Kind::Status {
                message, excerpt, ..
            } => {
                mask(message);
                shorten(excerpt);
            }
            Kind::Rejected { word, message, .. } => {
                *word = secrets.mask(std::mem::take(word));
                mask(message);
            }
            Kind::NotJson {
                media_type,
                excerpt,
                ..
            } => {
                mask(media_type);
                shorten(excerpt);
            }
            Kind::Redirect { to, .. } => mask(to),
            _ => {}
        }
        Self(Box::new(Inner {
            kind,
            operation: Some(operation.clone()),
            server: Some(server.to_owned()),
            retry_after,
        }))
    }

    /// The operationId of the call that failed, such as `user_update`; `raw` for a call without one.
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

    /// The path template of the call, without its query.
    pub fn path(&self) -> Option<&str> {
        self.0.operation.as_ref().map(|operation| &*operation.path)
    }

    /// The HTTP status of the answer, if there was one.
    pub fn status(&self) -> Option<StatusCode> {
        match &self.0.kind {
            Kind::Stalled { status }
            | Kind::TooLarge { status, .. }
            | Kind::Redirect { status, .. }
            | Kind::Status { status, .. }
            | Kind::Rejected { status, .. }
            | Kind::NotJson { status, .. }
            | Kind::Missing { status, .. }
            | Kind::NotFound { status }
            | Kind::Decode { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// The appliance's own message (`errorMessage`), if it gave one.
    pub fn appliance_message(&self) -> Option<&str> {
        match &self.0.kind {
            Kind::Status { message, .. } | Kind::Rejected { message, .. } => message.as_deref(),
            _ => None,
        }
    }

    /// The beginning of an answer that is a page or a text, without its tags.
    pub fn excerpt(&self) -> Option<&str> {
        match &self.0.kind {
            Kind::Status { excerpt, .. } | Kind::NotJson { excerpt, .. } => excerpt.as_deref(),
            _ => None,
        }
    }

    /// The appliance does not know the token (HTTP 401).
    pub fn is_auth(&self) -> bool {
        self.is_status(StatusCode::UNAUTHORIZED)
    }

    /// The token may not do this (HTTP 403).
    pub fn is_forbidden(&self) -> bool {
        self.is_status(StatusCode::FORBIDDEN)
    }

    /// There is no such record, or no such path (HTTP 404).
    pub fn is_not_found(&self) -> bool {
        matches!(self.0.kind, Kind::NotFound { .. }) || self.is_status(StatusCode::NOT_FOUND)
    }

    /// A time limit of the client ran out.
    pub fn is_timeout(&self) -> bool {
        match &self.0.kind {
            Kind::Transport(transport) => transport.error.is_timeout(),
            kind => matches!(kind, Kind::Stalled { .. }),
        }
    }

    /// No connection was made: the request did not reach the appliance. TLS failures are among them.
    pub fn is_connect(&self) -> bool {
        matches!(&self.0.kind, Kind::Transport(transport) if transport.error.is_connect())
    }

    /// TLS failed, most often because the certificate is not trusted.
    pub fn is_tls(&self) -> bool {
        matches!(&self.0.kind, Kind::Transport(transport) if transport.is_tls)
    }

    /// The appliance answered that the call failed, under an HTTP status of success.
    pub fn is_rejected_by_appliance(&self) -> bool {
        matches!(self.0.kind, Kind::Rejected { .. })
    }

    /// The answer is not what the description says: not JSON, or of another kind, or without a promised member.
    pub fn is_decode(&self) -> bool {
        matches!(
            self.0.kind,
            Kind::Decode { .. } | Kind::NotJson { .. } | Kind::Missing { .. }
        )
    }

    /// The failure may pass: the same call may succeed later. Whether it is safe to repeat is another question.
    pub fn is_retryable(&self) -> bool {
        match &self.0.kind {
            Kind::Transport(transport) => !transport.is_tls,
            Kind::Stalled { .. } => true,
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

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Operation {
            id, method, path, ..
        }) = &self.0.operation
        {
            write!(f, "{id} ({method} {path}): ")?;
        }
        let server = self.0.server.as_deref().unwrap_or("the appliance");
        match &self.0.kind {
            Kind::Setting { name, source } => write!(f, "{name}: {source}"),
            Kind::Query(reason) => write!(f, "the query cannot be written: {reason}"),
            Kind::Encode(reason) => write!(f, "the request body cannot be written: {reason}"),
            Kind::Transport(transport) => transport.describe(server, f),
            Kind::Stalled { .. } => write!(f, "{server} {LATE}"),
            Kind::TooLarge { limit, .. } => write!(
                f,
                "the answer is larger than {limit} bytes; ask for less (filter, count), or raise the limit"
            ),
            Kind::Redirect {
                status,
                is_same: true,
                ..
            } => write!(
                f,
                "HTTP {status}: {server} leads to another path of its own, such as that of its login; check the token, \
                 and that the base URL ends in /api/v2"
            ),
            Kind::Redirect { status, to, .. } => write!(
                f,
                "HTTP {status}: {server} leads to {}, and the token goes there only if it is set as the address of the \
                 appliance",
                to.as_deref().unwrap_or("another address")
            ),
            Kind::Status {
                status,
                message,
                excerpt,
            } => {
                write!(f, "HTTP {status}")?;
                if let Some(said) = message.as_ref().or(excerpt.as_ref()) {
                    write!(f, ", and says: {}", OneLine(said))?;
                }
                f.write_str(advice(*status))
            }
            Kind::Rejected { word, message, .. } => {
                write!(f, "the appliance answers `{}`", OneLine(word))?;
                match message {
                    Some(message) => write!(f, ": {}", OneLine(message)),
                    None => f.write_str(" and gives no reason; its log may"),
                }
            }
            Kind::NotJson {
                status,
                media_type,
                is_empty,
                excerpt,
            } => {
                let media_type = media_type.as_deref().unwrap_or("no content type");
                write!(
                    f,
                    "the answer (HTTP {status}, {}) is not JSON",
                    OneLine(media_type)
                )?;
                match excerpt {
                    Some(excerpt) => write!(f, ", and begins: {}", OneLine(excerpt))?,
                    None if *is_empty => f.write_str(", and empty")?,
                    // It may hold a record.
                    None => {}
                }
                f.write_str("; is this the address of the API, such as https://host:8443/api/v2?")
            }
            Kind::Missing { member, .. } => write!(
                f,
                "the answer has no `{member}`, which this operation promises; the appliance may be of another version"
            ),
            Kind::NotFound { .. } => f.write_str("there is no such record"),
            Kind::Decode { status, error } => {
                write!(f, "the answer (HTTP {status}) is not as described: {error}")
            }
            Kind::RepeatedPage { start } => write!(
                f,
                "the page from row {start} on has the same rows as an earlier one; the appliance passes over `start`, so \
                 read the list in one page with a large enough `count`"
            ),
        }
    }
}

const LATE: &str = "did not answer in time; ask for less (filter, count), or raise the time limits";

impl Transport {
    fn describe(&self, server: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = self.reason();
        let reason = OneLine(&reason);
        if tls::is_distrust(&self.error) {
            write!(
                f,
                "{server} is not trusted: {reason}; trust its authority (FORTINAC_CA_FILE) or pin its certificate \
                 (FORTINAC_CERT_SHA256)"
            )
        } else if self.is_tls {
            write!(
                f,
                "no TLS with {server}: {reason}; check that the port (8443) is that of the API, and https:// its scheme"
            )
        } else if self.error.is_timeout() {
            write!(f, "{server} {LATE}")
        } else if self.error.is_connect() {
            write!(
                f,
                "no connection to {server}: {reason}; check the address, the port (8443) and the network"
            )
        } else {
            write!(f, "{server} broke off: {reason}")
        }
    }
}

/// What to do about an HTTP status.
fn advice(status: StatusCode) -> &'static str {
    match status.as_u16() {
        401 => {
            "; the token is wrong or was revoked, or it is used from outside of its account's trusted hosts: check the \
             token, and the trusted hosts of its administrator account"
        }
        403 => {
            "; the token's account may not do this: check its admin profile, and whether its trusted hosts (allowed \
             subnets) include this address"
        }
        404 => {
            "; there is no such record or path: check the id, and that the base URL ends in /api/v2"
        }
        429 | 502 | 503 | 504 => "; try again later",
        500 => "; if this is a list, ask for a page (count): whole tables are reported to end so",
        _ => "",
    }
}

/// A text of the appliance's on one line, and no longer than a message should be.
struct OneLine<'a>(&'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LONGEST: usize = 300;
        let mut characters = self.0.chars();
        for character in characters.by_ref().take(LONGEST) {
            write!(f, "{}", plain(character))?;
        }
        if characters.next().is_some() {
            f.write_str(" ...")
        } else {
            Ok(())
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.kind {
            // `Display` has said it itself.
            Kind::Setting { source, .. } => source.source(),
            Kind::Transport(transport) => Some(&transport.error),
            Kind::Decode { error, .. } => Some(&**error),
            _ => None,
        }
    }
}
