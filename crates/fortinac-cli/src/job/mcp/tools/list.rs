//! Lists and counts.

use fortinac_spec::api::{ListParameters, Operation, Output as Returned, Type};
use rmcp::schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{State, Tool, parsed, result, schema};
use crate::context::Context;
use crate::failure::{Failure, Result};
use crate::job::explain::resource_name;
use crate::job::export::is_guest;
use crate::job::mcp::list::{self, Listing, Rows};
use crate::job::rogues;

pub(super) const HOSTS: Tool = Tool {
    name: "list_hosts",
    description: "Which devices are there, with which role, state or place?",
    input: schema::input::<List>,
    output: schema::output::<Rows>,
    calls: true,
    run: |state, _, arguments| {
        Box::pin(async { listed(state, "host_list", parsed(arguments)?).await })
    },
};

pub(super) const ROGUES: Tool = Tool {
    name: "list_rogues",
    description: "Which devices has nobody registered? Hosts without a role or with the role NAC-Default.",
    input: schema::input::<Rogues>,
    output: schema::output::<Rows>,
    calls: true,
    run: |state, _, arguments| Box::pin(async { unregistered(state, parsed(arguments)?).await }),
};

pub(super) const USERS: Tool = Tool {
    name: "list_users",
    description: "Which users and administrators are there?",
    input: schema::input::<List>,
    output: schema::output::<Rows>,
    calls: true,
    run: |state, _, arguments| {
        Box::pin(async { listed(state, "user_list", parsed(arguments)?).await })
    },
};

pub(super) const GUESTS: Tool = Tool {
    name: "list_guests",
    description: "Which guests and contractors have an account, and until when?",
    input: schema::input::<Page>,
    output: schema::output::<Rows>,
    calls: true,
    run: |state, _, arguments| Box::pin(async { guests(state, parsed(arguments)?).await }),
};

pub(super) const COUNT: Tool = Tool {
    name: "count",
    description: "How many hosts, users, devices, groups or other records are there?",
    input: schema::input::<Count>,
    output: schema::output::<Counted>,
    calls: true,
    run: |state, _, arguments| Box::pin(async { counted(state, parsed(arguments)?).await }),
};

#[derive(Deserialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
#[serde(deny_unknown_fields)]
struct List {
    /// Conditions such as role==NAC-Cameras, connected==true or role==A|role==B; all must hold; values match as a whole
    #[serde(default, deserialize_with = "super::schema::texts")]
    #[schemars(with = "Vec<String>")]
    filter: Vec<String>,
    /// Properties to return, or "all"
    #[serde(default, deserialize_with = "super::schema::texts")]
    #[schemars(with = "Vec<String>")]
    columns: Vec<String>,
    /// Property to sort by, such as hostName or hostName:desc
    sort: Option<String>,
    /// Rows to skip
    #[serde(default, deserialize_with = "super::schema::number")]
    start: Option<u64>,
    /// Rows to return, 20 by default, 200 at most
    #[serde(default, deserialize_with = "super::schema::number")]
    count: Option<u64>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
#[serde(deny_unknown_fields)]
struct Rogues {
    /// Only devices that are connected now
    #[serde(default)]
    connected: Option<bool>,
    /// Rows to skip
    #[serde(default, deserialize_with = "super::schema::number")]
    start: Option<u64>,
    /// Rows to return, 20 by default, 200 at most
    #[serde(default, deserialize_with = "super::schema::number")]
    count: Option<u64>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
#[serde(deny_unknown_fields)]
struct Page {
    /// Rows to skip
    #[serde(default, deserialize_with = "super::schema::number")]
    start: Option<u64>,
    /// Rows to return, 20 by default, 200 at most
    #[serde(default, deserialize_with = "super::schema::number")]
    count: Option<u64>,
}

#[derive(Deserialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
#[serde(deny_unknown_fields)]
struct Count {
    /// What to count, such as host, user, device, group or alarm
    resource: String,
    /// As in list_hosts
    #[serde(default, deserialize_with = "super::schema::texts")]
    #[schemars(with = "Vec<String>")]
    filter: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(crate = "rmcp::schemars")]
struct Counted {
    count: u64,
}

/// How many users are read at once to find guests, and how many at most.
const USERS_AT_ONCE: u64 = 500;
const MOST_USERS: u64 = 5000;

async fn listed(state: &State, list: &str, arguments: List) -> Result<Value> {
    let listing = Listing {
        filter: arguments.filter,
        columns: arguments.columns,
        sort: arguments.sort,
        start: arguments.start.unwrap_or_default(),
        count: arguments.count,
    };
    rows(&state.context, list, &listing, |_| true).await
}

async fn unregistered(state: &State, arguments: Rogues) -> Result<Value> {
    let is_connected = arguments.connected == Some(true);
    let mut filter = vec![rogues::FILTER.to_owned()];
    if is_connected {
        filter.push(rogues::CONNECTED.to_owned());
    }
    let listing = Listing {
        filter,
        start: arguments.start.unwrap_or_default(),
        count: arguments.count,
        ..Listing::default()
    };
    rows(&state.context, "host_list", &listing, |host| {
        rogues::is_rogue(host) && !(is_connected && host["connected"] == false)
    })
    .await
}

async fn rows(
    context: &Context,
    list: &str,
    listing: &Listing,
    is_one: impl Fn(&Value) -> bool,
) -> Result<Value> {
    let operation = known(context, list)?;
    let call = context.client()?.call(list)?;
    result(&list::read(context, &operation, call, listing, is_one).await?)
}

/// No call lists guests, and no filter for them is known: users are read until there are enough.
async fn guests(state: &State, arguments: Page) -> Result<Value> {
    let context = &state.context;
    let listing = Listing {
        count: arguments.count,
        ..Listing::default()
    };
    let (skipped, number) = (arguments.start.unwrap_or_default(), listing.number());
    let wanted = skipped.saturating_add(number);
    let call = context.client()?.call("user_list")?;
    let mut users = call.parameter("count", USERS_AT_ONCE).stream();
    let (mut found, mut rows, mut seen, mut is_end) = (0, Vec::new(), 0, true);
    while let Some(user) = users.next().await {
        let user = user?;
        seen += 1;
        if is_guest(&user) {
            found += 1;
            if found > wanted {
                is_end = false;
                break;
            }
            if found > skipped {
                rows.push(user);
            }
        }
        if seen == MOST_USERS {
            is_end = false;
            break;
        }
    }
    let mut notes = Vec::new();
    if !is_end {
        notes.push(format!(
            "the guests among the first {seen} users; there can be more, from `start` {}",
            skipped + rows.len() as u64
        ));
    }
    let ty = Type::Ref("User".to_owned());
    let total = is_end.then_some(found);
    result(&list::rows(context, ty, rows, &[], total, notes)?)
}

async fn counted(state: &State, arguments: Count) -> Result<Value> {
    let context = &state.context;
    let index = context.index();
    let resource = resource_name(index, &arguments.resource)?;
    let counts = |operation: &Operation| {
        let has_filter = operation.list_parameters() != ListParameters::None;
        matches!(operation.result, Returned::Count { .. })
            && (has_filter || arguments.filter.is_empty())
    };
    let count = ["count", "count_all"]
        .iter()
        .filter_map(|verb| index.operation(&format!("{resource}_{verb}")))
        .find(|operation| counts(operation));
    if let Some(count) = count {
        let mut call = context.client()?.call(&count.id)?;
        if !arguments.filter.is_empty() {
            call = call.parameter("filter", arguments.filter);
        }
        let count = call.await?;
        let count = count.as_u64().unwrap_or_default();
        return result(&Counted { count });
    }
    let list = known(context, &format!("{resource}_list"))?;
    let call = context.client()?.call(&list.id)?;
    let listing = Listing {
        filter: arguments.filter,
        count: Some(1),
        ..Listing::default()
    };
    let rows = list::read(context, &list, call, &listing, |_| true).await?;
    let count = rows.total.ok_or_else(|| {
        let message = format!(
            "the appliance does not tell how many records {} has",
            list.id
        );
        Failure::new(crate::failure::Kind::Other, message)
    })?;
    result(&Counted { count })
}

fn known(context: &Context, id: &str) -> Result<Operation> {
    context.index().operation(id).ok_or_else(|| {
        Failure::usage(format!("no call of the API is {id}"))
            .hint("search_operations finds what there is")
    })
}
