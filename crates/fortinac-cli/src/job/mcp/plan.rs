//! Writes: first a plan, and then the same call again with the token of that plan.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use fortinac_spec::api::{Body, Index, Output as Returned, Type};
use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom, SystemRandom};
use serde_json::{Map, Value, json};

use super::request::Request;
use super::shape;
use crate::context::Context;
use crate::failure::{Failure, Kind, Result};
use crate::output;

/// How long a plan can be carried out.
const LIFETIME: Duration = Duration::from_secs(10 * 60);
/// How many plans wait at once. The oldest is forgotten.
const MOST: usize = 20;
/// How many of the records that are hit are read for a plan.
const READ: usize = 5;

/// The plans that wait for their confirmation.
#[derive(Default)]
pub(super) struct Plans(HashMap<String, Waiting>);

struct Waiting {
    digest: Vec<u8>,
    kept_until: Instant,
}

impl Waiting {
    fn is_valid(&self) -> bool {
        Instant::now() < self.kept_until
    }
}

/// What a call would do.
pub(super) struct Plan {
    pub(super) shown: Value,
    digest: Vec<u8>,
}

impl Plan {
    /// Reads what the call would change.
    ///
    /// # Errors
    /// The call is not valid, or the appliance refuses.
    pub(super) async fn of(context: &Context, request: &Request) -> Result<Self> {
        let operation = &request.operation;
        let index = context.index();
        let preview = request.call.preview()?;
        let ty = operation
            .body
            .as_ref()
            .and_then(Body::ty)
            .unwrap_or(Type::Any);
        let (records, rest) = match &request.before {
            Some(before) => (vec![before.clone()], 0),
            None => records(context, request).await?,
        };
        let body = match (&request.before, &request.body) {
            // The rest of the record goes with it, as it is.
            (Some(_), Some(changes)) => Some(changes.clone()),
            _ => preview.body,
        };
        let body = body.map(|body| shape::visible(output::redacted(index, &ty, body)));
        let of = record_type(index, request);
        let hit = records
            .iter()
            .map(|record| now(context, request, &of, record));
        let hit: Vec<Value> = hit.collect();
        let mut shown = Map::new();
        shown.insert("operation".to_owned(), operation.id.as_str().into());
        shown.insert("does".to_owned(), operation.summary.as_str().into());
        let effect = match operation.destructive {
            true => "destroys data or interrupts service",
            false => "changes data",
        };
        shown.insert("effect".to_owned(), effect.into());
        shown.insert("method".to_owned(), preview.method.as_str().into());
        shown.insert("path".to_owned(), shape::escaped(&preview.path).into());
        if !preview.query.is_empty() {
            let query = preview.query.iter();
            let query = query.map(|(name, value)| format!("{name}={}", shape::escaped(value)));
            shown.insert("query".to_owned(), query.collect::<Vec<_>>().into());
        }
        shown.extend(body.map(|body| ("body".to_owned(), body)));
        shown.insert("records".to_owned(), request.number().into());
        if rest > 0 {
            shown.insert("notRead".to_owned(), rest.into());
        }
        let steady: Vec<Value> = records
            .iter()
            .map(|record| steady(index, &of, record))
            .collect();
        match hit.is_empty() {
            true => shown.insert(
                "changes".to_owned(),
                "what is there now cannot be read, or nothing is there yet".into(),
            ),
            false => shown.insert("changes".to_owned(), hit.into()),
        };
        // A record that somebody else changes meanwhile is another plan.
        let whole = json!([request.identity, steady]).to_string();
        Ok(Self {
            shown: shown.into(),
            digest: digest(&SHA256, whole.as_bytes()).as_ref().to_vec(),
        })
    }
}

/// The records that the call is for, as far as they can be read one by one, and how many more there are.
async fn records(context: &Context, request: &Request) -> Result<(Vec<Value>, usize)> {
    let get = format!("{}_get", request.operation.resource);
    let known = context.index().operation(&get);
    let is_one = known.is_some_and(|known| matches!(known.result, Returned::One { .. }));
    if !is_one {
        return Ok((Vec::new(), 0));
    }
    let mut records = Vec::new();
    for id in request.ids.iter().take(READ) {
        let call = context.client()?.call(&get)?.parameter("id", *id);
        let record = call.optional().await?;
        records.push(record.ok_or_else(|| {
            let resource = request.operation.resource.replace('_', " ");
            Failure::new(Kind::NotFound, format!("there is no {resource} {id}"))
                .hint("nothing was sent")
        })?);
    }
    Ok((records, request.ids.len().saturating_sub(READ)))
}

/// The type of the records that the call is for.
fn record_type(index: &Index, request: &Request) -> Type {
    let get = index.operation(&format!("{}_get", request.operation.resource));
    match get.map(|get| get.result) {
        Some(Returned::One { record, .. }) => Type::Ref(record),
        _ => Type::Any,
    }
}

/// What a record has now; of an update, each property that gets another value, before and after.
fn now(context: &Context, request: &Request, ty: &Type, record: &Value) -> Value {
    let index = context.index();
    let columns = shape::columns(context, ty).unwrap_or_default();
    let mut shown = shape::row(index, ty, &columns, record.clone());
    let Some(Value::Object(changes)) = &request.body else {
        return shown;
    };
    let before = output::redacted(index, ty, record.clone());
    let after = output::redacted(index, ty, changes.clone().into());
    let mut differences = Map::new();
    for (name, value) in changes {
        if record[name] != *value {
            let change = json!({"now": before[name], "then": after[name]});
            differences.insert(shape::escaped(name), escaped(change));
        }
    }
    shown["change"] = differences.into();
    shown
}

/// The same, but nulls stay: they say something here.
fn escaped(change: Value) -> Value {
    match change {
        Value::Object(properties) => {
            let properties = properties.into_iter();
            let shown = properties.map(|(name, value)| match value {
                Value::Null => (name, Value::Null),
                value => (name, shape::visible(value)),
            });
            Value::Object(shown.collect())
        }
        value => value,
    }
}

/// The columns of a record that do not change by themselves.
fn steady(index: &Index, ty: &Type, record: &Value) -> Value {
    let known = ty.component().and_then(|name| index.record(name));
    let Some(known) = known else {
        return Value::Null;
    };
    let columns = known.columns.iter();
    let columns = columns.filter(|name| {
        let property = known.property(name);
        property.is_none_or(|property| !shape::is_timestamp(&property.ty))
    });
    let columns: Vec<String> = columns.cloned().collect();
    shape::row(index, ty, &columns, record.clone())
}

impl Plans {
    /// Keeps a plan, and returns the token that carries it out.
    ///
    /// # Errors
    /// The system has no random numbers.
    pub(super) fn keep(&mut self, plan: &Plan) -> Result<String> {
        let mut bytes = [0; 16];
        let random = SystemRandom::new().fill(&mut bytes);
        random.map_err(|_| Failure::new(Kind::Other, "the system has no random numbers"))?;
        let token: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        self.0.retain(|_, waiting| waiting.is_valid());
        if self.0.len() >= MOST {
            let oldest = self.0.iter().min_by_key(|(_, waiting)| waiting.kept_until);
            if let Some(oldest) = oldest.map(|(token, _)| token.clone()) {
                self.0.remove(&oldest);
            }
        }
        let waiting = Waiting {
            digest: plan.digest.clone(),
            kept_until: Instant::now() + LIFETIME,
        };
        self.0.insert(token.clone(), waiting);
        Ok(token)
    }

    /// Takes the plan of a token away: it can be carried out once, and only as it was shown.
    ///
    /// # Errors
    /// There is no such plan, or the call would do something else now.
    pub(super) fn take(&mut self, token: &str, plan: &Plan) -> Result<()> {
        let again = "nothing was sent; call without `confirm` for a new plan";
        let waiting = self.0.remove(token.trim());
        let waiting = waiting.filter(|waiting| waiting.is_valid());
        let waiting = waiting.ok_or_else(|| {
            Failure::usage(
                "`confirm` is no token of a plan, or it was used, or is older than 10 minutes",
            )
            .hint(again)
        })?;
        match waiting.digest == plan.digest {
            true => Ok(()),
            false => Err(Failure::usage(
                "this is not what was planned: the operation, its arguments or a record are others now",
            )
            .hint(again)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(digest: u8) -> Plan {
        Plan {
            shown: Value::Null,
            digest: vec![digest],
        }
    }

    #[test]
    fn a_token_carries_out_its_own_plan_once() {
        let mut plans = Plans::default();
        let token = plans.keep(&plan(1)).unwrap();
        assert!(plans.take(&token, &plan(1)).is_ok());
        assert!(plans.take(&token, &plan(1)).is_err(), "it was used");
        let token = plans.keep(&plan(1)).unwrap();
        assert!(plans.take(&token, &plan(2)).is_err(), "another plan");
        assert!(plans.take(&token, &plan(1)).is_err(), "it was tried");
        assert!(plans.take("", &plan(1)).is_err());
    }

    #[test]
    fn an_old_plan_is_refused() {
        let mut plans = Plans::default();
        let token = plans.keep(&plan(1)).unwrap();
        let waiting = plans.0.get_mut(&token).unwrap();
        waiting.kept_until = Instant::now();
        assert!(plans.take(&token, &plan(1)).is_err());
    }

    #[test]
    fn a_bounded_number_of_plans_waits() {
        let mut plans = Plans::default();
        let first = plans.keep(&plan(0)).unwrap();
        for number in 1..=MOST {
            plans.keep(&plan(u8::try_from(number).unwrap())).unwrap();
        }
        assert_eq!(plans.0.len(), MOST);
        assert!(
            plans.take(&first, &plan(0)).is_err(),
            "the oldest is forgotten"
        );
    }
}
