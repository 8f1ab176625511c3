//! Every operation of the description answers, and what it answers is as described.

use fortinac_mock::Appliance;
use fortinac_spec::{Description, Direction, Operation, resolve};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{request, send};

/// A path with a value for each parameter: the id of the example, as far as one is known.
fn path(operation: &Operation) -> String {
    let filled = operation.path().split('/').map(|segment| {
        let is_parameter = segment.starts_with('{');
        if is_parameter { "31" } else { segment }
    });
    filled.collect::<Vec<_>>().join("/")
}

/// Values for the parameters that must be there.
fn query(document: &Value, operation: &Operation) -> String {
    let parameters = operation.item()["parameters"]
        .as_array()
        .into_iter()
        .flatten();
    let parameters = parameters.map(|parameter| resolve(document, parameter));
    let required =
        parameters.filter(|parameter| parameter["in"] == "query" && parameter["required"] == true);
    let pairs = required.map(|parameter| format!("{}=1", parameter["name"].as_str().unwrap()));
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

/// The bodies to try: media type and body.
fn bodies(operation: &Operation) -> Vec<(String, String)> {
    let content = operation.item()["requestBody"]["content"].as_object();
    let body = |(media_type, media): (&String, &Value)| {
        let example = media.get("example").cloned().unwrap_or_else(|| json!({}));
        let body = match media_type.as_str() {
            "application/json" => example.to_string(),
            "application/xml" => "<body/>".to_owned(),
            "application/x-www-form-urlencoded" => form(&example),
            upload => {
                let part = "Content-Disposition: form-data; name=\"file\"\r\n\r\n";
                let body = format!("--x\r\n{part}\r\n--x--\r\n");
                return (format!("{upload}; boundary=x"), body);
            }
        };
        (media_type.clone(), body)
    };
    content.into_iter().flatten().map(body).collect()
}

#[tokio::test]
async fn every_operation_answers_as_described() {
    let description = Description::bundled();
    let validator = description.validator().unwrap();
    let mut failed = Vec::new();
    for operation in description.operations() {
        let appliance = Appliance::start().unwrap();
        let target = format!(
            "{}?{}",
            path(operation),
            query(description.document(), operation)
        );
        let method = Method::from_bytes(operation.method().as_bytes()).unwrap();
        let mut bodies = bodies(operation);
        if bodies.is_empty() {
            bodies.push((String::new(), String::new()));
        }
        for (media_type, body) in bodies {
            let mut request = request(&appliance, method.clone(), &target);
            if !media_type.is_empty() {
                request = request.header("content-type", media_type);
            }
            let answer = send(request.body(body)).await;
            if answer.status != 200 || answer.media_type != "application/json" {
                failed.push(format!("{}: {answer:?}", operation.id()));
                continue;
            }
            assert_eq!(
                appliance.requests().last().unwrap().operation(),
                Some(operation.id())
            );
            let schema =
                description.body_schema(operation, Direction::Response(200), "application/json");
            let violations = validator.check(&schema.unwrap(), &answer.json());
            if !violations.is_empty() {
                failed.push(format!("{}: {violations:?}", operation.id()));
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[tokio::test]
async fn an_answer_is_xml_where_the_description_offers_it() {
    let mut document = Description::bundled().document().clone();
    let content = &mut document["paths"]["/user/{id}"]["get"]["responses"]["200"]["content"];
    content["application/xml"] = json!({"schema": content["application/json"]["schema"]});
    let appliance = Appliance::builder()
        .description(Description::new(document).unwrap())
        .start()
        .unwrap();
    let get = |accept: &'static str, path: &str| {
        request(&appliance, Method::GET, path).header("accept", accept)
    };
    let answer = send(get("application/xml", "/user/31")).await;
    assert_eq!(answer.media_type, "application/xml");
    assert!(answer.body.contains("<results><"), "{}", answer.body);
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
