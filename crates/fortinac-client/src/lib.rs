#![doc = include_str!("../README.md")]
#![cfg_attr(
    not(feature = "default"),
    allow(
        dead_code,
        unreachable_pub,
        unused_imports,
        unused_macros,
        reason = "some resources use what others do not"
    )
)]

mod builder;
mod call;
mod client;
mod error;
mod excerpt;
mod filter;
mod form;
#[rustfmt::skip]
mod generated;
mod line;
mod mask;
mod media;
mod operation;
mod outcome;
mod page;
mod query;
mod retry;
mod runtime;
mod tls;
mod unescape;
mod upload;

pub use builder::ClientBuilder;
pub use call::Call;
pub use client::{Attempt, Client};
pub use error::Error;
pub use filter::Filter;
pub use fortinac_types as types;
#[cfg(feature = "xml")]
pub use fortinac_xml as xml;
pub use page::Page;
pub use reqwest::{Method, StatusCode};
pub use retry::RetryPolicy;
pub use tls::{Fingerprint, InvalidFingerprint};
pub use upload::Upload;

/// Handles to the calls of one resource each, made by the methods of [`Client`].
pub mod handles {
    pub use crate::generated::*;
}

/// What calls return, and what their queries take: the parameters of [`Call`].
pub mod calls {
    pub use crate::outcome::{Count, Done, List, One, Outcome, Raw, Value, Whole};
    pub use crate::query::{Filtering, Listing, NoQuery};
}
