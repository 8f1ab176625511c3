//! Any operation that is allowed.

use fortinac_spec::api::{Body, Output as Returned, Type};
use rmcp::schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{State, Tool, Turn, parsed, result, schema};
use crate::call::returned;
use crate::failure::{Failure, Result};
use crate::job::mcp::list::{self, Rows};
use crate::job::mcp::plan::Plan;
use crate::job::mcp::request::Request;
use crate::job::mcp::resolve::resolve;
use crate::job::mcp::shape;

pub(super) const CALL_OPERATION: Tool = Tool {
    name: "call_operation",
    description: "Calls an operation that search_operations found. One that writes is refused unless this server was started \
                  for it; then the first call only returns a plan. Show the plan to the user, and after their consent repeat the \
                  same call with `confirm`.",
    input: schema::input::<Call>,
    output: schema::output::<Called>,
    calls: true,
    run: |state, turn, arguments| Box::pin(async { call(state, turn, parsed(arguments)?).await }),
};

#[derive(Deserialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
#[serde(deny_unknown_fields)]
struct Call {
    /// Its operationId
    operation: String,
    /// Its arguments by name; a name or MAC address does for an id
    #[serde(default, deserialize_with = "super::schema::values")]
    #[schemars(with = "Map<String, Value>")]
    arguments: Map<String, Value>,
    /// JSON body, of an update only the properties that change
    body: Option<Value>,
    /// Properties to return of each record, or "all"
    #[serde(default, deserialize_with = "super::schema::texts")]
    #[schemars(with = "Vec<String>")]
    columns: Vec<String>,
    /// The token of the plan
    confirm: Option<String>,
}

/// What a call returned: rows, another result, or a plan.
#[derive(Default, Serialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
struct Called {
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    list: Option<Rows>,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<Value>,
    /// What would be sent
    #[serde(skip_serializing_if = "Option::is_none")]
    plan: Option<Value>,
    /// The token for `confirm`
    #[serde(skip_serializing_if = "Option::is_none")]
    confirm: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<&'static str>,
}

async fn call(state: &State, turn: &Turn, arguments: Call) -> Result<Value> {
    let context = &state.context;
    let resolved = resolve(context.index(), &arguments.operation)?;
    state.permissions.check(&resolved.operation)?;
    let fields = resolved
        .operation
        .body
        .as_ref()
        .map_or(&[][..], Body::fields);
    if fields.iter().any(|field| field.ty == Type::File) {
        let message = format!(
            "{} takes a file, which no assistant sends",
            resolved.operation.id
        );
        return Err(
            Failure::usage(message).hint("nothing was sent; the command `fortinac` does it")
        );
    }
    let body = arguments.body.filter(|body| !body.is_null());
    let mut request = Request::new(context, resolved, arguments.arguments, body).await?;
    request.listing.columns = arguments.columns;
    if !request.operation.safe {
        context.options.check_number(request.number())?;
        let plan = Plan::of(context, &request).await?;
        let Some(token) = arguments.confirm else {
            let token = state.plans().keep(&plan)?;
            return result(&Called {
                plan: Some(plan.shown),
                confirm: Some(token),
                next: Some(
                    "Nothing was sent. Show this plan to the user. Only after their consent, repeat the call with `confirm`.",
                ),
                ..Called::default()
            });
        };
        state.plans().take(&token, &plan)?;
        turn.begin_write();
    }
    result(&send(state, request).await?)
}

async fn send(state: &State, request: Request) -> Result<Called> {
    let context = &state.context;
    let operation = &request.operation;
    if matches!(operation.result, Returned::List { .. }) && operation.safe {
        let rows = list::read(context, operation, request.call, &request.listing, |_| true).await?;
        return Ok(Called {
            list: Some(rows),
            ..Called::default()
        });
    }
    let value = request.call.await?;
    let columns = &request.listing.columns;
    let (index, ty) = (context.index(), returned(operation));
    let value = match operation.result {
        Returned::None => "done".into(),
        Returned::One { .. } if !columns.is_empty() && !list::are_all(columns) => {
            shape::row(index, &ty, columns, value)
        }
        _ => shape::record(index, &ty, value),
    };
    Ok(Called {
        result: Some(value),
        ..Called::default()
    })
}
