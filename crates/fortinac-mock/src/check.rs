//! From a request to its answer: what is wrong with it, and else what the operation does.

use std::sync::{Mutex, PoisonError};

use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::body::{self, XML};
use crate::filter::Listing;
use crate::record::Request;
use crate::routes::{Action, Collection, Parameter, Route, Routes};
use crate::state::{State, id_of};

/// What every address of the API begins with.
pub(crate) const BASE: &str = "/api/v2";

/// The operation that a request calls, if there is one.
pub(crate) fn route<'a>(routes: &'a Routes, request: &Request) -> Option<&'a Route> {
    routes.find(request.method(), below_base(request)?)
}

/// The path of a request below the base: it begins with a slash, and not with the base once more.
fn below_base(request: &Request) -> Option<&str> {
    let path = request.path().strip_prefix(BASE)?;
    let is_whole = path.starts_with('/') && path != BASE && !path.starts_with("/api/v2/");
    is_whole.then_some(path)
}

/// Checks a request and carries it out.
pub(crate) fn answer(
    routes: &Routes,
    state: &Mutex<State>,
    token: &str,
    request: &Request,
) -> Answer {
    if !is_authorized(token, request) {
        return Answer::failure(401, "the bearer token is missing or wrong")
            .header("WWW-Authenticate", "Bearer");
    }
    let Some(path) = below_base(request) else {
        return Answer::html(404, "Not Found");
    };
    let Some(route) = routes.find(request.method(), path) else {
        let methods = routes.methods(path);
        if methods.is_empty() {
            return Answer::html(404, "Not Found");
        }
        return Answer::failure(405, format!("{path} has no {}", request.method()))
            .header("Allow", methods.join(", "));
    };
    let body = match read_body(routes, route, request) {
        Ok(body) => body,
        Err(answer) => return answer,
    };
    if let Err(reason) = check_query(&route.parameters, request.query()) {
        return Answer::failure(400, reason);
    }
    let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
    let call = Call {
        routes,
        route,
        path,
        query: request.query(),
        body: &body,
    };
    match call.carry_out(&mut state) {
        Ok(envelope) => Answer::success(route, &envelope, route.answers_xml && wants_xml(request)),
        Err(Failed::Malformed(reason)) => Answer::failure(400, reason),
        Err(Failed::Rejected(reason)) => Answer::failure(200, reason),
    }
}

fn is_authorized(token: &str, request: &Request) -> bool {
    let given = request
        .header("authorization")
        .and_then(|value| value.strip_prefix("Bearer "));
    given == Some(token)
}

fn wants_xml(request: &Request) -> bool {
    request.header("accept").is_some_and(|accept| {
        let first = accept
            .split(',')
            .map(|media| media.split(';').next().unwrap_or_default().trim());
        first.clone().any(|media| media == XML) && !first.clone().any(|media| media == body::JSON)
    })
}

fn read_body(routes: &Routes, route: &Route, request: &Request) -> Result<Value, Answer> {
    if route.request.is_empty() {
        return Ok(Value::Null);
    }
    let content_type = request.header("content-type").unwrap_or_default();
    let media_type = content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let Some((media_type, pointer)) = route.request.iter().find(|(known, _)| *known == media_type)
    else {
        let known: Vec<&str> = route
            .request
            .iter()
            .map(|(known, _)| known.as_str())
            .collect();
        let message = format!("the body has to be {}", known.join(" or "));
        return Err(Answer::failure(415, message));
    };
    let body = body::read(routes, content_type, media_type, pointer, request.body())
        .map_err(|reason| Answer::failure(400, reason))?;
    let mut required = route.required.iter();
    match required.find(|name| body[name.as_str()].is_null()) {
        None => Ok(body),
        Some(name) => Err(Answer::failure(400, format!("$.{name}: is missing"))),
    }
}

fn check_query(parameters: &[Parameter], query: &[(String, String)]) -> Result<(), String> {
    for parameter in parameters.iter().filter(|parameter| parameter.in_query) {
        let name = &parameter.name;
        let mut given = query.iter().filter(|(given, _)| given == name).peekable();
        if parameter.required && given.peek().is_none() {
            return Err(format!("the parameter {name} is missing"));
        }
        let is_right = |value: &str| match parameter.kind.as_str() {
            "integer" => value.parse::<i64>().is_ok(),
            "boolean" => value.parse::<bool>().is_ok(),
            _ => true,
        };
        if given.any(|(_, value)| !is_right(value)) {
            return Err(format!("the parameter {name} is no {}", parameter.kind));
        }
    }
    Ok(())
}

/// Why a call is not carried out.
enum Failed {
    /// HTTP 400.
    Malformed(String),
    /// HTTP 200, and an envelope that says so.
    Rejected(String),
}

/// A call that is in order.
struct Call<'a> {
    routes: &'a Routes,
    route: &'a Route,
    path: &'a str,
    query: &'a [(String, String)],
    body: &'a Value,
}

impl Call<'_> {
    fn carry_out(&self, state: &mut State) -> Result<Value, Failed> {
        let resource = &self.route.resource;
        let Some(collection) = self.routes.collections.get(resource) else {
            return Ok(self.route.example.clone());
        };
        match self.route.action {
            Action::List => {
                let listing = self.listing()?;
                let (rows, matching, total) = state.list(resource, &listing);
                Ok(self.envelope(Value::Array(rows), matching, total))
            }
            Action::Count => {
                let listing = self.listing()?;
                let (_, matching, _) = state.list(resource, &listing);
                Ok(self.envelope(json!([]), matching, matching))
            }
            Action::Get => {
                let record = self.id().and_then(|id| state.get(resource, id));
                let rows: Vec<Value> = record.cloned().into_iter().collect();
                let found = rows.len();
                Ok(self.envelope(Value::Array(rows), found, found))
            }
            Action::Create => self.create(state, collection),
            Action::Update => {
                let change = self.body.as_object().cloned().unwrap_or_default();
                let known = self
                    .id()
                    .is_some_and(|id| state.update(resource, collection, id, &change));
                self.done(known)
            }
            Action::Delete => {
                let known = self.id().is_some_and(|id| state.remove(resource, id));
                self.done(known)
            }
            Action::DeleteMany => {
                let ids = ids(self.body, &self.route.arguments);
                if let Some(id) = ids.iter().find(|id| state.get(resource, **id).is_none()) {
                    return Err(Failed::Rejected(format!(
                        "there is no {resource} with the id {id}"
                    )));
                }
                for id in ids {
                    state.remove(resource, id);
                }
                Ok(self.route.example.clone())
            }
            Action::Example => Ok(self.route.example.clone()),
        }
    }

    /// Adds a record, or changes the one whose id the body has.
    fn create(&self, state: &mut State, collection: &Collection) -> Result<Value, Failed> {
        let resource = &self.route.resource;
        // The body can be of another kind than the record: what the record has no room for is left out.
        let fits = |name: &str, value: &Value| {
            let alone = json!({ name: value });
            self.routes
                .validator
                .check(&collection.schema, &alone)
                .is_empty()
        };
        let members = self.body.as_object().into_iter().flatten();
        let members = members.filter(|(name, value)| fits(name, value));
        // Generated bodies have 0 for the id of a record that is new.
        let is_id = |name: &str, value: &Value| {
            name == collection.key && id_of(value).is_none_or(|id| id <= 0)
        };
        let record: serde_json::Map<String, Value> = members
            .filter(|(name, value)| !is_id(name, value))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let known = record.get(&collection.key).and_then(id_of);
        let known = known.filter(|id| state.get(resource, *id).is_some());
        let id = match known {
            Some(id) => {
                state.update(resource, collection, id, &record);
                id
            }
            None => state.put(resource, collection, Value::Object(record)),
        };
        let mut envelope = self.route.example.clone();
        if self.route.result == "value" && envelope["result"].is_i64() {
            envelope["result"] = id.into();
        }
        Ok(envelope)
    }

    /// The parameters of the query that the operation has.
    fn listing(&self) -> Result<Listing, Failed> {
        let is_described = |name: &str| {
            let mut described = self.route.parameters.iter();
            described.any(|parameter| parameter.in_query && parameter.name == name)
        };
        let query = self.query.iter().filter(|(name, _)| is_described(name));
        Listing::new(query).map_err(Failed::Malformed)
    }

    fn done(&self, known: bool) -> Result<Value, Failed> {
        if known {
            return Ok(self.route.example.clone());
        }
        Err(Failed::Rejected(format!(
            "there is no such {}",
            self.route.resource
        )))
    }

    /// The last parameter of the path, where it is a number.
    fn id(&self) -> Option<i64> {
        let template = self
            .route
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

    /// The example's envelope around other rows: it has `filtered` and `total` where the example has numbers there.
    fn envelope(&self, rows: Value, matching: usize, total: usize) -> Value {
        let mut envelope = self.route.example.clone();
        if envelope.get("results").is_some() {
            envelope["results"] = rows;
        } else {
            envelope["result"] = rows.get(0).cloned().unwrap_or_default();
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

/// The ids that a body names, in those of its members that are described.
fn ids(body: &Value, arguments: &[String]) -> Vec<i64> {
    let members = arguments.iter().filter_map(|name| body.get(name));
    let ids = members.flat_map(|value| match value {
        Value::Array(items) => items.iter().filter_map(id_of).collect(),
        value => Vec::from_iter(id_of(value)),
    });
    ids.collect()
}
