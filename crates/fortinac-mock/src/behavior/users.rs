//! Users and administrators, and what is kept for the user of the token.

use serde_json::{Map, Value, json};

use super::Behavior;
use super::Evidence::{Documented, Inferred, Invented};
use super::call::{Call, Failed, Payload, rejected};
use super::generic::{check_known, delete};
use super::hosts::AGING;
use crate::state::{HOST, State};

pub(super) const USER: &str = "user";

pub(super) const BEHAVIORS: &[Behavior] = &[
    Behavior {
        operation: "user_set_role",
        evidence: Documented,
        effect: "sets `role` of all users, or of none if an id is unknown",
        perform: |call, state| {
            let ids = call.targets();
            check_known(state, USER, &ids)?;
            for id in ids {
                state.set(USER, id, "role", call.text("role").into());
            }
            Ok(Payload::Done)
        },
    },
    Behavior {
        operation: "user_delete",
        evidence: Inferred,
        effect: "deletes the user; the hosts only after `host_set_aging` with `deleteRegHostsWithUser`",
        perform: remove,
    },
    Behavior {
        operation: "user_delete_by_post",
        evidence: Inferred,
        effect: "as `user_delete`",
        perform: remove,
    },
    Behavior {
        operation: "user_delete_many",
        evidence: Inferred,
        effect: "as `user_delete`",
        perform: remove,
    },
    Behavior {
        operation: "user_create_admin",
        evidence: Inferred,
        effect: "adds a user who is an administrator, with the properties that users have; refused if the `userName` is taken",
        perform: create_admin,
    },
    Behavior {
        operation: "user_search_users",
        evidence: Invented,
        effect: "searches the users of the appliance, not those of a directory",
        perform: |call, state| {
            let text = call.text("search").unwrap_or_default().to_lowercase();
            let names = ["userID", "firstName", "lastName"];
            let is_it = |user: &Value| {
                let mut names = names.iter().filter_map(|name| user[*name].as_str());
                names.any(|name| name.to_lowercase().contains(&text))
            };
            let found = state.all(USER).filter(|(_, user)| is_it(user));
            Ok(Payload::all(found.map(|(_, user)| user.clone()).collect()))
        },
    },
    Behavior {
        operation: "user_set_attributes",
        evidence: Documented,
        effect: "keeps the value, for `user_attributes`",
        perform: |call, state| {
            let attributes = state.settings.entry(ATTRIBUTES.to_owned()).or_default();
            attributes.insert(call.path_text(), call.text("value").into());
            Ok(Payload::Done)
        },
    },
    Behavior {
        operation: "user_attributes",
        evidence: Invented,
        effect: "returns the value that was kept as a text, or else an empty list",
        perform: |call, state| {
            let attributes = state.settings.get(ATTRIBUTES);
            let value = attributes.and_then(|known| known.get(&call.path_text()));
            Ok(Payload::Value(value.cloned().unwrap_or_else(|| json!([]))))
        },
    },
];

const ATTRIBUTES: &str = "user_attributes";

fn remove(call: &Call<'_>, state: &mut State) -> Result<Payload, Failed> {
    let ids = call.targets();
    if ids.is_empty() || ids.len() == 1 && state.peek(USER, ids[0]).is_none() {
        return rejected("there is no such user");
    }
    let aging = state.settings.get(AGING);
    let with_hosts =
        aging.is_some_and(|aging| aging.get("deleteRegHostsWithUser") == Some(&true.into()));
    let hosts: Vec<i64> = match with_hosts {
        true => ids.iter().flat_map(|id| hosts_of(state, *id)).collect(),
        false => Vec::new(),
    };
    delete(state, USER, &ids)?;
    delete(state, HOST, &hosts)?;
    Ok(Payload::Done)
}

/// The hosts whose `owner` is the user.
pub(super) fn hosts_of(state: &State, user: i64) -> Vec<i64> {
    let name = state.peek(USER, user).map(|user| &user["userID"]);
    let Some(name) = name.filter(|name| name.is_string()) else {
        return Vec::new();
    };
    let hosts = state.all(HOST).filter(|(_, host)| host["owner"] == *name);
    hosts.map(|(id, _)| id).collect()
}

fn create_admin(call: &Call<'_>, state: &mut State) -> Result<Payload, Failed> {
    let name = call.text("userName").unwrap_or_default();
    if !name.is_empty()
        && state
            .all(USER)
            .any(|(_, user)| user["userID"] == name.as_str())
    {
        return rejected(format!("there is a user `{name}` already"));
    }
    let users = call.model();
    let given = call.body.as_object().into_iter().flatten();
    let mut user: Map<String, Value> = given
        .filter(|(property, value)| {
            let alone = json!({ property.as_str(): value });
            let schema = users.and_then(|users| users.schema.as_ref());
            let fits =
                schema.is_none_or(|schema| call.plan.validator.check(schema, &alone).is_empty());
            fits && users.is_some_and(|users| users.has(property)) && *property != "id"
        })
        .map(|(property, value)| (property.clone(), value.clone()))
        .collect();
    user.insert("userID".to_owned(), name.into());
    user.insert("adminUser".to_owned(), true.into());
    user.insert(
        "isApiAdmin".to_owned(),
        call.boolean("restAPIUser").unwrap_or(false).into(),
    );
    state.put(USER, Value::Object(user));
    Ok(Payload::Done)
}
