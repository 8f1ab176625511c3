//! What `cargo xtask` does: the way from the hand-written description to the generated crates.
//!
//! ```text
//! openapi/*.yaml ─bundle─▶ one document ─validate─▶ ─lower─▶ view ─progenitor─▶ tokens ─models, client, tables─▶ files
//! ```

pub mod bundle;
pub mod codegen;
pub mod lower;
pub mod problem;
pub mod spelling;
pub mod validate;

mod load;
