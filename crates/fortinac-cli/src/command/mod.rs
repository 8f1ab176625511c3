//! The tree of commands. What it has below a resource is built from the index, when it is needed.

pub(crate) mod names;
pub(crate) mod operation;
mod resource;
mod root;

pub(crate) use resource::{DELETIONS, of_resource};
pub(crate) use root::{of_name, resource_of, root, shallow};
