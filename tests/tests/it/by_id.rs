//! Calls by operationId: lists without pages, updates, retries, and what the spec does not have. That each does the same as the typed
//! call is in `same_as_typed`.

use fortinac_client::call::{ById, Call};
use fortinac_client::{Client, StatusCode, Upload};
use fortinac_mock::Appliance;
use fortinac_testkit::Response;
use fortinac_testkit::canary::PASSWORD;
use futures_util::TryStreamExt;
use serde_json::{Value, json};

use crate::support::fault::assert_no_canary;
use crate::support::log::Log;
use crate::support::{appliance, users};

#[tokio::test]
async fn a_stream_of_a_list_without_pages_reads_it_once() {
    let (server, client) = appliance([users([1, 2], 2)]).await;
    let call = client.call("adapter_list").unwrap();
    let items: Vec<Value> = call.stream().try_collect().await.unwrap();
    assert_eq!(items, [json!({"id": 1}), json!({"id": 2})]);
    assert_eq!(server.targets(), ["/api/v2/adapter"]);
}

#[tokio::test]
async fn a_page_has_the_numbers_that_the_appliance_tells() {
    let (server, client) = appliance([users([1, 2], 9), users([], 0)]).await;
    let call = client.call("user_list").unwrap().parameter("count", 2);
    let page = call.page().await.unwrap();
    assert_eq!((page.len(), page.filtered, page.total), (2, Some(9), None));
    assert_eq!(page.items[0], json!({"id": 1}));
    assert_eq!(server.targets(), ["/api/v2/user?count=2"]);
    let no_list = client.call("user_get").unwrap().parameter("id", 1);
    let error = no_list.page().await.unwrap_err();
    assert!(
        error.to_string().contains("does not return a list"),
        "{error}"
    );
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
