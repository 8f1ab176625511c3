//! Responses of the appliance: envelopes, and HTML pages.

use bytes::Bytes;
use fortinac_spec::Api;
use fortinac_spec::api::{Operation, Type};
use serde::Serialize;
use serde_json::Value;

use crate::body::{JSON, XML};
use crate::ordered::Ordered;

/// A response before it is sent.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) media_type: &'static str,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
}

/// The envelope of a failure, in the order in which it is sent.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Failure {
    status: &'static str,
    error_message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<usize>,
}

impl Response {
    /// A body of compact JSON, as appliances send it.
    fn json(status: u16, body: &impl Serialize) -> Self {
        match serde_json::to_vec(body) {
            Ok(body) => Self {
                status,
                media_type: JSON,
                headers: Vec::new(),
                body: body.into(),
            },
            // A value of JSON can always be written.
            Err(error) => Self::failure(500, error.to_string()),
        }
    }

    /// The envelope of a success, as XML if `in_xml`.
    pub(crate) fn success(
        api: &Api,
        operation: &Operation,
        envelope: &Value,
        in_xml: bool,
    ) -> Self {
        if !in_xml {
            let ty = Type::Ref(operation.envelope.clone());
            return Self::json(200, &Ordered::envelope(api, &ty, envelope));
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
            &Failure {
                status: "error",
                error_message: message.into(),
                total: None,
            },
        )
    }

    /// What appliances are reported to respond to a list that is too large: no reason, but the number of records.
    pub(crate) fn system_error(total: usize) -> Self {
        Self::json(
            500,
            &Failure {
                status: "error",
                error_message: "System error".to_owned(),
                total: Some(total),
            },
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
