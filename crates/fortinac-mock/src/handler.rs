//! Checks the body and the query of a request, and performs its operation or responds with what is wrong.

use std::sync::{Mutex, PoisonError};

use fortinac_spec::Direction;
use fortinac_spec::api::{Body, Operation, Output, ResponseMedia, Type};
use fortinac_spec::body_schema;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use crate::admission::{Target, below_base, no_operation};
use crate::body::{self, FORM, JSON, UPLOAD, XML};
use crate::filter::ListQuery;
use crate::plan::{Action, Plan, ResourceModel, action};
use crate::request_log::Request;
use crate::response::Response;
use crate::restrictions::Restrictions;
use crate::state::{State, id_of};

/// Performs the operation of a request that the appliance has taken by its head.
pub(crate) fn respond(
    plan: &Plan,
    state: &Mutex<State>,
    restrictions: &Restrictions,
    target: Target<'_>,
    request: &Request,
) -> Response {
    let path = below_base(request).unwrap_or_default();
    let operation = match target {
        Target::Operation(operation) => operation,
        Target::CreateUser if is_administrator(request.body()) => {
            let message = "an administrator cannot be created here: use POST /user/admin";
            return Response::failure(409, message);
        }
        Target::CreateUser => return no_operation(plan, request.method(), path),
    };
    let body = match read_body(plan, operation, request) {
        Ok(body) => body,
        Err(response) => return response,
    };
    if let Err(reason) = check_query(operation, request.query()) {
        return Response::failure(400, reason);
    }
    let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
    let total = || state.all(&operation.resource).count();
    if let Some(total) = restrictions.is_too_large(operation, request.query(), total) {
        return Response::system_error(total);
    }
    let call = Call {
        plan,
        operation,
        path,
        query: request.query(),
        body: &body,
    };
    match call.carry_out(&mut state) {
        Ok(envelope) => {
            let in_xml = match operation.response_media {
                ResponseMedia::Json => false,
                ResponseMedia::JsonOrXml => wants_xml(request),
                ResponseMedia::Xml => true,
            };
            Response::success(plan.spec.api(), operation, &envelope, in_xml)
        }
        Err(Failed::Malformed(reason)) => Response::failure(400, reason),
        Err(Failed::Rejected(reason)) => Response::failure(200, reason),
    }
}

/// Whether a body is a record of an administrator: it says so, or has the only type that is known of administrators.
fn is_administrator(body: &[u8]) -> bool {
    let Ok(user) = serde_json::from_slice::<Value>(body) else {
        return false;
    };
    user["adminUser"] == true || user["type"] == 46 || user["type"] == "46"
}

fn wants_xml(request: &Request) -> bool {
    request.header("accept").is_some_and(|accept| {
        let first = accept
            .split(',')
            .map(|media| media.split(';').next().unwrap_or_default().trim());
        first.clone().any(|media| media == XML) && !first.clone().any(|media| media == body::JSON)
    })
}

/// The media types that an operation accepts.
fn media_types(operation: &Operation) -> &'static [&'static str] {
    match &operation.body {
        Some(Body::Json { xml: true, .. }) => &[JSON, XML],
        Some(Body::Json { .. }) => &[JSON],
        Some(Body::Form { .. }) => &[FORM],
        Some(Body::Multipart { .. }) => &[UPLOAD],
        _ => &[],
    }
}

fn read_body(plan: &Plan, operation: &Operation, request: &Request) -> Result<Value, Response> {
    let Some(expected) = &operation.body else {
        return Ok(Value::Null);
    };
    let content_type = request.header("content-type").unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    let known = media_types(operation);
    let Some(media_type) = known
        .iter()
        .find(|known| known.eq_ignore_ascii_case(media_type))
    else {
        let message = format!("the body has to be {}", known.join(" or "));
        return Err(Response::failure(415, message));
    };
    let api = plan.spec.api();
    let body = body::read(api, expected, content_type, media_type, request.body());
    let body = body.map_err(|reason| Response::failure(400, reason))?;
    // The schema of a record allows null, for properties that refer to it. A body must not be null.
    if body.is_null() {
        return Err(Response::failure(400, "$: expected a value, found null"));
    }
    if let Some(schema) = body_schema(operation, Direction::Request) {
        body::check(&plan.validator, &schema, &body)
            .map_err(|reason| Response::failure(400, reason))?;
    }
    let mut required = expected.fields().iter().filter(|field| field.required);
    if let Some(field) = required.find(|field| body[&field.name].is_null()) {
        let reason = format!("$.{}: is missing", field.name);
        return Err(Response::failure(400, reason));
    }
    Ok(body)
}

fn check_query(operation: &Operation, query: &[(String, String)]) -> Result<(), String> {
    for parameter in operation.query() {
        let name = &parameter.name;
        let mut given = query.iter().filter(|(given, _)| given == name).peekable();
        if parameter.required && given.peek().is_none() {
            return Err(format!("the parameter {name} is missing"));
        }
        // An array is sent as a repeated parameter.
        let ty = match &parameter.ty {
            Type::Array(items) => items,
            ty => ty,
        };
        let (kind, is_right): (&str, fn(&str) -> bool) = match ty {
            Type::Integer => ("integer", |value| value.parse::<i64>().is_ok()),
            Type::Boolean => ("boolean", |value| value.parse::<bool>().is_ok()),
            _ => continue,
        };
        if given.any(|(_, value)| !is_right(value)) {
            return Err(format!("the parameter {name} is not of type {kind}"));
        }
    }
    Ok(())
}

/// The reason why an operation is not performed.
enum Failed {
    /// HTTP 400.
    Malformed(String),
    /// HTTP 200, and the envelope of a failure.
    Rejected(String),
}

/// A request that has passed all checks.
struct Call<'a> {
    plan: &'a Plan,
    operation: &'a Operation,
    path: &'a str,
    query: &'a [(String, String)],
    body: &'a Value,
}

impl Call<'_> {
    fn example(&self) -> Value {
        self.plan.example(self.operation)
    }

    fn carry_out(&self, state: &mut State) -> Result<Value, Failed> {
        let resource = &self.operation.resource;
        let Some(model) = self.plan.resources.get(resource) else {
            return Ok(self.example());
        };
        match action(self.operation) {
            Action::List => {
                let query = self.list_query()?;
                let (items, matching, total) = state.list(resource, &query);
                Ok(self.envelope(Value::Array(items), matching, total))
            }
            Action::Count => {
                let query = self.list_query()?;
                let (_, matching, _) = state.list(resource, &query);
                Ok(self.envelope(json!([]), matching, matching))
            }
            Action::Get => {
                let record = self.id().and_then(|id| state.get(resource, id));
                let items: Vec<Value> = record.cloned().into_iter().collect();
                let found = items.len();
                Ok(self.envelope(Value::Array(items), found, found))
            }
            Action::Create => self.create(state, model),
            Action::Update => {
                let change = self.body.as_object().cloned().unwrap_or_default();
                let known = self
                    .id()
                    .is_some_and(|id| state.update(resource, model, id, &change));
                self.done(known)
            }
            Action::Delete => {
                let known = self.id().is_some_and(|id| state.remove(resource, id));
                self.done(known)
            }
            Action::DeleteMany => {
                let ids = ids(self.body, self.operation);
                if let Some(id) = ids.iter().find(|id| state.get(resource, **id).is_none()) {
                    return Err(Failed::Rejected(format!(
                        "there is no {resource} with the id {id}"
                    )));
                }
                for id in ids {
                    state.remove(resource, id);
                }
                Ok(self.example())
            }
            Action::Example => Ok(self.example()),
        }
    }

    /// Adds a record, or updates the one with the id in the body.
    fn create(&self, state: &mut State, model: &ResourceModel) -> Result<Value, Failed> {
        let resource = &self.operation.resource;
        // The schema of the body can differ from that of the record. Properties that do not conform to the record are
        // left out.
        let fits = |name: &str, value: &Value| {
            let alone = json!({ name: value });
            self.plan.validator.check(&model.schema, &alone).is_empty()
        };
        let properties = self.body.as_object().into_iter().flatten();
        let properties = properties.filter(|(name, value)| fits(name, value));
        // Generated bodies have the id 0 for a new record.
        let is_id =
            |name: &str, value: &Value| name == model.key && id_of(value).is_none_or(|id| id <= 0);
        let record: serde_json::Map<String, Value> = properties
            .filter(|(name, value)| !is_id(name, value))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let known = record.get(&model.key).and_then(id_of);
        let known = known.filter(|id| state.get(resource, *id).is_some());
        let id = match known {
            Some(id) => {
                state.update(resource, model, id, &record);
                id
            }
            None => state.put(resource, model, Value::Object(record)),
        };
        let mut envelope = self.example();
        if matches!(self.operation.result, Output::Value { .. }) && envelope["result"].is_i64() {
            envelope["result"] = id.into();
        }
        Ok(envelope)
    }

    /// The list parameters, as far as the operation has them.
    fn list_query(&self) -> Result<ListQuery, Failed> {
        let is_described = |name: &str| {
            self.operation
                .query()
                .any(|parameter| parameter.name == name)
        };
        let query = self.query.iter().filter(|(name, _)| is_described(name));
        ListQuery::new(query).map_err(Failed::Malformed)
    }

    fn done(&self, known: bool) -> Result<Value, Failed> {
        if known {
            return Ok(self.example());
        }
        Err(Failed::Rejected(format!(
            "there is no such {}",
            self.operation.resource
        )))
    }

    /// The last parameter of the path, if it is an integer.
    fn id(&self) -> Option<i64> {
        let template = self
            .operation
            .path
            .split('/')
            .filter(|segment| !segment.is_empty());
        let segments = self.path.split('/').filter(|segment| !segment.is_empty());
        let parameters = template
            .zip(segments)
            .filter(|(name, _)| name.starts_with('{'));
        let (_, id) = parameters.last()?;
        percent_decode_str(id).decode_utf8().ok()?.parse().ok()
    }

    /// The envelope of the example with other items. `filtered` and `total` are set if they are numbers in the example.
    fn envelope(&self, items: Value, matching: usize, total: usize) -> Value {
        let mut envelope = self.example();
        if envelope.get("results").is_some() {
            envelope["results"] = items;
        } else {
            envelope["result"] = items.get(0).cloned().unwrap_or_default();
        }
        for (name, number) in [
            ("filtered", matching),
            ("total", total),
            ("totalCount", total),
        ] {
            if envelope[name].is_number() {
                envelope[name] = number.into();
            }
        }
        envelope
    }
}

/// The ids in the fields of a form that the spec has.
fn ids(body: &Value, operation: &Operation) -> Vec<i64> {
    let Some(Body::Form { fields, .. }) = &operation.body else {
        return Vec::new();
    };
    let values = fields.iter().filter_map(|field| body.get(&field.name));
    let ids = values.flat_map(|value| match value {
        Value::Array(items) => items.iter().filter_map(id_of).collect(),
        value => Vec::from_iter(id_of(value)),
    });
    ids.collect()
}
