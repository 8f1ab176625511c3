//! Calls by operationId: each does the same as the typed call, and what the spec does not have is refused.

use std::time::{SystemTime, UNIX_EPOCH};

use fortinac_client::call::{ById, Call};
use fortinac_client::{Client, Error, Page, StatusCode, Upload};
use fortinac_mock::{Appliance, Fault, Request};
use fortinac_spec::Spec;
use fortinac_spec::api::{Body, Operation, ResponseMedia, Type};
use fortinac_testkit::Response;
use fortinac_testkit::canary::{PASSWORD, TOKEN};
use futures_util::TryStreamExt;
use futures_util::future::BoxFuture;
use serde::Serialize;
use serde_json::{Value, json};

use crate::generated::typed_calls::TYPED_CALLS;
use crate::support::fault::assert_no_canary;
use crate::support::log::Log;
use crate::support::{appliance, users};

// The same as the typed calls

type Outcome = Result<Value, Error>;

/// Makes the call of an operation, with arguments that [`sample`] has too.
pub(crate) type TypedCall = fn(&Client) -> BoxFuture<'static, Outcome>;

/// The value that a call returns, as JSON.
pub(crate) fn value<T, P>(call: Call<T, P>) -> BoxFuture<'static, Outcome>
where
    T: Serialize + Send + 'static,
    P: 'static,
{
    let call = call.into_future();
    Box::pin(async move { Ok(serde_json::to_value(call.await?).unwrap()) })
}

/// The items of the page that a call returns, as JSON.
pub(crate) fn page<T, P>(call: Call<Page<T>, P>) -> BoxFuture<'static, Outcome>
where
    T: Serialize + Send + 'static,
    P: 'static,
{
    let call = call.into_future();
    Box::pin(async move { Ok(serde_json::to_value(call.await?.items).unwrap()) })
}

/// An argument of a call. In the typed calls it is the same.
fn sample(name: &str, ty: &Type) -> Value {
    match ty {
        Type::Integer => 31.into(),
        Type::Boolean => true.into(),
        Type::Array(items) => json!([sample(name, items)]),
        _ => format!("sample {name}").into(),
    }
}

/// The value with strings in place of numbers and booleans, and with an only item in place of its array.
fn in_strings(value: Value) -> Value {
    match value {
        Value::Object(properties) => {
            let properties = properties.into_iter();
            properties
                .map(|(name, value)| (name, in_strings(value)))
                .collect()
        }
        Value::Array(mut items) if items.len() == 1 => in_strings(items.remove(0)),
        Value::Array(items) => items.into_iter().map(in_strings).collect(),
        Value::Number(number) => number.to_string().into(),
        Value::Bool(boolean) => boolean.to_string().into(),
        other => other,
    }
}

/// The value without the times that an appliance sets: two appliances never set the same one.
fn without_times(value: Value, since: i64) -> Value {
    let inside = |value| without_times(value, since);
    match value {
        Value::Object(properties) => {
            let properties = properties.into_iter();
            properties
                .map(|(name, value)| (name, inside(value)))
                .collect()
        }
        Value::Array(items) => items.into_iter().map(inside).collect(),
        Value::Number(time)
            if time.as_i64().is_some_and(|time| time >= since)
                && time.as_i64() < Some(since + 3_600_000) =>
        {
            "a time".into()
        }
        Value::String(time) if time.ends_with("+0000") => "a time".into(),
        other => other,
    }
}

/// The same call as the typed one.
fn call(client: &Client, spec: &Spec, operation: &Operation) -> Call<Value, ById> {
    let mut call = client.call(&operation.id).unwrap();
    for parameter in operation.parameters.iter().filter(|known| known.required) {
        call = call.parameter(&parameter.name, sample(&parameter.name, &parameter.ty));
    }
    match &operation.body {
        Some(Body::Form { fields, .. }) => {
            let required = fields.iter().filter(|field| field.required);
            required.fold(call, |call, field| {
                call.field(&field.name, sample(&field.name, &field.ty))
            })
        }
        Some(Body::Json {
            ty: Type::Ref(name),
            ..
        }) => {
            let record = spec.api().record(name).unwrap();
            let required = record
                .required
                .iter()
                .map(|name| record.property(name).unwrap());
            let body = required.map(|known| (known.name.clone(), sample(&known.name, &known.ty)));
            call.json(&body.collect::<Value>())
        }
        Some(Body::Json { ty, .. }) if ty.component().is_some() => call.json(&json!([{}])),
        Some(Body::Json { ty, .. }) => call.json(&sample("", ty)),
        Some(Body::Multipart { parts }) => {
            let required = parts.iter().filter(|part| part.required);
            required.fold(call, |call, part| match &part.ty {
                Type::File => call.upload(&part.name, &Upload::new(&part.name, part.name.clone())),
                ty => call.field(&part.name, sample(&part.name, ty)),
            })
        }
        _ => call,
    }
}

/// Gives the appliance a record with the id of the samples, of every resource.
fn seed(appliance: &Appliance) {
    for resource in appliance.resources() {
        let record = json!({"id": 31, "dbid": 31, "DBID": 31});
        appliance.seed(resource, record).unwrap();
    }
}

/// A request as text, without what differs each time.
fn sent(request: &Request) -> String {
    let header = |name| request.header(name).unwrap_or_default();
    let content_type = header("content-type");
    let body = match request.json() {
        Some(json) => json.to_string(),
        None => String::from_utf8(request.body().to_vec()).unwrap(),
    };
    let mut query = request.query().to_vec();
    query.sort();
    let text = format!(
        "{} {} {query:?} {} {content_type} {body}",
        request.method(),
        request.path(),
        header("accept"),
    );
    match content_type.split_once("boundary=") {
        Some((_, boundary)) => text.replace(boundary, "boundary"),
        None => text,
    }
}

#[tokio::test]
async fn every_operation_does_the_same_as_the_typed_call() {
    let spec = Spec::bundled();
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let since = i64::try_from(since.as_millis()).unwrap();
    let appliances = [(); 2].map(|()| Appliance::builder().token(TOKEN).start().unwrap());
    let clients = appliances.each_ref().map(|known| known.client().unwrap());
    for operation in &spec.api().operations {
        let id = operation.id.as_str();
        let typed = TYPED_CALLS.iter().find(|(typed, _)| *typed == id);
        let (_, typed) = typed.unwrap_or_else(|| panic!("no typed call of {id}"));
        let by_id = || call(&clients[1], &spec, operation);

        appliances.iter().for_each(seed);
        let outcome = |result: Result<Value, Error>| match result {
            // Without schemas, all in XML is a string.
            Ok(value) if operation.response_media == ResponseMedia::Xml => Some(in_strings(value)),
            // The password of a guest is another one each time.
            Ok(_) if id == "guest_generate_password" => Some("a secret".into()),
            Ok(value) => Some(without_times(value, since)),
            // The example has null for the value.
            Err(error) if error.is_not_found() => None,
            // The samples are not what every call needs: a MAC address, or the parts of a certificate.
            Err(error) if error.is_api_error() => Some(error.to_string().into()),
            Err(error) => panic!("{id}: {error}"),
        };
        let expected = outcome(typed(&clients[0]).await);
        assert_eq!(outcome(by_id().await), expected, "{id}");

        for appliance in &appliances {
            appliance.fault(Fault::failure("it is busy"));
        }
        let expected = typed(&clients[0]).await.unwrap_err().to_string();
        assert_eq!(by_id().await.unwrap_err().to_string(), expected, "{id}");

        let [expected, found] = appliances.each_ref().map(|appliance| {
            let requests = appliance.requests();
            appliance.clear_requests();
            requests.iter().map(sent).collect::<Vec<_>>()
        });
        assert_eq!(found, expected, "{id}");
        assert_eq!(found.len(), 2, "{id}");
    }
    assert_eq!(TYPED_CALLS.len(), spec.api().operations.len());
}

#[tokio::test]
async fn a_stream_reads_all_pages_as_the_typed_one_does() {
    let records: Vec<Value> = (1..=330).map(|id| json!({"id": id})).collect();
    let builder = Appliance::builder().empty().seed("user", records.into());
    let appliance = builder.start().unwrap();
    let client = appliance.client().unwrap();
    let typed = client.users().list().filter("id>=10").limit(50).stream();
    let typed: Vec<Value> = typed
        .map_ok(|user| serde_json::to_value(user).unwrap())
        .try_collect()
        .await
        .unwrap();
    let typed_requests: Vec<_> = appliance.requests().iter().map(sent).collect();
    appliance.clear_requests();

    let call = client.call("user_list").unwrap();
    let call = call.parameter("filter", ["id>=10"]).parameter("count", 50);
    let by_id: Vec<Value> = call.stream().try_collect().await.unwrap();
    assert_eq!((by_id.len(), &by_id), (321, &typed));
    let requests: Vec<_> = appliance.requests().iter().map(sent).collect();
    assert_eq!((requests.len(), requests), (7, typed_requests));
}

#[tokio::test]
async fn a_stream_of_a_list_without_pages_reads_it_once() {
    let (server, client) = appliance([users([1, 2], 2)]).await;
    let call = client.call("adapter_list").unwrap();
    let items: Vec<Value> = call.stream().try_collect().await.unwrap();
    assert_eq!(items, [json!({"id": 1}), json!({"id": 2})]);
    assert_eq!(server.targets(), ["/api/v2/adapter"]);
}

#[tokio::test]
async fn a_stream_without_progress_fails() {
    let (_server, client) = appliance([users([1, 2], 9)]).await;
    let stream = client.call("user_list").unwrap().stream();
    let error = stream.try_collect::<Vec<Value>>().await.unwrap_err();
    assert!(error.to_string().contains("ignores `start`"), "{error}");
}

#[tokio::test]
async fn a_read_is_retried_and_a_write_only_if_allowed() {
    let busy = || Response::json(503, json!({"status": "error", "errorMessage": "busy"}));
    let call = |client: &Client, id: &str| client.call(id).unwrap().parameter("id", 31);
    let body = json!({"id": 31});

    let (server, client) = appliance([busy(), users([31], 1)]).await;
    assert_eq!(call(&client, "user_get").await.unwrap(), body);
    assert_eq!(server.requests().len(), 2);

    let (server, client) = appliance([busy(), users([31], 1)]).await;
    let update = call(&client, "user_update").json(&body);
    let error = update.clone().await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
    assert_eq!(server.requests().len(), 1);
    let (server, client) = appliance([busy(), users([31], 1)]).await;
    let update = call(&client, "user_update").json(&body);
    assert_eq!(update.retry_non_idempotent().await.unwrap(), Value::Null);
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn the_response_and_the_absence_of_a_record_are_available() {
    let (_server, client) = appliance([users([31], 1), users([], 0)]).await;
    let call = || client.call("user_get").unwrap().parameter("id", 31);
    let response = call().with_response().await.unwrap();
    assert_eq!(
        (response.status, response.filtered),
        (StatusCode::OK, Some(1))
    );
    assert_eq!(response.value, json!({"id": 31}));
    assert_eq!(call().optional().await.unwrap(), None);
    assert!(call().await.unwrap_err().is_not_found());
}

#[tokio::test]
async fn an_update_has_the_id_of_the_path_in_its_body() {
    let (server, client) = appliance([users([], 0)]).await;
    let call = || client.call("user_update").unwrap();
    let body = json!({"notes": "x"});
    for call in [
        call().parameter("id", 31).json(&body),
        call().json(&body).parameter("id", "31"),
        call().json(&body).parameter("id", 7).parameter("id", "+31"),
    ] {
        call.await.unwrap();
    }
    for request in server.requests() {
        let body: Value = serde_json::from_str(&request.body).unwrap();
        assert_eq!(request.target, "/api/v2/user/31");
        assert_eq!(body, json!({"id": 31, "notes": "x"}));
    }
    for id in [json!(7), json!(null)] {
        let body = json!({"id": id});
        call().parameter("id", 31).json(&body).await.unwrap();
        assert_eq!(server.requests().last().unwrap().body, body.to_string());
    }
}

#[tokio::test]
async fn what_is_set_again_replaces_what_was_set() {
    let (server, client) = appliance([users([], 0)]).await;
    let call = client.call("host_set_role").unwrap();
    let call = call.field("id", [1, 2]).field("role", "x");
    call.field("id", 3).field("role", "a&b").await.unwrap();
    let call = client.call("user_list").unwrap();
    let call = call.parameter("filter", ["a==1", "b==2"]);
    let call = call.parameter("start", 1).parameter("start", 2);
    call.parameter("filter", "c==3").await.unwrap();
    let call = client.call("adapter_list").unwrap();
    let call = call.parameter("filter", "a==1");
    call.parameter("filter", "c==3").await.unwrap();
    assert_eq!(server.requests()[0].body, "id=3&role=a%26b");
    let lists = ["user?filter=c%3D%3D3&start=2", "adapter?filter=c%3D%3D3"];
    let lists = lists.map(|list| format!("/api/v2/{list}"));
    assert_eq!(server.targets()[1..], lists);
}

// What the spec does not have

type Change = fn(Call<Value, ById>) -> Call<Value, ById>;

#[tokio::test]
async fn what_cannot_be_sent_is_an_error_that_says_why() {
    let appliance = Appliance::start().unwrap();
    let client = appliance.client().unwrap();
    let cases: [(&str, Change, &str); 22] = [
        ("user_get", |call| call, "it lacks the parameter `id`"),
        (
            "user_get",
            |call| call.parameter("ID", 31),
            "the operation has no parameter `ID`; it has `id`",
        ),
        (
            "admin_profile_get_new",
            |call| call.parameter("id", 31),
            "the operation has no parameter `id`; it has none",
        ),
        (
            "user_get",
            |call| call.parameter("id", "abc"),
            "the parameter `id` is not an integer",
        ),
        (
            "user_get",
            |call| call.parameter("id", [31, 32]),
            "the parameter `id` has 2 values; give one",
        ),
        (
            "user_list",
            |call| call.parameter("filter", json!([])),
            "the parameter `filter` has 0 values; give one or more",
        ),
        (
            "user_list",
            |call| call.parameter("count", Value::Null),
            "the parameter `count` is null or has objects or arrays in it",
        ),
        (
            "host_set_role",
            |call| call,
            "it lacks the field `id`, the field `role`",
        ),
        (
            "host_set_role",
            |call| call.field("id", 31),
            "it lacks the field `role`",
        ),
        (
            "host_set_role",
            |call| call.field("ids", 31),
            "the operation has no field `ids`; its body is a form with the fields `id`, `role`",
        ),
        (
            "host_set_role",
            |call| call.field("id", json!([31, "x"])),
            "the field `id` is not an integer",
        ),
        (
            "host_set_role",
            |call| call.field("role", ["a", "b"]),
            "the field `role` has 2 values; give one",
        ),
        (
            "group_add_to_parents",
            |call| call.field("replace", "yes"),
            "the field `replace` is not a boolean",
        ),
        (
            "user_update",
            |call| call.parameter("id", 31),
            "it lacks a JSON body",
        ),
        (
            "user_update",
            |call| call.parameter("id", 31).json(&[31]),
            "the JSON body is not an object",
        ),
        (
            "user_update",
            |call| call.field("id", 31),
            "the operation has no field `id`; its body is JSON",
        ),
        (
            "user_get",
            |call| call.json(&json!({})),
            "the operation has no JSON body; its body is empty",
        ),
        (
            "user_get",
            |call| call.upload("x", &Upload::new("x", "x")),
            "the operation has no file `x`; its body is empty",
        ),
        (
            "host_import_hosts",
            |call| call.upload("x", &Upload::new("x", "x")),
            "the operation has no file `x`; its body is an upload with the parts `file`",
        ),
        (
            "host_import_hosts",
            |call| call.field("file", "x"),
            "`file` is a file: set it with `upload`",
        ),
        (
            "host_set_role",
            |call| call.upload("role", &Upload::new("x", "x")),
            "`role` is no file: set it with `field`",
        ),
        (
            "host_import_hosts",
            |call| call,
            "it lacks the field `file`",
        ),
    ];
    for (id, change, expected) in cases {
        let error = change(client.call(id).unwrap()).await.unwrap_err();
        let expected = format!("the request cannot be written: {expected}");
        assert_eq!(error.operation(), Some(id));
        assert!(error.to_string().ends_with(&expected), "{error}");
    }
    let stream = client
        .call("user_get")
        .unwrap()
        .parameter("id", 31)
        .stream();
    let error = stream.try_collect::<Vec<Value>>().await.unwrap_err();
    let expected = "the request cannot be written: the operation does not return a list";
    assert!(error.to_string().ends_with(expected), "{error}");
    assert!(appliance.requests().is_empty());
}

#[tokio::test]
async fn an_unknown_operation_is_an_error_that_names_near_ones() {
    let appliance = Appliance::start().unwrap();
    let client = appliance.client().unwrap();
    let error = client.call("user_gte").unwrap_err().to_string();
    let (given, near) = error.split_once("; near it are ").unwrap();
    assert!(
        given.ends_with("there is no operation `user_gte`"),
        "{given}"
    );
    assert!(near.starts_with("`user_get`, "), "{near}");
    assert_eq!(near.split(", ").count(), 3);
    let error = client.call("a\nb\u{202e}c").unwrap_err().to_string();
    assert!(error.contains("`a b c`"), "{error}");
}

// Secrets

#[tokio::test]
async fn no_secret_is_shown() {
    let echo = Response::json(
        400,
        json!({"status": "error", "errorMessage": format!("no {PASSWORD}")}),
    );
    let log = Log::start();
    let (server, client) = appliance([echo]).await;
    let call = client.call("current_session_initialize_root_user").unwrap();
    let form = call
        .field("user", "root")
        .field("password", PASSWORD)
        .field("newUserID", "admin")
        .field("newPassword", PASSWORD);
    let body = json!({"radius": [{"password": PASSWORD}]});
    let json = client
        .call("user_update")
        .unwrap()
        .parameter("id", 31)
        .json(&body);
    for call in [form, json] {
        let shown = format!("{call:?} {call:#?}");
        assert!(!shown.contains("canary"), "{shown}");
        let error = call.await.unwrap_err();
        assert_eq!(error.api_message(), Some("no [redacted]"));
        assert_no_canary(&error, &log);
    }
    let sent = server.requests();
    assert!(sent.iter().all(|request| request.body.contains(PASSWORD)));

    // A value that is refused is not repeated.
    let call = client.call("user_get").unwrap().parameter("id", PASSWORD);
    assert_no_canary(&call.await.unwrap_err(), &log);
}
