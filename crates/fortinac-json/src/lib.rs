//! What the FortiNAC crates know of JSON in common: paths, names of types, the error of decoding, and names that sound
//! secret.

mod decode_error;
mod kind;
mod path;
mod secret;

pub use decode_error::DecodeError;
pub use kind::kind_of;
pub use path::{prepend_index, prepend_property, push_index, push_property};
pub use secret::sounds_secret;
