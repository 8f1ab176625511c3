//! Descriptions, and extensions about properties.

use super::super::Change::Edit;
use super::super::{ROOT, THING};
use super::{Case, case};

pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "a TODO that a draft has left",
            [Edit(
                THING,
                "description: Kind of the thing.",
                "description: 'TODO: say what it means.'",
            )],
            &[&[
                "thing/thing.yaml:144:11: components/schemas/ThingForm/properties/kind/description",
                "is still to be decided: TODO: say what it means.",
                "write it",
            ]],
        ),
        case(
            "a TODO in an operation",
            [Edit(THING, "summary: Add a thing", "summary: TODO")],
            &[&[
                "thing/thing.yaml: thing_create/summary",
                "is still to be decided: TODO",
                "write it",
            ]],
        ),
        case(
            "a TODO in an example",
            [Edit(THING, "color: red", "color: 'TODO: a color'")],
            &[&[
                "thing/thing.yaml: thing_list/responses/200/content/application/json/example/results/0/color",
                "is still to be decided: TODO: a color",
                "write it",
            ]],
        ),
        case(
            "a TODO in the root",
            [Edit(ROOT, "title: A small spec", "title: TODO")],
            &[&[
                "fortinac.yaml: info/title",
                "is still to be decided: TODO",
                "write it",
            ]],
        ),
        case(
            "a property without a description",
            [Edit(THING, "          description: Id of the thing.\n", "")],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/id",
                "`description` is missing",
                "add it. Say what it means.",
            ]],
        ),
        case(
            "a record without a description",
            [Edit(THING, "      description: A thing as a form.\n", "")],
            &[&[
                "thing/thing.yaml: components/schemas/ThingForm",
                "`description` is missing",
                "add it. Say what it means.",
            ]],
        ),
        case(
            "an empty description",
            [Edit(
                THING,
                "description: Id of the thing.",
                "description: ' '",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/id/description",
                "is empty",
                "fill it in. What it means: meaning, units, shape.",
            ]],
        ),
        case(
            "an inferred property that is not there",
            [Edit(THING, "changed: Every", "changes: Every")],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/x-fortinac-inferred/changes",
                "there is no property `changes`",
                "take it out, or correct the name",
            ]],
        ),
        case(
            "a column that is not there",
            [Edit(
                THING,
                "x-fortinac-columns: [id, color]",
                "x-fortinac-columns: [id, colour]",
            )],
            &[&[
                "thing/thing.yaml:103:32: components/schemas/Thing/x-fortinac-columns/1",
                "there is no property `colour`",
                "name a property that is one value, or an array of such",
            ]],
        ),
        case(
            "a column below a value",
            [Edit(
                THING,
                "x-fortinac-columns: [id, color]",
                "x-fortinac-columns: [id.a, color]",
            )],
            &[&[
                "thing/thing.yaml:103:28: components/schemas/Thing/x-fortinac-columns/0",
                "`id` is no record",
                "name a property that is one value, or an array of such",
            ]],
        ),
        case(
            "an inferred property without a reason",
            [Edit(
                THING,
                "changed: Every other record has it.",
                "changed: ''",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/x-fortinac-inferred/changed",
                "is empty",
                "fill it in. A mapping of the properties that no source shows in this record to the reason.",
            ]],
        ),
        case(
            "an empty description beside an `allOf`",
            [Edit(
                THING,
                "description: Time of the last change.",
                "description: ' '",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/changed/description",
                "is empty",
                "fill it in. What it means here.",
            ]],
        ),
        case(
            "an `allOf` without a description",
            [Edit(
                THING,
                "          description: Time of the last change.\n",
                "",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/changed",
                "`description` is missing",
                "add it. What it means here.",
            ]],
        ),
        case(
            "an `allOf` of two components",
            [Edit(
                THING,
                "          description: Time of the last change.\n",
                "            - $ref: ../common.yaml#/components/schemas/Status\n          description: Time of the last change.\n",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/changed/allOf",
                "has too many items",
                "Write `allOf: [{$ref: ...}]`, with one component.",
            ]],
        ),
        case(
            "an empty note",
            [Edit(
                THING,
                "          description: Id of the thing.\n",
                "          description: Id of the thing.\n          x-fortinac-note: ''\n",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/id/x-fortinac-note",
                "is empty",
                "fill it in. Provenance, contradictions of the sources and doubts about them.",
            ]],
        ),
        case(
            "gaps that are a mapping",
            [Edit(
                THING,
                "      summary: Add a thing\n",
                "      summary: Add a thing\n      x-fortinac-gap: {kind: unknown}\n",
            )],
            &[&[
                "thing/thing.yaml: thing_create/x-fortinac-gap",
                "is an object, and not a string",
                "write a string. What is not known, and a capture from an appliance would tell.",
            ]],
        ),
    ]
}
