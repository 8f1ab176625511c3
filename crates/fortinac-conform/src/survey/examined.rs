//! What the check of one exchange finds.

use fortinac_spec::api::{Method, Operation};

use crate::checker::Checker;
use crate::exchange::Exchange;
use crate::path::{below_base, query};
use crate::pattern::mask;
use crate::problem::Part;
use crate::redact::{query_names, template};
use crate::report::Report;
use crate::shape::Shape;
use crate::surprise::{self, Surprise, Surprises};

/// Exchanges of which one is enough.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Identity {
    pub(super) operation: String,
    shape: Shape,
    surprises: Vec<Surprise>,
}

/// An exchange after its check.
pub(super) struct Examined {
    pub(super) identity: Identity,
    pub(super) report: Report,
    /// Everything that surprises, with the problems.
    pub(super) all: Surprises,
    /// What surprises although it conforms.
    pub(super) unforeseen: Surprises,
}

impl Examined {
    pub(super) fn of(checker: &Checker, exchange: &Exchange) -> Self {
        let operation = checker.operation(exchange);
        let mut report = checker.check_with_keys(exchange);
        let unforeseen = operation
            .map(|operation| checker.unforeseen(exchange, operation))
            .unwrap_or_default();
        let mut all = unforeseen.clone();
        let bodies = checker.bodies(exchange, operation);
        for part in [Part::Exchange, Part::Request, Part::Response] {
            let problems: Vec<_> = report
                .problems
                .iter()
                .filter(|problem| problem.part == part)
                .collect();
            let body = bodies.iter().find(|body| body.0 == part);
            let body = body.map(|(_, guide, body)| (*guide, *body));
            surprise::problems(body, &problems, &mut all);
        }
        mask(&mut report.problems, &bodies);
        let names = query(&exchange.path)
            .map(|query| query_names(checker.vocabulary(), operation, query))
            .unwrap_or_default();
        Self {
            identity: Identity {
                operation: label(checker, operation, exchange),
                shape: Shape::of(exchange.status, &names, &bodies),
                surprises: all.keys().cloned().collect(),
            },
            report,
            all,
            unforeseen,
        }
    }
}

/// The name of an operation, also of one that the spec does not have. No data of the appliance is in it.
fn label(checker: &Checker, operation: Option<&Operation>, exchange: &Exchange) -> String {
    if let Some(operation) = operation {
        return operation.id.clone();
    }
    let method: Result<Method, ()> = exchange.method.parse();
    let method = method.map_or("{method}", Method::as_str);
    let path = template(checker.vocabulary(), &below_base(&exchange.path));
    format!("{method} {path}")
}
