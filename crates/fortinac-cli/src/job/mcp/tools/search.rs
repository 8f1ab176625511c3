//! Operations by words.

use std::collections::BTreeSet;

use fortinac_spec::api::Operation;
use rmcp::schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{State, Tool, parsed, result, schema};
use crate::command::names::{kebab, snake};
use crate::failure::{Failure, Result};

pub(super) const SEARCH_OPERATIONS: Tool = Tool {
    name: "search_operations",
    description: "Which operation of the API answers another question? Devices, ports, groups, policies, roles, \
                  alarms, events, RADIUS, scans, settings, certificates and so on.",
    input: schema::input::<Search>,
    output: schema::output::<Found>,
    calls: false,
    run: |state, _, arguments| Box::pin(async { search(state, &parsed(arguments)?) }),
};

/// How many operations are returned where no number is given.
const FEW: u64 = 10;
const MOST: u64 = 50;

#[derive(Deserialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
#[serde(deny_unknown_fields)]
struct Search {
    /// Words such as "port VLAN" or "list roles"
    query: String,
    /// Operations to return, 10 by default
    #[serde(default, deserialize_with = "super::schema::number")]
    count: Option<u64>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
struct Found {
    operations: Vec<Hit>,
    total: usize,
}

#[derive(Serialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
struct Hit {
    operation: String,
    does: String,
    /// reads, writes or destroys
    effect: &'static str,
    /// Whether this server may call it
    allowed: bool,
}

fn search(state: &State, arguments: &Search) -> Result<Value> {
    let words = words(&arguments.query);
    if words.is_empty() {
        return Err(Failure::usage("`query` has no words to look for"));
    }
    let operations = state.context.index().operations();
    let mut found: Vec<(usize, Operation)> = operations
        .map(|operation| (score(&operation, &words), operation))
        .filter(|(score, _)| *score > 0)
        .collect();
    // Of equals, what only reads comes first, and then what has the shorter name.
    found.sort_by_key(|(score, operation)| {
        (usize::MAX - score, !operation.safe, operation.id.len())
    });
    let total = found.len();
    let number = arguments.count.unwrap_or(FEW).clamp(1, MOST);
    let number = usize::try_from(number).unwrap_or(usize::MAX);
    let hits = found.into_iter().take(number).map(|(_, operation)| Hit {
        effect: effect(&operation),
        allowed: state.permissions.allows(&operation),
        operation: operation.id,
        does: operation.summary,
    });
    result(&Found {
        operations: hits.collect(),
        total,
    })
}

pub(super) fn effect(operation: &Operation) -> &'static str {
    match (operation.safe, operation.destructive) {
        (_, true) => "destroys",
        (true, _) => "reads",
        (false, _) => "writes",
    }
}

/// The words of a text, in the singular. `hostSetRole` has three.
fn words(text: &str) -> BTreeSet<String> {
    let text = text
        .split_whitespace()
        .map(|word| snake(&kebab(word)))
        .collect::<Vec<_>>()
        .join("_");
    let words = text.split('_').filter(|word| !word.is_empty());
    let singular = words.map(|word| match word.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => word.strip_suffix('s').unwrap_or(word).to_owned(),
    });
    // Words that say nothing.
    let empty = [
        "a", "an", "all", "and", "by", "for", "i", "in", "of", "on", "or", "the", "to", "with",
    ];
    singular
        .filter(|word| !empty.contains(&word.as_str()))
        .collect()
}

/// How well an operation fits. What its name says counts more than its description.
fn score(operation: &Operation, wanted: &BTreeSet<String>) -> usize {
    let weighted = [
        (words(&operation.id), 8),
        (words(&operation.summary), 4),
        (words(&operation.path.replace(['/', '{', '}'], " ")), 2),
        (words(&operation.description), 1),
    ];
    let best = |word: &String| {
        let weights = weighted.iter().filter(|(words, _)| words.contains(word));
        weights.map(|(_, weight)| *weight).max()
    };
    let found: Vec<usize> = wanted.iter().filter_map(best).collect();
    // One that has all of the words is better than one that has some of them in its name.
    let is_whole = found.len() == wanted.len();
    found.iter().sum::<usize>() + if is_whole { 10 * wanted.len() } else { 0 }
}
