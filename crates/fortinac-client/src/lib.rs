#![doc = include_str!("../README.md")]
// docs.rs sets `docsrs`, and shows which feature each item needs.
#![cfg_attr(docsrs, feature(doc_cfg))]
// The modules form layers, and each imports only from those before it: text, operation; error, codec; transport; call;
// client; generated.

#[rustfmt::skip]
#[path = "generated/mod.rs"]
pub mod api;
pub mod call;
mod client;
mod codec;
mod error;
mod operation;
mod text;
mod transport;

#[cfg(feature = "blocking")]
pub use call::blocking;
pub use call::filter::Filter;
pub use call::stream::{AllItems, ItemStream};
pub use call::{Call, FilterCall, ListCall, Page, Response};
#[cfg(feature = "profiles")]
pub use client::profile;
pub use client::{Client, ClientBuilder};
pub use error::{Error, Result};
pub use fortinac_types as types;
#[cfg(feature = "xml")]
pub use fortinac_xml as xml;
pub use http::{Method, StatusCode};
pub use transport::observe::Attempt;
pub use transport::preview::Preview;
pub use transport::retry::RetryPolicy;
pub use transport::tls::{Fingerprint, InvalidFingerprint};
pub use transport::upload::Upload;
