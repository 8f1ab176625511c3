use std::path::{Path, PathBuf};

use fortinac_spec::api::{Body, Operation};
use fortinac_spec::{Direction, Spec, Validator, body_schema};
use serde_json::Value;

use crate::difference::differences;
use crate::exact::ExactJson;
use crate::exchange::Exchange;
use crate::files::files;
use crate::form;
use crate::path::below_base;
use crate::problem::{Finding, Part, Problem, Stage};
use crate::report::{CheckedFile, Report};
use crate::round_trip::{OperationTypes, RoundTrip, types_of};

/// Checks exchanges. Create one checker and use it for any number of exchanges.
#[derive(Debug)]
pub struct Checker {
    spec: Spec,
    validator: Validator,
}

impl Default for Checker {
    fn default() -> Self {
        Self::new()
    }
}

impl Checker {
    /// A checker for the spec from which this release of the crates was generated.
    pub fn new() -> Self {
        let spec = Spec::bundled();
        let validator = spec
            .validator()
            .expect("the schemas of the bundled spec compile");
        Self { spec, validator }
    }

    /// Checks an exchange.
    pub fn check(&self, exchange: &Exchange) -> Report {
        let path = below_base(&exchange.path);
        let Some(operation) = self.spec.api().find(&exchange.method, &path) else {
            return Report {
                operation: None,
                problems: Vec::new(),
            };
        };
        let mut problems = Vec::new();
        match types_of(&operation.id) {
            Some(types) => {
                if let Some(body) = &exchange.request {
                    let found = self.check_request(operation, types, body);
                    problems.extend(found.into_iter().map(|finding| finding.of(Part::Request)));
                }
                problems.extend(self.check_response(operation, types, exchange));
            }
            None => problems.push(Problem::exchange(
                "$",
                "no types were generated for the operation",
            )),
        }
        Report {
            operation: Some(operation.id.clone()),
            problems,
        }
    }

    /// Checks the exchange in a file. The check fails for a file that cannot be read or is not an exchange.
    pub fn check_file(&self, file: impl AsRef<Path>) -> Report {
        Exchange::read(file).map_or_else(Report::from, |exchange| self.check(&exchange))
    }

    /// Checks the exchange in a file, or all `*.json` files of a folder and its subfolders, sorted. The check fails for
    /// a folder without such a file. [`Checker::skipped`] has the others.
    pub fn check_path(&self, path: impl AsRef<Path>) -> Vec<CheckedFile> {
        let exchanges = files(path.as_ref()).exchanges.into_iter();
        exchanges
            .map(|(file, usable)| {
                let report = usable.map_or_else(Report::from, |()| self.check_file(&file));
                CheckedFile { file, report }
            })
            .collect()
    }

    /// The files of a folder that [`Checker::check_path`] does not check, sorted, each with the reason.
    pub fn skipped(&self, path: impl AsRef<Path>) -> Vec<(PathBuf, &'static str)> {
        files(path.as_ref()).others
    }

    fn check_request(
        &self,
        operation: &Operation,
        types: &OperationTypes,
        body: &ExactJson,
    ) -> Vec<Finding> {
        let schema = body_schema(operation, Direction::Request);
        match (&operation.body, schema) {
            (Some(Body::Form { .. }), Some(schema)) => {
                // A missing field violates the schema at `$`. This does not depend on how another field is read.
                let conforms = |field: &Value| {
                    let violations = self.validator.check(&schema, field);
                    violations.iter().all(|found| found.path == "$")
                };
                match form::as_json(&body.to_value(), conforms) {
                    Ok(json) => self.check_body(&schema, types.request, &json.into()),
                    Err(finding) => vec![finding],
                }
            }
            (Some(_), Some(schema)) => self.check_body(&schema, types.request, body),
            // The content of an uploaded file is not checked, because the spec says nothing about it.
            (Some(_), None) => Vec::new(),
            (None, _) => vec![exchange_finding(
                "the spec has no request body for the operation",
            )],
        }
    }

    fn check_response(
        &self,
        operation: &Operation,
        types: &OperationTypes,
        exchange: &Exchange,
    ) -> Vec<Problem> {
        let Some(schema) = body_schema(operation, Direction::Response(exchange.status)) else {
            let reason = format!(
                "the spec has no response with HTTP status {}",
                exchange.status
            );
            return vec![Problem::exchange("$.status", reason)];
        };
        let Some(body) = &exchange.response else {
            return Vec::new();
        };
        let failed = exchange.status >= 400;
        let round_trip = if failed { types.failure } else { types.success };
        // A web server or a proxy may have written the body of a failed call, and it does not use the envelope.
        if failed && !self.validator.check(&schema, &body.to_value()).is_empty() {
            return Vec::new();
        }
        let found = self.check_body(&schema, Some(round_trip), body).into_iter();
        found.map(|finding| finding.of(Part::Response)).collect()
    }

    /// Validates a body against its schema, decodes it into its type and encodes the type again.
    fn check_body(
        &self,
        schema: &str,
        round_trip: Option<RoundTrip>,
        body: &ExactJson,
    ) -> Vec<Finding> {
        let violations = self.validator.check(schema, &body.to_value()).into_iter();
        let mut found: Vec<Finding> = violations
            .map(|violation| Finding {
                stage: Stage::Schema,
                path: violation.path,
                reason: violation.reason,
            })
            .collect();
        match round_trip.map(|round_trip| round_trip(body)) {
            Some(Ok(again)) => found.extend(differences(&body.0, &again.0)),
            // A violation of the schema can also be a decoding error. Report it once.
            Some(Err(error)) if found.iter().any(|known| known.path == error.path) => {}
            Some(Err(error)) => found.push(error),
            None => found.push(exchange_finding("no type was generated for the body")),
        }
        found
    }
}

fn exchange_finding(reason: &str) -> Finding {
    Finding {
        stage: Stage::Exchange,
        path: "$".into(),
        reason: reason.into(),
    }
}

#[cfg(test)]
mod tests {
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
}
