//! A response: received, and classified as a success or a failure.

use std::borrow::Cow;

use http::StatusCode;
use http::header::{HeaderMap, LOCATION};
use reqwest::Url;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::endpoint::authority;
use crate::codec::text::to_utf8;
use crate::codec::{Media, Undecodable, content_type};
use crate::error::kind::Kind;
use crate::operation::Operation;

/// A response whose HTTP status is a success.
#[derive(Debug)]
pub(crate) struct HttpResponse {
    pub(crate) status: StatusCode,
    pub(crate) media: Media,
    media_type: Option<String>,
    pub(crate) body: Vec<u8>,
    /// Whether a value that the spec does not expect makes the call fail.
    pub(crate) is_strict: bool,
    /// Something in the body was no character, and U+FFFD is in its place: the body is not what came.
    pub(crate) replaced: bool,
}

/// The `status` of a success.
pub(crate) const SUCCESS: &str = "success";

/// What says whether a call succeeded.
#[derive(Deserialize)]
struct EnvelopeStatus {
    status: Option<Value>,
    /// `Some` also when it is null.
    #[serde(rename = "errorMessage", default, deserialize_with = "present")]
    error_message: Option<Value>,
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

impl EnvelopeStatus {
    /// `None` unless the body is an object.
    fn read(media: Media, body: &[u8]) -> Option<Self> {
        // The items of an array would be taken for the properties.
        let is_array = body.trim_ascii_start().starts_with(b"[");
        media.decode(body).ok().filter(|_| !is_array)
    }

    fn message(&self) -> Option<String> {
        let message = self.error_message.as_ref().filter(|value| !value.is_null());
        message
            .map(as_text)
            .filter(|message| !message.trim().is_empty())
    }
}

/// A value as one reads it: a string without its quotation marks.
fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

impl HttpResponse {
    /// Refuses a response whose HTTP status is not a success.
    pub(super) fn new(
        url: &Url,
        status: StatusCode,
        headers: &HeaderMap,
        body: Vec<u8>,
    ) -> Result<Self, (Kind, Vec<u8>)> {
        if status.is_redirection() && status != StatusCode::NOT_MODIFIED {
            return Err((redirect(url, status, headers), body));
        }
        let media = Media::of(headers);
        if !status.is_success() {
            let (text, _) = to_utf8(&body, content_type(headers));
            let envelope = EnvelopeStatus::read(media, &text);
            let kind = Kind::Status {
                status,
                message: envelope.as_ref().and_then(EnvelopeStatus::message),
                is_envelope: envelope.is_some_and(|envelope| envelope.status.is_some()),
            };
            return Err((kind, body));
        }
        Ok(Self {
            status,
            media,
            media_type: content_type(headers).map(ToOwned::to_owned),
            body,
            is_strict: false,
            replaced: false,
        })
    }

    /// A response without a body, from an operation that allows it.
    pub(super) fn empty(status: StatusCode) -> Self {
        Self {
            status,
            media: Media::Json,
            media_type: None,
            body: b"null".to_vec(),
            is_strict: false,
            replaced: false,
        }
    }

    /// Whether there is nothing in the body.
    pub(crate) fn is_empty(&self) -> bool {
        self.body.trim_ascii().is_empty()
    }

    /// Makes a body that does not decode readable: from its character set, and without what is no character. Returns
    /// `false` if that changes nothing.
    pub(super) fn repair(&mut self) -> bool {
        let (text, replaced) = to_utf8(&self.body, self.media_type.as_deref());
        let Cow::Owned(text) = text else {
            return false;
        };
        self.body = text;
        self.replaced = replaced;
        true
    }

    /// Why the response is not a success; `Ok` if it is one.
    ///
    /// A caller that decodes the `status` itself needs this only when it is not a success, or does not decode.
    pub(crate) fn check(&self, operation: &Operation) -> Result<(), Kind> {
        let status = self.status;
        let Some(envelope) = EnvelopeStatus::read(self.media, &self.body) else {
            // Decoding says what is wrong with JSON. A raw call can return JSON that is not an object.
            return match self.is_decodable() {
                true => Ok(()),
                false => Err(Kind::NotJson {
                    status,
                    media_type: self.media_type.clone(),
                    is_empty: self.is_empty(),
                }),
            };
        };
        let is_envelope = operation.requires_status || envelope.error_message.is_some();
        match &envelope.status {
            Some(Value::String(word)) if word == SUCCESS => Ok(()),
            // A record without an envelope, with a property of this name.
            Some(value) if !value.is_string() && !is_envelope => Ok(()),
            Some(value) => Err(Kind::Rejected {
                status,
                envelope_status: as_text(value),
                message: envelope.message(),
            }),
            None if operation.requires_status => Err(Kind::Missing {
                status,
                property: "status",
            }),
            None => Ok(()),
        }
    }

    /// The failure of a response that does not decode.
    pub(crate) fn failure(&self, operation: &Operation, error: Undecodable) -> Kind {
        let status = self.status;
        let error = Kind::Decode { status, error };
        self.check(operation).err().unwrap_or(error)
    }

    /// Whether the body looks like what the decoder reads, so that its error is of use.
    fn is_decodable(&self) -> bool {
        match self.media {
            Media::Json => {
                matches!(self.body.trim_ascii_start().first(), Some(b'{' | b'['))
                    || serde_json::from_slice::<serde::de::IgnoredAny>(&self.body).is_ok()
            }
            #[cfg(feature = "xml")]
            Media::Xml => true,
        }
    }
}

fn redirect(url: &Url, status: StatusCode, headers: &HeaderMap) -> Kind {
    let location = headers
        .get(LOCATION)
        .and_then(|location| url.join(location.to_str().ok()?).ok());
    Kind::Redirect {
        status,
        is_same: location
            .as_ref()
            .is_some_and(|location| location.origin() == url.origin()),
        to: location.map(|location| format!("{}://{}", location.scheme(), authority(&location))),
    }
}

#[cfg(test)]
mod tests {
    use http::Method;
    use http::header::CONTENT_TYPE;

    use super::*;

    fn classify(
        operation: &Operation,
        status: u16,
        headers: &HeaderMap,
        body: &str,
    ) -> Result<(), Kind> {
        let url = "https://nac.example.com/api/v2/x".parse().unwrap();
        let status = StatusCode::from_u16(status).unwrap();
        HttpResponse::new(&url, status, headers, body.into())
            .map_err(|(kind, _)| kind)?
            .check(operation)
    }

    #[test]
    fn xml_is_shown_by_no_error() {
        let operation = Operation::new("x", Method::GET, "/x", true);
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, "application/xml".parse().unwrap())]);
        for status in [200, 400] {
            for body in ["<r><password>canary</password></r>", "<r><password>canary"] {
                let result = classify(&operation, status, &headers, body);
                assert!(!format!("{result:?}").contains("canary"), "{result:?}");
            }
        }
    }

    #[test]
    fn only_success_is_a_success() {
        let operation = Operation::new("x", Method::GET, "/x", true);
        let raw = Operation::raw(Method::GET, "/x");
        let classify = |operation: &Operation, status: u16, body: &str| {
            classify(operation, status, &HeaderMap::new(), body)
        };
        let success = r#"{"errorMessage":null,"status":"success"}"#;
        assert!(classify(&operation, 200, success).is_ok());
        for body in [
            r#"{"status":"error"}"#,
            r#"{"status":"Success"}"#,
            r#"{"status":""}"#,
        ] {
            let result = classify(&operation, 200, body);
            assert!(matches!(result, Err(Kind::Rejected { .. })), "{body}");
        }
        for body in [r#"{"status":null}"#, r#"{"results":[]}"#] {
            let result = classify(&operation, 200, body);
            let property = "status";
            assert!(
                matches!(result, Err(Kind::Missing { property: missing, .. }) if missing == property),
                "{body}"
            );
        }
        assert!(classify(&raw, 200, r#"{"results":[]}"#).is_ok());
        assert!(classify(&raw, 200, "[1]").is_ok());
        let rejected = classify(&raw, 200, r#"{"status":"error"}"#);
        assert!(matches!(rejected, Err(Kind::Rejected { .. })));
        let empty = classify(&raw, 200, "");
        assert!(matches!(empty, Err(Kind::NotJson { .. })));
        let redirect = classify(&raw, 302, "{}");
        assert!(matches!(redirect, Err(Kind::Redirect { .. })));
        let failed = classify(&raw, 500, r#"{"status":"success"}"#);
        assert!(matches!(failed, Err(Kind::Status { .. })));
    }
}
