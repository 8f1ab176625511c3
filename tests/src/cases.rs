//! Bodies that conform, for tests to vary.

use std::collections::BTreeMap;

use fortinac_conform::{Checker, Exchange, Report};
use fortinac_spec::{Description, Direction, Operation};
use serde_json::Value;

use crate::instance::complete;
use crate::schema::body_schema;
use crate::{Body, Document, files};

/// A JSON body that conforms.
#[derive(Debug, Clone)]
pub struct Case {
    /// Where it comes from.
    pub name: String,
    /// The operation.
    pub operation: Operation,
    /// Whose body it is; of an answer, that of a success.
    pub body: Body,
    /// The body.
    pub json: Value,
}

impl Case {
    /// The name of the record that the body is.
    ///
    /// # Panics
    /// When its schema is not a component.
    pub fn record<'a>(&self, description: &'a Description) -> &'a str {
        let schema = body_schema(description, &self.operation, self.body);
        schema
            .and_then(|(name, _)| name)
            .expect("the schema of a body is a component")
    }

    /// A concrete path of the operation.
    pub fn path(&self) -> String {
        let segments = self.operation.path().split('/');
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
        let (request, response) = match self.body {
            Body::Request => (Some(json), None),
            Body::Response => (None, Some(json)),
        };
        checker.check(&Exchange {
            method: self.operation.method().to_owned(),
            path: self.path(),
            status: 200,
            request,
            response,
        })
    }
}

/// The examples of the description.
pub fn examples(description: &Description) -> Vec<Case> {
    let places = [
        (
            Body::Request,
            "/requestBody/content/application~1json/example",
        ),
        (
            Body::Response,
            "/responses/200/content/application~1json/example",
        ),
    ];
    let mut cases = Vec::new();
    for operation in description.operations() {
        for (body, pointer) in places {
            cases.extend(operation.item().pointer(pointer).map(|json| Case {
                name: format!("example of {}, {body:?}", operation.id()),
                operation: operation.clone(),
                body,
                json: json.clone(),
            }));
        }
    }
    cases
}

/// For each record that is a JSON body of an operation, one with every member that is described, at every depth.
pub fn instances(description: &Description) -> Vec<Case> {
    let mut cases = every_instance(description);
    cases.retain(|case| is_json(description, case));
    cases
}

/// The same for each form, as JSON.
pub fn forms(description: &Description) -> Vec<Case> {
    let mut cases = every_instance(description);
    cases.retain(|case| !is_json(description, case));
    cases
}

fn every_instance(description: &Description) -> Vec<Case> {
    let mut cases = BTreeMap::new();
    for operation in description.operations() {
        for body in [Body::Request, Body::Response] {
            let Some(schema) = body_schema(description, operation, body) else {
                continue;
            };
            let case = Case {
                name: format!("every member of {}, {body:?}", operation.id()),
                operation: operation.clone(),
                body,
                json: complete(description, schema),
            };
            // One record can be a form of one operation and the JSON of another.
            let key = (schema.0, is_json(description, &case));
            cases.entry(key).or_insert(case);
        }
    }
    cases.into_values().collect()
}

/// The captured exchanges of the test data.
///
/// # Panics
/// When one cannot be read, or its operation is not described.
pub fn exchanges(description: &Description) -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, text) in files("exchanges") {
        let exchange = Exchange::from_json(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let operation = description
            .find(&exchange.method, &exchange.path)
            .expect(&name);
        let answer = exchange.response.filter(|_| exchange.status == 200);
        for (body, json) in [(Body::Request, exchange.request), (Body::Response, answer)] {
            cases.extend(json.map(|json| Case {
                name: format!("{name}, {body:?}"),
                operation: operation.clone(),
                body,
                json,
            }));
        }
    }
    cases.retain(|case| is_json(description, case));
    cases
}

/// The samples of the documents of the test data, each once.
///
/// # Panics
/// When one cannot be read, or its operation is not described.
pub fn samples(description: &Description) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for (name, text) in files("documents") {
        let document = Document::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let operation = description
            .find(&document.method, &document.path)
            .expect(&name);
        for sample in document.samples {
            let name = format!("{name}, {:?}", sample.body);
            if cases
                .iter()
                .all(|case| case.name != name || case.json != sample.json)
            {
                let operation = operation.clone();
                cases.push(Case {
                    name,
                    operation,
                    body: sample.body,
                    json: sample.json,
                });
            }
        }
    }
    cases
}

/// Whether the body goes as JSON over the wire, and not as a form.
fn is_json(description: &Description, case: &Case) -> bool {
    let direction = match case.body {
        Body::Request => Direction::Request,
        Body::Response => Direction::Response(200),
    };
    description
        .body_schema(&case.operation, direction, "application/json")
        .is_some()
}
