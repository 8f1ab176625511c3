#![doc = include_str!("../README.md")]

mod checker;
mod command;
mod difference;
mod exact;
mod exchange;
mod files;
mod form;
mod guide;
mod har;
mod input;
mod json_path;
mod path;
mod pattern;
#[rustfmt::skip]
mod generated {
    pub(crate) mod operation_types;
}
mod problem;
mod redact;
mod report;
mod round_trip;
mod save;
mod shape;
mod surprise;
mod survey;
mod vocabulary;

pub use checker::Checker;
pub use command::Arguments;
pub use exact::ExactJson;
pub use exchange::{Exchange, InvalidExchange};
pub use har::{ApiHost, InvalidHost, Skip};
pub use problem::{Part, Problem, Stage};
pub use report::{CheckedFile, Outcome, Report};
pub use save::{NotSaved, SavedFile, Unsaved};
pub use surprise::Surprise;
pub use survey::{Checked, CheckedCalls, CheckedHar, Survey};
