//! The OpenAPI spec of the FortiNAC REST API as data: its operations and schemas as a typed model, and validation of
//! JSON against it.
//!
//! ```
//! # #[cfg(feature = "bundled")] {
//! use fortinac_spec::{Direction, Spec, body_schema};
//! use serde_json::json;
//!
//! let spec = Spec::bundled();
//! let operation = spec.api().find("GET", "/system/group/7").expect("a known operation");
//! assert_eq!((operation.resource.as_str(), operation.verb.as_str()), ("group", "get"));
//!
//! let validator = spec.validator().expect("the schemas compile");
//! let schema = body_schema(operation, Direction::Response(200)).expect("the response has a schema");
//! let violations = validator.check(&schema, &json!({"status": "success", "result": {"dbid": "seven"}}));
//! assert_eq!(violations[0].path, "$.result.dbid");
//! # }
//! ```
//!
//! A program that needs only the operations and not the schemas, such as a command line, reads [`Api::bundled_index`],
//! which takes a fraction of the time.

pub mod api;
pub mod json_schema;
pub mod pointer;
mod spec;
mod validator;

pub use api::Api;
pub use spec::{Direction, Spec, body_schema, example_pointer};
pub use validator::{InvalidSchema, Validator, Violation};
