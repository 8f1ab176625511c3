//! All tests of the command in one program, so that it is linked once.

mod apply;
mod apply_report;
mod audit;
mod backup_diff;
mod bodies;
mod deletions;
mod errors;
mod every_operation;
mod explaining;
mod export_import;
mod groups;
mod guests;
mod host_jobs;
mod host_policy;
mod lists;
mod output;
mod policy_report;
mod readme;
mod register;
mod rogues;
mod safety;
mod secrets;
mod status;
mod support;
mod targets;
