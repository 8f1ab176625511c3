//! The tools. Their names and descriptions are fixed: nothing that an appliance sends gets into them.

mod audit;
mod call;
mod describe;
mod list;
mod lookup;
mod schema;
mod search;

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use rmcp::model::JsonObject;
use serde::Serialize;
use serde_json::{Value, json};

use super::cut;
use super::permission::Permissions;
use super::plan::Plans;
use crate::context::Context;
use crate::failure::{Failure, Kind, Result};
use schema::parsed;

/// What the tools share.
pub(super) struct State {
    pub(super) context: Context,
    pub(super) permissions: Permissions,
    /// Which appliance it is, for people.
    pub(super) what: &'static str,
    plans: Mutex<Plans>,
}

impl State {
    pub(super) fn new(context: Context, permissions: Permissions, what: &'static str) -> Self {
        Self {
            what,
            context,
            permissions,
            plans: Mutex::default(),
        }
    }

    fn plans(&self) -> std::sync::MutexGuard<'_, Plans> {
        self.plans.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One call of a tool.
#[derive(Default)]
pub(super) struct Turn {
    /// Whether a write is on its way. It is not given up any more: nobody would know whether it was applied.
    writes: AtomicBool,
}

impl Turn {
    pub(super) fn writes(&self) -> bool {
        self.writes.load(Ordering::Relaxed)
    }

    fn begin_write(&self) {
        self.writes.store(true, Ordering::Relaxed);
    }
}

type Running<'a> = Pin<Box<dyn Future<Output = Result<Value>> + Send + 'a>>;

/// A tool.
pub(super) struct Tool {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) input: fn() -> JsonObject,
    pub(super) output: fn() -> JsonObject,
    /// Whether it reaches the appliance, so that it waits for its turn.
    pub(super) calls: bool,
    pub(super) run: for<'a> fn(&'a State, &'a Turn, JsonObject) -> Running<'a>,
}

/// All of them, in the order of the list.
pub(super) const TOOLS: &[Tool] = &[
    lookup::FIND,
    lookup::HOST_POLICY,
    list::HOSTS,
    list::ROGUES,
    list::USERS,
    list::GUESTS,
    list::COUNT,
    audit::AUDIT_LOG,
    search::SEARCH_OPERATIONS,
    describe::DESCRIBE_OPERATION,
    call::CALL_OPERATION,
];

/// A result in its largest size, which says what was cut off.
///
/// # Errors
/// It cannot be written as JSON.
fn result(value: &impl Serialize) -> Result<Value> {
    let value = serde_json::to_value(value)
        .map_err(|error| Failure::new(Kind::Other, error.to_string()))?;
    // What tells about the cuts needs some room itself.
    let (mut value, cuts) = cut::fit(value, cut::LIMIT - 1024);
    if !cuts.is_empty() {
        value["cut"] = json!({
            "left_out": cuts,
            "hint": "ask for fewer rows (`count`) or `columns`",
        });
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tool_is_described() {
        for tool in TOOLS {
            assert!(tool.description.len() > 40, "{}", tool.name);
            for schema in [(tool.input)(), (tool.output)()] {
                assert_eq!(schema["type"], "object", "{}", tool.name);
            }
            for (name, property) in (tool.input)()["properties"].as_object().unwrap() {
                assert!(property["description"].is_string(), "{}.{name}", tool.name);
            }
        }
    }
}
