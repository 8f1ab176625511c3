//! Receives the bodies of requests, or gets rid of them.

use std::io;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::HeaderMap;
use hyper::body::{Body, Incoming};
use hyper::header::EXPECT;

use crate::response::Response;

/// The time limit for the TLS handshake, for the head of a request, and for its body.
pub(crate) const READ_TIMEOUT: Duration = Duration::from_secs(30);

const MAX_BODY_SIZE: usize = 16 * 1024 * 1024;

/// Receives a body; `None` if it is too large.
///
/// # Errors
/// The client went away, or is too slow.
pub(crate) async fn whole(body: Incoming, headers: &HeaderMap) -> io::Result<Option<Bytes>> {
    if body.size_hint().lower() > MAX_BODY_SIZE as u64 {
        discard(body, headers);
        return Ok(None);
    }
    let received = Limited::new(body, MAX_BODY_SIZE).collect();
    match tokio::time::timeout(READ_TIMEOUT, received).await {
        Ok(Ok(body)) => Ok(Some(body.to_bytes())),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Ok(None),
        Ok(Err(_)) | Err(_) => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

/// The response to a body that is too large.
pub(crate) fn too_large() -> Response {
    let message = format!("the body is larger than {MAX_BODY_SIZE} bytes");
    Response::failure(413, message)
}

/// Reads a body while the response is sent, and keeps nothing of it.
///
/// Many clients send the whole body before they read the response, and a connection that is closed meanwhile takes the
/// response with it. A client that waits to be told to send the body sends none.
pub(crate) fn discard(mut body: Incoming, headers: &HeaderMap) {
    if body.is_end_stream() || headers.contains_key(EXPECT) {
        return;
    }
    let read = async move {
        let mut size = 0;
        while let Some(Ok(frame)) = body.frame().await {
            size += frame.data_ref().map_or(0, Bytes::len);
            if size > 2 * MAX_BODY_SIZE {
                return;
            }
        }
    };
    tokio::spawn(tokio::time::timeout(READ_TIMEOUT, read));
}
