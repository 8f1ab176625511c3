//! Responses with values that the spec does not expect: everything else is read, and nothing is lost.

use std::sync::{Arc, Mutex};

use fortinac_client::types::decode::DecodeError;
use fortinac_client::{Client, Error, Method};
use fortinac_evidence::BodySide;
use fortinac_json::{kind_of, push_index, push_property};
use fortinac_spec::Spec;
use fortinac_spec::api::{Operation, Output};
use fortinac_testkit::{Response, Server};
use fortinac_tests::{Case, examples, exchanges};
use serde_json::{Value, json};

use crate::generated::typed_calls::TYPED_CALLS;
use crate::same_as_typed::TypedCall;
use crate::support::log::Log;
use crate::support::{appliance, settings};

const CANARY: &str = "canary-of-a-value";

/// A value of each JSON type.
fn kinds() -> [Value; 7] {
    [
        Value::Null,
        json!(true),
        json!(7),
        json!(7.5),
        json!(CANARY),
        json!([]),
        json!({}),
    ]
}

/// The JSON path of each leaf: of everything that is neither an object nor an array with something in it.
fn leaves(json: &Value, path: &str, pointer: &str, found: &mut Vec<(String, String)>) {
    let mut inside = |name: Result<usize, &str>, value: &Value| {
        let mut path = path.to_owned();
        let token = match name {
            Ok(index) => {
                push_index(&mut path, index);
                index.to_string()
            }
            Err(name) => {
                push_property(&mut path, name);
                name.replace('~', "~0").replace('/', "~1")
            }
        };
        leaves(value, &path, &format!("{pointer}/{token}"), found);
    };
    match json {
        Value::Array(items) if !items.is_empty() => {
            let items = items.iter().enumerate();
            items.for_each(|(index, item)| inside(Ok(index), item));
        }
        Value::Object(properties) if !properties.is_empty() => {
            let properties = properties.iter();
            properties.for_each(|(name, property)| inside(Err(name), property));
        }
        _ => found.push((path.to_owned(), pointer.to_owned())),
    }
}

/// The property whose value the call returns, and the value.
fn returned(operation: &Operation, envelope: &Value) -> (Option<String>, Value) {
    match &operation.result {
        Output::None => (None, Value::Null),
        Output::One {
            property,
            is_only_item: true,
            ..
        } => (Some(property.clone()), envelope[property][0].clone()),
        // Null stands for no items.
        Output::List { property, .. } => {
            let items = Some(envelope[property].clone()).filter(|items| !items.is_null());
            (Some(property.clone()), items.unwrap_or_else(|| json!([])))
        }
        Output::One { property, .. }
        | Output::Count { property }
        | Output::Value { property, .. } => (Some(property.clone()), envelope[property].clone()),
        _ => (None, envelope.clone()),
    }
}

/// A client that lists where responses are not as the spec says.
fn observed(server: &Server, strict: bool) -> (Client, Arc<Mutex<Vec<String>>>) {
    let listed = Arc::<Mutex<Vec<String>>>::default();
    let observer = Arc::clone(&listed);
    let client = settings(&server.url())
        .strict(strict)
        .observer(move |attempt| {
            let paths = attempt.unexpected.iter();
            let paths = paths.map(|error| error.path().to_owned());
            observer.lock().unwrap().extend(paths);
        })
        .build()
        .unwrap();
    (client, listed)
}

fn typed_call(operation: &Operation) -> TypedCall {
    let index = TYPED_CALLS.binary_search_by_key(&operation.id.as_str(), |(id, _)| *id);
    TYPED_CALLS[index.unwrap()].1
}

/// What became of the changed responses.
#[derive(Debug, Default)]
struct Tally {
    /// The type is as the spec says.
    expected: usize,
    /// It is not, and the call returned everything else.
    tolerated: usize,
    /// The value is what the call returns, or says whether it succeeded.
    essential: usize,
}

/// Changes each leaf of a response to other JSON types, at most this many, one at a time, and makes the typed call.
async fn change_every_leaf(case: &Case, limit: usize, tally: &mut Tally) {
    let mut changes = Vec::new();
    let mut found = Vec::new();
    leaves(&case.json, "$", "", &mut found);
    for (path, pointer) in found {
        let leaf = case.json.pointer(&pointer).unwrap();
        let others = kinds().into_iter().rev();
        let others = others.filter(|kind| kind_of(leaf) != kind_of(kind));
        for other in others.take(limit) {
            let mut changed = case.json.clone();
            *changed.pointer_mut(&pointer).unwrap() = other;
            changes.push((path.clone(), changed));
        }
    }
    // Each is read twice: strictly, and not.
    let responses = changes.iter().flat_map(|(_, json)| {
        [
            Response::json(200, json.clone()),
            Response::json(200, json.clone()),
        ]
    });
    let server = Server::start(responses.collect::<Vec<_>>()).await;
    let (strict, _) = observed(&server, true);
    let (tolerant, listed) = observed(&server, false);
    let call = typed_call(&case.operation);
    for (path, json) in &changes {
        let name = format!(
            "{}, {path}: {}",
            case.name,
            json.pointer("/results").unwrap_or(json)
        );
        let refused: Option<Error> = call(&strict).await.err();
        listed.lock().unwrap().clear();
        let result = call(&tolerant).await;
        let listed = listed.lock().unwrap().clone();
        let (property, expected) = returned(&case.operation, json);
        let is_payload = property.is_some_and(|property| {
            let payload = format!("$.{property}");
            *path == payload || (*path == format!("{payload}[0]") && result.is_err())
        });
        if is_payload || path == "$.status" {
            if let Err(error) = &result {
                let is_clear = error.is_decode() || error.is_not_found() || error.is_api_error();
                assert!(is_clear, "{name}: {error}");
                assert!(
                    !error.to_string().contains(CANARY) || error.is_api_error(),
                    "{error}"
                );
            }
            tally.essential += 1;
            continue;
        }
        let value = match result {
            Ok(value) => value,
            // Null stands for no value.
            Err(error) if error.is_not_found() && expected.is_null() => {
                tally.essential += 1;
                continue;
            }
            Err(error) => panic!("{name}: {error}"),
        };
        assert_eq!(value, expected, "{name}");
        match refused {
            None => {
                assert!(listed.is_empty(), "{name}: {listed:?}");
                tally.expected += 1;
            }
            Some(error) => {
                assert!(!format!("{error} {error:?}").contains(CANARY), "{error:?}");
                assert_eq!(listed, [path.as_str()], "{name}");
                let strict = error.decode_error().map(DecodeError::path);
                assert_eq!(strict, Some(path.as_str()), "{name}: {error}");
                tally.tolerated += 1;
            }
        }
    }
}

#[tokio::test]
async fn a_leaf_of_another_type_loses_nothing() {
    let spec = Spec::bundled();
    let mut tally = Tally::default();
    let is_response =
        |case: &Case| case.side == BodySide::Response && case.json["status"] == "success";
    for case in exchanges(&spec).iter().filter(|case| is_response(case)) {
        change_every_leaf(case, usize::MAX, &mut tally).await;
    }
    assert!(tally.tolerated > 1000, "{tally:?}");
}

#[tokio::test]
async fn a_leaf_of_another_type_in_an_example_loses_nothing() {
    let spec = Spec::bundled();
    let mut tally = Tally::default();
    let examples = examples(&spec);
    let responses = examples.iter();
    for case in responses.filter(|case| case.side == BodySide::Response) {
        change_every_leaf(case, 1, &mut tally).await;
    }
    assert!(tally.tolerated > 1000, "{tally:?}");
}

/// A response with users, as text.
fn users(items: &str) -> Response {
    let body =
        format!(r#"{{"status":"success","errorMessage":null,"results":[{items}],"total":3}}"#);
    Response::new(200, "application/json", body)
}

const ODD: &str =
    r#"{"id":31,"userID":"rbeck","state":{"a":1},"notes":[1,"canary-of-a-value"],"landscape":"x"}"#;

#[tokio::test]
async fn an_unexpected_value_is_kept_in_its_place() {
    let (server, client) = appliance([users(ODD)]).await;
    let response = client.users().get(31).with_response().await.unwrap();
    let mut user = response.value;
    assert!(user.id == 31 && user.user_id == "rbeck");
    let notes = user.notes.unexpected().unwrap();
    assert_eq!(notes.as_value(), &json!([1, CANARY]));
    assert!(user.notes.value().is_none() && !user.notes.is_null() && !user.notes.is_absent());
    assert_eq!(user, user.clone());
    let listed: Vec<String> = response
        .unexpected
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        listed,
        [
            "at $.results[0].state: expected a 64-bit integer or a string, found an object",
            "at $.results[0].notes: expected a string, found an array",
            "at $.results[0].landscape: expected a 64-bit integer, found a string",
        ]
    );
    let shown = format!("{user:?}");
    assert!(shown.contains("notes: Unexpected([array])"), "{shown}");
    assert!(!shown.contains(CANARY), "{shown}");

    // It goes back as it came, unless it is changed.
    client.users().update(31, &user).await.unwrap();
    let sent = |server: &Server| -> Value {
        serde_json::from_str(&server.requests().last().unwrap().body).unwrap()
    };
    let came: Value = serde_json::from_str(ODD).unwrap();
    assert_eq!(sent(&server), came);
    user.notes = "fixed".into();
    client.users().update(31, &user).await.unwrap();
    assert_eq!(sent(&server)["notes"], "fixed");
    assert_eq!(sent(&server)["state"], came["state"]);
}

#[tokio::test]
async fn what_is_not_an_item_is_kept_beside_the_items() {
    let list = format!(r#"{{"id":1}},7,null,{ODD},"{CANARY}",{{"id":3}}"#);
    let (_server, client) = appliance([users(&list)]).await;
    let page = client.users().list().await.unwrap();
    let ids: Vec<_> = page.iter().map(|user| user.id.copied().unwrap()).collect();
    assert_eq!(ids, [1, 31, 3]);
    let others: Vec<&Value> = page
        .unexpected_items
        .iter()
        .map(|json| json.as_value())
        .collect();
    assert_eq!(others, [&json!(7), &Value::Null, &json!(CANARY)]);
    let paths: Vec<&str> = page.unexpected.iter().map(DecodeError::path).collect();
    for path in [
        "$.results[1]",
        "$.results[2]",
        "$.results[4]",
        "$.results[3].notes",
    ] {
        assert!(paths.contains(&path), "{paths:?}");
    }
    assert_eq!(paths.len(), 6);
    assert!(!format!("{page:?}").contains(CANARY));

    // Something is there, and it is not a record: that is not "no such record".
    let (_server, client) = appliance([users("7")]).await;
    let error = client.users().get(31).await.unwrap_err();
    assert!(error.is_decode() && !error.is_not_found(), "{error}");
    assert_eq!(error.decode_error().unwrap().path(), "$.results[0]");
}

#[tokio::test]
async fn a_stream_goes_on_behind_what_is_not_an_item() {
    let pages = [users("7,null"), users(r#"{"id":3}"#)];
    let (server, client) = appliance(pages).await;
    let items = client.users().list().limit(2).all().await.unwrap();
    assert_eq!(items.len(), 1);
    let starts = [0, 2].map(|start| format!("/api/v2/user?start={start}&count=2"));
    assert_eq!(server.targets(), starts);
}

#[tokio::test]
async fn one_warning_says_what_is_not_as_expected() {
    let log = Log::start();
    let (_server, client) = appliance([users(ODD)]).await;
    client.users().get(31).await.unwrap();
    let log = log.text();
    let warnings: Vec<&str> = log.lines().filter(|line| line.contains("WARN")).collect();
    let [warning] = warnings[..] else {
        panic!("{warnings:#?}");
    };
    for part in [
        r#"operation="user_get""#,
        "count=3",
        "at $.results[0].state: expected a 64-bit integer or a string, found an object",
    ] {
        assert!(warning.contains(part), "{warning}");
    }
    assert!(!log.contains(CANARY));
}

#[tokio::test]
async fn a_strict_client_refuses_what_is_not_as_expected() {
    let server = Server::start([users(ODD)]).await;
    let (client, listed) = observed(&server, true);
    let error = client.users().get(31).await.unwrap_err();
    let message = "at $.results[0].state: expected a 64-bit integer or a string, found an object";
    assert!(error.to_string().ends_with(message), "{error}");
    assert!(listed.lock().unwrap().is_empty());
}

#[tokio::test]
async fn digits_and_half_characters_survive() {
    let odd = r#"{"id":31,"version":123456789012345678901234567890,"unheardOf":[-1e400,0.1000000000000000055511151231257827],"notes":"cut \ud83d","landscape":9223372036854775808}"#;
    let (server, client) = appliance([users(odd)]).await;
    let response = client.users().get(31).with_response().await.unwrap();
    let user = response.value;
    assert_eq!(user.notes, "cut \u{fffd}");
    let paths: Vec<&str> = response.unexpected.iter().map(DecodeError::path).collect();
    assert_eq!(
        paths,
        ["version", "notes", "landscape"].map(|name| format!("$.results[0].{name}"))
    );
    client.users().update(31, &user).await.unwrap();
    // With `arbitrary_precision`, a number has a sign in its exponent.
    let sent = server.requests().last().unwrap().body.replace("e+", "e");
    for part in [
        r#""version":123456789012345678901234567890"#,
        r#""unheardOf":[-1e400,0.1000000000000000055511151231257827]"#,
        r#""landscape":9223372036854775808"#,
    ] {
        assert!(sent.contains(part), "{sent}");
    }
}

#[tokio::test]
async fn json_without_a_type_says_that_it_lost_digits() {
    let odd = r#"{"id":31,"unheardOf":123456789012345678901234567890}"#;
    let (_server, client) = appliance([users(odd)]).await;
    let raw = client.raw(Method::GET, "/user/31").with_response();
    let by_id = client.call("user_get").unwrap().parameter("id", 31);
    let list = client.call("user_list").unwrap().with_response();
    let raw = raw.await.unwrap();
    assert_eq!(raw.value["results"][0]["id"], 31);
    // With `arbitrary_precision`, a `Value` has all digits.
    let lost = usize::from(!cfg!(feature = "arbitrary-precision"));
    let paths: Vec<&str> = raw.unexpected.iter().map(DecodeError::path).collect();
    assert_eq!(paths, vec!["$.results[0].unheardOf"; lost]);
    let by_id = by_id.with_response().await.unwrap();
    assert_eq!(
        (&by_id.value["id"], by_id.unexpected.len()),
        (&json!(31), lost)
    );
    let list = list.await.unwrap();
    assert_eq!(
        (&list.value[0]["id"], list.unexpected.len()),
        (&json!(31), lost)
    );
    let mut items = client.call("user_list").unwrap().stream();
    assert_eq!(items.next().await.unwrap().unwrap()["id"], 31);
}

#[tokio::test]
async fn a_property_that_comes_twice_is_read() {
    let twice = r#"{"id":31,"email":"a","id":31,"email":"b","unheardOf":1,"unheardOf":2}"#;
    let (_server, client) = appliance([users(twice)]).await;
    let response = client.users().get(31).with_response().await.unwrap();
    assert!(response.value.id == 31 && response.value.email == "b");
    let paths: Vec<&str> = response.unexpected.iter().map(DecodeError::path).collect();
    assert_eq!(paths, ["$.results[0].email", "$.results[0].unheardOf"]);
}

#[tokio::test]
async fn deep_nesting_exhausts_no_stack() {
    for depth in [100, 1_000, 50_000] {
        for (open, close) in [("[", "]"), (r#"{"auditObj":"#, "}")] {
            let deep = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            let body = users(&format!(
                r#"{{"id":"odd","auditObj":{deep},"unheardOf":{deep}}}"#
            ));
            let (_server, client) = appliance([body]).await;
            let user = client.users().get(31).await.unwrap();
            assert!(user.id.unexpected().is_some());
        }
    }
}
