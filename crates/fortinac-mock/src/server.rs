//! Connections: reads requests and writes responses.

use std::convert::Infallible;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited, StreamBody};
use hyper::StatusCode;
use hyper::body::{Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;

use crate::fault::{self, Fault, Kind};
use crate::handler;
use crate::plan::Plan;
use crate::request_log::Request;
use crate::response::Response;
use crate::state::State;

const MAX_BODY_SIZE: usize = 16 * 1024 * 1024;
/// The time limit for the TLS handshake, for the head of a request, and for its body.
const READ_TIMEOUT: Duration = Duration::from_secs(30);

/// What all requests share.
pub(crate) struct Shared {
    pub(crate) plan: Arc<Plan>,
    pub(crate) token: String,
    pub(crate) state: Mutex<State>,
    pub(crate) faults: Mutex<Vec<Fault>>,
    pub(crate) requests: Mutex<Vec<Request>>,
}

/// Ignores poisoning: a panic responds with HTTP 500, and leaves the data complete up to the last change.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Serves until the sender of `stop` is dropped.
pub(crate) async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    shared: Arc<Shared>,
    mut stop: oneshot::Receiver<Infallible>,
) {
    loop {
        let stream = tokio::select! {
            _ = &mut stop => return,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                // The system may be out of file descriptors. Try again later.
                Err(_) => {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                    continue;
                }
            },
        };
        tokio::spawn(connection(stream, tls.clone(), Arc::clone(&shared)));
    }
}

async fn connection(stream: TcpStream, tls: Option<TlsAcceptor>, shared: Arc<Shared>) {
    // Ignore errors of the connection: the client sees them too.
    let _ = stream.set_nodelay(true);
    match tls {
        None => exchange(stream, shared).await,
        Some(acceptor) => {
            if let Ok(Ok(stream)) =
                tokio::time::timeout(READ_TIMEOUT, acceptor.accept(stream)).await
            {
                exchange(stream, shared).await;
            }
        }
    }
}

async fn exchange(stream: impl AsyncRead + AsyncWrite + Unpin, shared: Arc<Shared>) {
    let service = service_fn(move |request| {
        let shared = Arc::clone(&shared);
        async move { respond(request, &shared).await }
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(READ_TIMEOUT)
        .serve_connection(TokioIo::new(stream), service);
    if let Err(error) = served.await {
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
    let body = match tokio::time::timeout(READ_TIMEOUT, Limited::new(body, MAX_BODY_SIZE).collect())
        .await
    {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            return Ok(into_hyper(Response::failure(
                413,
                format!("the body is larger than {MAX_BODY_SIZE} bytes"),
            )));
        }
        Ok(Err(_)) | Err(_) => return Err(io::ErrorKind::UnexpectedEof.into()),
    };
    let mut request = Request::new(&parts, body);
    let operation = handler::operation(&shared.plan, &request);
    request.operation = operation.map(|operation| operation.id.clone());
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
        Some(fault) => Some(faulty(fault, shared, &request)),
        None => Some(carry_out(shared, &request)),
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

fn carry_out(shared: &Shared, request: &Request) -> Response {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        handler::respond(&shared.plan, &shared.state, &shared.token, request)
    }));
    outcome.unwrap_or_else(|_| {
        Response::failure(500, "the appliance has a bug here: please report it")
    })
}

fn faulty(fault: &Fault, shared: &Shared, request: &Request) -> Response {
    let mut response = match &fault.kind {
        Kind::Status(status) => Response::failure(*status, "an injected fault"),
        Kind::Html(status) => Response::html(*status, "Injected fault"),
        Kind::Failure(message) => Response::failure(200, message),
        Kind::Delay(_) | Kind::Truncated | Kind::Cut => carry_out(shared, request),
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
