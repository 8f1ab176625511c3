//! All tests of the command in one program, so that it is linked once.

mod apply;
mod apply_cells;
mod apply_report;
mod audit;
mod backup;
mod bodies;
mod certificates;
mod deletions;
mod demo;
mod diff;
mod errors;
mod every_operation;
mod explaining;
mod export_import;
mod groups;
mod guests;
mod host_jobs;
mod host_policy;
mod lists;
mod login;
#[cfg(feature = "mcp")]
mod mcp;
mod output;
mod policy_report;
mod profile;
mod readme;
mod register;
mod rogues;
mod safety;
mod secrets;
mod several;
mod shell;
mod status;
mod support;
mod targets;
#[cfg(target_os = "linux")]
mod terminal;
