//! What the spec says against the evidence that lies beside it.

use super::super::Change::{self, Edit, Write};
use super::super::THING;
use super::{Case, case};

pub(super) fn cases() -> Vec<Case> {
    vec![
        case("evidence for all", evidence(ENTRIES, &[]), &[]),
        case(
            "an argument of another type than in the evidence",
            evidence(
                &ENTRIES.replace(
                    "{name: sortDirection, type: string}",
                    "{name: sortDirection, type: boolean}",
                ),
                &[],
            ),
            &[&[
                "thing/thing.yaml: thing_list",
                "the evidence has another type for `sortDirection` (evidence/thing.yaml)",
                "give them the type that the evidence has, or one that openapi/README.md allows for it, or correct the entry in evidence/thing.yaml, or say why in x-fortinac-deviation, with the names in backticks",
            ]],
        ),
        case(
            "a deviation that excuses another argument",
            evidence(
                &ENTRIES.replace(
                    "{name: sortDirection, type: string}",
                    "{name: sortDirection, type: boolean}",
                ),
                &[Edit(
                    THING,
                    "x-fortinac-result: list\n",
                    "x-fortinac-result: list\n      x-fortinac-deviation: The page has another `limit`.\n",
                )],
            ),
            &[
                &[
                    "thing/thing.yaml: thing_list",
                    "the evidence has another type for `sortDirection` (evidence/thing.yaml)",
                    "give them the type that the evidence has, or one that openapi/README.md allows for it, or correct the entry in evidence/thing.yaml, or say why in x-fortinac-deviation, with the names in backticks",
                ],
                &[
                    "thing/thing.yaml: thing_list",
                    "x-fortinac-deviation has no effect: what it names does not differ from the evidence (evidence/thing.yaml)",
                    "take it out, or name in backticks each argument and property that differs; without a name it is about the response as a whole",
                ],
            ],
        ),
        case(
            "a deviation that excuses an argument",
            evidence(
                &ENTRIES.replace(
                    "{name: sortDirection, type: string}",
                    "{name: sortDirection, type: boolean}",
                ),
                &[Edit(
                    THING,
                    "x-fortinac-result: list\n",
                    "x-fortinac-result: list\n      x-fortinac-deviation: The page calls `sortDirection` a boolean.\n",
                )],
            ),
            &[],
        ),
        case(
            "a claim that the evidence contradicts",
            evidence(
                ENTRIES,
                &[Edit(
                    THING,
                    "description: Kind of the thing.",
                    "description: Kind of the thing. Only in responses.",
                )],
            ),
            &[&[
                "thing/thing.yaml: components/schemas/ThingForm/properties/kind",
                "the description says \"only in responses\", and POST /thing in evidence/thing.yaml shows otherwise",
                "correct the description, or the evidence if it is wrong",
            ]],
        ),
        case(
            "a claim that an exchange contradicts",
            evidence(
                ENTRIES,
                &[
                    Edit(
                        THING,
                        "description: Whether the thing lets others through, as a word.",
                        "description: Whether the thing lets others through. Null in real responses.",
                    ),
                    Write("../tests/data/exchanges/get-thing.json", EXCHANGE.into()),
                ],
            ),
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/passThrough",
                "the description says \"null in real responses\", and tests/data/exchanges/get-thing.json shows otherwise",
                "correct the description, or the evidence if it is wrong",
            ]],
        ),
    ]
}

/// The good spec with evidence, and more changes.
fn evidence(entries: &str, changes: &[Change]) -> Vec<Change> {
    let mut all = vec![
        Write("../evidence/sources.yaml", SOURCES.into()),
        Write("../evidence/thing.yaml", entries.into()),
    ];
    all.extend(changes.iter().map(|change| match change {
        Edit(file, find, replace) => Edit(file, find, replace),
        Write(file, content) => Write(file, content.clone()),
        _ => unreachable!("these cases have no other change"),
    }));
    all
}

const SOURCES: &str = "pattern: {id: docs/<version>/<page>, kind: page, url: <id>}
sources:
  - {id: a page, kind: page}
";

const ENTRIES: &str = "- method: GET
  path: /thing
  source: a page
  evidence: placeholder
  origin: document
  versions: ['7.2.0']
  params: [{name: limit, type: integer}, {name: sortDirection, type: string}]
  response:
    status: string
    results:
      - {id: integer, color: string, apiToken: string, passThrough: string, owner: null, parent: string}
- method: POST
  path: /thing
  source: a page
  evidence: real
  origin: document
  versions: ['7.2.0']
  params: [{name: kind, type: string}, {name: tags, type: array}]
  response: {status: string}
- method: POST
  path: /thing/{id}
  source: a page
  evidence: real
  origin: document
  versions: ['7.2.0']
  path_params: [{name: id, type: integer}]
  response: {status: string}
";

const EXCHANGE: &str = r#"{
  "operation": "GET /thing", "method": "GET", "path": "/thing", "status": 200, "request": null,
  "response": {"status": "success", "results": [{"id": 1, "passThrough": "yes"}]}, "source": "a page"
}"#;
