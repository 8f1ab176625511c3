//! Tests of the command.

mod cli;
mod common;
mod har;
mod pipe;
mod save;
