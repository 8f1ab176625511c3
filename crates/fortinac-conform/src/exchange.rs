use std::fmt;
use std::fs;
use std::path::Path;

use fortinac_json::kind_of;
use serde_json::{Map, Value};

use crate::duplicates;
use crate::problem::Problem;

/// One request and its answer. `Debug` shows neither the bodies nor the path, which may hold secrets.
#[derive(Clone, PartialEq)]
pub struct Exchange {
    /// The HTTP method.
    pub method: String,
    /// The concrete path. It may start with `/api/v2` and carry a query.
    pub path: String,
    /// The HTTP status of the answer.
    pub status: u16,
    /// The body of the request; `None` if there was none or it was not captured.
    pub request: Option<Value>,
    /// The body of the answer; `None` if it is not known.
    pub response: Option<Value>,
}

/// A file or text that is not an exchange.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", crate::report::joined(problems))]
pub struct InvalidExchange {
    pub(crate) problems: Vec<Problem>,
}

impl Exchange {
    /// Reads an exchange from JSON.
    ///
    /// # Errors
    /// The text is not JSON, or a member of the exchange is missing, of the wrong kind or there twice.
    pub fn from_json(text: &str) -> Result<Self, InvalidExchange> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        // A syntax error names a line and a column, and shows nothing of the text.
        let value = serde_json::from_str(text)
            .map_err(|error| invalid("$", format!("is not JSON: {error}")))?;
        if let Some(path) = duplicates::find(text) {
            return Err(invalid(path, "the object has this member twice"));
        }
        match value {
            Value::Object(members) => Members {
                members,
                problems: Vec::new(),
            }
            .into_exchange(),
            other => Err(invalid(
                "$",
                format!(
                    "is not an exchange: {} is here, and not an object",
                    kind_of(&other)
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

/// The members of an exchange, and what is wrong with those that were taken.
struct Members {
    members: Map<String, Value>,
    problems: Vec<Problem>,
}

impl Members {
    fn into_exchange(mut self) -> Result<Exchange, InvalidExchange> {
        for informative in ["operation", "source"] {
            if self.members.contains_key(informative) {
                self.take(informative, "a string or null", |value| {
                    (value.is_string() || value.is_null()).then_some(())
                });
            }
        }
        let method = self.take("method", "a string", text);
        let path = self.take("path", "a string", text);
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
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.members.remove(name);
        let read = value.as_ref().and_then(read);
        if read.is_none() {
            let reason = match &value {
                Some(value) => format!("{} is here, and not {expected}", kind_of(value)),
                None => "the member is missing".into(),
            };
            self.problems
                .push(Problem::exchange(format!("$.{name}"), reason));
        }
        read
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn http_status(value: &Value) -> Option<u16> {
    let status = value.as_u64().and_then(|status| u16::try_from(status).ok());
    status.filter(|status| (100..600).contains(status))
}

/// A body, or the `None` that null stands for.
fn body(value: &Value) -> Option<Option<Value>> {
    Some((!value.is_null()).then(|| value.clone()))
}

fn invalid(path: impl Into<String>, reason: impl Into<String>) -> InvalidExchange {
    InvalidExchange {
        problems: vec![Problem::exchange(path, reason)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_invalid(text: &str, expected: &str) {
        assert_eq!(Exchange::from_json(text).unwrap_err().to_string(), expected);
    }

    #[test]
    fn null_is_no_body_and_a_byte_order_mark_is_no_matter() {
        let text = "\u{feff}{\"method\": \"GET\", \"path\": \"/x\", \"status\": 200, \"request\": null, \"response\": 1}";
        let exchange = Exchange::from_json(text).unwrap();
        assert_eq!(
            (exchange.request, exchange.response),
            (None, Some(Value::from(1)))
        );
    }

    #[test]
    fn everything_that_is_wrong_is_told() {
        assert_invalid(
            r#"{"operation": 1, "path": "/x", "status": 99, "request": null}"#,
            "exchange $.operation: an integer is here, and not a string or null; \
             exchange $.method: the member is missing; \
             exchange $.status: an integer is here, and not an HTTP status; \
             exchange $.response: the member is missing",
        );
    }

    #[test]
    fn what_is_no_exchange_is_refused() {
        assert_invalid(
            "[]",
            "is not an exchange: an array is here, and not an object",
        );
        assert_invalid(
            "{",
            "is not JSON: EOF while parsing an object at line 1 column 1",
        );
        assert_invalid(
            r#"{"request": {"a": 1, "a": 2}}"#,
            "exchange $.request.a: the object has this member twice",
        );
        let deep = "[".repeat(100_000);
        assert_invalid(
            &deep,
            "is not JSON: recursion limit exceeded at line 1 column 128",
        );
    }

    #[test]
    fn debug_shows_neither_bodies_nor_path() {
        let exchange = Exchange {
            method: "POST".into(),
            path: "/x?key=canary".into(),
            status: 200,
            request: Some("canary".into()),
            response: None,
        };
        assert_eq!(
            format!("{exchange:?}"),
            r#"Exchange { method: "POST", status: 200, .. }"#
        );
    }
}
