//! Every operation of the spec responds, and its response is as the spec says.

use std::time::Duration;

use fortinac_mock::Appliance;
use fortinac_spec::api::{Body, FormField, Operation, ResponseMedia, Type};
use fortinac_spec::{Direction, Spec, body_schema};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{request, send};

/// A path with a value for each parameter: the id of the example, as far as one is known.
fn path(operation: &Operation) -> String {
    let filled = operation.path.split('/').map(|segment| {
        let is_parameter = segment.starts_with('{');
        if is_parameter { "31" } else { segment }
    });
    filled.collect::<Vec<_>>().join("/")
}

/// Values for the parameters that must be there.
fn query(operation: &Operation) -> String {
    let required = operation.query().filter(|parameter| parameter.required);
    let pairs = required.map(|parameter| {
        let value = if parameter.ty == Type::Boolean {
            "true"
        } else {
            "1"
        };
        format!("{}={value}", parameter.name)
    });
    pairs.collect::<Vec<_>>().join("&")
}

fn form(example: &Value) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    let text = |value: &Value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), ToOwned::to_owned)
    };
    for (name, value) in example.as_object().into_iter().flatten() {
        match value {
            Value::Array(items) => items.iter().for_each(|item| {
                form.append_pair(name, &text(item));
            }),
            value => {
                form.append_pair(name, &text(value));
            }
        }
    }
    form.finish()
}

/// A body in XML with what the operation requires.
fn xml_of_required(spec: &Spec, body: &Body, example: &Value) -> String {
    let record = body.component().and_then(|name| spec.api().record(name));
    let required = record.into_iter().flat_map(|record| &record.required);
    let elements = required.map(|name| {
        let value = &example[name];
        let value = value.get(0).unwrap_or(value);
        format!("<{name}>{value}</{name}>")
    });
    format!("<body>{}</body>", elements.collect::<String>())
}

/// The bodies to try: media type and body. An operation without a body has one attempt, without either.
fn bodies(spec: &Spec, operation: &Operation) -> Vec<(String, String)> {
    let Some(body) = &operation.body else {
        return vec![Default::default()];
    };
    let example = spec.example(operation, Direction::Request).cloned();
    let example = example.unwrap_or_else(|| json!({}));
    let media_type = body.media_type().to_owned();
    match body {
        Body::Json { xml, .. } => {
            let in_xml = (
                "application/xml".to_owned(),
                xml_of_required(spec, body, &example),
            );
            let in_json = (media_type, example.to_string());
            [Some(in_json), Some(in_xml).filter(|_| *xml)]
                .into_iter()
                .flatten()
                .collect()
        }
        Body::Form { .. } => vec![(media_type, form(&example))],
        Body::Multipart { parts } => {
            let part = |part: &FormField| {
                let name = &part.name;
                format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{name}\r\n")
            };
            let body: String = parts.iter().map(part).collect();
            vec![(format!("{media_type}; boundary=x"), body + "--x--\r\n")]
        }
        _ => panic!("{}: a body of an unknown kind", operation.id),
    }
}

#[tokio::test]
async fn every_operation_responds_as_the_spec_says() {
    let spec = Spec::bundled();
    let validator = spec.validator().unwrap();
    let mut failed = Vec::new();
    for operation in &spec.api().operations {
        let appliance = Appliance::start().unwrap();
        let target = format!("{}?{}", path(operation), query(operation));
        let method = Method::from_bytes(operation.method.as_str().as_bytes()).unwrap();
        for (media_type, body) in bodies(&spec, operation) {
            let mut request = request(&appliance, method.clone(), &target);
            if !media_type.is_empty() {
                request = request.header("content-type", media_type);
            }
            let response = send(request.body(body)).await;
            let media_type = operation.response_media.media_type();
            if response.status != 200 || response.media_type != media_type {
                failed.push(format!("{}: {response:?}", operation.id));
                continue;
            }
            assert_eq!(
                appliance.requests().last().unwrap().operation(),
                Some(operation.id.as_str())
            );
            let begins = response.body.starts_with(r#"{"status":""#);
            if operation.response_media.is_json() && !operation.is_bare && !begins {
                failed.push(format!("{}: {}", operation.id, response.body));
            }
            // The typed client reads what is XML alone: `by_id` of the package fortinac-tests.
            if operation.response_media == ResponseMedia::Xml {
                continue;
            }
            let schema = body_schema(operation, Direction::Response(200));
            let violations = validator.check(&schema.unwrap(), &response.json());
            if !violations.is_empty() {
                failed.push(format!("{}: {violations:?}", operation.id));
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// A behavior can keep what the state file does not expect, which would only be found at the next start.
#[tokio::test]
async fn what_every_operation_has_kept_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let start = || {
        let builder = Appliance::builder().time(1_717_403_488_160);
        let builder = builder.state_file(folder.path().join("state.json"));
        builder.start().unwrap()
    };
    let spec = Spec::bundled();
    let appliance = start();
    let mut succeeded = 0;
    let operations = spec.api().operations.iter();
    for operation in operations.filter(|operation| !operation.destructive) {
        let target = format!("{}?{}", path(operation), query(operation));
        let method = Method::from_bytes(operation.method.as_str().as_bytes()).unwrap();
        for (media_type, body) in bodies(&spec, operation) {
            let request = request(&appliance, method.clone(), &target);
            let request = request.header("content-type", media_type);
            let response = send(request.body(body)).await;
            succeeded += usize::from(response.body.contains(r#""status":"success""#));
        }
    }
    assert!(succeeded > 300, "{succeeded}");
    let resources = |appliance: &Appliance| -> Vec<String> {
        appliance.resources().into_iter().map(Into::into).collect()
    };
    let records = |appliance: &Appliance| -> Vec<Value> {
        let resources = resources(appliance).into_iter();
        resources
            .map(|name| appliance.records(&name).into())
            .collect()
    };
    let before = records(&appliance);
    appliance.close(Duration::ZERO).unwrap();
    assert_eq!(records(&start()), before);
}

#[tokio::test]
async fn a_response_is_xml_where_the_spec_offers_it() {
    let mut document = Spec::bundled().document().clone();
    let content = &mut document["paths"]["/user/{id}"]["get"]["responses"]["200"]["content"];
    content["application/xml"] = json!({"schema": content["application/json"]["schema"]});
    let appliance = Appliance::builder()
        .spec(Spec::new(document).unwrap())
        .start()
        .unwrap();
    let get = |accept: &'static str, path: &str| {
        request(&appliance, Method::GET, path).header("accept", accept)
    };
    let response = send(get("application/xml", "/user/31")).await;
    assert_eq!(response.media_type, "application/xml");
    assert!(response.body.contains("<results><"), "{}", response.body);
    assert_eq!(
        send(get("application/json, application/xml", "/user/31"))
            .await
            .media_type,
        "application/json"
    );
    assert_eq!(
        send(get("application/xml", "/user")).await.media_type,
        "application/json"
    );
}
