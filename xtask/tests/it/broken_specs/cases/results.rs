//! What a call returns: `x-fortinac-result` against the envelope and the verb.

use super::super::Change::{self, Edit};
use super::super::THING;
use super::{Case, case};

pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "no result",
            [Edit(THING, "      x-fortinac-result: list\n", "")],
            &[&[
                "thing/thing.yaml: thing_list",
                "`x-fortinac-result` is missing",
                "add it. It says what the call returns out of the response. It is one of: one, list, count, value, envelope, none",
            ]],
        ),
        case(
            "a result that does not exist",
            [Edit(THING, "result: list", "result: many")],
            &[&[
                "thing/thing.yaml: thing_list/x-fortinac-result",
                "is `many`, which is not known",
                "write one of: one, list, count, value, envelope, none. It says what the call returns out of the response.",
            ]],
        ),
        case(
            "a count in an envelope without a number",
            [Edit(
                THING,
                "x-fortinac-result: none",
                "x-fortinac-result: count",
            )],
            &[&[
                "thing/thing.yaml: thing_create/x-fortinac-result",
                "`count` needs an integer in `total`, `totalCount`, `result` or `results` in Envelope",
                "correct the result, or describe the properties of the envelope",
            ]],
        ),
        case(
            "the result `none` on a list",
            [list_returns("none")],
            &[&[
                "thing/thing.yaml:11:7: thing_list/x-fortinac-result",
                "`none` drops the records in `results` of ThingList",
                "write `x-fortinac-result: list`",
            ]],
        ),
        case(
            "the result `one` on a list",
            [list_returns("one")],
            &[&[
                "thing/thing.yaml: thing_list/x-fortinac-result",
                "a `list` returns a list",
                "write `x-fortinac-result: list`",
            ]],
        ),
        case(
            "the result `list` in an envelope without one",
            [Edit(
                THING,
                "x-fortinac-result: none",
                "x-fortinac-result: list",
            )],
            &[&[
                "thing/thing.yaml: thing_create/x-fortinac-result",
                "`list` needs an array in `results` in Envelope",
                "correct the result, or describe the properties of the envelope",
            ]],
        ),
        case(
            "the result `one` in an envelope without a record",
            [Edit(
                THING,
                "x-fortinac-result: none",
                "x-fortinac-result: one",
            )],
            &[&[
                "thing/thing.yaml: thing_create/x-fortinac-result",
                "`one` needs a record in `result` or `results` in Envelope",
                "correct the result, or describe the properties of the envelope",
            ]],
        ),
        case(
            "the result `value` in an envelope without one",
            [Edit(
                THING,
                "x-fortinac-result: none",
                "x-fortinac-result: value",
            )],
            &[&[
                "thing/thing.yaml: thing_create/x-fortinac-result",
                "`value` needs `result` or `results` in Envelope",
                "correct the result, or describe the properties of the envelope",
            ]],
        ),
        case(
            "the result `value` of a map",
            [
                Edit(THING, "result: list", "result: value"),
                Edit(THING, "thing_list", "thing_thing"),
                Edit(
                    THING,
                    "          items:\n            $ref: '#/components/schemas/Thing'",
                    "          additionalProperties:\n            $ref: '#/components/schemas/Thing'",
                ),
                Edit(
                    THING,
                    "        results:\n          type: array",
                    "        results:\n          type: object",
                ),
                Edit(
                    THING,
                    "                results:\n                  - id: 1\n                    color: red\n",
                    "                results:\n                  first:\n                    id: 1\n",
                ),
            ],
            &[&[
                "thing/thing.yaml: thing_thing/x-fortinac-result",
                "`value` returns the map in `results` of ThingList",
                "write `x-fortinac-result: envelope`",
            ]],
        ),
        case(
            "a count that returns no number",
            [
                Edit(
                    THING,
                    "  /thing/{id}:\n    parameters:\n      - name: id\n        in: path\n        required: true\n        schema:\n          type: integer\n          format: int64\n",
                    "",
                ),
                Edit(
                    THING,
                    "    post:\n      operationId: thing_update\n",
                    "  /thing/count:\n    get:\n      operationId: thing_count\n",
                ),
                Edit(THING, UPDATE_BODY, ""),
            ],
            &[&[
                "thing/thing.yaml: thing_count/x-fortinac-result",
                "a count returns a number",
                "write `x-fortinac-result: count`",
            ]],
        ),
    ]
}

/// Gives the list another result.
fn list_returns(result: &str) -> Change {
    Change::Build(
        THING,
        "x-fortinac-result: list",
        format!("x-fortinac-result: {result}"),
    )
}

/// The body of the update.
const UPDATE_BODY: &str = "      requestBody:
        required: true
        content:
          application/json:
            schema:
              $ref: '#/components/schemas/Thing'
            example:
              id: 1
              changed: 1717403530000
          application/xml:
            schema:
              $ref: '#/components/schemas/Thing'
";
