//! Failures below HTTP: of the connection, of TLS, of time limits.

use std::error::Error as StdError;
use std::fmt;
use std::io;

use crate::text::OneLine;

/// Why a call took too long, and what to do about it.
pub(super) const TOO_LATE: &str =
    "did not respond in time; ask for less (filter, limit), or raise the time limits";

/// A failure of reqwest, without the URL: its query may hold a secret.
#[derive(Debug)]
pub(crate) struct TransportError {
    error: reqwest::Error,
    is_tls: bool,
}

impl TransportError {
    pub(crate) fn new(error: reqwest::Error) -> Self {
        let is_tls = tls_error(&error).is_some();
        Self {
            error: error.without_url(),
            is_tls,
        }
    }

    pub(super) fn source(&self) -> &reqwest::Error {
        &self.error
    }

    pub(super) fn is_tls(&self) -> bool {
        self.is_tls
    }

    /// The innermost reason: the outer ones say little more than "error sending request".
    fn reason(&self) -> String {
        let mut reason: &dyn StdError = &self.error;
        while let Some(source) = reason.source() {
            reason = source;
        }
        reason.to_string()
    }

    pub(super) fn describe(&self, server: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = self.reason();
        let reason = OneLine(&reason);
        if is_untrusted_certificate(&self.error) {
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
            write!(f, "{server} {TOO_LATE}")
        } else if self.error.is_connect() {
            write!(
                f,
                "no connection to {server}: {reason}; check the address, the port (8443) and the network"
            )
        } else {
            write!(f, "the connection to {server} closed early: {reason}")
        }
    }
}

/// Whether the reason is the server's certificate.
fn is_untrusted_certificate(error: &(dyn StdError + 'static)) -> bool {
    matches!(tls_error(error), Some(rustls::Error::InvalidCertificate(_)))
}

/// The error of TLS among the sources of an error.
///
/// A connection that closes during the handshake is not one: that is an [`io::Error`] of its own.
pub(crate) fn tls_error<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a rustls::Error> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(error) = error.downcast_ref() {
            return Some(error);
        }
        // The source of an io::Error is not the error in it, but that one's source.
        next = match error.downcast_ref().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_of_tls_is_found_inside_of_others() {
        let tls = || rustls::Error::General("canary".into());
        let nested = io::Error::other(io::Error::other(tls()));
        for error in [&tls() as &dyn StdError, &io::Error::other(tls()), &nested] {
            assert!(tls_error(error).is_some(), "{error:?}");
        }
        let closed = io::Error::from(io::ErrorKind::UnexpectedEof);
        for error in [&io::Error::other("canary"), &closed] {
            assert!(tls_error(error).is_none(), "{error:?}");
        }
    }
}
