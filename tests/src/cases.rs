//! Bodies that conform, for tests to vary.

use std::collections::BTreeMap;

use fortinac_conform::{Checker, Exchange, Report};
use fortinac_evidence::{BodySide, Location, Step, body_type, locations_in};
use fortinac_spec::api::{Api, Body, FormField, Operation, Type};
use fortinac_spec::{Direction, Spec, body_schema, pointer};
use serde_json::{Number, Value};

use crate::instance::{Filling, complete};
use crate::{Document, files};

/// What every address of the API begins with.
const BASE: &str = "/api/v2";

/// A body that conforms, as JSON.
#[derive(Debug, Clone)]
pub struct Case {
    /// Where it comes from.
    pub name: String,
    /// The operation.
    pub operation: Operation,
    /// Whose body it is.
    pub side: BodySide,
    /// The body.
    pub json: Value,
}

impl Case {
    /// The name of the record that the body is.
    ///
    /// # Panics
    /// When its schema is not a component.
    pub fn record(&self) -> &str {
        let component = match self.side {
            BodySide::Request => self.operation.body.as_ref().and_then(Body::component),
            BodySide::Response => Some(self.operation.envelope.as_str()),
        };
        component.expect("the schema of a body is a component")
    }

    /// The JSON pointer of the schema of the body.
    ///
    /// # Panics
    /// When it is no component.
    pub fn schema(&self) -> String {
        pointer::schema(self.record())
    }

    /// The values in the body.
    pub fn locations<'a>(&'a self, api: &'a Api) -> Vec<Location<'a>> {
        locations_in(api, self.record(), &self.json)
    }

    /// Whether the body must have what is at a location: a field of the arguments that a call requires.
    pub fn requires(&self, api: &Api, path: &[Step]) -> bool {
        let required = api.record(self.record()).map(|record| &record.required);
        let is_required = |name: &String| required.is_some_and(|names| names.contains(name));
        matches!(path, [Step::Property(name)] if is_required(name))
    }

    /// A concrete path of the operation.
    pub fn path(&self) -> String {
        let segments = self.operation.path.split('/');
        let filled = segments.map(|segment| {
            if segment.starts_with('{') {
                "7"
            } else {
                segment
            }
        });
        filled.collect::<Vec<_>>().join("/")
    }

    /// The report on an exchange that has `json` in place of this body.
    pub fn check(&self, checker: &Checker, json: Value) -> Report {
        let json = match is_array(&self.operation, self.side) {
            true => Value::Array(vec![json]),
            false => json,
        };
        let (request, response) = match self.side {
            BodySide::Request => (Some(json.into()), None),
            BodySide::Response => (None, Some(json.into())),
        };
        checker.check(&Exchange {
            method: self.operation.method.to_string(),
            path: self.path(),
            status: 200,
            request,
            response,
        })
    }
}

/// Whether the body is an array of records. Each of them is a case of its own.
fn is_array(operation: &Operation, side: BodySide) -> bool {
    matches!(body_type(operation, side), Some(Type::Array(_)))
}

/// The records that a body is: itself, or its items.
fn records(operation: &Operation, side: BodySide, body: Value) -> Vec<Value> {
    match body {
        Value::Array(items) if is_array(operation, side) => items,
        body => vec![body],
    }
}

fn direction(side: BodySide) -> Direction {
    match side {
        BodySide::Request => Direction::Request,
        BodySide::Response => Direction::Response(200),
    }
}

/// The bodies in JSON that the operations have.
pub fn json_bodies(api: &Api) -> Vec<(&Operation, BodySide)> {
    let mut bodies = Vec::new();
    for operation in &api.operations {
        if matches!(operation.body, Some(Body::Json { .. })) {
            bodies.push((operation, BodySide::Request));
        }
        bodies.push((operation, BodySide::Response));
    }
    bodies
}

/// The bodies in forms that the operations have.
fn form_bodies(api: &Api) -> Vec<(&Operation, BodySide)> {
    let is_form = |operation: &&Operation| matches!(operation.body, Some(Body::Form { .. }));
    let operations = api.operations.iter().filter(is_form);
    operations
        .map(|operation| (operation, BodySide::Request))
        .collect()
}

/// The examples of the spec in JSON.
pub fn examples(spec: &Spec) -> Vec<Case> {
    examples_of(spec, json_bodies(spec.api()))
}

/// The examples of forms.
pub fn form_examples(spec: &Spec) -> Vec<Case> {
    examples_of(spec, form_bodies(spec.api()))
}

fn examples_of(spec: &Spec, bodies: Vec<(&Operation, BodySide)>) -> Vec<Case> {
    let cases = bodies.into_iter().flat_map(|(operation, side)| {
        let example = spec.example(operation, direction(side)).cloned();
        let records = example.map(|example| records(operation, side, example));
        records.into_iter().flatten().map(move |json| Case {
            name: format!("example of {}, {side:?}", operation.id),
            operation: operation.clone(),
            side,
            json,
        })
    });
    cases.collect()
}

/// For each record that is a body in JSON, one with every property, at every depth.
pub fn instances(spec: &Spec) -> Vec<Case> {
    complete_bodies(spec.api(), json_bodies(spec.api()))
}

/// The same for each form, as JSON.
pub fn forms(spec: &Spec) -> Vec<Case> {
    complete_bodies(spec.api(), form_bodies(spec.api()))
}

fn complete_bodies(api: &Api, bodies: Vec<(&Operation, BodySide)>) -> Vec<Case> {
    let mut cases = BTreeMap::new();
    for (operation, side) in bodies {
        let ty = match body_type(operation, side).expect("the body has a type") {
            Type::Array(items) => *items,
            ty => ty,
        };
        let case = Case {
            name: format!("every property of {}, {side:?}", operation.id),
            operation: operation.clone(),
            side,
            json: complete(api, &ty, &Filling::default()),
        };
        cases.entry(case.schema()).or_insert(case);
    }
    cases.into_values().collect()
}

/// The bodies of the captured exchanges of the test data that are JSON of a call or of a success.
///
/// # Panics
/// When one cannot be read, or the spec does not have its operation.
pub fn exchanges(spec: &Spec) -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, text) in files("exchanges") {
        let exchange = Exchange::from_json(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let operation = find(spec.api(), &name, &exchange.method, &exchange.path);
        let request = exchange
            .request
            .filter(|_| matches!(operation.body, Some(Body::Json { .. })));
        let is_success = (200..300).contains(&exchange.status);
        let response = exchange.response.filter(|_| is_success);
        for (side, json) in [(BodySide::Request, request), (BodySide::Response, response)] {
            let records = json.map(|json| records(operation, side, json.to_value()));
            cases.extend(records.into_iter().flatten().map(|json| Case {
                name: format!("{name}, {side:?}"),
                operation: operation.clone(),
                side,
                json,
            }));
        }
    }
    cases
}

/// The bodies of an exchange that the spec has a schema for, each with the JSON pointer of the schema: that of the
/// exchange's own status. A form is read by the types of its fields, as JSON.
///
/// # Panics
/// When it is not an exchange, or the spec does not have its operation.
pub fn bodies_of_exchange(spec: &Spec, name: &str, text: &str) -> Vec<(Direction, String, Value)> {
    let exchange = Exchange::from_json(text).unwrap_or_else(|error| panic!("{name}: {error}"));
    let operation = find(spec.api(), name, &exchange.method, &exchange.path);
    let request = exchange.request.map(|body| match &operation.body {
        Some(Body::Form { fields, .. }) => form_as_json(fields, &body.to_value()),
        _ => body.to_value(),
    });
    let response = exchange.response.map(|body| body.to_value());
    let bodies = [
        (Direction::Request, request),
        (Direction::Response(exchange.status), response),
    ];
    let described = bodies.into_iter().filter_map(|(direction, body)| {
        // A redirect and a file have no schema.
        Some((direction, body_schema(operation, direction)?, body?))
    });
    let in_records = described.flat_map(|(direction, schema, body)| {
        let of_array = operation.body.as_ref().and_then(Body::component);
        let schema = match (direction, of_array) {
            (Direction::Request, Some(component)) => pointer::schema(component),
            _ => schema,
        };
        let records = match direction {
            Direction::Request => records(operation, BodySide::Request, body),
            _ => vec![body],
        };
        records
            .into_iter()
            .map(move |record| (direction, schema.clone(), record))
    });
    in_records.collect()
}

/// A form, in which all is a string, by the types of its fields.
fn form_as_json(fields: &[FormField], form: &Value) -> Value {
    let properties = form.as_object().into_iter().flatten();
    let read = properties.map(|(name, value)| {
        let field = fields.iter().find(|field| field.name == *name);
        let value = field.map_or_else(|| value.clone(), |field| read_field(&field.ty, value));
        (name.clone(), value)
    });
    read.collect()
}

fn read_field(ty: &Type, value: &Value) -> Value {
    match (ty, value) {
        (Type::Array(ty), Value::Array(items)) => {
            items.iter().map(|item| read_field(ty, item)).collect()
        }
        // A list of one looks like its item.
        (Type::Array(ty), item) => vec![read_field(ty, item)].into(),
        (Type::Integer | Type::Number, Value::String(text)) => text
            .parse::<Number>()
            .map_or_else(|_| value.clone(), Value::Number),
        (Type::Boolean, Value::String(text)) => text
            .parse::<bool>()
            .map_or_else(|_| value.clone(), Value::Bool),
        _ => value.clone(),
    }
}

/// The samples of the documents of the test data, each once.
///
/// # Panics
/// When one cannot be read, or the spec does not have its operation.
pub fn samples(spec: &Spec) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for (name, text) in files("documents") {
        let document = Document::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let operation = find(spec.api(), &name, &document.method, &document.path);
        for sample in document.samples {
            let name = format!("{name}, {:?}", sample.side);
            if cases
                .iter()
                .all(|case| case.name != name || case.json != sample.json)
            {
                let operation = operation.clone();
                cases.push(Case {
                    name,
                    operation,
                    side: sample.side,
                    json: sample.json,
                });
            }
        }
    }
    cases
}

/// The operation of an exchange or a document, whose path can have the base.
fn find<'a>(api: &'a Api, name: &str, method: &str, path: &str) -> &'a Operation {
    let path = path.strip_prefix(BASE).unwrap_or(path);
    let found = api.find(method, path);
    found.unwrap_or_else(|| panic!("{name}: the spec does not have the operation"))
}
