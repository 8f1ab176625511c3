//! What the FortiNAC crates know of JSON in common: paths, kinds of values, and names that sound secret.

mod kind;
mod path;
mod secret;

pub use kind::kind_of;
pub use path::{push_index, push_property};
pub use secret::sounds_secret;
