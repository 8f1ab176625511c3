//! `$ref`s that lead nowhere, or somewhere odd.

use super::Case;
use crate::Change::Edit;
use crate::{SHARED, THING};

pub(super) fn cases() -> Vec<Case> {
    vec![
        (
            "to a missing file",
            vec![Edit(
                THING,
                "../components.yaml#/components/schemas/Color",
                "colors.yaml#/components/schemas/Color",
            )],
            &[
                &["components.yaml", "Color", "nothing refers"],
                &[
                    "colors.yaml",
                    "cannot be read",
                    "thing.yaml",
                    "Thing/properties/color",
                ],
            ],
        ),
        (
            "to nothing in the same file",
            vec![Edit(
                THING,
                "'#/components/schemas/ThingForm'",
                "'#/components/schemas/ThingFrom'",
            )],
            &[
                &[
                    "thing.yaml",
                    "/thing/post/requestBody",
                    "ThingFrom",
                    "there are: Thing,",
                ],
                &["ThingForm", "nothing refers"],
            ],
        ),
        (
            "into the middle of a schema",
            vec![Edit(
                THING,
                "items:\n            type: string",
                "items:\n            $ref: '#/components/schemas/Thing/properties/boardingPass'",
            )],
            &[&[
                "thing.yaml",
                "ThingForm/properties/tags/items",
                "does not point at a component",
            ]],
        ),
        (
            "to another host",
            vec![Edit(
                THING,
                "'#/components/schemas/ThingForm'",
                "https://example.com/a.yaml#/components/schemas/A",
            )],
            &[
                &["thing.yaml", "/thing/post", "not in this repository"],
                &["ThingForm", "nothing refers"],
            ],
        ),
        (
            "an integer",
            vec![Edit(
                THING,
                "$ref: '#/components/schemas/ThingForm'",
                "$ref: 5",
            )],
            &[
                &["thing.yaml", "/thing/post", "not a string"],
                &["ThingForm", "nothing refers"],
            ],
        ),
        (
            "without a pointer",
            vec![Edit(THING, "'#/components/schemas/ThingForm'", "ThingForm")],
            &[&["thing.yaml", "no `#/`"], &["ThingForm", "nothing refers"]],
        ),
        (
            "with siblings",
            vec![Edit(
                THING,
                "          $ref: ../components.yaml#/components/schemas/Color",
                "          description: Its color.\n          $ref: ../components.yaml#/components/schemas/Color",
            )],
            &[&["thing.yaml", "Thing/properties/color", "siblings"]],
        ),
        (
            "a component that is nothing else",
            vec![Edit(
                THING,
                "    ThingForm:\n",
                "    ThingForm:\n      $ref: '#/components/schemas/Thing'\n    Unused:\n",
            )],
            &[
                &["thing.yaml", "ThingForm", "nothing but a `$ref`"],
                &["Unused", "nothing refers"],
            ],
        ),
        (
            "two components that name each other",
            vec![
                Edit(
                    THING,
                    "'#/components/schemas/ThingForm'",
                    "'#/components/schemas/A'",
                ),
                Edit(
                    THING,
                    "    ThingForm:\n",
                    "    A:\n      $ref: '#/components/schemas/B'\n    B:\n      $ref: '#/components/schemas/A'\n    ThingForm:\n",
                ),
            ],
            &[
                &["thing.yaml", "schemas/A", "nothing but a `$ref`"],
                &["schemas/B", "nothing refers"],
                &["ThingForm", "nothing refers"],
            ],
        ),
        (
            "a path that refers again",
            vec![Edit(
                THING,
                "  /thing/{id}:\n",
                "  /thing/{id}:\n    $ref: '#/paths/~1thing'\n  /thing/{other}:\n",
            )],
            &[
                &["thing.yaml", "/thing/{id}", "a `$ref` again"],
                &["thing.yaml", "/thing/{other}", "does not list"],
            ],
        ),
        (
            "to a component of another kind",
            vec![Edit(
                THING,
                "4XX:\n          $ref: ../components.yaml#/components/responses/Failed",
                "4XX:\n          $ref: ../components.yaml#/components/schemas/Envelope",
            )],
            &[&[
                "thing.yaml",
                "thing_list/responses/4XX",
                "refers to",
                "a response belongs",
            ]],
        ),
        (
            "a schema to a component of another kind",
            vec![Edit(
                THING,
                "          x-fortinac-open: Only seen null.",
                "          items:\n            $ref: ../components.yaml#/components/responses/Failed\n          type: array\n          nullable: true",
            )],
            &[&[
                "Thing/properties/owner/items",
                "not a reference to a schema",
            ]],
        ),
        (
            "an operation",
            vec![Edit(
                THING,
                "  /thing/{id}:\n",
                "  /thing/{id}:\n    get:\n      $ref: ../components.yaml#/components/responses/Failed\n",
            )],
            &[&["thing.yaml", "GET /thing/{id}", "an operation belongs"]],
        ),
        (
            "an unused component",
            vec![Edit(
                SHARED,
                "    Timestamp:\n",
                "    Unused:\n      type: string\n    Timestamp:\n",
            )],
            &[&[
                "components.yaml",
                "components/schemas/Unused",
                "nothing refers",
            ]],
        ),
    ]
}
