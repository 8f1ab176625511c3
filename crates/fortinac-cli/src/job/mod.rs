//! Commands that are written by hand: what is not one operation, and the jobs of every day.

mod api;
mod explain;
mod find;
mod op;
mod operations;
mod rogues;
mod status;

use std::pin::Pin;

use clap::{ArgMatches, Command};

use crate::context::Context;
use crate::failure::Result;

/// How a command ended that did not fail as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Success,
    /// Some of many records failed.
    SomeFailed,
    /// Two sides differ.
    #[expect(dead_code, reason = "for the commands that compare")]
    Differences,
}

impl Outcome {
    pub(crate) fn exit_code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::SomeFailed => 8,
            Self::Differences => 10,
        }
    }
}

pub(crate) type Running<'a> = Pin<Box<dyn Future<Output = Result<Outcome>> + 'a>>;

/// A command that is written by hand.
pub(crate) struct Job {
    /// Its name, or the name of its resource and its own.
    pub(crate) path: &'static [&'static str],
    pub(crate) command: fn() -> Command,
    pub(crate) run: for<'a> fn(&'a Context, &'a ArgMatches) -> Running<'a>,
}

/// All of them, in the order of the help.
pub(crate) const JOBS: &[Job] = &[
    Job {
        path: &["find"],
        command: find::command,
        run: |context, matches| Box::pin(find::run(context, matches)),
    },
    Job {
        path: &["rogues"],
        command: rogues::command,
        run: |context, matches| Box::pin(rogues::run(context, matches)),
    },
    Job {
        path: &["status"],
        command: status::command,
        run: |context, matches| Box::pin(status::run(context, matches)),
    },
    Job {
        path: &["explain"],
        command: explain::command,
        run: |context, matches| Box::pin(explain::run(context, matches)),
    },
    Job {
        path: &["operations"],
        command: operations::command,
        run: |context, matches| Box::pin(operations::run(context, matches)),
    },
    Job {
        path: &["op"],
        command: op::command,
        run: |context, matches| Box::pin(op::run(context, matches)),
    },
    Job {
        path: &["api"],
        command: api::command,
        run: |context, matches| Box::pin(api::run(context, matches)),
    },
];
