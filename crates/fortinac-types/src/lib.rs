//! Records of the FortiNAC REST API, as Rust types.
//!
//! `cargo xtask codegen` generates the records from the OpenAPI spec of the API. The types of their fields, such as
//! [`Timestamp`], are written by hand. They are made for an API whose responses differ from its documentation:
//!
//! - Every property is a [`Field`]: absent, null, or a value. Both absent and null can be read and sent.
//! - A value of another type than the spec says is kept in its place, as [`Field::Unexpected`], if [`decode::tolerant`]
//!   reads the record, as the client does. It is written back as it came.
//! - Properties that the spec does not have are kept in `extra` ([`Extra`]) and written back.
//! - Times, codes and open enumerations accept every form that was seen on the wire, and are serialized unchanged.
//! - A property that the appliance spells in two ways (`dbid`, `DBID`) has two fields, and a method that reads either,
//!   such as `any_dbid`.
//! - `Debug` and `Display` never show a [`Secret`], and `Debug` shows neither the value of an unknown property nor that
//!   of an entry of a map ([`Entries`]).
//!
//! # Where to find a record
//! Each folder of the spec is a module and a Cargo feature: [`host`] has [`host::Host`], and what else the calls on hosts
//! take and return. The records that most programs use are at the root too. All folders are on by default. The feature
//! `schemars` implements `schemars::JsonSchema`.
//!
//! Most envelopes are a [`ResultEnvelope`] or a [`ResultsEnvelope`], with a type alias that their operations share.
//!
//! The documentation of a record lists its sources. Each source is followed by the quality of its sample: `real` values
//! of an appliance, a `placeholder`, values `inferred` from similar operations, or `no sample`. No label means that the
//! source documents an operation that these crates do not have.
//!
//! ```
//! use fortinac_types::{Field, User};
//!
//! // An update: change the e-mail address, clear the notes, leave everything else as it is.
//! let change = User { email: "rowan@example.com".into(), notes: Field::Null, ..User::default() };
//! assert_eq!(serde_json::to_string(&change)?, r#"{"email":"rowan@example.com","notes":null}"#);
//! # Ok::<(), serde_json::Error>(())
//! ```

// docs.rs sets `docsrs`, and shows which feature each item needs.
#![cfg_attr(docsrs, feature(doc_cfg))]
// A link to what a feature has is checked with that feature.
#![cfg_attr(not(feature = "host"), allow(rustdoc::broken_intra_doc_links))]

mod code;
pub mod decode;
mod entries;
mod envelope;
mod extra;
mod field;
#[rustfmt::skip]
mod generated;
mod integer_or_string;
#[doc(hidden)]
pub mod item;
mod json_string;
mod json_value;
mod open_enum;
mod prelude;
mod record;
mod record_or_string;
#[cfg(feature = "schemars")]
mod schemas;
mod secret;
mod string_of;
mod timestamp;
mod word;

pub use code::Code;
pub use entries::Entries;
pub use envelope::{ResultEnvelope, ResultsEnvelope};
pub use extra::Extra;
pub use field::Field;
pub use generated::*;
pub use integer_or_string::IntegerOrString;
pub use json_string::JsonString;
pub use json_value::JsonValue;
pub use record_or_string::RecordOrString;
pub use secret::Secret;
pub use string_of::StringOf;
pub use timestamp::{NotAnInstant, Timestamp};

// The records that most programs use.
#[cfg(feature = "adapter")]
pub use generated::adapter::Adapter;
pub use generated::common::Event;
#[cfg(feature = "device")]
pub use generated::device::{Container, Device, Port};
#[cfg(feature = "host")]
pub use generated::host::Host;
#[cfg(feature = "logging")]
pub use generated::logging::Alarm;
#[cfg(feature = "policy")]
pub use generated::policy::{AccessPolicy, Role, UserHostProfile};
#[cfg(feature = "settings")]
pub use generated::settings::Certificate;
#[cfg(feature = "system")]
pub use generated::system::Group;
#[cfg(feature = "user")]
pub use generated::user::{Guest, User};

// Types of these crates are part of the public API: the instant of a `Timestamp`, numbers, unknown properties.
pub use jiff;
pub use serde_json;
