#![doc = include_str!("../README.md")]

mod checker;
mod difference;
mod duplicates;
mod exchange;
mod files;
mod form;
mod json_path;
#[rustfmt::skip]
mod generated {
    pub(crate) mod operation_types;
}
mod problem;
mod report;
mod round_trip;

pub use checker::Checker;
pub use exchange::{Exchange, InvalidExchange};
pub use problem::{Part, Problem, Stage};
pub use report::{CheckedFile, Outcome, Report};
