//! Tests of the command.

mod cli;
mod common;
mod har;
mod leaks;
mod pipe;
mod readme;
mod save;
