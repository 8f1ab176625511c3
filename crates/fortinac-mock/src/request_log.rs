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
    pub(crate) operation: Option<String>,
    pub(crate) status: Option<u16>,
}

impl Request {
    pub(crate) fn new(parts: &Parts, body: Bytes) -> Self {
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
            body,
            operation: None,
            status: None,
        }
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

    /// The body as received.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body as JSON, if it is JSON.
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
