//! All tests of the embedded appliance in one program, so that it is linked once.

mod every_operation;
mod faults;
mod records;
mod requests;
mod scale;
mod support;
