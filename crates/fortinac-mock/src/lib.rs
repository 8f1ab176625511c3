#![doc = include_str!("../README.md")]
// docs.rs sets `docsrs`, and shows which feature each item needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod access;
mod admission;
mod appliance;
mod behavior;
mod body;
mod builder;
mod clock;
#[cfg(feature = "docs")]
mod docs;
mod fault;
mod filter;
mod generate;
mod handler;
mod mac;
mod ordered;
mod origin;
mod pages;
mod plan;
mod receive;
mod request_log;
mod response;
mod restrictions;
mod running;
mod server;
mod settings;
mod shared;
mod state;
mod store;
mod tls;
mod when;
mod xml;

pub use appliance::Appliance;
pub use builder::{ApplianceBuilder, StartError};
#[cfg(feature = "docs")]
pub use docs::write_docs;
pub use fault::Fault;
pub use request_log::Request;
pub use state::SeedError;
pub use store::StateFileError;
