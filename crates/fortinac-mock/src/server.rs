//! Connections: from bytes to a request, and from an answer to bytes.

use std::convert::Infallible;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;

use crate::answer::Answer;
use crate::check;
use crate::fault::{self, Fault, Kind};
use crate::record::Request;
use crate::routes::Routes;
use crate::state::State;

const LARGEST_BODY: usize = 16 * 1024 * 1024;
/// How long a client may take for the head of a request, for its body, and for the handshake.
const PATIENCE: Duration = Duration::from_secs(30);

/// What requests share.
pub(crate) struct Shared {
    pub(crate) routes: Arc<Routes>,
    pub(crate) token: String,
    pub(crate) state: Mutex<State>,
    pub(crate) faults: Mutex<Vec<Fault>>,
    pub(crate) requests: Mutex<Vec<Request>>,
}

/// A panic while a lock was held is answered with 500: what it protects is whole between two changes.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Serves until `stop` is gone.
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
                // The system has no room for another connection: there will be.
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
    // Whoever breaks off sees it; there is nobody else to tell.
    let _ = stream.set_nodelay(true);
    match tls {
        None => exchange(stream, shared).await,
        Some(acceptor) => {
            if let Ok(Ok(stream)) = tokio::time::timeout(PATIENCE, acceptor.accept(stream)).await {
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
        .header_read_timeout(PATIENCE)
        .serve_connection(TokioIo::new(stream), service);
    if let Err(error) = served.await {
        tracing::debug!(%error, "a connection ended");
    }
}

type Body = UnsyncBoxBody<Bytes, io::Error>;

/// An error ends the connection.
async fn respond(
    request: hyper::Request<Incoming>,
    shared: &Shared,
) -> Result<Response<Body>, io::Error> {
    let (parts, body) = request.into_parts();
    let body =
        match tokio::time::timeout(PATIENCE, Limited::new(body, LARGEST_BODY).collect()).await {
            Ok(Ok(body)) => body.to_bytes(),
            Ok(Err(error)) if error.is::<LengthLimitError>() => {
                return Ok(response(Answer::failure(
                    413,
                    format!("the body is larger than {LARGEST_BODY} bytes"),
                )));
            }
            Ok(Err(_)) | Err(_) => return Err(io::ErrorKind::UnexpectedEof.into()),
        };
    let mut request = Request::new(&parts, body);
    request.operation = check::route(&shared.routes, &request).map(|route| route.id.clone());
    let fault = fault::take(&mut lock(&shared.faults), request.operation());
    if let Some(Fault {
        kind: Kind::Delay(duration),
        ..
    }) = &fault
    {
        tokio::time::sleep(*duration).await;
    }
    let answer = match &fault {
        Some(Fault {
            kind: Kind::Cut, ..
        }) => None,
        Some(fault) => Some(faulty(fault, shared, &request)),
        None => Some(carry_out(shared, &request)),
    };
    request.status = answer.as_ref().map(|answer| answer.status);
    tracing::info!(
        method = request.method(),
        path = request.path(),
        operation = request.operation(),
        status = request.status,
        "request"
    );
    lock(&shared.requests).push(request);
    let answer = answer.ok_or(io::ErrorKind::ConnectionAborted)?;
    match fault {
        Some(Fault {
            kind: Kind::Truncated,
            ..
        }) => Ok(truncated(answer)),
        _ => Ok(response(answer)),
    }
}

fn carry_out(shared: &Shared, request: &Request) -> Answer {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        check::answer(&shared.routes, &shared.state, &shared.token, request)
    }));
    outcome
        .unwrap_or_else(|_| Answer::failure(500, "the appliance has a bug here: please report it"))
}

fn faulty(fault: &Fault, shared: &Shared, request: &Request) -> Answer {
    let mut answer = match &fault.kind {
        Kind::Status(status) => Answer::failure(*status, "a fault that was asked for"),
        Kind::Html(status) => Answer::html(*status, "A fault that was asked for"),
        Kind::Failure(message) => Answer::failure(200, message),
        Kind::Delay(_) | Kind::Truncated | Kind::Cut => carry_out(shared, request),
    };
    answer.headers.extend(fault.headers.iter().cloned());
    answer
}

fn response(answer: Answer) -> Response<Body> {
    let body = answer.body.clone();
    with_body(
        &answer,
        Full::new(body)
            .map_err(|never| match never {})
            .boxed_unsync(),
    )
}

/// Announces the whole body, and breaks off after the first half of it.
fn truncated(answer: Answer) -> Response<Body> {
    let half = answer.body.slice(..answer.body.len() / 2);
    let half = stream::once(async { Ok(Frame::data(half)) });
    // What came before is sent only while there is something to wait for.
    let end = stream::once(async {
        tokio::task::yield_now().await;
        Err(io::ErrorKind::ConnectionAborted.into())
    });
    let body = StreamBody::new(half.chain(end)).boxed_unsync();
    let mut response = with_body(&answer, body);
    response
        .headers_mut()
        .insert(hyper::header::CONTENT_LENGTH, answer.body.len().into());
    response
}

fn with_body(answer: &Answer, body: Body) -> Response<Body> {
    let mut response = Response::builder()
        .status(StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
        .header(hyper::header::CONTENT_TYPE, answer.media_type);
    for (name, value) in &answer.headers {
        response = response.header(name, value);
    }
    // A fault's header that is none is not worth a failure of its own.
    response.body(body).unwrap_or_default()
}
