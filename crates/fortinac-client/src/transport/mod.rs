//! The one place where a request is sent, and a response received, observed and classified.

pub(crate) mod endpoint;
mod exchange;
pub(crate) mod observe;
pub(crate) mod preview;
mod redact;
pub(crate) mod request;
pub(crate) mod response;
pub(crate) mod retry;
pub(crate) mod tls;
mod typed_address;
pub(crate) mod upload;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use fortinac_types::Secret;
use fortinac_types::decode::DecodeError;
use http::StatusCode;
use http::header::HeaderMap;
use tokio::runtime::Handle;
// Of the same clock as the time limits, which a test can advance.
use tokio::time::Instant;
use tracing::Instrument;
use tracing::field::Empty;

use crate::error::Error;
use crate::error::kind::{Kind, TimeLimit};
use crate::error::trust::TlsContext;
use endpoint::Endpoint;
use exchange::Failure;
use observe::{Attempt, Observer, milliseconds};
use redact::Secrets;
use request::Request;
use response::HttpResponse;
use retry::{Retries, RetryPolicy};

/// The connections to one appliance, and the settings of all calls.
pub(crate) struct Transport {
    pub(crate) http: reqwest::Client,
    pub(crate) endpoint: Endpoint,
    /// Host and port of the appliance, and the proxy, for messages.
    pub(crate) route: String,
    pub(crate) token: Secret,
    /// The headers that every request has, among them the one with the token.
    pub(crate) headers: HeaderMap,
    pub(crate) retry_policy: RetryPolicy,
    pub(crate) max_response_size: usize,
    pub(crate) connect_timeout: Duration,
    pub(crate) timeout: Duration,
    pub(crate) read_timeout: Duration,
    pub(crate) call_timeout: Option<Duration>,
    pub(crate) tls: TlsContext,
    pub(crate) observer: Option<Observer>,
    /// Whether a value that the spec does not expect makes a call fail.
    pub(crate) strict: bool,
}

/// Decodes a response, keeps the value, and lists where the response is not as the spec says. A response that it refuses
/// is a failure of the attempt.
///
/// It owns what it needs, so that a large response can be decoded on another thread.
pub(crate) type Decode = dyn Fn(&HttpResponse) -> Result<Vec<DecodeError>, Kind> + Send + Sync;

impl Transport {
    /// Sends a request, again where that is allowed, until a response is a success that decodes.
    pub(crate) async fn send(&self, request: &Request, decode: &Arc<Decode>) -> Result<(), Error> {
        let operation = &request.operation;
        if let Some(reason) = request.problem() {
            return Err(Error::call(operation, Kind::Request(reason)));
        }
        // reqwest would panic.
        if Handle::try_current().is_err() {
            return Err(Error::call(operation, Kind::NoRuntime));
        }
        let span = tracing::info_span!(
            "fortinac_call",
            operation = operation.id,
            http.request.method = %operation.method,
            url.template = %operation.url_template,
            http.response.status_code = Empty,
            http.request.resend_count = Empty,
            duration_ms = Empty,
        );
        self.send_with_retries(request, decode, &span)
            .instrument(span.clone())
            .await
    }

    async fn send_with_retries(
        &self,
        request: &Request,
        decode: &Arc<Decode>,
        span: &tracing::Span,
    ) -> Result<(), Error> {
        let start = Instant::now();
        let limit = request.call_timeout.or(self.call_timeout);
        let mut retries = Retries::new(&self.retry_policy, request.retryable, limit);
        let mut number = 1;
        let mut may_have_been_applied = false;
        let (status, result) = loop {
            match self.attempt(request, number, start, limit, decode).await {
                Ok(status) => break (Some(status), Ok(())),
                Err(error) if retries.wait_after(&error).await => {
                    may_have_been_applied |= error.may_have_been_applied();
                    number += 1;
                }
                Err(error) => {
                    let error = error.after_attempts(may_have_been_applied);
                    break (error.status(), Err(error));
                }
            }
        };
        span.record(
            "http.response.status_code",
            status.map(|status| status.as_u16()),
        );
        span.record("http.request.resend_count", number - 1);
        span.record("duration_ms", milliseconds(start.elapsed()));
        result
    }

    async fn attempt(
        &self,
        request: &Request,
        number: u32,
        call_start: Instant,
        limit: Option<Duration>,
        decode: &Arc<Decode>,
    ) -> Result<StatusCode, Error> {
        let start = Instant::now();
        let exchange = self.exchange(request, decode);
        let result = match limit.map(|limit| (limit, call_start.checked_add(limit))) {
            Some((after, Some(end))) => tokio::time::timeout_at(end, exchange)
                .await
                .unwrap_or_else(|_| {
                    let (status, limit) = (None, TimeLimit::Call);
                    Err(Kind::TimedOut {
                        status,
                        limit,
                        after,
                    }
                    .into())
                }),
            // A limit that ends after all time is none.
            _ => exchange.await,
        };
        let result = result.map_err(|failure| self.error(request, failure));
        let (status, unexpected, error) = match &result {
            Ok((status, unexpected)) => (Some(*status), unexpected.as_slice(), None),
            Err(error) => (error.status(), [].as_slice(), Some(error)),
        };
        let duration = start.elapsed();
        if let Some(first) = unexpected.first() {
            self.warn(request, first, unexpected.len());
        }
        tracing::debug!(
            attempt = number,
            http.response.status_code = status.map(|status| status.as_u16()),
            duration_ms = milliseconds(duration),
            error = error.map(tracing::field::display),
            "attempt ended"
        );
        if let Some(observer) = &self.observer {
            observer(&Attempt {
                operation: request.operation.id,
                method: request.operation.method.as_str(),
                url_template: &request.operation.url_template,
                number,
                status,
                duration,
                unexpected,
                error,
            });
        }
        result.map(|(status, _)| status)
    }

    /// Logs that a response is not as the spec says.
    fn warn(&self, request: &Request, first: &DecodeError, count: usize) {
        let secrets = Secrets::of(&self.token, &self.headers, request);
        tracing::warn!(
            operation = request.operation.id,
            count,
            first = secrets.redact(first.to_string()),
            "the response is not as the spec says; the values are kept as they came"
        );
    }

    /// The error of a failed attempt, which shows no secret.
    fn error(&self, request: &Request, failure: Failure) -> Error {
        let mut kind = failure.kind;
        Secrets::of(&self.token, &self.headers, request).redact_kind(&mut kind);
        let error = Error::call(&request.operation, kind)
            .at(&self.route)
            .with_retry_after(failure.retry_after);
        match failure.body.as_slice() {
            [] => error,
            body => error.with_body(body),
        }
    }
}

/// The server only: the settings hold the token.
impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport")
            .field("server", &self.endpoint.authority())
            .finish_non_exhaustive()
    }
}
