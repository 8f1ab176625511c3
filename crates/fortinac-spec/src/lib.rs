//! The OpenAPI description of the FortiNAC REST API as data: its operations, and validation of JSON against it.
//!
//! ```
//! # #[cfg(feature = "bundled")] {
//! use fortinac_spec::{Description, Direction};
//! use serde_json::json;
//!
//! let description = Description::bundled();
//! let found = description.find("GET", "/api/v2/system/group/7").expect("a known operation");
//! assert_eq!(found.id(), "group_get");
//!
//! let validator = description.validator().expect("the schemas compile");
//! let schema = description.body_schema(found, Direction::Response(200), "application/json").expect("it answers JSON");
//! let violations = validator.check(&schema, &json!({"status": "success", "result": {"dbid": "seven"}}));
//! assert_eq!(violations[0].path, "$.result.dbid");
//! # }
//! ```

mod description;
pub mod json_schema;
mod validator;

pub use description::{Description, Direction, NotADescription, Operation, resolve};
pub use validator::{InvalidSchema, Validator, Violation};
