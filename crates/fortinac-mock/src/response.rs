//! Responses of the appliance: envelopes, and HTML pages.

use bytes::Bytes;
use fortinac_spec::api::Operation;
use serde_json::{Value, json};

use crate::body::{JSON, XML};

/// A response before it is sent.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) media_type: &'static str,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
}

impl Response {
    pub(crate) fn json(status: u16, envelope: &Value) -> Self {
        Self {
            status,
            media_type: JSON,
            headers: Vec::new(),
            body: envelope.to_string().into(),
        }
    }

    /// The envelope of a success, as XML if the client accepts XML and not JSON.
    pub(crate) fn success(operation: &Operation, envelope: &Value, in_xml: bool) -> Self {
        if !in_xml {
            return Self::json(200, envelope);
        }
        match fortinac_xml::to_xml(&operation.envelope, envelope) {
            Ok(body) => Self {
                status: 200,
                media_type: XML,
                headers: Vec::new(),
                body: body.into(),
            },
            Err(error) => Self::failure(500, error.to_string()),
        }
    }

    /// The envelope of a failure.
    pub(crate) fn failure(status: u16, message: impl Into<String>) -> Self {
        Self::json(
            status,
            &json!({"status": "error", "errorMessage": message.into()}),
        )
    }

    pub(crate) fn html(status: u16, title: &str) -> Self {
        let body = format!(
            "<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>\n"
        );
        Self {
            status,
            media_type: "text/html",
            headers: Vec::new(),
            body: body.into(),
        }
    }

    pub(crate) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}
