//! `fortinac group members|add|remove`: what is in a group.

pub(super) mod change;
pub(super) mod members;

use clap::{Arg, ArgMatches};
use serde_json::Value;

use crate::call::target;
use crate::context::Context;
use crate::failure::Result;

fn group() -> Arg {
    Arg::new("group")
        .value_name("GROUP")
        .required(true)
        .help("Id or name of the group")
}

/// The record of the group that is given.
async fn read(context: &Context, matches: &ArgMatches) -> Result<(i64, Value)> {
    let given = matches.get_one::<String>("group").cloned();
    let id = target::resolve(context, "group", &given.unwrap_or_default()).await?;
    Ok((id, get(context, id).await?))
}

async fn get(context: &Context, id: i64) -> Result<Value> {
    let call = context.client()?.call("group_get")?;
    Ok(call.parameter("id", id).await?)
}

/// The ids of the members; `None` if the record does not have members at all.
fn members_of(group: &Value) -> Option<Vec<i64>> {
    let members = group["members"].as_array()?;
    Some(members.iter().filter_map(target::key).collect())
}
