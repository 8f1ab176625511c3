//! One host or user.

use fortinac_spec::api::Type;
use rmcp::schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{State, Tool, parsed, result, schema};
use crate::failure::{Kind, Result};
use crate::job::find;
use crate::job::host::policy::{self, ADAPTER_COLUMNS, POLICY_COLUMNS};
use crate::job::mcp::list::Rows;
use crate::job::mcp::shape;

pub(super) const FIND: Tool = Tool {
    name: "find",
    description: "Which device or person is this, and where is it? Finds hosts and users by MAC address in any notation, IP \
                  address, host name, user id, e-mail or serial number.",
    input: schema::input::<Find>,
    output: schema::output::<Rows>,
    calls: true,
    run: |state, _, arguments| Box::pin(async { found(state, parsed(arguments)?).await }),
};

pub(super) const HOST_POLICY: Tool = Tool {
    name: "host_policy",
    description: "Why does a device have this access, VLAN or quarantine? The host, the policies that apply with profile and \
                  configuration, its adapters and its health.",
    input: schema::input::<Policy>,
    output: schema::output::<View>,
    calls: true,
    run: |state, _, arguments| Box::pin(async { view(state, parsed(arguments)?).await }),
};

#[derive(Deserialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
#[serde(deny_unknown_fields)]
struct Find {
    /// What it is known by, as a whole
    what: String,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
#[serde(deny_unknown_fields)]
struct Policy {
    /// Id, MAC address, IP address or name of the host
    host: String,
}

#[derive(Serialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
struct View {
    host: Value,
    policies: Vec<Value>,
    adapters: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    health: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
}

async fn found(state: &State, arguments: Find) -> Result<Value> {
    let found = match find::search(&state.context, &arguments.what).await {
        Ok(found) => found,
        Err(failure) if failure.kind == Kind::NotFound => Vec::new(),
        Err(failure) => return Err(failure),
    };
    let mut notes = Vec::new();
    if found.is_empty() {
        notes.push(
            "nothing is known by this; names must match as a whole, and list_hosts compares in other ways"
                .to_owned(),
        );
    }
    let index = state.context.index();
    let total = found.len() as u64;
    let rows = found
        .iter()
        .map(|(kind, record)| shape::record(index, &Type::Any, find::short(kind, record)));
    result(&Rows {
        rows: rows.collect(),
        total: Some(total),
        notes,
    })
}

async fn view(state: &State, arguments: Policy) -> Result<Value> {
    let (mut view, notes) = policy::view(&state.context, &arguments.host).await?;
    let index = state.context.index();
    let any = Type::Any;
    let columns = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<Vec<_>>()
    };
    let mut policy_columns = columns(&POLICY_COLUMNS);
    policy_columns.push("debug".to_owned());
    let adapter_columns = columns(&ADAPTER_COLUMNS);
    let adapter = Type::Ref("Adapter".to_owned());
    let rows = |value: Value, ty: &Type, columns: &[String]| -> Vec<Value> {
        let Value::Array(items) = value else {
            return Vec::new();
        };
        shape::rows(index, ty, columns, items)
    };
    let policies = rows(view["policies"].take(), &any, &policy_columns);
    let policies = policies.into_iter().map(|mut policy| {
        // A kind without a policy says so.
        if policy.as_object().is_some_and(|policy| policy.len() == 1) {
            policy["name"] = json!("(none)");
        }
        policy
    });
    let health = view["health"].take();
    let health = (!health.is_null()).then(|| shape::record(index, &any, health));
    result(&View {
        host: shape::record(index, &any, policy::host_row(&view["host"])),
        policies: policies.collect(),
        adapters: rows(view["adapters"].take(), &adapter, &adapter_columns),
        health,
        notes: notes.iter().map(|note| shape::escaped(note)).collect(),
    })
}
