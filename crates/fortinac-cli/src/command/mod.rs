//! Commands of operations, from the index.

pub(crate) mod names;
pub(crate) mod operation;
mod resource;

pub(crate) use resource::{DELETIONS, of_resource, resource_of};
