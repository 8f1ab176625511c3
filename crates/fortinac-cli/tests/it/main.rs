//! All tests of the command in one program, so that it is linked once.

mod every_operation;
mod support;
