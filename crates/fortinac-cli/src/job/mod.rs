//! Commands that are written by hand: what is not one operation, and the jobs of every day.

mod api;
mod apply;
mod audit;
mod backup;
mod certificate;
pub(crate) mod completion;
#[cfg(feature = "conform")]
mod conform;
#[cfg(feature = "demo")]
mod demo;
mod explain;
mod export;
mod find;
mod group;
mod guest;
mod host;
mod import;
mod login;
#[cfg(feature = "mcp")]
mod mcp;
mod op;
mod operations;
mod policy;
mod profiles;
mod rogues;
mod sections;
mod span;
mod status;

use std::pin::Pin;

use clap::{ArgMatches, Command};

use crate::context::Context;
use crate::failure::Result;
pub(crate) use crate::outcome::Outcome;

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
        path: &["login"],
        command: login::command,
        run: |context, matches| Box::pin(login::run(context, matches)),
    },
    #[cfg(feature = "demo")]
    Job {
        path: &["demo"],
        command: demo::command,
        run: |context, matches| Box::pin(demo::run(context, matches)),
    },
    Job {
        path: &["status"],
        command: status::command,
        run: |context, matches| Box::pin(status::run(context, matches)),
    },
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
    export::JOB,
    import::JOB,
    apply::JOB,
    Job {
        path: &["audit"],
        command: audit::command,
        run: |context, matches| Box::pin(audit::run(context, matches)),
    },
    Job {
        path: &["policy"],
        command: policy::command,
        run: |context, matches| Box::pin(policy::run(context, matches)),
    },
    backup::BACKUP,
    backup::DIFF,
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
    Job {
        path: &["profiles"],
        command: profiles::command,
        run: |context, _| Box::pin(profiles::run(context)),
    },
    Job {
        path: &["logout"],
        command: profiles::logout_command,
        run: |context, matches| Box::pin(profiles::logout(context, matches)),
    },
    #[cfg(feature = "conform")]
    Job {
        path: &["conform"],
        command: conform::command,
        run: |context, matches| Box::pin(conform::run(context, matches)),
    },
    #[cfg(feature = "mcp")]
    mcp::JOB,
    Job {
        path: &["completion"],
        command: completion::command,
        run: |_, matches| Box::pin(completion::run(matches)),
    },
    Job {
        path: &["host", "policy"],
        command: host::policy::command,
        run: |context, matches| Box::pin(host::policy::run(context, matches)),
    },
    Job {
        path: &["host", "register"],
        command: host::register::command,
        run: |context, matches| Box::pin(host::register::run(context, matches)),
    },
    Job {
        path: &["host", "enable"],
        command: host::switch::enable,
        run: |context, matches| Box::pin(host::switch::run_enable(context, matches)),
    },
    Job {
        path: &["host", "disable"],
        command: host::switch::disable,
        run: |context, matches| Box::pin(host::switch::run_disable(context, matches)),
    },
    Job {
        path: &["group", "members"],
        command: group::members::command,
        run: |context, matches| Box::pin(group::members::run(context, matches)),
    },
    Job {
        path: &["group", "add"],
        command: group::change::add,
        run: |context, matches| Box::pin(group::change::run_add(context, matches)),
    },
    Job {
        path: &["group", "remove"],
        command: group::change::remove,
        run: |context, matches| Box::pin(group::change::run_remove(context, matches)),
    },
    Job {
        path: &["guest", "create"],
        command: guest::command,
        run: |context, matches| Box::pin(guest::run(context, matches)),
    },
    Job {
        path: &["certificate", "renew"],
        command: certificate::command,
        run: |context, matches| Box::pin(certificate::run(context, matches)),
    },
];
