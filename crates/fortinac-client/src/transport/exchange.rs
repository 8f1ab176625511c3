//! One request and its response: from the socket to a decoded value.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::time::Duration;

use fortinac_types::decode::DecodeError;
use http::StatusCode;
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, HeaderMap};
use reqwest::{RequestBuilder, Url};
use tokio::task::{JoinError, spawn_blocking};
use tokio::time::{Instant, timeout, timeout_at};
use tracing::dispatcher;

use super::request::{Body, Request};
use super::response::HttpResponse;
use super::{Decode, Transport, retry, upload};
use crate::codec::coding::{ACCEPTED, Coding, CodingError, Decompressor};
use crate::codec::{extent, form};
use crate::error::kind::{Kind, TimeLimit};
use crate::error::transport::{TransportError, is_of_system};

/// How much is read of a response whose status is not a success. An envelope with a message is much smaller.
const MAX_ERROR_BODY: usize = 1024 * 1024;

/// The size from which on a response is decoded on another thread, so that time limits and dropping the call act
/// meanwhile, and other tasks go on. A page of 200 hosts has about that; decoding one takes a few milliseconds.
const LARGE: usize = 256 * 1024;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Why an attempt failed.
pub(super) struct Failure {
    pub(super) kind: Kind,
    /// When the appliance asks for the next attempt.
    pub(super) retry_after: Option<Duration>,
    /// The body of the response; empty if none was received.
    pub(super) body: Vec<u8>,
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

impl Transport {
    pub(super) async fn exchange(
        &self,
        request: &Request,
        decode: &Arc<Decode>,
    ) -> Result<(StatusCode, Vec<DecodeError>), Failure> {
        let limit = request.timeout.unwrap_or(self.timeout);
        let end = Instant::now().checked_add(limit);
        let mut url = self.endpoint.join(&request.path);
        if !request.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&request.query);
        }
        let method = request.operation.method.clone();
        let builder = self.http.request(method, url.clone());
        let builder = builder
            .headers(self.headers.clone())
            .header(ACCEPT, request.media.name())
            .header(ACCEPT_ENCODING, ACCEPTED);
        let builder = with_body(builder, request).map_err(Kind::Request)?;
        // The HTTP client has that of all calls.
        let builder = match request.timeout {
            Some(timeout) => builder.timeout(timeout),
            None => builder,
        };
        let sent = builder.send().await;
        let mut response = sent.map_err(|error| self.failure(error, None, limit))?;
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let body = self.read(response, &headers, limit).await?;
        let mut response = self.classify(request, &url, status, &headers, body)?;
        response.is_strict = self.strict;
        let (response, decoded) = if response.body.len() < LARGE {
            decoded(response, self.max_response_size, &**decode)
        } else {
            let decoded = self.decode_beside(response, decode);
            within(end, decoded).await.ok_or(Kind::TimedOut {
                status: Some(status),
                limit: TimeLimit::Attempt,
                after: limit,
            })?
        };
        match decoded {
            Ok(unexpected) => Ok((status, unexpected)),
            Err(kind) => Err(Failure {
                kind,
                retry_after: None,
                body: response.body,
            }),
        }
    }

    fn classify(
        &self,
        request: &Request,
        url: &Url,
        status: StatusCode,
        headers: &HeaderMap,
        body: Vec<u8>,
    ) -> Result<HttpResponse, Failure> {
        if body.is_empty() && request.operation.allows_empty_body(status) {
            return Ok(HttpResponse::empty(status));
        }
        HttpResponse::new(url, status, headers, body).map_err(|(kind, body)| Failure {
            kind,
            retry_after: retry::retry_after(headers),
            body,
        })
    }

    /// What went wrong in sending a request or reading its response.
    fn failure(&self, error: reqwest::Error, status: Option<StatusCode>, limit: Duration) -> Kind {
        if !error.is_timeout() || is_of_system(&error) {
            return Kind::Transport(TransportError::new(error, &self.tls));
        }
        let (limit, after) = if error.is_connect() {
            (TimeLimit::Connect, self.connect_timeout)
        } else {
            (TimeLimit::Attempt, limit)
        };
        Kind::TimedOut {
            status,
            limit,
            after,
        }
    }

    /// The body, decompressed, up to the limit.
    async fn read(
        &self,
        mut response: reqwest::Response,
        headers: &HeaderMap,
        limit: Duration,
    ) -> Result<Vec<u8>, Kind> {
        let status = response.status();
        let max_size = match status.is_success() {
            true => self.max_response_size,
            false => self.max_response_size.min(MAX_ERROR_BODY),
        };
        // Whether a coding that cannot be read matters shows when there is something in it.
        let known = Coding::of(headers);
        let coding = known.as_ref().copied().unwrap_or(Coding::Identity);
        let mut body = Decompressor::new(coding, max_size, response.content_length());
        let result = self
            .read_into(&mut body, coding, &mut response, limit)
            .await;
        let result = result.and_then(|()| {
            body.finish()
                .map_err(|error| self.unreadable(status, coding, error))
        });
        let mut body = body.into_bytes();
        if body.starts_with(BYTE_ORDER_MARK) {
            body.drain(..BYTE_ORDER_MARK.len());
        }
        match (known, status.is_success()) {
            (Err(coding), true) if !body.is_empty() => Err(Kind::UnknownCoding { status, coding }),
            (_, true) => result.map(|()| body),
            // For an error status, use whatever part of the body arrived and can be read.
            (Err(_), false) => Ok(Vec::new()),
            (Ok(_), false) => Ok(body),
        }
    }

    async fn read_into(
        &self,
        body: &mut Decompressor,
        coding: Coding,
        response: &mut reqwest::Response,
        limit: Duration,
    ) -> Result<(), Kind> {
        let status = response.status();
        loop {
            let chunk = timeout(self.read_timeout, response.chunk())
                .await
                .map_err(|_| Kind::TimedOut {
                    status: Some(status),
                    limit: TimeLimit::Read,
                    after: self.read_timeout,
                })?
                .map_err(|error| self.failure(error, Some(status), limit))?;
            let Some(chunk) = chunk else { return Ok(()) };
            body.push(&chunk)
                .map_err(|error| self.unreadable(status, coding, error))?;
        }
    }

    fn unreadable(&self, status: StatusCode, coding: Coding, error: CodingError) -> Kind {
        match error {
            CodingError::TooLarge => Kind::TooLarge {
                status,
                limit: self.max_response_size,
            },
            CodingError::Damaged | CodingError::Incomplete => Kind::Damaged {
                status,
                coding: coding.name(),
                may_pass: error == CodingError::Incomplete,
            },
        }
    }

    /// Decodes a response on another thread, and gives it back.
    async fn decode_beside(
        &self,
        response: HttpResponse,
        decode: &Arc<Decode>,
    ) -> (HttpResponse, Result<Vec<DecodeError>, Kind>) {
        let max_size = self.max_response_size;
        let (status, decode) = (response.status, Arc::clone(decode));
        let span = tracing::Span::current();
        let dispatch = dispatcher::get_default(Clone::clone);
        let task = spawn_blocking(move || {
            dispatcher::with_default(&dispatch, || {
                span.in_scope(|| decoded(response, max_size, &*decode))
            })
        });
        match task.await.map_err(JoinError::try_into_panic) {
            Ok(decoded) => decoded,
            Err(Ok(panic)) => resume_unwind(panic),
            // The runtime shuts down.
            Err(Err(_)) => (HttpResponse::empty(status), Err(Kind::NoRuntime)),
        }
    }
}

/// What a future returns until then; `None` if it takes longer.
async fn within<T>(end: Option<Instant>, future: impl Future<Output = T>) -> Option<T> {
    match end {
        Some(end) => timeout_at(end, future).await.ok(),
        None => Some(future.await),
    }
}

fn decoded(
    mut response: HttpResponse,
    max_size: usize,
    decode: &Decode,
) -> (HttpResponse, Result<Vec<DecodeError>, Kind>) {
    let decode = |response: &HttpResponse| {
        let status = response.status;
        let extent = extent::check(response.media, &response.body, max_size);
        extent.map_err(|extent| Kind::TooManyParts {
            status,
            what: extent.what(),
            limit: extent.limit(),
        })?;
        decode(response)
    };
    let mut result = decode(&response);
    // Only now: valid UTF-8, as nearly all is, costs nothing more.
    if result.is_err() && response.repair() && !(response.is_strict && response.replaced) {
        result = decode(&response);
    }
    (response, result)
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
        Some(Body::Multipart { fields, files }) => {
            builder.multipart(upload::multipart(fields, files))
        }
    })
}
