//! What the module promises, by topic.

mod hostile;
mod read;
mod write;
