use std::fmt;
use std::fs;
use std::path::Path;

use indexmap::IndexMap;

use crate::exact::{ExactJson, Node};
use crate::json_path::masked;
use crate::problem::Problem;
use crate::vocabulary::is_property_of_spec;

/// What an exchange has.
const PROPERTIES: [&str; 7] = [
    "operation",
    "method",
    "path",
    "status",
    "request",
    "response",
    "source",
];

/// A request and its response. `Debug` shows neither the bodies nor the path, because they may contain secrets.
#[derive(Clone, PartialEq)]
pub struct Exchange {
    /// The HTTP method.
    pub method: String,
    /// The concrete path. It may start with `/api/v2` and have a query, or be the whole URL.
    pub path: String,
    /// The HTTP status of the response.
    pub status: u16,
    /// The body of the request; `None` if it had no body or the body was not captured.
    pub request: Option<ExactJson>,
    /// The body of the response; `None` if it is not known.
    pub response: Option<ExactJson>,
}

/// A file or string is not an exchange.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", crate::problem::joined(problems))]
pub struct InvalidExchange {
    pub(crate) problems: Vec<Problem>,
}

impl Exchange {
    /// Reads an exchange from JSON.
    ///
    /// # Errors
    /// The text is not JSON, or a property of the exchange is missing, has the wrong type or occurs twice.
    pub fn from_json(text: &str) -> Result<Self, InvalidExchange> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let ExactJson(value) =
            ExactJson::parse(text).map_err(|found| invalid(shown(&found.path), found.reason))?;
        match value {
            Node::Object(properties) => Reader {
                properties,
                problems: Vec::new(),
            }
            .into_exchange(),
            other => Err(invalid(
                "$",
                format!(
                    "is not an exchange: expected an object, found {}",
                    other.kind()
                ),
            )),
        }
    }

    /// Reads an exchange from a file.
    ///
    /// # Errors
    /// The file cannot be read, is not UTF-8, or is not an exchange.
    pub fn read(file: impl AsRef<Path>) -> Result<Self, InvalidExchange> {
        let bytes =
            fs::read(file).map_err(|error| invalid("$", format!("cannot be read: {error}")))?;
        let text = str::from_utf8(&bytes)
            .map_err(|error| invalid("$", format!("is not UTF-8: {error}")))?;
        Self::from_json(text)
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exchange")
            .field("method", &self.method)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// Reads the properties of an exchange, and collects what is wrong with them.
struct Reader {
    properties: IndexMap<String, Node>,
    problems: Vec<Problem>,
}

impl Reader {
    fn into_exchange(mut self) -> Result<Exchange, InvalidExchange> {
        for informative in ["operation", "source"] {
            if self.properties.contains_key(informative) {
                self.take(informative, "a string or null", |value| {
                    matches!(value, Node::String(_) | Node::Null).then_some(())
                });
            }
        }
        let method = self.take("method", "a string", string);
        let path = self.take("path", "a string", string);
        let status = self.take("status", "an HTTP status", http_status);
        let request = self.take("request", "a body or null", body);
        let response = self.take("response", "a body or null", body);
        match (method, path, status, request, response) {
            (Some(method), Some(path), Some(status), Some(request), Some(response))
                if self.problems.is_empty() =>
            {
                Ok(Exchange {
                    method,
                    path,
                    status,
                    request,
                    response,
                })
            }
            _ => Err(InvalidExchange {
                problems: self.problems,
            }),
        }
    }

    fn take<T>(
        &mut self,
        name: &str,
        expected: &str,
        read: impl FnOnce(&Node) -> Option<T>,
    ) -> Option<T> {
        let value = self.properties.shift_remove(name);
        let read = value.as_ref().and_then(read);
        if read.is_none() {
            let reason = match &value {
                Some(value) => format!("expected {expected}, found {}", value.kind()),
                None => "the property is missing".into(),
            };
            self.problems
                .push(Problem::exchange(format!("$.{name}"), reason));
        }
        read
    }
}

fn string(value: &Node) -> Option<String> {
    match value {
        Node::String(text) => Some(text.clone()),
        _ => None,
    }
}

fn http_status(value: &Node) -> Option<u16> {
    let status = match value {
        Node::Number(text) => text.parse().ok(),
        _ => None,
    };
    status.filter(|status| (100..600).contains(status))
}

/// A body; null stands for `None`. Any value is valid.
fn body(value: &Node) -> Option<Option<ExactJson>> {
    Some((*value != Node::Null).then(|| ExactJson(value.clone())))
}

/// A path of which only the names are left that exchanges and the spec have: it is in reports, and what is not an exchange
/// can have anything in its place.
fn shown(path: &str) -> String {
    masked(path, true, |name| {
        PROPERTIES.contains(&name) || is_property_of_spec(name)
    })
}

fn invalid(path: impl Into<String>, reason: impl Into<String>) -> InvalidExchange {
    InvalidExchange {
        problems: vec![Problem::exchange(path, reason)],
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn assert_invalid(text: &str, expected: &str) {
        assert_eq!(Exchange::from_json(text).unwrap_err().to_string(), expected);
    }

    #[test]
    fn null_is_not_a_body_and_a_byte_order_mark_is_skipped() {
        let text = "\u{feff}{\"method\": \"GET\", \"path\": \"/x\", \"status\": 200, \"request\": null, \"response\": 1}";
        let exchange = Exchange::from_json(text).unwrap();
        assert_eq!(
            (exchange.request, exchange.response),
            (None, Some(ExactJson::from(json!(1))))
        );
    }

    #[test]
    fn all_problems_are_reported() {
        assert_invalid(
            r#"{"operation": 1, "path": "/x", "status": 99, "request": null}"#,
            "exchange $.operation: expected a string or null, found an integer; \
             exchange $.method: the property is missing; \
             exchange $.status: expected an HTTP status, found an integer; \
             exchange $.response: the property is missing",
        );
    }

    #[test]
    fn other_input_is_an_error() {
        assert_invalid(
            "[]",
            "is not an exchange: expected an object, found an array",
        );
        assert_invalid(
            "{",
            "is not JSON: EOF while parsing an object at line 1 column 1",
        );
        assert_invalid(
            r#"{"request": {"a": 1, "a": 2}}"#,
            "exchange $.request.*: the object has this property twice",
        );
        let twice = r#"{"canary": [{"dbid": {"a@b": "\ud800"}}]}"#;
        assert_invalid(
            twice,
            "exchange $.*[0].dbid.*: is not JSON: unexpected end of hex escape at line 1 column 8",
        );
        let deep = "[".repeat(100_000);
        assert_invalid(
            &deep,
            "is not JSON: EOF while parsing a list at line 1 column 100000",
        );
    }

    #[test]
    fn debug_shows_neither_bodies_nor_path() {
        let exchange = Exchange {
            method: "POST".into(),
            path: "/x?key=canary".into(),
            status: 200,
            request: Some(json!("canary").into()),
            response: None,
        };
        assert_eq!(
            format!("{exchange:?}"),
            r#"Exchange { method: "POST", status: 200, .. }"#
        );
    }
}
