//! The broken specs, by what is broken.

mod agreement;
mod bodies;
mod evidence;
mod files;
mod names;
mod operations;
mod parameters;
mod prose;
mod references;
mod results;
mod schemas;
mod secrets;
mod structure;
mod texts;

use super::{Change, THING};

/// For each diagnostic that must come (no other may), in this order, its place and parts of what it says.
type Expected = &'static [&'static [&'static str]];

/// A name, the changes, and what is expected.
pub(super) type Case = (String, Vec<Change>, Expected);

fn case(name: impl Into<String>, changes: impl Into<Vec<Change>>, expected: Expected) -> Case {
    (name.into(), changes.into(), expected)
}

/// An operation without a body, as an item of `paths`.
pub(super) fn operation(path: &str, method: &str, id: &str) -> String {
    format!(
        "  {path}:
    {method}:
      operationId: {id}
      tags: [thing]
      summary: Do something
      x-fortinac-source: [a page]
      x-fortinac-versions: []
      x-fortinac-evidence: real
      x-fortinac-origin: document
      x-fortinac-result: none
      responses:
        '200':
          description: The outcome.
          content:
            application/json:
              schema:
                $ref: ../common.yaml#/components/schemas/Envelope
              example:
                status: success
"
    )
}

/// Adds an operation of this kind to the good spec.
fn with_operation(path: &str, method: &str, id: &str) -> Change {
    const NEXT: &str = "  /thing/{id}:\n";
    Change::Build(THING, NEXT, operation(path, method, id) + NEXT)
}

/// All of them.
pub(super) fn all() -> Vec<Case> {
    [
        files::cases(),
        references::cases(),
        structure::cases(),
        operations::cases(),
        results::cases(),
        parameters::cases(),
        bodies::cases(),
        schemas::cases(),
        secrets::cases(),
        texts::cases(),
        names::cases(),
        agreement::cases(),
        prose::cases(),
        evidence::cases(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
