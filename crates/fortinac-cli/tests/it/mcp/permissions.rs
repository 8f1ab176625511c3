//! What is not allowed is refused in the call, however it is spelt.

use fortinac_mock::Appliance;
use fortinac_spec::api::{Api, Body, Location, Operation, Type};
use serde_json::{Map, Value, json};

use super::session::Session;

/// The spellings of an operation that a model, or who misleads it, may try.
fn spellings(api: &Api, operation: &Operation) -> Vec<String> {
    let id = &operation.id;
    let camel: String = id
        .split('_')
        .enumerate()
        .map(|(index, word)| match (index, word.split_at_checked(1)) {
            (1.., Some((first, rest))) => first.to_uppercase() + rest,
            _ => word.to_owned(),
        })
        .collect();
    let method = operation.method.as_str();
    let filled = operation.path.replace("{id}", "31");
    vec![
        id.clone(),
        id.to_uppercase(),
        id.replace('_', "-"),
        id.replace('_', " "),
        camel,
        format!("  {id}\n"),
        format!("{}_{}", api.handle(operation), operation.verb),
        format!("{}s {}", operation.resource, operation.verb),
        format!("{method} {}", operation.path),
        format!("{} /api/v2{filled}/", method.to_lowercase()),
        format!("{method} {}", filled.replace('e', "%65")),
        format!("{method}\t{filled}"),
    ]
}

#[test]
fn without_permission_only_harmless_reads_are_called_however_they_are_spelt() {
    let appliance = Appliance::start().unwrap();
    let mut session = Session::new(&appliance, &[]);
    let api = Api::bundled_index();
    let (mut refused, mut kinds) = (0, [0; 3]);
    for operation in &api.operations {
        let is_harmless = operation.safe && !operation.destructive && !operation.returns_secret();
        if is_harmless {
            continue;
        }
        let kind = match () {
            () if operation.returns_secret() => 0,
            () if operation.method.as_str() == "GET" => 1,
            () => 2,
        };
        kinds[kind] += 1;
        for spelling in spellings(&api, operation) {
            for confirm in [Value::Null, "00112233445566778899aabbccddeeff".into()] {
                let call = json!({"operation": spelling, "arguments": {"id": 31}, "body": {"id": 31}, "confirm": confirm});
                let error = session.error("call_operation", &call);
                let message = error["message"].as_str().unwrap();
                let is_known = message.starts_with(operation.id.as_str());
                // What names no operation is refused as well.
                assert!(
                    is_known || error["kind"] == "not-found",
                    "{spelling}: {error}"
                );
                refused += usize::from(is_known);
            }
        }
    }
    assert!(
        kinds.iter().all(|number| *number >= 6),
        "secrets, unsafe GETs and writes: {kinds:?}"
    );
    let tried = kinds.iter().sum::<usize>() * 2;
    assert!(
        refused > tried * 8,
        "most spellings are understood: {refused} of {tried} times 12"
    );
    assert!(appliance.requests().is_empty(), "nothing was sent");
}

fn sample(ty: &Type) -> Value {
    match ty {
        Type::Integer | Type::Number => 31.into(),
        Type::Boolean => true.into(),
        Type::Array(items) => vec![sample(items)].into(),
        _ => "sample".into(),
    }
}

/// A call with what it needs.
fn call(operation: &Operation) -> Value {
    let mut arguments = Map::new();
    for parameter in &operation.parameters {
        if parameter.required || parameter.location == Location::Path {
            arguments.insert(parameter.name.clone(), sample(&parameter.ty));
        }
    }
    let fields = operation.body.as_ref().map_or(&[][..], Body::fields);
    for field in fields.iter().filter(|field| field.required) {
        arguments.insert(field.name.clone(), sample(&field.ty));
    }
    let body = match &operation.body {
        Some(Body::Json {
            ty: Type::Array(items),
            ..
        }) if items.component().is_some() => {
            json!([{"id": 31}])
        }
        Some(Body::Json {
            ty: Type::Array(_), ..
        }) => json!(["31"]),
        Some(Body::Json { .. }) => json!({}),
        _ => Value::Null,
    };
    json!({"operation": operation.id, "arguments": arguments, "body": body})
}

#[test]
fn every_operation_that_is_allowed_reaches_the_appliance() {
    let appliance = Appliance::start().unwrap();
    let mut session = Session::new(&appliance, &[]);
    let mut called = 0;
    for operation in &Api::bundled_index().operations {
        for resource in appliance.resources() {
            let record = json!({"id": 31, "dbid": 31, "DBID": 31});
            appliance.seed(resource, record).unwrap();
        }
        appliance.clear_requests();
        let result = session.result("call_operation", &call(operation));
        let requests = appliance.requests();
        let is_allowed = operation.safe && !operation.destructive && !operation.returns_secret();
        let takes_file = operation
            .body
            .iter()
            .flat_map(Body::fields)
            .any(|field| field.ty == Type::File);
        match is_allowed && !takes_file {
            true => {
                let reached = requests.last().and_then(|request| request.operation());
                assert_eq!(
                    reached,
                    Some(operation.id.as_str()),
                    "{}: {result}",
                    operation.id
                );
                called += 1;
            }
            false => {
                assert_eq!(result["isError"], true, "{}: {result}", operation.id);
                assert!(requests.is_empty(), "{}: {requests:?}", operation.id);
            }
        }
    }
    assert!(called > 200, "{called}");
}

#[test]
fn a_secret_is_not_returned_even_where_writes_are_allowed() {
    let appliance = Appliance::start().unwrap();
    let arguments = [
        "--allow-writes",
        "aaa-server",
        "guest",
        "--allow-destructive",
    ];
    let mut session = Session::new(&appliance, &arguments);
    for operation in [
        "aaa_server_secret",
        "GET /guest/generate-password",
        "guests generatePassword",
    ] {
        let call = json!({"operation": operation, "arguments": {"id": 31}});
        let error = session.error("call_operation", &call);
        let message = error["message"].as_str().unwrap();
        assert!(
            message.contains("returns a secret") || error["kind"] == "not-found",
            "{operation}: {error}"
        );
    }
    assert!(appliance.requests().is_empty());
}

#[test]
fn destruction_needs_a_permission_of_its_own() {
    let appliance = Appliance::start().unwrap();
    let call = json!({"operation": "user_delete", "arguments": {"id": 31}});
    let mut mild = Session::new(&appliance, &["--allow-writes", "user"]);
    let error = mild.error("call_operation", &call);
    assert!(
        error["hint"]
            .as_str()
            .unwrap()
            .contains("--allow-destructive"),
        "{error}"
    );
    assert!(appliance.requests().is_empty());

    let mut harsh = Session::new(
        &appliance,
        &["--allow-writes", "user", "--allow-destructive"],
    );
    let plan = harsh.call("call_operation", &call);
    assert_eq!(
        plan["plan"]["effect"],
        "destroys data or interrupts service"
    );
    assert_eq!(plan["plan"]["changes"][0]["userID"], "mlind");
    let mut confirmed = call.clone();
    confirmed["confirm"] = plan["confirm"].clone();
    assert_eq!(harsh.call("call_operation", &confirmed)["result"], "done");
    assert_eq!(
        harsh.call("find", &json!({"what": "mlind"}))["rows"],
        json!([])
    );
    let tools = harsh.request("tools/list", &json!({}));
    let last = tools["tools"].as_array().unwrap().last().unwrap();
    assert_eq!(
        last["annotations"],
        json!({"readOnlyHint": false, "destructiveHint": true})
    );
}

#[test]
fn a_file_is_not_sent() {
    let appliance = Appliance::start().unwrap();
    let mut session = Session::new(&appliance, &["--allow-writes", "host"]);
    let call = json!({"operation": "host_import_hosts", "arguments": {"file": "/etc/hostname"}});
    let error = session.error("call_operation", &call);
    assert!(
        error["message"].as_str().unwrap().contains("takes a file"),
        "{error}"
    );
    assert!(appliance.requests().is_empty());
}
