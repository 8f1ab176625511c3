use std::path::Path;

use fortinac_spec::{Description, Direction, Operation, Validator};
use serde_json::Value;

use crate::difference::differences;
use crate::exchange::Exchange;
use crate::files::exchange_files;
use crate::form;
use crate::problem::{Finding, Part, Problem, Stage};
use crate::report::{CheckedFile, Report};
use crate::types::{OperationTypes, RoundTrip, types_of};

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const UPLOAD: &str = "multipart/form-data";

/// Checks exchanges. Made once, used for any number of them.
#[derive(Debug)]
pub struct Checker {
    description: Description,
    validator: Validator,
}

impl Default for Checker {
    fn default() -> Self {
        Self::new()
    }
}

impl Checker {
    /// A checker by the description that this release of the crates was generated from.
    pub fn new() -> Self {
        let description = Description::bundled();
        let validator = description
            .validator()
            .expect("the schemas of the bundled description compile");
        Self {
            description,
            validator,
        }
    }

    /// Checks an exchange.
    pub fn check(&self, exchange: &Exchange) -> Report {
        let Some(operation) = self.description.find(&exchange.method, &exchange.path) else {
            return Report {
                operation: None,
                problems: Vec::new(),
            };
        };
        let mut problems = Vec::new();
        match types_of(operation.id()) {
            Some(types) => {
                if let Some(body) = &exchange.request {
                    let found = self.request(operation, types, body);
                    problems.extend(found.into_iter().map(|finding| finding.of(Part::Request)));
                }
                problems.extend(self.response(operation, types, exchange));
            }
            None => problems.push(Problem::exchange(
                "$",
                "no types were generated for the operation",
            )),
        }
        Report {
            operation: Some(operation.id().to_owned()),
            problems,
        }
    }

    /// Checks an exchange in a file. A file that cannot be read, or is not an exchange, fails.
    pub fn check_file(&self, file: impl AsRef<Path>) -> Report {
        Exchange::read(file).map_or_else(Report::from, |exchange| self.check(&exchange))
    }

    /// Checks an exchange in a file, or all `*.json` of a folder and its folders, sorted. A folder without any fails.
    pub fn check_path(&self, path: impl AsRef<Path>) -> Vec<CheckedFile> {
        let files = exchange_files(path.as_ref()).into_iter();
        files
            .map(|(file, usable)| {
                let report = usable.map_or_else(Report::from, |()| self.check_file(&file));
                CheckedFile { file, report }
            })
            .collect()
    }

    fn request(&self, operation: &Operation, types: &OperationTypes, body: &Value) -> Vec<Finding> {
        let schema = |media_type| {
            self.description
                .body_schema(operation, Direction::Request, media_type)
        };
        if let Some(schema) = schema(JSON) {
            return self.body(&schema, types.request, body);
        }
        if schema(UPLOAD).is_some() {
            // A file is its application's.
            return Vec::new();
        }
        let Some(schema) = schema(FORM) else {
            return vec![undescribed(
                "the description has no request body, in JSON or as a form, for the operation",
            )];
        };
        // A form that lacks a required field is wrong at `$`; that does not depend on how a field is read.
        let conforms = |field: &Value| {
            self.validator
                .check(&schema, field)
                .iter()
                .all(|found| found.path == "$")
        };
        match form::as_json(body, conforms) {
            Ok(json) => self.body(&schema, types.request, &json),
            Err(refused) => vec![refused],
        }
    }

    fn response(
        &self,
        operation: &Operation,
        types: &OperationTypes,
        exchange: &Exchange,
    ) -> Vec<Problem> {
        // The description calls every success 200.
        let status = match exchange.status {
            200..300 => 200,
            other => other,
        };
        if !answers_with(operation, status) {
            let reason = format!("the description has no answer with HTTP status {status}");
            return vec![Problem::exchange("$.status", reason)];
        }
        let Some(body) = &exchange.response else {
            return Vec::new();
        };
        let schema = |media_type| {
            self.description
                .body_schema(operation, Direction::Response(status), media_type)
        };
        let failed = status >= 400;
        let round_trip = if failed { types.failure } else { types.success };
        let found = match schema(JSON) {
            // A web server, a proxy or a page in HTML knows no envelope: what the body is, then says nothing.
            Some(schema) if failed && !self.validator.check(&schema, body).is_empty() => Vec::new(),
            Some(schema) => self.body(&schema, Some(round_trip), body),
            None => vec![undescribed("the description has no JSON for the answer")],
        };
        found
            .into_iter()
            .map(|finding| finding.of(Part::Response))
            .collect()
    }

    /// Validates a body, decodes it into its type and encodes that again.
    fn body(&self, schema: &str, round_trip: Option<RoundTrip>, body: &Value) -> Vec<Finding> {
        let violations = self.validator.check(schema, body).into_iter();
        let mut found: Vec<Finding> = violations
            .map(|violation| Finding {
                stage: Stage::Schema,
                path: violation.path,
                reason: violation.reason,
            })
            .collect();
        match round_trip.map(|round_trip| round_trip(body)) {
            Some(Ok(again)) => found.extend(differences(body, &again)),
            // What the schema does not allow, the type may refuse: that is one problem and not two.
            Some(Err(refused)) if found.iter().any(|known| known.path == refused.path) => {}
            Some(Err(refused)) => found.push(refused),
            None => found.push(undescribed("no type was generated for the body")),
        }
        found
    }
}

fn undescribed(reason: &str) -> Finding {
    Finding {
        stage: Stage::Exchange,
        path: "$".into(),
        reason: reason.into(),
    }
}

/// Whether the operation describes an answer with this HTTP status.
fn answers_with(operation: &Operation, status: u16) -> bool {
    let responses = operation.item().get("responses");
    let keys = [
        status.to_string(),
        format!("{}XX", status / 100),
        "default".into(),
    ];
    keys.iter()
        .any(|key| responses.is_some_and(|responses| responses.get(key).is_some()))
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
        let body = |value: Value| Some(value).filter(|value| !value.is_null());
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
            "request $.id: an array is here, where the description allows integer or null; \
             response $.status: an integer is here, where the description allows null or string",
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
    fn a_page_is_taken_where_the_call_failed() {
        assert_reports("GET", GROUP, 404, Value::Null, json!("<html>"), "group_get");
        let expected = "response $: a string is here, where the description allows null or object";
        assert_reports("GET", GROUP, 200, Value::Null, json!("<html>"), expected);
    }

    #[test]
    fn a_failure_without_an_envelope_conforms() {
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
        let expected =
            "response $.status: an integer is here, where the description allows null or string";
        assert_reports("GET", GROUP, 200, Value::Null, body, expected);
    }

    #[test]
    fn every_success_is_judged_as_200() {
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
        let expected = "response $: an array is here, where the description allows null or object";
        assert_reports("GET", GROUP, 201, Value::Null, json!([]), expected);
    }

    #[test]
    fn what_the_description_does_not_have_fails() {
        let expected = "exchange $.status: the description has no answer with HTTP status 302";
        assert_reports("GET", GROUP, 302, Value::Null, Value::Null, expected);
        let expected = "request $: the description has no request body, in JSON or as a form, for the operation";
        assert_reports("GET", GROUP, 200, json!({}), Value::Null, expected);
    }

    #[test]
    fn another_path_is_unknown() {
        let expected = "the description has no operation with this method and path";
        assert_reports("GET", "/no/such/path", 302, json!(1), json!(1), expected);
    }
}
