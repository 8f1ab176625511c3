#![doc = include_str!("../README.md")]

mod answer;
mod appliance;
mod body;
mod builder;
mod check;
mod fault;
mod filter;
mod record;
mod routes;
mod server;
mod state;
mod tls;
mod xml;

pub use appliance::Appliance;
pub use builder::{ApplianceBuilder, StartError};
pub use fault::Fault;
pub use record::Request;
pub use state::SeedError;
