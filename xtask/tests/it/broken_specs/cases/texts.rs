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
                "thing/thing.yaml:143:11: components/schemas/ThingForm/properties/kind/description",
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
            "a description of a property that is not there",
            [Edit(
                THING,
                "color: Color of the lid.",
                "colour: Of the lid.",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/x-fortinac-property-descriptions/colour",
                "there is no property `colour`",
                "take it out, or correct the name",
            ]],
        ),
        case(
            "a description elsewhere of a property that has room for it",
            [Edit(THING, "color: Color of the lid.", "id: Of the lid.")],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/x-fortinac-property-descriptions/id",
                "`id` is not a `$ref`",
                "say it in the `description` of the property",
            ]],
        ),
        case(
            "an empty description of a `$ref`",
            [Edit(THING, "color: Color of the lid.", "color: ' '")],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/x-fortinac-property-descriptions/color",
                "is empty",
                "fill it in. A mapping of the properties that are a `$ref` to what they mean.",
            ]],
        ),
        case(
            "descriptions that are a list",
            [Edit(
                THING,
                "x-fortinac-property-descriptions:\n        color: Color of the lid.",
                "x-fortinac-property-descriptions: [color]",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/x-fortinac-property-descriptions",
                "is an array, and not an object",
                "write a mapping: lines of `key: value` below it. A mapping of the properties that are a `$ref` to what they mean.",
            ]],
        ),
        case(
            "descriptions of properties on a property",
            [Edit(
                THING,
                "          description: Kind of the thing.",
                "          description: Kind of the thing.\n          x-fortinac-property-descriptions: {color: Red.}",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/ThingForm/properties/kind",
                "`x-fortinac-property-descriptions` is not known here",
                "correct its name or its indentation, or take it out. A string. A time is a `$ref` to Timestamp, a secret has `format: password`, any other string has no format.",
                "Known here: type",
            ]],
        ),
        case(
            "descriptions of properties on an object without any",
            [Edit(
                THING,
                "          x-fortinac-open: Only seen null.",
                "          type: object\n          nullable: true\n          x-fortinac-property-descriptions: {color: Red.}",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/owner/x-fortinac-property-descriptions",
                "does not belong here",
                "Take it out: it belongs to a record, which has `properties`.",
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
