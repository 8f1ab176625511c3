//! Schemas.

use super::Case;
use crate::Change::Edit;
use crate::{SHARED, THING};

pub(super) fn cases() -> Vec<Case> {
    vec![
        (
            "enum on an answer",
            vec![Edit(
                SHARED,
                "          type: string\n          nullable: true\n          description: The word",
                "          type: string\n          enum: [success]\n          description: The word",
            )],
            &[&[
                "components.yaml: components/schemas/Envelope/properties/status",
                "`enum`",
                "`x-extensible-enum`",
            ]],
        ),
        (
            "date-time",
            vec![Edit(
                THING,
                "          x-fortinac-open: Only seen null.",
                "          type: string\n          format: date-time",
            )],
            &[&[
                "thing.yaml: components/schemas/Thing/properties/owner",
                "Timestamp",
            ]],
        ),
        (
            "inline record",
            vec![Edit(
                THING,
                "          x-fortinac-open: Only seen null.",
                "          type: object\n          nullable: true\n          properties:\n            id:\n              type: string",
            )],
            &[&["Thing/properties/owner", "a record is a component"]],
        ),
        (
            "secret without format",
            vec![Edit(THING, "          format: password\n", "")],
            &[&["Thing/properties/apiToken", "sounds like a secret"]],
        ),
        (
            "exception without need",
            vec![Edit(THING, "boardingPass:", "detour:")],
            &[&["Thing/properties/detour", "excepts nothing"]],
        ),
        (
            "exception without reason",
            vec![Edit(THING, "It is yes or no.", "''")],
            &[&["Thing/properties/boardingPass", "no reason"]],
        ),
        (
            "no type and no reason",
            vec![Edit(
                THING,
                "          x-fortinac-open: Only seen null.\n",
                "",
            )],
            &[&["Thing/properties/owner", "`x-fortinac-open`"]],
        ),
        (
            "not nullable",
            vec![Edit(
                THING,
                "          format: int64\n          nullable: true\n",
                "          format: int64\n",
            )],
            &[&["Thing/properties/id", "not `nullable: true`"]],
        ),
        (
            "no description",
            vec![Edit(THING, "          description: Id of the thing.\n", "")],
            &[&["Thing/properties/id", "no description"]],
        ),
        (
            "properties are a list",
            vec![Edit(
                THING,
                "      properties:\n        kind:",
                "      properties: []\n      x-properties:\n        kind:",
            )],
            &[&["ThingForm", "`properties` is not a mapping"]],
        ),
        (
            "record without members",
            vec![Edit(
                THING,
                "      properties:\n        kind:",
                "      properties: {}\n      x-properties:\n        kind:",
            )],
            &[&["ThingForm", "no members"]],
        ),
        (
            "record without source",
            vec![Edit(SHARED, "      x-fortinac-source: [a page]\n", "")],
            &[&[
                "components/schemas/Envelope",
                "`x-fortinac-source` is missing",
            ]],
        ),
        (
            "required members",
            vec![Edit(
                THING,
                "      properties:\n        kind:",
                "      required: [kind]\n      properties:\n        kind:",
            )],
            &[&["ThingForm", "`required` does not belong"]],
        ),
        (
            "inferred member that is not there",
            vec![Edit(THING, "changed: Every", "changes: Every")],
            &[&["x-fortinac-inferred/changes", "no member `changes`"]],
        ),
        (
            "meaning of a member that is not there",
            vec![Edit(
                THING,
                "color: Color of the lid.",
                "colour: Of the lid.",
            )],
            &[&["x-fortinac-members/colour", "no member `colour`"]],
        ),
        (
            "meaning of a member that is no reference",
            vec![Edit(THING, "color: Color of the lid.", "id: Of the lid.")],
            &[&["x-fortinac-members/id", "no `$ref`", "`description`"]],
        ),
        (
            "no meaning",
            vec![Edit(THING, "color: Color of the lid.", "color: ' '")],
            &[&["x-fortinac-members/color", "no meaning"]],
        ),
        (
            "meanings are no mapping",
            vec![Edit(
                THING,
                "x-fortinac-members:\n        color: Color of the lid.",
                "x-fortinac-members: [color]",
            )],
            &[&["x-fortinac-members", "not a mapping"]],
        ),
        (
            "meanings elsewhere",
            vec![Edit(
                THING,
                "          description: Kind of the thing.",
                "          description: Kind of the thing.\n          x-fortinac-members: {color: Red.}",
            )],
            &[&[
                "ThingForm/properties/kind",
                "`x-fortinac-members` is for a record",
            ]],
        ),
        (
            "component of another kind",
            vec![Edit(
                SHARED,
                "      type: string\n      nullable: true\n      description: A color, as far as known.\n      x-extensible-enum: [red, green]",
                "      type: string\n      nullable: true\n      description: A color.",
            )],
            &[&[
                "components.yaml: components/schemas/Color",
                "neither a record",
            ]],
        ),
        (
            "words that are one in Rust",
            vec![Edit(SHARED, "[red, green]", "[red, RED]")],
            &[&["schemas/Color", "`red` and `RED`"]],
        ),
        (
            "inline open enumeration",
            vec![Edit(
                THING,
                "          description: Kind of the thing.",
                "          description: Kind of the thing.\n          x-extensible-enum: [plain, fancy]",
            )],
            &[&[
                "ThingForm/properties/kind",
                "an open enumeration is a component",
            ]],
        ),
        (
            "a name that is no type's",
            vec![
                Edit(THING, "schemas/ThingForm", "schemas/thing_form"),
                Edit(THING, "    ThingForm:", "    thing_form:"),
            ],
            &[&["schemas/thing_form", "PascalCase"]],
        ),
        (
            "names that differ in capitals",
            vec![
                Edit(THING, "schemas/ThingForm", "schemas/Thinglist"),
                Edit(THING, "    ThingForm:", "    Thinglist:"),
            ],
            &[&["thing.yaml", "schemas/T", "nothing but capitals"]],
        ),
        (
            "a record or text that is no record",
            vec![Edit(
                THING,
                "            - $ref: '#/components/schemas/Thing'\n",
                "            - $ref: ../components.yaml#/components/schemas/Color\n",
            )],
            &[&["Thing/properties/parent", "`Color` is not a record"]],
        ),
        (
            "an element of no name",
            vec![Edit(
                THING,
                "      description: A thing as a form.",
                "      description: A thing as a form.\n      xml: {name: 'a b<'}",
            )],
            &[&[
                "ThingForm/xml",
                "not the name of an element",
                "xml: {name: element}",
            ]],
        ),
        (
            "an element that is a list",
            vec![Edit(
                THING,
                "      description: A thing as a form.",
                "      description: A thing as a form.\n      xml: [1]",
            )],
            &[&["ThingForm/xml", "not the name of an element"]],
        ),
        (
            "an element with an attribute",
            vec![Edit(
                THING,
                "      description: A thing as a form.",
                "      description: A thing as a form.\n      xml: {name: form, attribute: true}",
            )],
            &[&["ThingForm/xml", "not the name of an element"]],
        ),
        (
            "the element of a member",
            vec![Edit(
                THING,
                "          x-fortinac-open: Only seen null.",
                "          type: object\n          nullable: true\n          xml: {name: who}",
            )],
            &[&["Thing/properties/owner/xml", "take it out"]],
        ),
        (
            "what a text holds",
            vec![Edit(
                THING,
                "description: Whether the",
                "x-fortinac-holds: xml\n          description: Whether the",
            )],
            &[&["Thing/properties/boardingPass", "`x-fortinac-holds`"]],
        ),
        (
            "unknown extension of a member",
            vec![Edit(
                THING,
                "x-fortinac-open: Only",
                "x-fortinac-opne: Only",
            )],
            &[
                &["Thing/properties/owner", "`x-fortinac-opne`"],
                &["owner", "has no type"],
            ],
        ),
    ]
}
