//! The one place where a call becomes a request, and an answer becomes a value or an error.

use std::fmt::Display;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, LOCATION};
use reqwest::{StatusCode, Url};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use tracing::Instrument;
use tracing::field::Empty;

use crate::builder::server_of;
use crate::error::{Kind, Transport};
use crate::media::{Media, content_type};
use crate::operation::Operation;
use crate::{Attempt, Client, Error, Upload, excerpt, mask, retry};

/// How much room is made for a body before it arrives.
const MOST_RESERVED: usize = 64 * 1024;
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A request that can be sent again.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) operation: Operation,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body: Option<Body>,
    /// In which form the body is sent and the answer asked for.
    pub(crate) media: Media,
    /// Whether it may be sent again after a failure that may pass.
    pub(crate) repeatable: bool,
    pub(crate) timeout: Option<Duration>,
}

/// The body of a request, or why there is none.
#[derive(Clone)]
pub(crate) enum Body {
    /// At hand as JSON; in XML, the whole has this name.
    Record {
        root: &'static str,
        json: Result<Bytes, String>,
    },
    Form(Result<Bytes, String>),
    /// A file, as the part of this name.
    Upload(&'static str, Upload),
}

/// The operation only: path, query and body may hold what nobody should see.
impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request")
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}

impl Request {
    pub(crate) fn new(operation: Operation, path: String) -> Self {
        let repeatable = operation.safe;
        Self {
            operation,
            path,
            query: Vec::new(),
            body: None,
            media: Media::default(),
            repeatable,
            timeout: None,
        }
    }

    /// An encoded value has no brace, so it is not taken for a placeholder.
    pub(crate) fn fill_path(&mut self, value: &dyn Display) {
        let placeholder = self.path.find('{').zip(self.path.find('}'));
        if let Some((start, end)) = placeholder {
            self.path.replace_range(start..=end, &encode_path(value));
        }
    }
}

/// An answer whose `status` is a success.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) media: Media,
    pub(crate) body: Vec<u8>,
}

/// What every envelope has.
#[derive(Deserialize)]
struct Verdict {
    status: Option<Value>,
    /// Also when it is null.
    #[serde(rename = "errorMessage", default, deserialize_with = "present")]
    error_message: Option<Value>,
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

impl Verdict {
    fn message(&self) -> Option<String> {
        let said = self.error_message.as_ref().filter(|said| !said.is_null());
        said.map(text).filter(|said| !said.trim().is_empty())
    }
}

/// A value as one reads it: text is taken as it is.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

impl Client {
    /// Sends a request, again where that is allowed, until there is an answer that says success.
    pub(crate) async fn send(&self, request: Request) -> Result<Answer, Error> {
        let operation = &request.operation;
        let span = tracing::info_span!(
            "fortinac_call",
            operation = operation.id,
            method = %operation.method,
            path = %operation.path,
            status = Empty,
            attempts = Empty,
            duration_ms = Empty,
        );
        let start = Instant::now();
        let last = AtomicU32::new(0);
        let attempts = retry::Attempts::new(self.retry_policy(), request.repeatable);
        let outcome = attempts
            .run(|attempt| {
                last.store(attempt, Ordering::Relaxed);
                self.attempt(&request, attempt)
            })
            .instrument(span.clone())
            .await;
        let status = match &outcome {
            Ok(answer) => Some(answer.status),
            Err(error) => error.status(),
        };
        span.record("status", status.map(|status| status.as_u16()));
        span.record("attempts", last.into_inner());
        span.record("duration_ms", milliseconds(start.elapsed()));
        outcome
    }

    async fn attempt(&self, request: &Request, number: u32) -> Result<Answer, Error> {
        let start = Instant::now();
        let outcome = self.exchange(request).await;
        let outcome = outcome.map_err(|failure| {
            let secrets = mask::Secrets::of(self.token(), self.headers(), request);
            Error::answer(
                &request.operation,
                self.route(),
                failure.kind,
                failure.retry_after,
                &secrets,
            )
        });
        let (status, error) = match &outcome {
            Ok(answer) => (Some(answer.status), None),
            Err(error) => (error.status(), Some(error)),
        };
        let duration = start.elapsed();
        tracing::debug!(
            attempt = number,
            status = status.map(|status| status.as_u16()),
            duration_ms = milliseconds(duration),
            error = error.map(tracing::field::display),
            "answered"
        );
        let operation = &request.operation;
        self.observe(&Attempt {
            operation: operation.id,
            method: operation.method.as_str(),
            path: &operation.path,
            number,
            status,
            duration,
            error,
        });
        outcome
    }

    async fn exchange(&self, request: &Request) -> Result<Answer, Failure> {
        let mut url = self.url(&request.path);
        if !request.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&request.query);
        }
        let mut builder = self
            .http()
            .request(request.operation.method.clone(), url.clone());
        builder = builder
            .headers(self.headers().clone())
            .header(ACCEPT, request.media.name());
        builder = match &request.body {
            None => builder,
            Some(Body::Record { root, json }) => {
                let body = json
                    .clone()
                    .and_then(|json| request.media.encode(root, json));
                builder
                    .header(CONTENT_TYPE, request.media.name())
                    .body(body.map_err(Kind::Encode)?)
            }
            Some(Body::Form(body)) => builder
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(body.clone().map_err(Kind::Encode)?),
            Some(Body::Upload(name, file)) => builder.multipart(file.form(name)),
        };
        if let Some(timeout) = request.timeout {
            builder = builder.timeout(timeout);
        }
        let mut response = builder
            .send()
            .await
            .map_err(|error| Kind::Transport(Transport::new(error)))?;
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let body = self.read(response).await?;
        if body.is_empty() && request.operation.may_be_silent(status) {
            return Ok(Answer {
                status,
                media: Media::Json,
                body: b"null".to_vec(),
            });
        }
        match judge(&request.operation, &url, status, &headers, &body) {
            None => Ok(Answer {
                status,
                media: Media::of(&headers),
                body,
            }),
            Some(kind) => Err(Failure {
                kind,
                retry_after: retry::retry_after(&headers),
            }),
        }
    }

    /// The body, decompressed, up to the limit.
    async fn read(&self, mut response: reqwest::Response) -> Result<Vec<u8>, Kind> {
        // A length that an appliance announces is not yet memory.
        let announced = response.content_length().unwrap_or_default();
        let expected =
            usize::try_from(announced).map_or(MOST_RESERVED, |length| length.min(MOST_RESERVED));
        let mut body = Vec::with_capacity(expected);
        let outcome = self.read_into(&mut body, &mut response).await;
        // A failure is told by its status, and by what came of its body.
        if response.status().is_success() {
            outcome?;
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
        loop {
            let chunk = tokio::time::timeout(self.idle_timeout(), response.chunk())
                .await
                .map_err(|_| Kind::Stalled { status })?
                .map_err(|error| Kind::Transport(Transport::new(error)))?;
            let Some(chunk) = chunk else { return Ok(()) };
            if body.len() + chunk.len() > self.max_answer() {
                let limit = self.max_answer();
                return Err(Kind::TooLarge { status, limit });
            }
            body.extend_from_slice(&chunk);
        }
    }
}

/// Why a try failed, and when the appliance wants the next.
struct Failure {
    kind: Kind,
    retry_after: Option<Duration>,
}

impl From<Kind> for Failure {
    fn from(kind: Kind) -> Self {
        Self {
            kind,
            retry_after: None,
        }
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Whether a JSON text begins with `{"status":"success"`, as every known answer does: then nothing else is to be
/// judged, and the answer is read only once.
fn begins_with_success(body: &[u8]) -> bool {
    let tokens: [&[u8]; 4] = [b"{", b"\"status\"", b":", b"\"success\""];
    let rest = tokens.iter().try_fold(body, |rest, token| {
        rest.trim_ascii_start().strip_prefix(*token)
    });
    rest.is_some()
}

/// What is wrong with an answer; `None` for a success.
fn judge(
    operation: &Operation,
    url: &Url,
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
) -> Option<Kind> {
    let media = Media::of(headers);
    // A `status` that comes twice fails to decode, but for an answer of which nothing is described.
    if status.is_success()
        && media == Media::Json
        && operation.promises_status
        && begins_with_success(body)
    {
        return None;
    }
    let start = body.trim_ascii_start().first();
    // An array's elements would be taken for the members of a verdict.
    let verdict = media.decode::<Verdict>(body).ok();
    let verdict = verdict.filter(|_| start != Some(&b'['));
    if status.is_redirection() && status != StatusCode::NOT_MODIFIED {
        let location = headers
            .get(LOCATION)
            .and_then(|location| url.join(location.to_str().ok()?).ok());
        return Some(Kind::Redirect {
            status,
            is_same: location
                .as_ref()
                .is_some_and(|location| location.origin() == url.origin()),
            to: location
                .map(|location| format!("{}://{}", location.scheme(), server_of(&location))),
        });
    }
    if !status.is_success() {
        let (message, excerpt) = match verdict {
            Some(verdict) => (verdict.message(), None),
            None => (None, excerpt::text(body, content_type(headers))),
        };
        return Some(Kind::Status {
            status,
            message,
            excerpt,
        });
    }
    let Some(verdict) = verdict else {
        // Decoding tells what is wrong with JSON, and shows nothing of it; what is no object may be an answer of a raw
        // call.
        let is_described = match media {
            Media::Json => {
                matches!(start, Some(b'{' | b'['))
                    || serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok()
            }
            #[cfg(feature = "xml")]
            Media::Xml => true,
        };
        return (!is_described).then(|| Kind::NotJson {
            status,
            media_type: content_type(headers).map(ToOwned::to_owned),
            is_empty: body.trim_ascii().is_empty(),
            excerpt: excerpt::text(body, content_type(headers)),
        });
    };
    let is_envelope = operation.promises_status || verdict.error_message.is_some();
    match &verdict.status {
        Some(Value::String(word)) if word == "success" => None,
        // A record without an envelope, with a member of this name.
        Some(word) if !word.is_string() && !is_envelope => None,
        Some(word) => Some(Kind::Rejected {
            status,
            word: text(word),
            message: verdict.message(),
        }),
        None if operation.promises_status => Some(Kind::Missing {
            status,
            member: "status",
        }),
        None => None,
    }
}

/// Everything but RFC 3986's unreserved characters.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Encodes a value as one segment of a path.
fn encode_path(value: &dyn Display) -> String {
    match value.to_string().as_str() {
        // These would be taken for steps through the path, even when percent-encoded.
        dots @ ("." | "..") => dots.replace('.', "%252E"),
        plain => utf8_percent_encode(plain, SEGMENT).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_segment_stays_one_segment() {
        for (value, encoded) in [
            ("3", "3"),
            ("a/b", "a%2Fb"),
            ("a b?#%", "a%20b%3F%23%25"),
            ("é", "%C3%A9"),
        ] {
            assert_eq!(encode_path(&value), encoded);
        }
        assert!(!encode_path(&"..").contains(".."));
    }

    #[test]
    fn placeholders_are_filled_in_from_the_left() {
        let operation = Operation::new("x", reqwest::Method::GET, "/a/{b}/{c}/d", true);
        let mut request = Request::new(operation, "/a/{b}/{c}/d".into());
        request.fill_path(&"{c}");
        request.fill_path(&2);
        request.fill_path(&3);
        assert_eq!(request.path, "/a/%7Bc%7D/2/d");
    }

    #[test]
    fn a_get_that_is_not_safe_is_not_repeated() {
        let repeatable = |safe| {
            let operation = Operation::new("x", reqwest::Method::GET, "/x", safe);
            Request::new(operation, "/x".into()).repeatable
        };
        assert_eq!((repeatable(true), repeatable(false)), (true, false));
    }

    #[test]
    fn a_success_is_seen_by_its_beginning() {
        for body in [r#"{"status":"success"}"#, " {\n\"status\" : \"success\", "] {
            assert!(begins_with_success(body.as_bytes()), "{body}");
        }
        for body in [
            "",
            "{",
            r#"{"status":"successful"}"#,
            r#"{"status":null}"#,
            r#"[{"status":"success"}]"#,
        ] {
            assert!(!begins_with_success(body.as_bytes()), "{body}");
        }
    }

    #[test]
    fn xml_is_shown_by_no_error() {
        let operation = Operation::new("x", reqwest::Method::GET, "/x", true);
        let url = "https://nac.example.com".parse().unwrap();
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, "application/xml".parse().unwrap())]);
        for status in [StatusCode::OK, StatusCode::BAD_REQUEST] {
            for body in ["<r><password>canary</password></r>", "<r><password>canary"] {
                let kind = judge(&operation, &url, status, &headers, body.as_bytes());
                assert!(!format!("{kind:?}").contains("canary"), "{kind:?}");
            }
        }
    }

    #[test]
    fn only_success_is_a_success() {
        let operation = Operation::new("x", reqwest::Method::GET, "/x", true);
        let raw = Operation::raw(reqwest::Method::GET, "/x".into());
        let judge = |operation: &Operation, status: u16, body: &str| {
            judge(
                operation,
                &"https://nac.example.com/api/v2/x".parse().unwrap(),
                StatusCode::from_u16(status).unwrap(),
                &HeaderMap::new(),
                body.as_bytes(),
            )
        };
        assert!(
            judge(
                &operation,
                200,
                r#"{"status":"success","errorMessage":null}"#
            )
            .is_none()
        );
        for body in [
            r#"{"status":"error"}"#,
            r#"{"status":"Success"}"#,
            r#"{"status":""}"#,
        ] {
            assert!(
                matches!(judge(&operation, 200, body), Some(Kind::Rejected { .. })),
                "{body}"
            );
        }
        assert!(matches!(
            judge(&operation, 200, r#"{"status":null}"#),
            Some(Kind::Missing {
                member: "status",
                ..
            })
        ));
        assert!(matches!(
            judge(&operation, 200, r#"{"results":[]}"#),
            Some(Kind::Missing {
                member: "status",
                ..
            })
        ));
        assert!(judge(&raw, 200, r#"{"results":[]}"#).is_none());
        assert!(judge(&raw, 200, "[1]").is_none());
        assert!(matches!(
            judge(&raw, 200, r#"{"status":"error"}"#),
            Some(Kind::Rejected { .. })
        ));
        assert!(matches!(judge(&raw, 200, ""), Some(Kind::NotJson { .. })));
        assert!(matches!(
            judge(&raw, 302, "{}"),
            Some(Kind::Redirect { .. })
        ));
        assert!(matches!(
            judge(&raw, 500, r#"{"status":"success"}"#),
            Some(Kind::Status { .. })
        ));
    }
}
