//! All tests of the embedded appliance in one program, so that it is linked once.

mod attacks;
mod effects;
mod every_operation;
mod failures;
mod faults;
mod model;
mod programs;
mod records;
mod requests;
mod scale;
mod stopping;
mod support;
