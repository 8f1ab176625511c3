//! Guests: made by a template, for a time, with passwords that fit it.

use ring::rand::{SecureRandom, SystemRandom};
use serde_json::{Map, Value, json};

use super::Behavior;
use super::Evidence::{Documented, Inferred, Invented};
use super::call::{Call, Failed, Payload, rejected};
use super::generic::{self, check_known};
use crate::state::{State, id_of};
use crate::when;

const GUEST: &str = "guest";
const TEMPLATE: &str = "guest_template";
const REQUEST: &str = "guest_self_registration";

pub(super) const BEHAVIORS: &[Behavior] = &[
    Behavior {
        operation: "guest_create",
        evidence: Inferred,
        effect: "adds a guest with the `role` and the `visitorType` of its template, enabled, and valid until `userEndTime` or for the duration of the template; refused if the template is unknown or the `userID` taken",
        perform: |call, state| {
            let guest = by_template(call, state, call.body, call.integer("templateID"))?;
            generic::create(
                &Call {
                    body: &guest,
                    ..*call
                },
                state,
            )
        },
    },
    Behavior {
        operation: "guest_create_conference",
        evidence: Inferred,
        effect: "adds `attendeeCount` guests, whose user ids are the name of the conference and a number; refused above the limit of the template",
        perform: create_conference,
    },
    Behavior {
        operation: "guest_generate_password",
        evidence: Documented,
        effect: "returns a random password of the length of the guest's template, without its excluded characters; it is not kept",
        perform: |call, state| {
            let id = call.id().unwrap_or_default();
            check_known(state, GUEST, &[id])?;
            Ok(Payload::Value(password(state, id)?.into()))
        },
    },
    Behavior {
        operation: "guest_reset_password",
        evidence: Documented,
        effect: "gives each guest a random password that fits its template",
        perform: |call, state| {
            let ids = call.targets();
            check_known(state, GUEST, &ids)?;
            for id in ids {
                let password = password(state, id)?;
                state.set(GUEST, id, "password", password.into());
            }
            Ok(Payload::Done)
        },
    },
    Behavior {
        operation: "guest_send_email",
        evidence: Invented,
        effect: "is refused for unknown guests; sends nothing",
        perform: |call, state| check_known(state, GUEST, &call.targets()).map(|()| Payload::Done),
    },
    Behavior {
        operation: "guest_send_sms",
        evidence: Invented,
        effect: "is refused for unknown guests; sends nothing",
        perform: |call, state| check_known(state, GUEST, &call.targets()).map(|()| Payload::Done),
    },
    Behavior {
        operation: "guest_self_registration_approve",
        evidence: Inferred,
        effect: "sets `pending` to false, `responseDate` and `message` of the request; refused if it is not pending, or if its `requestKey` differs",
        perform: approve,
    },
];

/// A guest with what its template says, as far as the guest itself says nothing.
fn by_template(
    call: &Call<'_>,
    state: &State,
    given: &Value,
    template: Option<i64>,
) -> Result<Value, Failed> {
    let mut guest = given.as_object().cloned().unwrap_or_default();
    let template = match template {
        Some(id) => {
            check_known(state, TEMPLATE, &[id])?;
            state.peek(TEMPLATE, id).cloned().unwrap_or_default()
        }
        None => Value::Null,
    };
    let is_known = id_of(&given["id"]).is_some_and(|id| state.peek(GUEST, id).is_some());
    let name = given["userID"].as_str().filter(|_| !is_known);
    let is_taken = |name: &str| state.all(GUEST).any(|(_, guest)| guest["userID"] == name);
    if let Some(name) = name.filter(|name| is_taken(name)) {
        return rejected(format!("there is a guest `{name}` already"));
    }
    let hours = id_of(&template["accountDuration"]).filter(|hours| *hours > 0);
    let end = match &given["userEndTime"] {
        Value::Null => {
            let end = |hours: i64| call.now.saturating_add(hours.saturating_mul(when::HOUR));
            hours.map_or(Value::Null, |hours| end(hours).into())
        }
        end => end.clone(),
    };
    for (name, value) in [
        ("accountEnabled", json!(true)),
        ("creationTime", json!(call.now)),
        ("validForTime", end),
        ("role", template["role"].clone()),
        ("visitorType", template["visitorType"].clone()),
        ("canSendEmail", template["canSendEmail"].clone()),
        ("canSendSMS", template["canSendSMS"].clone()),
        ("minPwLength", template["passwordLength"].clone()),
        ("passwordExclusions", template["passwordExclusions"].clone()),
    ] {
        if !value.is_null() && guest.get(name).is_none_or(Value::is_null) {
            guest.insert(name.to_owned(), value);
        }
    }
    Ok(Value::Object(guest))
}

fn create_conference(call: &Call<'_>, state: &mut State) -> Result<Payload, Failed> {
    let template = call.integer("templateID");
    let limit = template.and_then(|id| id_of(&state.peek(TEMPLATE, id)?["maxConferenceAttendees"]));
    let count = call.integer("attendeeCount").unwrap_or(0);
    // Without a limit in the template, the appliance has one of its own, so that one call cannot fill its memory.
    let limit = limit.filter(|limit| *limit > 0).unwrap_or(1000);
    if !(0..=limit).contains(&count) {
        return rejected(format!("attendeeCount has to be from 0 to {limit}"));
    }
    let name = call.text("name").unwrap_or_else(|| "conference".to_owned());
    let mut guests = Vec::new();
    for number in 1..=count {
        let mut guest = Map::new();
        guest.insert("userID".to_owned(), format!("{name}{number}").into());
        guest.insert("conferenceName".to_owned(), name.as_str().into());
        guest.insert("numConferenceAttendees".to_owned(), count.into());
        for (argument, property) in [
            ("startTime", "userStartTime"),
            ("endTime", "userEndTime"),
            ("templateID", "templateID"),
        ] {
            if let Some(value) = call.integer(argument) {
                guest.insert(property.to_owned(), value.into());
            }
        }
        if let Some(password) = call.text("password") {
            guest.insert("password".to_owned(), password.into());
        }
        guests.push(by_template(call, state, &Value::Object(guest), template)?);
    }
    if count == 0 {
        by_template(call, state, &json!({}), template)?;
    }
    for guest in guests {
        state.put(GUEST, guest);
    }
    Ok(Payload::Done)
}

/// A password of letters and digits by the rules of a guest, or of its template.
fn password(state: &State, guest: i64) -> Result<String, Failed> {
    let guest = state.peek(GUEST, guest).cloned().unwrap_or_default();
    let template = id_of(&guest["templateID"]).and_then(|id| state.peek(TEMPLATE, id));
    let template = template.cloned().unwrap_or_default();
    let length = [&template["passwordLength"], &guest["minPwLength"]];
    let length = length
        .into_iter()
        .find_map(|length| usize::try_from(id_of(length)?).ok());
    let length = length.unwrap_or(8).clamp(1, 64);
    let excluded = [
        &template["passwordExclusions"],
        &guest["passwordExclusions"],
    ];
    let excluded: String = excluded.into_iter().filter_map(Value::as_str).collect();
    let allowed = ('a'..='z').chain('A'..='Z').chain('0'..='9');
    let allowed: Vec<char> = allowed
        .filter(|letter| !excluded.contains(*letter))
        .collect();
    let mut bytes = vec![0; length];
    let is_filled = SystemRandom::new().fill(&mut bytes).is_ok();
    if allowed.is_empty() || !is_filled {
        return rejected("no password fits the template");
    }
    let letters = bytes
        .into_iter()
        .map(|byte| allowed[usize::from(byte) % allowed.len()]);
    Ok(letters.collect())
}

fn approve(call: &Call<'_>, state: &mut State) -> Result<Payload, Failed> {
    let id = call.id().unwrap_or_default();
    check_known(state, REQUEST, &[id])?;
    let request = state.peek(REQUEST, id).cloned().unwrap_or_default();
    if request["pending"] == false {
        return rejected(format!("the request {id} is not pending"));
    }
    let key = call.text("requestKey").unwrap_or_default();
    if request["requestKey"]
        .as_str()
        .is_some_and(|known| known != key)
    {
        return rejected("the requestKey is not that of the request");
    }
    state.set(REQUEST, id, "pending", false.into());
    state.set(REQUEST, id, "responseDate", when::text(call.now).into());
    state.set(REQUEST, id, "message", call.text("guestMessage").into());
    Ok(Payload::Done)
}
