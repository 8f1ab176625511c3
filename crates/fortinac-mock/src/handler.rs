//! Checks the body and the query of a request, and performs its operation or responds with what is wrong.

use fortinac_spec::Direction;
use fortinac_spec::api::{Body, Operation, ResponseMedia, Type};
use fortinac_spec::body_schema;
use serde_json::Value;

use crate::admission::{Target, below_base, no_operation};
use crate::behavior::{self, Call, Failed};
use crate::body::{self, FORM, JSON, UPLOAD, XML};
use crate::plan::Plan;
use crate::request_log::Request;
use crate::response::Response;
use crate::shared::Shared;

/// Performs the operation of a request that the appliance has taken by its head.
pub(crate) fn respond(shared: &Shared, target: Target<'_>, request: &Request) -> Response {
    let plan = &*shared.plan;
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
    let query = spelled_as_in_spec(operation, request.query());
    if let Err(reason) = check_query(operation, &query) {
        return Response::failure(400, reason);
    }
    let mut state = shared.state();
    let total = || state.count(&operation.resource);
    if let Some(total) = shared
        .restrictions
        .is_too_large(operation, request.query(), total)
    {
        return Response::system_error(total);
    }
    let call = Call {
        plan,
        operation,
        path,
        query: &query,
        body: &body,
        now: state.time(),
    };
    match behavior::perform(&call, &mut state) {
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

/// The query with the names of the spec: callers disagree on capital letters, as in `portID` and `portId`.
fn spelled_as_in_spec(operation: &Operation, query: &[(String, String)]) -> Vec<(String, String)> {
    let known = |given: &str| {
        let exact = operation.query().find(|known| known.name == given);
        exact.or_else(|| {
            operation
                .query()
                .find(|known| known.name.eq_ignore_ascii_case(given))
        })
    };
    let spelled = query.iter().map(|(given, value)| {
        let name = known(given).map_or(given, |known| &known.name);
        (name.clone(), value.clone())
    });
    spelled.collect()
}

fn check_query(operation: &Operation, query: &[(String, String)]) -> Result<(), String> {
    for parameter in operation.query() {
        let name = &parameter.name;
        let mut given = query.iter().filter(|(given, _)| given == name).peekable();
        if parameter.required && given.peek().is_none() {
            return Err(format!("the parameter {name} is missing"));
        }
        // An array is sent as a repeated parameter, or with commas in one.
        let (ty, separator) = match &parameter.ty {
            Type::Array(items) => (&**items, Some(',')),
            ty => (ty, None),
        };
        let (kind, is_right): (&str, fn(&str) -> bool) = match ty {
            Type::Integer => ("integer", |value| value.parse::<i64>().is_ok()),
            Type::Boolean => ("boolean", |value| value.parse::<bool>().is_ok()),
            _ => continue,
        };
        let is_right = |value: &str| match separator {
            Some(separator) => value.split(separator).map(str::trim).all(is_right),
            None => is_right(value),
        };
        if given.any(|(_, value)| !is_right(value)) {
            return Err(format!("the parameter {name} is not of type {kind}"));
        }
    }
    Ok(())
}
