//! The one place where a request is sent, and a response received, observed and classified.

pub(crate) mod endpoint;
pub(crate) mod observe;
mod redact;
pub(crate) mod request;
pub(crate) mod response;
pub(crate) mod retry;
pub(crate) mod tls;
pub(crate) mod upload;

use std::fmt;
use std::time::{Duration, Instant};

use fortinac_types::Secret;
use http::StatusCode;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderMap};
use reqwest::RequestBuilder;
use tracing::Instrument;
use tracing::field::Empty;

use crate::codec::form;
use crate::error::Error;
use crate::error::kind::Kind;
use crate::error::transport::TransportError;
use endpoint::Endpoint;
use observe::{Attempt, Observer, milliseconds};
use redact::Secrets;
use request::{Body, Request};
use response::HttpResponse;
use retry::{Retries, RetryPolicy};

/// How much memory is reserved for a body before it arrives, whatever length the appliance announces.
const MAX_RESERVED: usize = 64 * 1024;
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

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
    pub(crate) read_timeout: Duration,
    pub(crate) observer: Option<Observer>,
}

/// Decodes a response, and keeps the value. A response that it refuses is a failure of the attempt.
pub(crate) type Decode<'a> = dyn FnMut(&HttpResponse) -> Result<(), Kind> + Send + 'a;

impl Transport {
    /// Sends a request, again where that is allowed, until a response is a success that decodes.
    pub(crate) async fn send(
        &self,
        request: &Request,
        decode: &mut Decode<'_>,
    ) -> Result<(), Error> {
        let operation = &request.operation;
        if let Some(reason) = request.problem() {
            return Err(Error::call(operation, Kind::Request(reason)));
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
        decode: &mut Decode<'_>,
        span: &tracing::Span,
    ) -> Result<(), Error> {
        let start = Instant::now();
        let mut retries = Retries::new(&self.retry_policy, request.retryable);
        let mut number = 1;
        let (status, result) = loop {
            match self.attempt(request, number, decode).await {
                Ok(status) => break (Some(status), Ok(())),
                Err(error) if retries.wait_after(&error).await => number += 1,
                Err(error) => break (error.status(), Err(error)),
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
        decode: &mut Decode<'_>,
    ) -> Result<StatusCode, Error> {
        let start = Instant::now();
        let result = self.exchange(request, decode).await;
        let result = result.map_err(|failure| self.error(request, failure));
        let (status, error) = match &result {
            Ok(status) => (Some(*status), None),
            Err(error) => (error.status(), Some(error)),
        };
        let duration = start.elapsed();
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
                error,
            });
        }
        result
    }

    async fn exchange(
        &self,
        request: &Request,
        decode: &mut Decode<'_>,
    ) -> Result<StatusCode, Failure> {
        let mut url = self.endpoint.join(&request.path);
        if !request.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&request.query);
        }
        let method = request.operation.method.clone();
        let builder = self.http.request(method, url.clone());
        let builder = builder
            .headers(self.headers.clone())
            .header(ACCEPT, request.media.name());
        let builder = with_body(builder, request).map_err(Kind::Request)?;
        let builder = match request.timeout {
            Some(timeout) => builder.timeout(timeout),
            None => builder,
        };
        let mut response = builder
            .send()
            .await
            .map_err(|error| Kind::Transport(TransportError::new(error)))?;
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let body = self.read(response).await?;
        let response = if body.is_empty() && request.operation.allows_empty_body(status) {
            HttpResponse::empty(status)
        } else {
            HttpResponse::new(&url, status, &headers, body).map_err(|(kind, body)| Failure {
                kind,
                retry_after: retry::retry_after(&headers),
                body,
            })?
        };
        match decode(&response) {
            Ok(()) => Ok(status),
            Err(kind) => Err(Failure {
                kind,
                retry_after: None,
                body: response.body,
            }),
        }
    }

    /// The body, decompressed, up to the limit.
    async fn read(&self, mut response: reqwest::Response) -> Result<Vec<u8>, Kind> {
        // Do not allocate what Content-Length announces.
        let announced = response.content_length().unwrap_or_default();
        let expected =
            usize::try_from(announced).map_or(MAX_RESERVED, |length| length.min(MAX_RESERVED));
        let mut body = Vec::with_capacity(expected);
        let result = self.read_into(&mut body, &mut response).await;
        // For an error status, use whatever part of the body arrived.
        if response.status().is_success() {
            result?;
        }
        if body.starts_with(BYTE_ORDER_MARK) {
            body.drain(..BYTE_ORDER_MARK.len());
        }
        Ok(body)
    }

    async fn read_into(
        &self,
        body: &mut Vec<u8>,
        response: &mut reqwest::Response,
    ) -> Result<(), Kind> {
        let status = response.status();
        let limit = self.max_response_size;
        loop {
            let chunk = tokio::time::timeout(self.read_timeout, response.chunk())
                .await
                .map_err(|_| Kind::Stalled { status })?
                .map_err(|error| Kind::Transport(TransportError::new(error)))?;
            let Some(chunk) = chunk else { return Ok(()) };
            if body.len() + chunk.len() > limit {
                return Err(Kind::TooLarge { status, limit });
            }
            body.extend_from_slice(&chunk);
        }
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

fn with_body(builder: RequestBuilder, request: &Request) -> Result<RequestBuilder, String> {
    Ok(match &request.body {
        None => builder,
        Some(Body::Json { root, json }) => builder
            .header(CONTENT_TYPE, request.media.name())
            .body(request.media.encode(root, json.clone())?),
        Some(Body::Form(fields)) => builder
            .header(CONTENT_TYPE, form::MEDIA_TYPE)
            .body(form::encode(fields)),
        Some(Body::Upload(part, file)) => builder.multipart(file.multipart(part)),
    })
}

/// Why an attempt failed.
struct Failure {
    kind: Kind,
    /// When the appliance asks for the next attempt.
    retry_after: Option<Duration>,
    /// The body of the response; empty if none was received.
    body: Vec<u8>,
}

impl From<Kind> for Failure {
    fn from(kind: Kind) -> Self {
        Self {
            kind,
            retry_after: None,
            body: Vec::new(),
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
