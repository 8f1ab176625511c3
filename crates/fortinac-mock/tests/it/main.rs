//! All tests of the embedded appliance in one program, so that it is linked once.

mod attacks;
#[cfg(feature = "docs")]
mod docs;
mod effects;
mod every_operation;
mod failures;
mod faults;
mod model;
#[cfg(feature = "cli")]
mod program;
mod programs;
mod records;
mod requests;
mod scale;
mod state_file;
mod stopping;
mod support;
