//! Bodies of requests and answers, as far as the generator takes them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::operations::not_texts;
use super::site::{Operation, Site, component_schema, media};
use crate::bundle::Bundle;
use crate::problem::Problem;
use crate::spelling::{self, Spelling};

pub(super) const JSON: &str = "application/json";
pub(super) const FORM: &str = "application/x-www-form-urlencoded";
pub(super) const UPLOAD: &str = "multipart/form-data";
const XML: &str = "application/xml";
const HTML: &str = "text/html";

pub(super) fn check(bundle: &Bundle, operations: &[Operation<'_>], problems: &mut Vec<Problem>) {
    for operation in operations {
        if let Some(request) = &operation.request {
            check_request(bundle, operation, request, problems);
        }
        check_required(bundle, operation, problems);
        check_statuses(operation, problems);
        for (status, response) in &operation.responses {
            check_answer(bundle, status, response, problems);
        }
        check_errors(operation, problems);
    }
}

fn check_request(
    bundle: &Bundle,
    operation: &Operation<'_>,
    request: &Site<'_>,
    problems: &mut Vec<Problem>,
) {
    if matches!(operation.method, "get" | "delete") {
        problems.push(
            operation
                .site
                .problem(format!("a {} has no body", operation.method.to_uppercase()))
                .help("take `requestBody` out"),
        );
    }
    if request.value.get("required") != Some(&Value::Bool(true)) {
        problems.push(
            request
                .problem("is not `required: true`")
                .help("the generator makes every body an argument that must be given"),
        );
    }
    if !request.value.get("content").is_some_and(Value::is_object) {
        return;
    }
    let bodies = media(request);
    let mut kinds: Vec<&str> = bodies.iter().map(|(kind, _)| *kind).collect();
    kinds.sort_unstable();
    if !matches!(kinds.as_slice(), [JSON] | [JSON, XML] | [FORM] | [UPLOAD]) {
        problems.push(
            request
                .problem(format!("has the media types [{}]", kinds.join(", ")))
                .help(format!(
                    "supported: {JSON}, {JSON} and {XML} together, {FORM}, or {UPLOAD}"
                )),
        );
        return;
    }
    check_same_schema(request, &bodies, problems);
    let origin = operation.site.text("x-fortinac-origin");
    if kinds.contains(&XML) && origin != Some("document") {
        problems.push(
            request
                .problem(format!("{XML} is shown by the pages of documents alone"))
                .help("take it out: nobody shows that the operation takes it"),
        );
    }
    for (kind, body) in &bodies {
        let Some(schema) = body.member("schema") else {
            continue;
        };
        match *kind {
            FORM => check_form(bundle, &schema, problems),
            UPLOAD => check_upload(&schema, problems),
            _ if is_list_of_scalars(bundle, schema.value) => {}
            _ => {
                check_record(bundle, &schema, problems);
            }
        }
    }
}

/// The arguments that the page requires are members of the form.
fn check_required(bundle: &Bundle, operation: &Operation<'_>, problems: &mut Vec<Problem>) {
    let Some(required) = operation.site.member("x-fortinac-required") else {
        return;
    };
    problems.extend(not_texts(&required, 1));
    let bodies = operation.request.as_ref().map(media).unwrap_or_default();
    let form = bodies.iter().find(|(kind, _)| *kind == FORM);
    let schema = form.and_then(|(_, body)| body.value.get("schema"));
    let name = schema.and_then(|schema| schema.get("$ref").and_then(spelling::component_name));
    let record = name.and_then(|name| component_schema(bundle, name));
    let members = record.and_then(|record| record.get("properties"));
    for item in required.items() {
        let argument = item.value.as_str().unwrap_or_default();
        if members.and_then(|members| members.get(argument)).is_none() {
            problems.push(
                item.problem(format!("the form has no member `{argument}`"))
                    .help("name members of the form that the operation takes, or take it out"),
            );
        }
    }
}

/// Exactly 200, 4XX and 5XX.
fn check_statuses(operation: &Operation<'_>, problems: &mut Vec<Problem>) {
    let Some(responses) = operation
        .site
        .member("responses")
        .filter(|site| site.value.is_object())
    else {
        return;
    };
    for status in ["200", "4XX", "5XX"] {
        if responses.value.get(status).is_none() {
            problems.push(responses.problem(format!("`{status}` is missing")).help(
                "every operation has '200' for success, and 4XX and 5XX for failures that answer one schema",
            ));
        }
    }
    for status in responses.names() {
        let help = match status {
            "200" | "4XX" | "5XX" => continue,
            "default" => {
                "name the failures 4XX and 5XX: beside another status, `default` is code that is never reached"
            }
            _ if status.starts_with('2') => {
                "'200' is the one success: an operation returns one type"
            }
            _ if status.starts_with(['4', '5']) => {
                "use 4XX and 5XX, and tell in their description what a status means: a failure is one type"
            }
            _ => "use '200', 4XX and 5XX",
        };
        problems.push(
            responses
                .problem(format!("`{status}` is not supported"))
                .help(help),
        );
    }
}

fn check_answer(bundle: &Bundle, status: &str, response: &Site<'_>, problems: &mut Vec<Problem>) {
    let allowed = match status {
        "200" => &[JSON, XML][..],
        "4XX" | "5XX" => &[JSON, XML, HTML],
        _ => return,
    };
    let bodies = media(response);
    for (kind, _) in bodies.iter().filter(|(kind, _)| !allowed.contains(kind)) {
        problems.push(
            response
                .problem(format!("the media type {kind} is not supported"))
                .help(format!("supported here: {}", allowed.join(", "))),
        );
    }
    if !bodies.iter().any(|(kind, _)| *kind == JSON) {
        problems.push(response.problem(format!("has no content of {JSON}")).help(
            "every answer of FortiNAC has the envelope with `status` and `errorMessage` at least",
        ));
    }
    check_same_schema(response, &bodies, problems);
    for (_, body) in bodies
        .iter()
        .filter(|(kind, _)| matches!(*kind, JSON | XML))
    {
        if let Some(schema) = body.member("schema")
            && let Some((name, members)) = check_record(bundle, &schema, problems)
            && !members.contains_key("status")
        {
            problems.push(
                Problem::new(
                    bundle.file_of_schema(name),
                    format!("components/schemas/{name}"),
                    "is an answer, and has no member `status`",
                )
                .help("a client tells a failure by it, whatever the HTTP status says"),
            );
        }
    }
}

/// One type for all failures of an operation.
fn check_errors(operation: &Operation<'_>, problems: &mut Vec<Problem>) {
    let mut schemas = BTreeMap::new();
    for (status, response) in &operation.responses {
        if matches!(*status, "4XX" | "5XX")
            && let Some((_, body)) = media(response).into_iter().find(|(kind, _)| *kind == JSON)
            && let Some(reference) = body.member("schema").and_then(|schema| schema.text("$ref"))
        {
            schemas.insert(reference, *status);
        }
    }
    if schemas.len() > 1 {
        let schemas: Vec<_> = schemas
            .iter()
            .map(|(schema, status)| format!("{status}: {schema}"))
            .collect();
        problems.push(
            operation
                .site
                .problem(format!(
                    "failures answer two schemas ({})",
                    schemas.join(", ")
                ))
                .help("use one schema for 4XX and 5XX: a failure is one type"),
        );
    }
}

/// XML is another form of the same record.
fn check_same_schema(site: &Site<'_>, bodies: &[(&str, Site<'_>)], problems: &mut Vec<Problem>) {
    let schema_of = |wanted| {
        bodies
            .iter()
            .find(|(kind, _)| *kind == wanted)
            .and_then(|(_, body)| body.value.get("schema"))
    };
    if let (Some(json), Some(xml)) = (schema_of(JSON), schema_of(XML))
        && json != xml
    {
        problems.push(
            site.problem(format!("{JSON} and {XML} have different schemas"))
                .help("give both the same `$ref`"),
        );
    }
}

/// The members of the record that `schema` refers to. What cannot be read is for another rule.
fn check_record<'a>(
    bundle: &'a Bundle,
    schema: &Site<'a>,
    problems: &mut Vec<Problem>,
) -> Option<(&'a str, &'a serde_json::Map<String, Value>)> {
    if let Spelling::Reference(name) = spelling::read(schema.value).ok()?
        && let Spelling::Record(members) = spelling::read(component_schema(bundle, name)?).ok()?
    {
        return Some((name, members));
    }
    problems.push(
        schema
            .problem("is not a `$ref` to a record")
            .help("make it a component with `type: object`, `nullable: true` and `properties`"),
    );
    None
}

fn check_form(bundle: &Bundle, schema: &Site<'_>, problems: &mut Vec<Problem>) {
    let Some((name, members)) = check_record(bundle, schema, problems) else {
        return;
    };
    for (member, _) in members
        .iter()
        .filter(|(_, schema)| !is_scalar(bundle, schema) && !is_list_of_scalars(bundle, schema))
    {
        problems.push(
            Problem::new(
                bundle.file_of_schema(name),
                format!("components/schemas/{name}/properties/{member}"),
                "a form cannot carry it",
            )
            .help("a form holds text, numbers, flags, and lists of these"),
        );
    }
}

/// The member of an upload that holds the file, if the schema is spelled as one.
pub(crate) fn uploaded(schema: &Value) -> Option<&str> {
    let members = schema.get("properties")?.as_object()?;
    let file = serde_json::json!({"type": "string", "format": "binary"});
    let mut members = members.iter();
    let (name, member) = members.next().filter(|(_, member)| **member == file)?;
    let keywords = schema.as_object().map_or(0, |schema| schema.len());
    (schema["type"] == "object" && keywords == 2 && member.is_object() && members.next().is_none())
        .then_some(name)
}

fn check_upload(schema: &Site<'_>, problems: &mut Vec<Problem>) {
    if uploaded(schema.value).is_none() {
        problems.push(schema.problem("is not one file").help(
            "write `type: object` with one property, which is `type: string` and `format: binary`",
        ));
    }
}

/// What cannot be read is for another rule.
fn is_scalar(bundle: &Bundle, schema: &Value) -> bool {
    match spelling::read(schema) {
        Ok(Spelling::Reference(name)) => {
            component_schema(bundle, name).is_none_or(|component| is_scalar(bundle, component))
        }
        Ok(spelling) => matches!(
            spelling,
            Spelling::Text
                | Spelling::Secret
                | Spelling::OpenEnum(_)
                | Spelling::Integer
                | Spelling::Number
                | Spelling::Flag
                | Spelling::IntegerOrText
        ),
        Err(_) => true,
    }
}

fn is_list_of_scalars(bundle: &Bundle, schema: &Value) -> bool {
    matches!(spelling::read(schema), Ok(Spelling::List(items)) if is_scalar(bundle, items))
}
