//! Groups: their members, the groups inside them, and their aging.

use serde_json::{Value, json};

use super::Behavior;
use super::Evidence::{Documented, Inferred};
use super::call::{Call, Failed, Payload, rejected};
use super::generic::check_known;
use super::references::label;
use crate::state::{HOST, State, id_of};

const GROUP: &str = "group";
/// The property of a member that says what it is. The spec does not have it.
const KIND: &str = "kind";
/// The resources that members are of, in the order in which an id is looked for, and the guessed number of each.
const KINDS: [(&str, &str); 4] = [("1", HOST), ("0", "user"), ("2", "port"), ("3", "device")];

pub(super) const BEHAVIORS: &[Behavior] = &[
    Behavior {
        operation: "group_add_members",
        evidence: Inferred,
        effect: "adds the elements to all of the groups; refused if an element or a group is unknown",
        perform: |call, state| {
            let (groups, members) = (groups(call, state)?, members(call, state, "elemID")?);
            groups.iter().for_each(|group| add(state, *group, &members));
            Ok(Payload::Done)
        },
    },
    Behavior {
        operation: "group_remove_members",
        evidence: Inferred,
        effect: "takes the elements out of the groups",
        perform: |call, state| {
            let (groups, elements) = (groups(call, state)?, call.ids("elemID"));
            groups
                .iter()
                .for_each(|group| remove(state, *group, &elements, |kind| kind != GROUP));
            Ok(Payload::Done)
        },
    },
    Behavior {
        operation: "group_set_membership",
        evidence: Inferred,
        effect: "adds the elements to the groups, and takes them out of all others",
        perform: |call, state| {
            let (groups, members) = (groups(call, state)?, members(call, state, "elemID")?);
            let elements = call.ids("elemID");
            for group in state.ids(GROUP) {
                remove(state, group, &elements, |kind| kind != GROUP);
            }
            groups.iter().for_each(|group| add(state, *group, &members));
            Ok(Payload::Done)
        },
    },
    Behavior {
        operation: "group_add_devices",
        evidence: Documented,
        effect: "adds the devices to the group",
        perform: |call, state| {
            let group = group(call, state)?;
            let members = members(call, state, "deviceList")?;
            add(state, group, &members);
            Ok(Payload::Done)
        },
    },
    Behavior {
        operation: "group_remove_devices",
        evidence: Documented,
        effect: "takes the devices out of the group",
        perform: |call, state| {
            let group = group(call, state)?;
            remove(state, group, &call.ids("deviceList"), |kind| kind != GROUP);
            Ok(Payload::Done)
        },
    },
    Behavior {
        operation: "group_add_to_parents",
        evidence: Documented,
        effect: "makes the group a member of its parents, and with `replace`, the default, of no others; refused if it would contain itself, or if the kinds of members differ",
        perform: add_to_parents,
    },
    Behavior {
        operation: "group_remove_from_parent",
        evidence: Documented,
        effect: "takes the groups out of their parent",
        perform: |call, state| {
            let parent = call.integer("parentID").unwrap_or_default();
            check_known(state, GROUP, &[parent])?;
            remove(state, parent, &call.ids("id"), |kind| kind == GROUP);
            Ok(Payload::Done)
        },
    },
    Behavior {
        operation: "group_copy",
        evidence: Inferred,
        effect: "adds a group with the new name and the same members; refused if a group has the name",
        perform: copy,
    },
    Behavior {
        operation: "group_set_aging",
        evidence: Documented,
        effect: "sets `daysValid` and `daysInactive` of the groups",
        perform: |call, state| {
            let ids = call.ids("id");
            check_known(state, GROUP, &ids)?;
            for id in ids {
                for name in ["daysValid", "daysInactive"] {
                    if let Some(days) = call.integer(name) {
                        state.set(GROUP, id, name, days.into());
                    }
                }
            }
            Ok(Payload::Done)
        },
    },
];

/// The group of the path.
fn group(call: &Call<'_>, state: &State) -> Result<i64, Failed> {
    let id = call.id().unwrap_or_default();
    check_known(state, GROUP, &[id])?;
    Ok(id)
}

fn groups(call: &Call<'_>, state: &State) -> Result<Vec<i64>, Failed> {
    let groups = call.ids("groupID");
    check_known(state, GROUP, &groups)?;
    Ok(groups)
}

/// The members for the elements of an argument.
///
/// # Errors
/// An element is of none of the kinds that can be members.
fn members(call: &Call<'_>, state: &State, argument: &str) -> Result<Vec<Value>, Failed> {
    let given = call.text("type").unwrap_or_default();
    let is_device = |kind: &str| argument == "deviceList" && kind == "device";
    let mut kinds = KINDS;
    // The kind that is given comes first. Its numbers are a guess, so others are not ruled out.
    kinds.sort_by_key(|(number, kind)| *number != given && !is_device(kind));
    let ids = call.ids(argument);
    let member = |id: i64| {
        let found = kinds
            .iter()
            .find_map(|(_, kind)| Some((kind, state.peek(kind, id)?)));
        found.map(|(kind, record)| member(kind, id, record))
    };
    let found: Vec<(i64, Option<Value>)> = ids.into_iter().map(|id| (id, member(id))).collect();
    let unknown = found.iter().filter(|(_, member)| member.is_none());
    let unknown: Vec<String> = unknown.map(|(id, _)| id.to_string()).collect();
    if !unknown.is_empty() {
        let unknown = unknown.join(", ");
        return rejected(format!(
            "there is no host, user, port or device with the id {unknown}"
        ));
    }
    Ok(found.into_iter().filter_map(|(_, member)| member).collect())
}

fn member(kind: &str, id: i64, record: &Value) -> Value {
    json!({"id": id, "name": label(id, record), "img": null, KIND: kind})
}

fn members_of(state: &State, group: i64) -> Vec<Value> {
    let members = state
        .peek(GROUP, group)
        .and_then(|group| group["members"].as_array());
    members.cloned().unwrap_or_default()
}

fn add(state: &mut State, group: i64, added: &[Value]) {
    let mut members = members_of(state, group);
    for member in added {
        let is_it = |known: &Value| {
            let is_same_kind = known.get(KIND).is_none_or(|kind| *kind == member[KIND]);
            known["id"] == member["id"] && is_same_kind
        };
        if !members.iter().any(is_it) {
            members.push(member.clone());
        }
    }
    state.set(GROUP, group, "members", members.into());
}

/// Removes the members with these ids whose kind fits. A member of a seed may have no kind: then its id decides.
fn remove(state: &mut State, group: i64, ids: &[i64], fits: impl Fn(&str) -> bool) {
    let mut members = members_of(state, group);
    let before = members.len();
    members.retain(|member| {
        let is_named = id_of(&member["id"]).is_some_and(|id| ids.contains(&id));
        let is_kind = member[KIND].as_str().is_none_or(&fits);
        !(is_named && is_kind)
    });
    if members.len() < before {
        state.set(GROUP, group, "members", members.into());
    }
}

/// Takes a record that is deleted out of all groups.
pub(super) fn leave_all(state: &mut State, resource: &str, id: i64) {
    if resource == GROUP || KINDS.iter().any(|(_, kind)| *kind == resource) {
        for group in state.ids(GROUP) {
            remove(state, group, &[id], |kind| kind == resource);
        }
    }
}

/// The groups that have a group as a member.
fn parents(state: &State, group: i64) -> Vec<i64> {
    let has = |parent: &Value| {
        let members = parent["members"].as_array().into_iter().flatten();
        let mut groups = members.filter(|member| member[KIND] == GROUP);
        groups.any(|member| id_of(&member["id"]) == Some(group))
    };
    let parents = state.all(GROUP).filter(|(_, parent)| has(parent));
    parents.map(|(id, _)| id).collect()
}

/// Whether a group is inside another one, at any depth, or is that one.
fn is_inside(state: &State, group: i64, outer: i64) -> bool {
    group == outer
        || parents(state, group)
            .into_iter()
            .any(|parent| is_inside(state, parent, outer))
}

fn add_to_parents(call: &Call<'_>, state: &mut State) -> Result<Payload, Failed> {
    let group = call.integer("groupID").unwrap_or_default();
    let new = call.ids("parentID");
    check_known(state, GROUP, &[group])?;
    check_known(state, GROUP, &new)?;
    let class = |id: i64| {
        let class = state
            .peek(GROUP, id)
            .map(|group| group["elementClass"].clone());
        class.as_ref().and_then(id_of)
    };
    for parent in &new {
        if is_inside(state, *parent, group) {
            return rejected(format!("the group {group} would contain itself"));
        }
        if class(*parent)
            .zip(class(group))
            .is_some_and(|(a, b)| a != b)
        {
            return rejected(format!(
                "the groups {parent} and {group} have other kinds of members"
            ));
        }
    }
    let record = state.peek(GROUP, group).cloned().unwrap_or_default();
    if call.boolean("replace") != Some(false) {
        for parent in parents(state, group) {
            remove(state, parent, &[group], |kind| kind == GROUP);
        }
    }
    for parent in new {
        add(state, parent, &[member(GROUP, group, &record)]);
    }
    Ok(Payload::Done)
}

fn copy(call: &Call<'_>, state: &mut State) -> Result<Payload, Failed> {
    let id = call.integer("id").unwrap_or_default();
    let name = call.text("name").unwrap_or_default();
    check_known(state, GROUP, &[id])?;
    if state
        .all(GROUP)
        .any(|(_, group)| group["name"] == name.as_str())
    {
        return rejected(format!("there is a group `{name}` already"));
    }
    let mut copy = state.peek(GROUP, id).cloned().unwrap_or_default();
    if let Value::Object(copy) = &mut copy {
        copy.retain(|property, _| !["id", "dbid", "guid"].contains(&property.as_str()));
        copy.insert("name".to_owned(), name.as_str().into());
        if copy.contains_key("nameLabel") {
            copy.insert("nameLabel".to_owned(), name.into());
        }
    }
    state.put(GROUP, copy);
    Ok(Payload::Done)
}
