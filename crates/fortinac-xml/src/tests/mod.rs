//! Tests of the promises in the crate's documentation, by topic.

mod hostile;
mod read;
mod write;
