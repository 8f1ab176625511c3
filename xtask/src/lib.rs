//! The tasks of the workspace, in layers: `bundle` puts the files of the spec together, `model` says what they mean,
//! `lint` checks them, and `generate` makes the crates. Each imports only what stands before it.

pub mod bundle;
pub mod dependencies;
pub mod diagnostic;
pub mod draft;
pub mod generate;
pub mod lint;
pub mod model;
mod packages;
pub mod release;
