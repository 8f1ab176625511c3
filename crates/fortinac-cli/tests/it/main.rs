//! All tests of the command in one program, so that it is linked once.

mod bodies;
mod deletions;
mod errors;
mod every_operation;
mod explaining;
mod lists;
mod output;
mod readme;
mod safety;
mod secrets;
mod support;
mod targets;
