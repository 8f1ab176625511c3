#![doc = include_str!("../README.md")]

mod checker;
mod difference;
mod exact;
mod exchange;
mod files;
mod form;
mod path;
#[rustfmt::skip]
mod generated {
    pub(crate) mod operation_types;
}
mod problem;
mod report;
mod round_trip;

pub use checker::Checker;
pub use exact::ExactJson;
pub use exchange::{Exchange, InvalidExchange};
pub use problem::{Part, Problem, Stage};
pub use report::{CheckedFile, Outcome, Report};
