#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use fortinac_spec::api::{Body, Operation, Output, Property};
use fortinac_spec::{Direction, Spec, Validator, body_schema};
use serde_json::Value;

use crate::difference::differences;
use crate::exact::{ExactJson, Node};
use crate::exchange::Exchange;
use crate::files::files;
use crate::form;
use crate::guide::Guide;
use crate::har::Har;
use crate::input::{Input, no_calls};
use crate::path::below_base;
use crate::pattern::mask;
use crate::problem::{Finding, Part, Problem, Stage};
use crate::report::{CheckedFile, Report};
use crate::round_trip::{OperationTypes, RoundTrip, types_of};
use crate::surprise::{self, Surprises};
use crate::vocabulary::Vocabulary;

/// Checks exchanges. Create one checker and use it for any number of exchanges.
#[derive(Debug)]
pub struct Checker {
    spec: Spec,
    validator: Validator,
    vocabulary: Vocabulary,
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
        let vocabulary = Vocabulary::new(spec.api());
        Self {
            spec,
            validator,
            vocabulary,
        }
    }

    /// Checks an exchange. No path in the report has the key of a map, or another name that may be data: `*` stands for it.
    ///
    /// ```
    /// use fortinac_conform::{Checker, Exchange, Outcome};
    ///
    /// let exchange = Exchange::from_json(
    ///     r#"{
    ///         "method": "GET", "path": "/api/v2/system/group/7", "status": 200, "request": null,
    ///         "response": {"status": "success", "result": {"dbid": "seven"}}
    ///     }"#,
    /// )?;
    /// let report = Checker::new().check(&exchange);
    /// assert_eq!(report.outcome(), Outcome::Fail);
    /// assert_eq!(report.problems[0].path, "$.result.dbid");
    /// # Ok::<(), fortinac_conform::InvalidExchange>(())
    /// ```
    pub fn check(&self, exchange: &Exchange) -> Report {
        let mut report = self.check_with_keys(exchange);
        let bodies = self.bodies(exchange, self.operation(exchange));
        mask(&mut report.problems, &bodies);
        report
    }

    /// Checks an exchange. The paths are as the exchange has them, so that they can be found in it.
    pub(crate) fn check_with_keys(&self, exchange: &Exchange) -> Report {
        let Some(operation) = self.operation(exchange) else {
            return Report {
                operation: None,
                problems: Vec::new(),
                surprises: Vec::new(),
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
            surprises: self.unforeseen(exchange, operation).into_keys().collect(),
        }
    }

    /// Checks the exchange in a file. The check fails for a file that cannot be read or is not an exchange.
    pub fn check_file(&self, file: impl AsRef<Path>) -> Report {
        Exchange::read(file).map_or_else(Report::from, |exchange| self.check(&exchange))
    }

    /// Checks the exchange in a file, the calls of the API in a HAR file, or all `*.json` and `*.har` files of a folder and
    /// its subfolders, sorted. The check fails for a folder without such a file. [`Checker::skipped`] has the others. Calls
    /// of a HAR file that have the same report have it once.
    pub fn check_path(&self, path: impl AsRef<Path>) -> Vec<CheckedFile> {
        let mut checked = Vec::new();
        for (file, usable) in files(path.as_ref()).exchanges {
            let reports = match usable.and_then(|()| Input::read(&file)) {
                Ok(Input::Exchange(exchange)) => vec![self.check(&exchange)],
                Ok(Input::Har(har)) => self.reports(&har),
                Err(invalid) => vec![Report::from(invalid)],
            };
            checked.extend(reports.into_iter().map(|report| CheckedFile {
                file: file.clone(),
                report,
            }));
        }
        checked
    }

    fn reports(&self, har: &Har) -> Vec<Report> {
        let mut reports = Vec::new();
        har.visit(None, |entry| {
            let report = entry.map(|call| self.check(&call.exchange));
            reports.extend(report.ok().filter(|report| !reports.contains(report)));
        });
        if reports.is_empty() {
            reports.push(no_calls().into());
        }
        reports
    }

    /// The files of a folder that [`Checker::check_path`] does not check, sorted, each with the reason.
    pub fn skipped(&self, path: impl AsRef<Path>) -> Vec<(PathBuf, &'static str)> {
        files(path.as_ref()).others
    }

    pub(crate) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The operation that an exchange belongs to.
    pub(crate) fn operation(&self, exchange: &Exchange) -> Option<&Operation> {
        let path = below_base(&exchange.path);
        self.spec.api().find(&exchange.method, &path)
    }

    /// The bodies of an exchange with what the spec says about them.
    pub(crate) fn bodies<'a>(
        &'a self,
        exchange: &'a Exchange,
        operation: Option<&'a Operation>,
    ) -> Vec<(Part, Guide<'a>, &'a Node)> {
        let request = exchange.request.as_ref().map(|body| (Part::Request, body));
        let response = exchange
            .response
            .as_ref()
            .map(|body| (Part::Response, body));
        let bodies = [request, response].into_iter().flatten();
        bodies
            .map(|(part, ExactJson(node))| {
                let api = self.spec.api();
                let guide = Guide::new(api, &self.vocabulary, operation, part, exchange.status);
                (part, guide, node)
            })
            .collect()
    }

    /// What the spec does not foresee although the exchange conforms.
    pub(crate) fn unforeseen(&self, exchange: &Exchange, operation: &Operation) -> Surprises {
        let mut found = Surprises::new();
        for (part, guide, body) in self.bodies(exchange, Some(operation)) {
            // A web server or a proxy may have written the body of a failed call.
            if part == Part::Response && exchange.status >= 400 {
                continue;
            }
            surprise::unknown_properties(guide, part, body, &mut found);
            if part == Part::Response {
                // The description of such an operation says that its result is in a property that is not known.
                if has_unknown_result(operation, guide) {
                    found.retain(|surprise, _| surprise.part != part || !surprise.is_of_root());
                }
                surprise::missing_envelope(guide, body, &mut found);
            }
        }
        found
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
                    Err(findings) => findings,
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

/// Whether the result of an operation is in the envelope, and the spec does not say in which property.
fn has_unknown_result(operation: &Operation, guide: Guide<'_>) -> bool {
    let is_common = |property: &Property| matches!(&*property.name, "status" | "errorMessage");
    let mut envelope = guide.record().into_iter();
    matches!(operation.result, Output::Envelope)
        && envelope.all(|envelope| envelope.properties.iter().all(is_common))
}

fn exchange_finding(reason: &str) -> Finding {
    Finding {
        stage: Stage::Exchange,
        path: "$".into(),
        reason: reason.into(),
    }
}
