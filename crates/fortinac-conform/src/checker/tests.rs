use serde_json::json;

use super::*;

const GROUP: &str = "/system/group/7";
const USER: &str = "/api/v2/user/7?x=1";

#[track_caller]
fn assert_reports(
    method: &str,
    path: &str,
    status: u16,
    request: Value,
    response: Value,
    expected: &str,
) {
    let body = |value: Value| {
        Some(value)
            .filter(|value| !value.is_null())
            .map(ExactJson::from)
    };
    let (request, response) = (body(request), body(response));
    let exchange = Exchange {
        method: method.into(),
        path: path.into(),
        status,
        request,
        response,
    };
    assert_eq!(Checker::new().check(&exchange).to_string(), expected);
}

#[test]
fn both_bodies_are_checked_and_null_is_not() {
    let success = json!({"status": "success", "errorMessage": null, "unheardOf": [1, 1.0]});
    assert_reports(
        "POST",
        USER,
        200,
        json!({"id": 7, "state": "8"}),
        success,
        "user_update",
    );
    assert_reports("POST", USER, 200, Value::Null, Value::Null, "user_update");
    assert_reports(
        "POST",
        USER,
        200,
        json!({"id": []}),
        json!({"status": 1}),
        "request $.id: expected integer or null, found an array; \
         response $.status: expected null or string, found an integer",
    );
}

#[test]
fn a_reported_failure_conforms() {
    let failure = json!({"status": "error", "errorMessage": "no such group"});
    for status in [200, 403, 500] {
        assert_reports(
            "GET",
            GROUP,
            status,
            Value::Null,
            failure.clone(),
            "group_get",
        );
    }
}

#[test]
fn html_conforms_where_the_call_failed() {
    assert_reports("GET", GROUP, 404, Value::Null, json!("<html>"), "group_get");
    let expected = "response $: expected object, found a string";
    assert_reports("GET", GROUP, 200, Value::Null, json!("<html>"), expected);
}

#[test]
fn a_failed_call_without_an_envelope_conforms() {
    for body in [
        json!({"status": 401, "error": "Unauthorized"}),
        json!({"status": "error", "errorMessage": {"code": 7}}),
        json!(["no"]),
        json!(7),
    ] {
        assert_reports("GET", GROUP, 401, Value::Null, body.clone(), "group_get");
        assert_reports("GET", GROUP, 503, Value::Null, body, "group_get");
    }
    let body = json!({"status": 401});
    let expected = "response $.status: expected null or string, found an integer";
    assert_reports("GET", GROUP, 200, Value::Null, body, expected);
}

#[test]
fn every_success_has_the_schema_of_200() {
    let success = json!({"status": "success", "errorMessage": null, "result": {"dbid": 7}});
    for status in [201, 202, 299] {
        assert_reports(
            "GET",
            GROUP,
            status,
            Value::Null,
            success.clone(),
            "group_get",
        );
    }
    assert_reports("GET", GROUP, 204, Value::Null, Value::Null, "group_get");
    let expected = "response $: expected object, found an array";
    assert_reports("GET", GROUP, 201, Value::Null, json!([]), expected);
}

#[test]
fn a_status_or_body_that_the_spec_lacks_fails() {
    let expected = "exchange $.status: the spec has no response with HTTP status 302";
    assert_reports("GET", GROUP, 302, Value::Null, Value::Null, expected);
    let expected = "request $: the spec has no request body for the operation";
    assert_reports("GET", GROUP, 200, json!({}), Value::Null, expected);
}

#[test]
fn a_number_that_a_type_would_change_is_a_difference() {
    let checker = Checker::new();
    for (number, kind) in [
        ("123456789012345678901234567890", "an integer"),
        ("18446744073709551616", "an integer"),
        ("-9223372036854775809", "an integer"),
        (
            "0.1000000000000000055511151231257827",
            "a number with a fraction",
        ),
        ("1e400", "a number with a fraction"),
    ] {
        let text = format!(
            r#"{{"method": "POST", "path": "/user/7", "status": 200, "response": null,
                "request": {{"id": 7, "unheardOf": {{"a": [{number}]}}}}}}"#
        );
        let exchange = Exchange::from_json(&text).unwrap();
        let report = checker.check(&exchange);
        let request = exchange.request.unwrap();
        // Whether a type keeps the digits is its own business: conform tells what it does.
        match crate::round_trip::round_trip::<fortinac_types::User>(&request) {
            // A serde_json with `arbitrary_precision` may write an exponent in another way.
            Ok(again) if differences(&request.0, &again.0).is_empty() => {
                assert!(report.is_ok(), "{report}");
            }
            Ok(_) => assert!(
                report.problems.iter().any(|problem| {
                    problem.path == "$.unheardOf.a[0]"
                        && problem.reason.contains(&format!("changes {kind}"))
                }),
                "{number}: {report}"
            ),
            Err(_) => assert!(report.problems[0].stage == Stage::Decode, "{report}"),
        }
        assert!(!report.to_string().contains(number), "{report}");
    }
}

#[test]
fn another_path_is_unknown() {
    let expected = "the spec has no operation with this method and path";
    assert_reports("GET", "/no/such/path", 302, json!(1), json!(1), expected);
}
