#![doc = include_str!("../README.md")]

mod appliance;
mod body;
mod builder;
mod fault;
mod filter;
mod handler;
mod plan;
mod request_log;
mod response;
mod server;
mod state;
mod tls;
mod xml;

pub use appliance::Appliance;
pub use builder::{ApplianceBuilder, StartError};
pub use fault::Fault;
pub use request_log::Request;
pub use state::SeedError;
