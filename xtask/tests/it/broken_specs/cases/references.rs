//! `$ref`s that lead nowhere, or somewhere odd.

use super::super::Change::{Edit, Write};
use super::super::{ROOT, SHARED, THING};
use super::{Case, case};

pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "a `$ref` to a missing file",
            [Edit(
                THING,
                "$ref: ../common.yaml#/components/schemas/Envelope",
                "$ref: ../comon.yaml#/components/schemas/Envelope",
            )],
            &[&[
                "thing/thing.yaml: thing_create/responses/200/content/application/json/schema",
                "comon.yaml is no file of the spec",
                "did you mean common.yaml?",
            ]],
        ),
        case(
            "a `$ref` to a file that is no part of the spec",
            [Edit(
                THING,
                "$ref: ../common.yaml#/components/schemas/Envelope",
                "$ref: ../generated/common.yaml#/components/schemas/Envelope",
            )],
            &[&[
                "thing/thing.yaml: thing_create/responses/200/content/application/json/schema",
                "generated/common.yaml is no file of the spec",
                "refer to the root, to common.yaml beside it, or to a `.yaml` file of the folders beside it",
            ]],
        ),
        case(
            "a `$ref` to a misspelled component of the same file",
            [Edit(
                THING,
                "          application/xml:\n            schema:\n              $ref: '#/components/schemas/Thing'",
                "          application/xml:\n            schema:\n              $ref: '#/components/schemas/Thign'",
            )],
            &[&[
                "thing/thing.yaml: thing_update/requestBody/content/application/xml/schema",
                "the `$ref` \"#/components/schemas/Thign\" names nothing: there is no `Thign` there",
                "did you mean `Thing`?",
            ]],
        ),
        case(
            "a `$ref` to a component that is not there",
            [Edit(
                THING,
                "          application/xml:\n            schema:\n              $ref: '#/components/schemas/Thing'",
                "          application/xml:\n            schema:\n              $ref: '#/components/schemas/Elsewhere'",
            )],
            &[&[
                "thing/thing.yaml: thing_update/requestBody/content/application/xml/schema",
                "the `$ref` \"#/components/schemas/Elsewhere\" names nothing: there is no `Elsewhere` there",
                "there are: Thing, ThingForm, ThingList",
            ]],
        ),
        case(
            "a `$ref` into the middle of a schema",
            [Edit(
                THING,
                "items:\n            type: string",
                "items:\n            $ref: '#/components/schemas/Thing/properties/passThrough'",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/ThingForm/properties/tags/items",
                "\"#/components/schemas/Thing/properties/passThrough\" does not point at a component",
                "point at `#/components/<kind>/<Name>`, where kind is schemas, parameters, responses, requestBodies",
            ]],
        ),
        case(
            "a `$ref` to another host",
            [Edit(
                THING,
                "$ref: ../common.yaml#/components/schemas/Envelope",
                "$ref: https://example.com/a.yaml#/components/schemas/Envelope",
            )],
            &[&[
                "thing/thing.yaml: thing_create/responses/200/content/application/json/schema",
                "\"https://example.com/a.yaml#/components/schemas/Envelope\" is not in this repository",
                "copy what it names into a file below openapi/",
            ]],
        ),
        case(
            "a `$ref` that is an integer",
            [Edit(
                THING,
                "$ref: '#/components/schemas/ThingForm'",
                "$ref: 5",
            )],
            &[&[
                "thing/thing.yaml:48:15: thing_create/requestBody/content/application/x-www-form-urlencoded/schema/$ref",
                "is an integer, and not a string",
                "Write `file.yaml#/components/schemas/Name`, without the file for the same one.",
            ]],
        ),
        case(
            "a `$ref` without a pointer",
            [Edit(THING, "'#/components/schemas/ThingForm'", "ThingForm")],
            &[&[
                "thing/thing.yaml: thing_create/requestBody/content/application/x-www-form-urlencoded/schema/$ref",
                "is not of the form that belongs here",
                "Write `file.yaml#/components/schemas/Name`, without the file for the same one.",
            ]],
        ),
        case(
            "a `$ref` with siblings",
            [Edit(
                THING,
                "          $ref: ../common.yaml#/components/schemas/Color",
                "          description: Its color.\n          $ref: ../common.yaml#/components/schemas/Color",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/color",
                "`description` is not known here",
                "a `$ref` has no siblings: write `allOf: [{$ref: ...}]`, and the description beside it",
            ]],
        ),
        case(
            "a nullable `$ref`",
            [Edit(
                THING,
                "          $ref: ../common.yaml#/components/schemas/Color",
                "          nullable: true\n          $ref: ../common.yaml#/components/schemas/Color",
            )],
            &[&[
                "thing/thing.yaml:113:11: components/schemas/Thing/properties/color",
                "`nullable` is not known here",
                "take it out: OpenAPI 3.0 ignores what is beside a `$ref`",
            ]],
        ),
        case(
            "a component that is nothing but a `$ref`",
            [
                Edit(
                    THING,
                    "    ThingForm:\n",
                    "    Form:\n      $ref: '#/components/schemas/ThingForm'\n    ThingForm:\n",
                ),
                Edit(
                    THING,
                    "'#/components/schemas/ThingForm'",
                    "'#/components/schemas/Form'",
                ),
            ],
            &[&[
                "thing/thing.yaml: components/schemas/Form/$ref",
                "does not belong here",
                "Take it out, and use the component that it names instead.",
            ]],
        ),
        case(
            "two components that name each other",
            [
                Edit(
                    THING,
                    "$ref: '#/components/schemas/ThingForm'",
                    "$ref: '#/components/schemas/A'",
                ),
                Edit(
                    THING,
                    "    ThingForm:\n",
                    "    A:\n      $ref: '#/components/schemas/B'\n    B:\n      $ref: '#/components/schemas/A'\n    ThingForm:\n",
                ),
            ],
            &[
                &[
                    "thing/thing.yaml: components/schemas/A/$ref",
                    "does not belong here",
                    "Take it out, and use the component that it names instead.",
                ],
                &[
                    "thing/thing.yaml: components/schemas/B/$ref",
                    "does not belong here",
                    "Take it out, and use the component that it names instead.",
                ],
            ],
        ),
        case(
            "a path of a file that is a `$ref`",
            [Edit(
                THING,
                "  /thing/{id}:\n",
                "  /everything:\n    $ref: '#/paths/~1thing'\n  /thing/{id}:\n",
            )],
            &[&[
                "thing/thing.yaml: /everything",
                "`$ref` is not known here",
                "write it in place: a `$ref` stands for a component, and for a path in the root alone",
            ]],
        ),
        case(
            "a response that refers to a schema",
            [Edit(
                THING,
                "4XX:\n          $ref: ../common.yaml#/components/responses/Failed",
                "4XX:\n          $ref: ../common.yaml#/components/schemas/Envelope",
            )],
            &[&[
                "thing/thing.yaml: thing_list/responses/4XX",
                "refers to #/components/schemas/Envelope, where a response belongs",
                "refer to a response of `components`, or write it in place",
            ]],
        ),
        case(
            "a schema that refers to a response",
            [Edit(
                THING,
                "          x-fortinac-open: Only seen null.",
                "          items:\n            $ref: ../common.yaml#/components/responses/Failed\n          type: array\n          nullable: true",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/owner/items",
                "refers to #/components/responses/Failed, where a schema belongs",
                "refer to a schema of `components`, or write it in place",
            ]],
        ),
        case(
            "an operation that is a `$ref`",
            [Edit(
                THING,
                "  /thing/{id}:\n",
                "  /thing/{id}:\n    get:\n      $ref: ../common.yaml#/components/responses/Failed\n",
            )],
            &[&[
                "thing/thing.yaml: GET /thing/{id}",
                "`$ref` is not known here",
                "write it in place: a `$ref` stands for a component, and for a path in the root alone",
            ]],
        ),
        case(
            "a component without use",
            [Edit(
                SHARED,
                "    Timestamp:\n",
                "    Unused:\n      type: string\n      nullable: true\n      description: A string.\n    Timestamp:\n",
            )],
            &[&[
                "common.yaml: components/schemas/Unused",
                "nothing refers to this component",
                "use it, or delete it",
            ]],
        ),
        case(
            "components without use in a file of their own",
            [Write("thing/other.yaml", UNUSED.into())],
            &[&[
                "thing/other.yaml: components/schemas/Unused",
                "nothing refers to this component",
                "use it, or delete it",
            ]],
        ),
        case(
            "a component of the root without use",
            [Edit(
                ROOT,
                "components:\n",
                "components:\n  parameters:\n    Unused:\n      name: unused\n      in: query\n      schema:\n        type: string\n",
            )],
            &[&[
                "fortinac.yaml: components/parameters/Unused",
                "nothing refers to this component",
                "use it, or delete it",
            ]],
        ),
    ]
}

const UNUSED: &str = "components:
  schemas:
    Unused:
      type: string
      nullable: true
      description: A string.
";
