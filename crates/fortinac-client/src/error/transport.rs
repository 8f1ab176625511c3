//! Failures below HTTP: of the connection, of TLS, of a proxy.

use std::error::Error as StdError;
use std::fmt;
use std::io;

use rustls::AlertDescription;

use super::trust::TlsContext;
use crate::text::OneLine;

/// A failure of reqwest, without the URL: its query may hold a secret.
#[derive(Debug)]
pub(crate) struct TransportError {
    error: reqwest::Error,
    cause: Cause,
}

/// What failed, as far as a message or a retry depends on it.
#[derive(Debug, PartialEq, Eq)]
enum Cause {
    /// The certificate of the server; what to do about it.
    UntrustedCertificate(&'static str),
    /// The server requires a certificate of the client.
    ClientCertificate(&'static str),
    Tls,
    /// The proxy requires other credentials (HTTP status 407, or in SOCKS).
    ProxyCredentials,
    /// The proxy makes no connection for another reason, which hyper does not tell: it can be an HTTP status 403.
    Proxy,
    /// What came is not an HTTP response that can be read, and would not be the next time.
    NotHttp,
    Connect,
    /// The server closed while the request was sent. One that refuses a large body does so, after its response: hyper reads
    /// that response unless it meets the close in a write. (Tried: a body of small pieces, with a look for the response
    /// before each. Of 400 uploads on loopback, 392 got their status so, and 397 without.)
    ClosedInRequest,
    Other,
}

impl TransportError {
    pub(crate) fn new(error: reqwest::Error, tls: &TlsContext) -> Self {
        let cause = Cause::of(&error, tls);
        Self {
            error: error.without_url(),
            cause,
        }
    }

    pub(super) fn source(&self) -> &reqwest::Error {
        &self.error
    }

    pub(super) fn is_tls(&self) -> bool {
        matches!(
            self.cause,
            Cause::UntrustedCertificate(_) | Cause::ClientCertificate(_) | Cause::Tls
        )
    }

    /// Whether the next attempt may succeed. The credentials of a proxy must not be sent again, or the account is locked.
    pub(super) fn may_pass(&self) -> bool {
        matches!(
            self.cause,
            Cause::Connect | Cause::ClosedInRequest | Cause::Other
        )
    }

    /// Whether the request cannot have reached the appliance.
    pub(super) fn is_before_request(&self) -> bool {
        self.error.is_connect()
            || self.error.is_builder()
            // In TLS 1.3, the server refuses a handshake that has ended for the client.
            || matches!(self.cause, Cause::ClientCertificate(_))
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
        match self.cause {
            Cause::UntrustedCertificate(advice) => {
                write!(f, "{server} is not trusted: {reason}; {advice}")
            }
            Cause::ClientCertificate(advice) => write!(
                f,
                "no TLS with {server}: it asked for a client certificate, and the client has none ({reason}); {advice}"
            ),
            Cause::Tls => write!(
                f,
                "no TLS with {server}: {reason}; check that the port (8443) is that of the API, and https:// its scheme"
            ),
            Cause::ProxyCredentials => write!(
                f,
                "no connection to {server}: the proxy refused its credentials; check the user and the password \
                 in the URL of the proxy"
            ),
            Cause::Proxy => write!(
                f,
                "no connection to {server}: the proxy does not connect to it ({reason}); check what the proxy allows"
            ),
            Cause::NotHttp => write!(
                f,
                "{server} does not respond with HTTP that can be read: {reason}; check that the port (8443) is that of the \
                 API"
            ),
            Cause::Connect => write!(
                f,
                "no connection to {server}: {reason}; check the address, the port (8443) and the network"
            ),
            Cause::ClosedInRequest => write!(
                f,
                "{server} closed the connection while the request was sent: {reason}; servers do so if a body is too large"
            ),
            Cause::Other => write!(f, "the connection to {server} closed early: {reason}"),
        }
    }
}

impl Cause {
    fn of(error: &reqwest::Error, tls: &TlsContext) -> Self {
        if let Some(tls_error) = find::<rustls::Error>(error) {
            return Self::of_tls(tls_error, tls);
        }
        if let Some(proxy) = sources(error).find_map(proxy_refusal) {
            return proxy;
        }
        if sources(error).any(is_not_http) {
            return Self::NotHttp;
        }
        match error.is_connect() {
            true if tls.was_asked() && find::<io::Error>(error).is_some_and(is_closed) => {
                Self::ClientCertificate(tls.advice_about_client_certificate())
            }
            true => Self::Connect,
            false if find::<io::Error>(error).is_some_and(is_of_write) => Self::ClosedInRequest,
            false => Self::Other,
        }
    }

    fn of_tls(error: &rustls::Error, tls: &TlsContext) -> Self {
        use AlertDescription as Alert;
        match error {
            rustls::Error::InvalidCertificate(reason) => {
                Self::UntrustedCertificate(tls.advice_about_certificate(reason))
            }
            rustls::Error::AlertReceived(Alert::CertificateRequired | Alert::NoCertificate) => {
                Self::ClientCertificate(tls.advice_about_client_certificate())
            }
            // TLS 1.2 has no word for it.
            rustls::Error::AlertReceived(
                Alert::HandshakeFailure | Alert::BadCertificate | Alert::AccessDenied,
            ) if tls.was_asked() => Self::ClientCertificate(tls.advice_about_client_certificate()),
            _ => Self::Tls,
        }
    }
}

/// What hyper says of a proxy that makes no tunnel. Its error has no public type, so the words count.
fn proxy_refusal(error: &(dyn StdError + 'static)) -> Option<Cause> {
    match error.to_string().as_str() {
        "tunnel error: proxy authorization required" => Some(Cause::ProxyCredentials),
        "tunnel error: unsuccessful" | "tunnel error: proxy response headers too long" => {
            Some(Cause::Proxy)
        }
        // SOCKS, which an application can turn on in reqwest.
        "credentials not accepted" | "server does not support user/pass authentication" => {
            Some(Cause::ProxyCredentials)
        }
        _ => None,
    }
}

/// Whether this is an error of the syntax of HTTP: of a head, or of the chunks of a body.
fn is_not_http(error: &(dyn StdError + 'static)) -> bool {
    if let Some(error) = error.downcast_ref::<hyper::Error>() {
        return error.is_parse();
    }
    let kind = error.downcast_ref().map(io::Error::kind);
    matches!(
        kind,
        Some(io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput)
    )
}

fn is_closed(error: &io::Error) -> bool {
    use io::ErrorKind as Kind;
    matches!(
        error.kind(),
        Kind::UnexpectedEof | Kind::ConnectionReset | Kind::ConnectionAborted | Kind::BrokenPipe
    )
}

/// Reading from a connection never fails so.
fn is_of_write(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}

/// An error and its sources, from the outside.
fn sources<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error: &&'a (dyn StdError + 'static)| {
        // The source of an io::Error is not the error in it, but that one's source.
        match error.downcast_ref().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => error.source(),
        }
    })
}

/// The first error of this type among an error and its sources.
///
/// A connection that closes during the handshake of TLS is no error of TLS: that is an [`io::Error`] of its own.
pub(crate) fn find<'a, E: StdError + 'static>(
    error: &'a (dyn StdError + 'static),
) -> Option<&'a E> {
    sources(error).find_map(|error| error.downcast_ref())
}

/// Whether the operating system gave up, and not a time limit of the client.
pub(crate) fn is_of_system(error: &reqwest::Error) -> bool {
    find::<io::Error>(error).is_some_and(|error| error.raw_os_error().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_of_tls_is_found_inside_of_others() {
        let tls = || rustls::Error::General("canary".into());
        let nested = io::Error::other(io::Error::other(tls()));
        for error in [&tls() as &dyn StdError, &io::Error::other(tls()), &nested] {
            assert!(find::<rustls::Error>(error).is_some(), "{error:?}");
        }
        let closed = io::Error::from(io::ErrorKind::UnexpectedEof);
        for error in [&io::Error::other("canary"), &closed] {
            assert!(find::<rustls::Error>(error).is_none(), "{error:?}");
        }
    }
}
