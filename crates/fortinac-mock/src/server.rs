//! Connections: reads requests and writes responses.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::StatusCode;
use hyper::body::{Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{oneshot, watch};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use crate::admission::{self, Target};
use crate::fault::{self, Fault, Kind};
use crate::handler;
use crate::pages;
use crate::receive::{self, READ_TIMEOUT};
use crate::request_log::Request;
use crate::response::Response;
use crate::shared::{Shared, lock};

/// Serves until `stop` has a period of grace, or its sender is dropped. The requests in progress are finished within the
/// period.
pub(crate) async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    shared: Arc<Shared>,
    mut stop: oneshot::Receiver<Duration>,
) {
    let (stopping, is_stopping) = watch::channel(());
    let mut connections = JoinSet::new();
    let grace = loop {
        let stream = tokio::select! {
            grace = &mut stop => break grace.unwrap_or_default(),
            // Takes what has ended out of the set.
            Some(_) = connections.join_next() => continue,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                // The system may be out of file descriptors. Try again later.
                Err(_) => {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                    continue;
                }
            },
        };
        let serve = connection(
            stream,
            tls.clone(),
            Arc::clone(&shared),
            is_stopping.clone(),
        );
        connections.spawn(serve);
    };
    drop((listener, stopping));
    let ended = async { while connections.join_next().await.is_some() {} };
    // Dropping the set cuts the connections that are left.
    let _ = tokio::time::timeout(grace, ended).await;
}

/// Serves a connection until it ends, or the sender of `stopping` is dropped.
async fn connection(
    stream: TcpStream,
    tls: Option<TlsAcceptor>,
    shared: Arc<Shared>,
    mut stopping: watch::Receiver<()>,
) {
    // Ignore errors of the connection: the client sees them too.
    let _ = stream.set_nodelay(true);
    let Some(acceptor) = tls else {
        return exchange(stream, shared, stopping).await;
    };
    let handshake = tokio::time::timeout(READ_TIMEOUT, acceptor.accept(stream));
    let stream = tokio::select! {
        stream = handshake => stream,
        _ = stopping.changed() => return,
    };
    if let Ok(Ok(stream)) = stream {
        exchange(stream, shared, stopping).await;
    }
}

async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    shared: Arc<Shared>,
    mut stopping: watch::Receiver<()>,
) {
    let service = service_fn(move |request| {
        let shared = Arc::clone(&shared);
        async move { respond(request, &shared).await }
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(READ_TIMEOUT)
        .serve_connection(TokioIo::new(stream), service);
    let mut served = pin!(served);
    let ended = tokio::select! {
        ended = served.as_mut() => ended,
        _ = stopping.changed() => {
            served.as_mut().graceful_shutdown();
            served.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended");
    }
}

type Body = UnsyncBoxBody<Bytes, io::Error>;

/// Handles a request. An error closes the connection.
async fn respond(
    request: hyper::Request<Incoming>,
    shared: &Shared,
) -> Result<hyper::Response<Body>, io::Error> {
    let (parts, body) = request.into_parts();
    if let Some(page) = pages::respond(&parts, shared) {
        return Ok(into_hyper(page));
    }
    let mut request = Request::new(&parts);
    let operation = admission::operation(&shared.plan, &request);
    request.operation = operation.map(|operation| operation.id.clone());
    // Whoever has no valid token does not make the appliance keep anything but the head.
    let admitted = admission::admit(&shared.plan, &shared.access, &shared.restrictions, &request);
    let admitted = match admitted {
        Ok(target) => match receive::whole(body, &parts.headers).await? {
            Some(body) => {
                request.set_body(body);
                Ok(target)
            }
            None => Err(receive::too_large()),
        },
        Err(refusal) => {
            receive::discard(body, &parts.headers);
            Err(refusal)
        }
    };
    let fault = fault::take(&mut lock(&shared.faults), request.operation());
    if let Some(Fault {
        kind: Kind::Delay(duration),
        ..
    }) = &fault
    {
        tokio::time::sleep(*duration).await;
    }
    let response = match &fault {
        Some(Fault {
            kind: Kind::Cut, ..
        }) => None,
        Some(fault) => Some(faulty(fault, shared, admitted, &request)),
        None => Some(carry_out(shared, admitted, &request)),
    };
    request.status = response.as_ref().map(|response| response.status);
    tracing::info!(
        http.request.method = request.method(),
        url.path = request.path(),
        operation = request.operation(),
        http.response.status_code = request.status,
        "request"
    );
    lock(&shared.requests).push(request);
    let response = response.ok_or(io::ErrorKind::ConnectionAborted)?;
    match fault {
        Some(Fault {
            kind: Kind::Truncated,
            ..
        }) => Ok(truncated(response)),
        _ => Ok(into_hyper(response)),
    }
}

/// Performs the operation of a request that is admitted.
fn carry_out(
    shared: &Shared,
    admitted: Result<Target<'_>, Response>,
    request: &Request,
) -> Response {
    let target = match admitted {
        Ok(target) => target,
        Err(refusal) => return refusal,
    };
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        handler::respond(shared, target, request)
    }));
    outcome.unwrap_or_else(|_| {
        Response::failure(500, "the appliance has a bug here: please report it")
    })
}

fn faulty(
    fault: &Fault,
    shared: &Shared,
    admitted: Result<Target<'_>, Response>,
    request: &Request,
) -> Response {
    let mut response = match &fault.kind {
        Kind::Status(status) => Response::failure(*status, "an injected fault"),
        Kind::Html(status) => Response::html(*status, "Injected fault"),
        Kind::Failure(message) => Response::failure(200, message),
        Kind::Delay(_) | Kind::Truncated | Kind::Cut => carry_out(shared, admitted, request),
    };
    response.headers.extend(fault.headers.iter().cloned());
    response
}

fn into_hyper(response: Response) -> hyper::Response<Body> {
    let body = response.body.clone();
    with_body(
        &response,
        Full::new(body)
            .map_err(|never| match never {})
            .boxed_unsync(),
    )
}

/// A response that announces its whole body, and closes the connection after the first half.
fn truncated(response: Response) -> hyper::Response<Body> {
    let half = response.body.slice(..response.body.len() / 2);
    let half = stream::once(async { Ok(Frame::data(half)) });
    // hyper sends the first half only if it has to wait for the rest.
    let end = stream::once(async {
        tokio::task::yield_now().await;
        Err(io::ErrorKind::ConnectionAborted.into())
    });
    let body = StreamBody::new(half.chain(end)).boxed_unsync();
    let mut truncated = with_body(&response, body);
    truncated
        .headers_mut()
        .insert(hyper::header::CONTENT_LENGTH, response.body.len().into());
    truncated
}

fn with_body(response: &Response, body: Body) -> hyper::Response<Body> {
    let mut builder = hyper::Response::builder()
        .status(StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
        .header(hyper::header::CONTENT_TYPE, response.media_type);
    for (name, value) in &response.headers {
        builder = builder.header(name, value);
    }
    // Only a header of a fault can be invalid. Then the response is empty.
    builder.body(body).unwrap_or_default()
}
