//! A call as data: what is sent, and how often.

#![cfg_attr(
    not(feature = "default"),
    allow(dead_code, reason = "some resources use what others do not")
)]

use std::fmt::{self, Display};
use std::time::Duration;

use bytes::Bytes;
use fortinac_json::sounds_secret;
use fortinac_types::Secret;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::upload::Upload;
use crate::codec::Media;
use crate::operation::Operation;

/// A request that can be sent several times.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) operation: Operation,
    /// The path, encoded. Placeholders are filled from the left.
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) body: Option<Body>,
    /// The encoding of the body, and the one that is asked for in the response.
    pub(crate) media: Media,
    /// Values of parameters and form fields that are secrets whatever their names are, and secrets in the path.
    pub(crate) secrets: Vec<Secret>,
    /// Why the request cannot be sent: the first reason.
    pub(crate) invalid: Option<String>,
    /// What the request still lacks.
    #[cfg(feature = "call-by-id")]
    pub(crate) missing: Vec<String>,
    /// Whether it may be sent again after a failure that may pass.
    pub(crate) retryable: bool,
    pub(crate) timeout: Option<Duration>,
    pub(crate) call_timeout: Option<Duration>,
}

/// The body of a request.
#[derive(Clone)]
pub(crate) enum Body {
    /// A record, as JSON. `root` is the name of the root element in XML.
    Json { root: &'static str, json: Bytes },
    /// Names and values. A name that comes several times is an array.
    Form(Vec<(String, String)>),
    /// Fields, and files by the names of their parts.
    Multipart {
        fields: Vec<(String, String)>,
        files: Vec<(String, Upload)>,
    },
}

/// The operation only: path, query and body can hold secrets.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &self.operation)
            .finish_non_exhaustive()
    }
}

impl Request {
    pub(crate) fn new(operation: Operation, path: String) -> Self {
        let retryable = operation.safe;
        Self {
            operation,
            path,
            query: Vec::new(),
            body: None,
            media: Media::default(),
            secrets: Vec::new(),
            invalid: None,
            #[cfg(feature = "call-by-id")]
            missing: Vec::new(),
            retryable,
            timeout: None,
            call_timeout: None,
        }
    }

    /// Replaces the first placeholder that is left. An encoded value has no brace, so it is not taken for one.
    pub(crate) fn fill_path(&mut self, value: &dyn Display) {
        let placeholder = self.path.find('{').zip(self.path.find('}'));
        if let Some((start, end)) = placeholder {
            if sounds_secret(&self.path[start + 1..end]) {
                self.secrets.push(Secret::from(value.to_string()));
            }
            self.path.replace_range(start..=end, &encode_path(value));
        }
    }

    /// Replaces the first placeholder that is left by a secret, whatever the name of the placeholder is.
    #[allow(dead_code, reason = "most specs have no such parameter")]
    pub(crate) fn fill_secret_path(&mut self, value: Secret) {
        self.fill_path(&value.expose());
        self.secrets.push(value);
    }

    /// Sets the body to a value, as JSON. `root` is the name of its root element in XML.
    pub(crate) fn set_json<T: Serialize + ?Sized>(&mut self, root: &'static str, body: &T) {
        match serde_json::to_vec(body) {
            Ok(json) => {
                let json = Bytes::from(json);
                self.body = Some(Body::Json { root, json });
            }
            Err(error) => self.invalidate(error.to_string()),
        }
    }

    /// Adds a parameter to the query, once for each value.
    pub(crate) fn add_query(&mut self, name: &str, values: impl IntoIterator<Item = impl Display>) {
        self.query.extend(named(name, values));
    }

    /// Adds a field to the form; several values are an array.
    pub(crate) fn add_fields(
        &mut self,
        name: &str,
        values: impl IntoIterator<Item = impl Display>,
    ) {
        self.form().extend(named(name, values));
    }

    /// Adds a field whose value is a secret, whatever its name is.
    pub(crate) fn add_secret_field(&mut self, name: &str, value: Secret) {
        self.add_fields(name, [value.expose()]);
        self.secrets.push(value);
    }

    /// Sets a parameter of the query, in place of earlier values.
    pub(crate) fn set_query(&mut self, name: &str, values: impl IntoIterator<Item = impl Display>) {
        self.query.retain(|(other, _)| other != name);
        self.add_query(name, values);
    }

    /// Sets a parameter of the query whose value is a secret, in place of an earlier value.
    pub(crate) fn set_secret_query(&mut self, name: &str, value: impl Into<Secret>) {
        let value = value.into();
        self.set_query(name, [value.expose()]);
        self.secrets.push(value);
    }

    /// Sets a field of the form, in place of earlier values.
    pub(crate) fn set_fields(
        &mut self,
        name: &str,
        values: impl IntoIterator<Item = impl Display>,
    ) {
        self.form().retain(|(other, _)| other != name);
        self.add_fields(name, values);
    }

    /// Sets a field whose value is a secret, in place of an earlier value.
    pub(crate) fn set_secret_field(&mut self, name: &str, value: impl Into<Secret>) {
        self.form().retain(|(other, _)| other != name);
        self.add_secret_field(name, value.into());
    }

    /// The fields of the form, or those beside the files of an upload. A body of another kind is replaced.
    pub(crate) fn form(&mut self) -> &mut Vec<(String, String)> {
        if !matches!(self.body, Some(Body::Form(_) | Body::Multipart { .. })) {
            self.body = Some(Body::Form(Vec::new()));
        }
        match &mut self.body {
            Some(Body::Form(fields) | Body::Multipart { fields, .. }) => fields,
            _ => unreachable!("the body is a form"),
        }
    }

    /// Sets the file of a part, in place of an earlier one. A form becomes an upload with its fields.
    pub(crate) fn set_upload(&mut self, part: &str, file: &Upload) {
        let mut files = match &mut self.body {
            Some(Body::Multipart { files, .. }) => std::mem::take(files),
            _ => Vec::new(),
        };
        let fields = std::mem::take(self.form());
        files.retain(|(other, _)| other != part);
        files.push((part.to_owned(), file.clone()));
        self.body = Some(Body::Multipart { fields, files });
    }

    /// Why the request cannot be sent, if it cannot.
    pub(crate) fn problem(&self) -> Option<String> {
        #[cfg(feature = "call-by-id")]
        if self.invalid.is_none() && !self.missing.is_empty() {
            return Some(format!("it lacks {}", self.missing.join(", ")));
        }
        self.invalid.clone()
    }

    pub(crate) fn invalidate(&mut self, reason: impl Into<String>) {
        self.invalid.get_or_insert_with(|| reason.into());
    }
}

fn named(
    name: &str,
    values: impl IntoIterator<Item = impl Display>,
) -> impl Iterator<Item = (String, String)> {
    values
        .into_iter()
        .map(move |value| (name.to_owned(), value.to_string()))
}

/// All characters but the unreserved ones of RFC 3986.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Encodes a value as one segment of a path.
pub(crate) fn encode_path(value: &dyn Display) -> String {
    match value.to_string().as_str() {
        // These would be taken for steps through the path, even when percent-encoded.
        dots @ ("." | "..") => dots.replace('.', "%252E"),
        plain => utf8_percent_encode(plain, SEGMENT).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use http::Method;

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
        let operation = Operation::new("x", Method::GET, "/a/{b}/{c}/d", true);
        let mut request = Request::new(operation, "/a/{b}/{c}/d".into());
        request.fill_path(&"{c}");
        request.fill_path(&2);
        request.fill_path(&3);
        assert_eq!(request.path, "/a/%7Bc%7D/2/d");
    }

    #[test]
    fn secrets_of_path_and_query_are_known() {
        let operation = Operation::new("x", Method::GET, "/a/{b}", true);
        let mut request = Request::new(operation, "/a/{b}".into());
        request.fill_secret_path("p/1".into());
        request.set_secret_query("c", "q 1");
        request.set_secret_query("c", "q 2");
        assert_eq!(request.path, "/a/p%2F1");
        assert_eq!(request.query, [("c".to_owned(), "q 2".to_owned())]);
        let secrets: Vec<&str> = request.secrets.iter().map(Secret::expose).collect();
        assert_eq!(secrets, ["p/1", "q 1", "q 2"]);
    }

    #[test]
    fn a_get_that_is_not_safe_is_not_retried() {
        let retryable = |safe| {
            let operation = Operation::new("x", Method::GET, "/x", safe);
            Request::new(operation, "/x".into()).retryable
        };
        assert_eq!((retryable(true), retryable(false)), (true, false));
    }
}
