//! The requests that the appliance received, within bounds.

use std::collections::VecDeque;
use std::fmt;

use bytes::Bytes;
use hyper::http::request::Parts;
use serde_json::Value;

/// A request that the appliance received.
///
/// `Debug` does not show query, headers and body, because they can hold secrets.
#[derive(Clone)]
pub struct Request {
    method: String,
    path: String,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    body: Bytes,
    body_size: usize,
    pub(crate) operation: Option<String>,
    pub(crate) status: Option<u16>,
}

impl Request {
    /// The head of a request, without a body.
    pub(crate) fn new(parts: &Parts) -> Self {
        let query = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        let headers = parts.headers.iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.as_str().to_owned(), value)
        });
        Self {
            method: parts.method.as_str().to_owned(),
            path: parts.uri.path().to_owned(),
            query: query.into_owned().collect(),
            headers: headers.collect(),
            body: Bytes::new(),
            body_size: 0,
            operation: None,
            status: None,
        }
    }

    pub(crate) fn set_body(&mut self, body: Bytes) {
        self.body_size = body.len();
        self.body = body;
    }

    /// Keeps only this many bytes of the body.
    fn cut_body(&mut self, bytes: usize) {
        // A copy, because a slice would keep the buffer that the body was read into.
        self.body = Bytes::copy_from_slice(&self.body[..bytes.min(self.body.len())]);
    }

    /// About how many bytes of memory it takes.
    fn size(&self) -> usize {
        let pairs = self.query.iter().chain(&self.headers);
        let texts: usize = pairs
            .map(|(name, value)| name.len() + value.len() + size_of::<(String, String)>())
            .sum();
        let operation = self.operation.as_ref().map_or(0, String::len);
        size_of::<Self>()
            + self.method.len()
            + self.path.len()
            + operation
            + texts
            + self.body.len()
    }

    /// The HTTP method.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The path as received (percent-encoded), without the query.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The decoded parameters of the query, in the order of the request.
    pub fn query(&self) -> &[(String, String)] {
        &self.query
    }

    /// The first header with this name, which must be in lower case. `authorization` contains the token.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut of_name = self.headers.iter().filter(|(known, _)| known == name);
        of_name.next().map(|(_, value)| value.as_str())
    }

    /// The body as received, or the beginning of a large one: see
    /// [`ApplianceBuilder::keep_body_bytes`](crate::ApplianceBuilder::keep_body_bytes). Empty if the request was refused
    /// by its head, as without a valid token: then the appliance does not read the body.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The size of the body in bytes as received, of which [`Request::body`] may have only the beginning.
    pub fn body_size(&self) -> usize {
        self.body_size
    }

    /// The body as JSON, if it is JSON, and kept whole.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The `operationId`, if the spec has the operation.
    pub fn operation(&self) -> Option<&str> {
        self.operation.as_deref()
    }

    /// The HTTP status of the response; `None` if a fault closed the connection.
    pub fn status(&self) -> Option<u16> {
        self.status
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("path", &self.path)
            .field("operation", &self.operation)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// How much of the requests is kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// The number of requests.
    pub(crate) requests: usize,
    /// The memory of all of them, in bytes.
    pub(crate) bytes: usize,
    /// What is kept of each body, in bytes.
    pub(crate) body_bytes: usize,
}

impl Default for Bounds {
    /// Enough for a test, and nothing that a machine would notice.
    fn default() -> Self {
        Self {
            requests: 10_000,
            bytes: 16 << 20,
            body_bytes: 64 << 10,
        }
    }
}

/// The latest requests. The oldest ones make room for new ones.
pub(crate) struct RequestLog {
    bounds: Bounds,
    kept: VecDeque<Request>,
    bytes: usize,
    dropped: u64,
}

impl RequestLog {
    pub(crate) fn new(bounds: Bounds) -> Self {
        Self {
            bounds,
            kept: VecDeque::new(),
            bytes: 0,
            dropped: 0,
        }
    }

    pub(crate) fn push(&mut self, mut request: Request) {
        request.cut_body(self.bounds.body_bytes);
        self.bytes += request.size();
        self.kept.push_back(request);
        while self.kept.len() > self.bounds.requests || self.bytes > self.bounds.bytes {
            let Some(oldest) = self.kept.pop_front() else {
                return;
            };
            self.bytes -= oldest.size();
            self.dropped += 1;
        }
    }

    pub(crate) fn all(&self) -> Vec<Request> {
        self.kept.iter().cloned().collect()
    }

    /// How many requests have made room for others.
    pub(crate) fn dropped(&self) -> u64 {
        self.dropped
    }

    pub(crate) fn clear(&mut self) {
        *self = Self::new(self.bounds);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(path: &str, body: usize) -> Request {
        let (parts, ()) = hyper::Request::get(path).body(()).unwrap().into_parts();
        let mut request = Request::new(&parts);
        request.set_body(vec![b'x'; body].into());
        request
    }

    fn paths(log: &RequestLog) -> Vec<String> {
        log.all()
            .iter()
            .map(|request| request.path().to_owned())
            .collect()
    }

    #[test]
    fn the_oldest_requests_make_room_for_new_ones() {
        let bounds = Bounds {
            requests: 2,
            ..Bounds::default()
        };
        let mut log = RequestLog::new(bounds);
        for path in ["/1", "/2", "/3"] {
            log.push(request(path, 0));
        }
        assert_eq!(
            (paths(&log), log.dropped()),
            (vec!["/2".into(), "/3".into()], 1)
        );
        log.clear();
        assert_eq!((paths(&log), log.dropped(), log.bytes), (vec![], 0, 0));
    }

    #[test]
    fn memory_is_bounded_and_a_large_body_is_not_kept_whole() {
        let one = request("/1", 100).size();
        let bounds = Bounds {
            requests: 9,
            bytes: 2 * one,
            body_bytes: 100,
        };
        let mut log = RequestLog::new(bounds);
        for path in ["/1", "/2", "/3"] {
            log.push(request(path, 5_000));
        }
        let kept = log.all();
        assert_eq!((kept.len(), log.dropped(), log.bytes), (2, 1, 2 * one));
        assert_eq!((kept[0].body().len(), kept[0].body_size()), (100, 5_000));
        // A request that is larger than all that may be kept leaves nothing.
        log.push(request(&"/x".repeat(2 * one), 0));
        assert_eq!((paths(&log), log.dropped(), log.bytes), (vec![], 4, 0));
    }
}
