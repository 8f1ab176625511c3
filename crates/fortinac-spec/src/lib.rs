//! The OpenAPI spec of the FortiNAC REST API as data: its operations and schemas as a typed model, and validation of
//! JSON against it.
//!
//! ```
//! # #[cfg(all(feature = "bundled", feature = "document"))] {
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
//! A program that needs only the operations and not the schemas, such as a command line, reads
//! [`Api::bundled_index`], which takes a fraction of the time.
//!
//! # Features
//! Both are on by default.
//!
//! - `bundled`: the spec itself. Without it, a program brings its own document or index.
//! - `document`: whole documents with their schemas, and validation against them: everything but the model and the
//!   index. Without it, the crate depends on neither `openapiv3` nor `jsonschema`, and a program contains only the index
//!   of the spec.

// docs.rs sets `docsrs`, and shows which feature each item needs.
#![cfg_attr(docsrs, feature(doc_cfg))]
// A link to what a feature has is checked with that feature.
#![cfg_attr(not(feature = "bundled"), allow(rustdoc::broken_intra_doc_links))]

pub mod api;
#[cfg(feature = "document")]
pub mod json_schema;
pub mod pointer;
#[cfg(feature = "document")]
mod spec;
#[cfg(feature = "document")]
mod validator;

pub use api::Api;
#[cfg(feature = "document")]
pub use spec::{Direction, Spec, body_schema, example_pointer};
#[cfg(feature = "document")]
pub use validator::{InvalidSchema, Validator, Violation};
