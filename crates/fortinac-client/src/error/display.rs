//! The message of an error: one line that says what to do next.

use std::fmt;

use http::StatusCode;

use super::kind::{Kind, TimeLimit};
use super::{Error, Inner};
use crate::text::OneLine;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.describe(f)?;
        if self.may_have_been_applied() {
            f.write_str("; the write may have been applied: check before repeating it")?;
        }
        Ok(())
    }
}

impl Error {
    fn describe(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            kind,
            operation,
            server,
            ..
        } = &*self.0;
        if let Some(operation) = operation {
            write!(
                f,
                "{} ({} {}): ",
                operation.id, operation.method, operation.url_template
            )?;
        }
        let server = server.as_deref().unwrap_or("the appliance");
        match kind {
            Kind::Setting { name, source } => write!(f, "{name}: {source}"),
            Kind::Request(reason) => write!(f, "the request cannot be written: {reason}"),
            #[cfg(feature = "blocking")]
            Kind::Blocking(reason) => f.write_str(reason),
            Kind::Transport(transport) => transport.describe(server, f),
            Kind::NoRuntime => f.write_str(
                "a call needs a runtime of tokio: await it inside of one, or use the blocking calls (feature `blocking`)",
            ),
            Kind::TimedOut { limit, after, .. } => {
                let (setting, purpose) = limit.describe();
                write!(f, "{server} did not respond in time: {after:?} {purpose} (`{setting}`) ran out; ")?;
                f.write_str(match limit {
                    TimeLimit::Connect => "check the address, the port (8443) and the network",
                    _ => "ask for less (filter, limit), or raise the time limit",
                })
            }
            Kind::TooLarge { limit, .. } => write!(
                f,
                "the response is larger than {limit} bytes; ask for less (filter, limit), or raise `max_response_size`"
            ),
            Kind::TooManyParts { what, limit, .. } => write!(
                f,
                "the response has more than {limit} {what}, which would take many times its size in memory; ask for less \
                 (filter, limit), or raise `max_response_size`"
            ),
            Kind::UnknownCoding { status, coding } => write!(
                f,
                "the response (HTTP {status}) has the content coding `{}`, which the client does not ask for; look for a \
                 proxy on the way that compresses",
                OneLine(coding)
            ),
            Kind::Damaged { status, coding, may_pass } => {
                let what = if *may_pass { "ends early or is damaged" } else { "is not" };
                write!(f, "the response (HTTP {status}) claims to be {coding}, and {what}")
            }
            Kind::Redirect {
                status,
                is_same: true,
                ..
            } => write!(
                f,
                "HTTP {status}: {server} redirects to another path of its own, such as its login; check the token, and \
                 that the base URL ends in /api/v2"
            ),
            Kind::Redirect { status, to, .. } => write!(
                f,
                "HTTP {status}: {server} redirects to {}; the token is not sent there unless you set it as the address \
                 of the appliance",
                to.as_deref().unwrap_or("another address")
            ),
            Kind::Status {
                status, message, ..
            } => {
                write!(f, "HTTP {status}")?;
                if let Some(message) = message {
                    write!(f, ": {}", OneLine(message))?;
                }
                f.write_str(advice(*status))
            }
            Kind::Rejected {
                envelope_status,
                message,
                ..
            } => {
                write!(f, "the appliance responds `{}`", OneLine(envelope_status))?;
                match message {
                    Some(message) => write!(f, ": {}", OneLine(message)),
                    None => f.write_str(" without a message; look into its log"),
                }
            }
            Kind::NotJson {
                status,
                media_type,
                is_empty,
            } => {
                let media_type = media_type.as_deref().unwrap_or("no content type");
                let what = if *is_empty {
                    "empty, and this operation returns a value"
                } else {
                    "not JSON"
                };
                write!(
                    f,
                    "the response (HTTP {status}, {}) is {what}; is this the address of the API, such as \
                     https://host:8443/api/v2?",
                    OneLine(media_type)
                )
            }
            Kind::Missing { property, .. } => write!(
                f,
                "the response has no `{property}`, which this operation requires; the appliance may run another version"
            ),
            Kind::NotFound { .. } => f.write_str("there is no such record"),
            Kind::NoValue { .. } => f.write_str("there is no value: the response has null"),
            Kind::Decode { status, error } => {
                write!(
                    f,
                    "the response (HTTP {status}) is not as the spec says: {error}"
                )
            }
            Kind::RepeatedPage { start } => write!(
                f,
                "the page from item {start} on has the same items as an earlier one, so the appliance ignores `start`; \
                 read the list in one page with a large enough `limit`"
            ),
            Kind::ListShrank { before, count } => write!(
                f,
                "the list shrank from {before} to {count} items while it was read, so items may have been passed over; \
                 read it again, with `all` in place of `stream` if you delete or change its items"
            ),
            Kind::EndlessList { position, count } => {
                write!(f, "the list goes on after {position} items")?;
                if let Some(count) = count {
                    write!(f, ", of which the appliance said that there are {count}")?;
                }
                f.write_str(
                    ", so the appliance ignores `start`; read the list in one page with a large enough `limit`",
                )
            }
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
        407 => {
            "; the proxy refused its credentials: check the user and the password in the URL of the proxy"
        }
        413 => "; the file or the body is too large for the appliance or a proxy before it",
        429 | 502 | 503 | 504 => "; try again later",
        500 => "; if this is a list, limit it with `limit`: unpaged lists are reported to end so",
        _ => "",
    }
}
