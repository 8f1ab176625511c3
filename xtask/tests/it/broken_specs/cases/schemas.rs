//! Schemas.

use super::super::Change::Edit;
use super::super::{SHARED, THING};
use super::{Case, case};

pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "an enum in a response",
            [Edit(
                SHARED,
                "          type: string\n          nullable: true\n          description: The word",
                "          type: string\n          enum: [success]\n          nullable: true\n          description: The word",
            )],
            &[&[
                "common.yaml: components/schemas/Envelope/properties/status",
                "`enum` is not known here",
                "a response fails on a new value: make it a component with `x-extensible-enum`",
            ]],
        ),
        case(
            "a time with a format",
            [Edit(
                THING,
                "          x-fortinac-open: Only seen null.",
                "          type: string\n          format: date-time\n          nullable: true",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/owner/format",
                "is `date-time`, and not `password`",
                "A time is a `$ref` to Timestamp, a secret has `format: password`, any other string has no format.",
            ]],
        ),
        case(
            "a type that OpenAPI does not have",
            [Edit(
                THING,
                "          x-fortinac-open: Only seen null.",
                "          type: text\n          nullable: true",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/owner/type",
                "is `text`, which is not known",
                "write one of: string, integer, number, boolean, array, object. The types of OpenAPI 3.0 are string, integer, number, boolean, array and object; null is `nullable: true`.",
            ]],
        ),
        case(
            "two types as in OpenAPI 3.1",
            [Edit(
                THING,
                "          x-fortinac-open: Only seen null.",
                "          type: [string, 'null']\n          nullable: true",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/owner/type",
                "is `[\"string\",\"null\"]`, which is not known",
                "write one of: string, integer, number, boolean, array, object. The types of OpenAPI 3.0 are string, integer, number, boolean, array and object; null is `nullable: true`.",
            ]],
        ),
        case(
            "a record in the place of a property",
            [Edit(
                THING,
                "          x-fortinac-open: Only seen null.",
                "          type: object\n          nullable: true\n          properties:\n            id:\n              type: string\n              nullable: true\n              description: Its id.",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/owner",
                "a record is a component",
                "move it to components/schemas, and `$ref` it here",
            ]],
        ),
        case(
            "a limit",
            [Edit(
                THING,
                "          description: Id of the thing.\n",
                "          description: Id of the thing.\n          minimum: 1\n",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/id",
                "`minimum` is not known here",
                "say it in the description: a real response must not fail because of it",
            ]],
        ),
        case(
            "a type that nobody knows, without a reason",
            [Edit(
                THING,
                "          x-fortinac-open: Only seen null.\n",
                "",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/owner",
                "`x-fortinac-open` is missing",
                "add it. Say why no type is known.",
            ]],
        ),
        case(
            "a property that is not nullable",
            [Edit(
                THING,
                "          format: int64\n          nullable: true\n",
                "          format: int64\n",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/id",
                "is not `nullable: true`",
                "add it: any property of a real response can be null",
            ]],
        ),
        case(
            "a required argument that is nullable",
            [Edit(
                THING,
                "    ThingForm:\n      type: object\n",
                "    ThingForm:\n      type: object\n      required: [kind]\n",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/ThingForm/properties/kind",
                "is required and nullable",
                "take `nullable` out: a form cannot carry null",
            ]],
        ),
        case(
            "a property that is never null",
            [Edit(
                THING,
                "          format: int64\n          nullable: true\n",
                "          format: int64\n          nullable: false\n",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/id",
                "is not `nullable: true`",
                "add it: any property of a real response can be null",
            ]],
        ),
        case(
            "a record of a property that is not nullable",
            [Edit(
                THING,
                "    Thing:\n      type: object\n      nullable: true\n",
                "    Thing:\n      type: object\n",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing",
                "is not `nullable: true`",
                "add it: a property that refers to it can be null in a real response",
            ]],
        ),
        case(
            "an open enumeration that is not nullable",
            [Edit(
                SHARED,
                "      type: string\n      nullable: true\n      description: A color",
                "      type: string\n      description: A color",
            )],
            &[&[
                "common.yaml: components/schemas/Color",
                "is not `nullable: true`",
                "add it: a property that refers to it can be null in a real response",
            ]],
        ),
        case(
            "a nullable envelope",
            [Edit(
                SHARED,
                "    Envelope:\n      type: object\n",
                "    Envelope:\n      type: object\n      nullable: true\n",
            )],
            &[&[
                "common.yaml: components/schemas/Envelope",
                "is nullable, and no property refers to it",
                "take `nullable` out: a body is never null",
            ]],
        ),
        case(
            "a nullable form",
            [Edit(
                THING,
                "    ThingForm:\n      type: object\n",
                "    ThingForm:\n      type: object\n      nullable: true\n",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/ThingForm",
                "is nullable, and no property refers to it",
                "take `nullable` out: a body is never null",
            ]],
        ),
        case(
            "an integer without its format",
            [Edit(
                THING,
                "          format: int64\n          nullable: true\n",
                "          nullable: true\n",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/id",
                "`format` is missing",
                "add it. An integer has `format: int64`.",
            ]],
        ),
        case(
            "a 32-bit integer",
            [Edit(
                THING,
                "          format: int64\n          nullable: true\n",
                "          format: int32\n          nullable: true\n",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/id/format",
                "is `int32`, and not `int64`",
                "An integer has `format: int64`.",
            ]],
        ),
        case(
            "an array without `items`",
            [Edit(
                THING,
                "          description: Tags of the thing.\n          items:\n            type: string\n",
                "          description: Tags of the thing.\n",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/ThingForm/properties/tags",
                "`items` is missing",
                "add it. The schema of the items.",
            ]],
        ),
        case(
            "properties that are a list",
            [Edit(
                THING,
                "      properties:\n        kind:",
                "      properties: []\n      x-properties:\n        kind:",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/ThingForm/properties",
                "is an array, and not an object",
                "write a mapping: lines of `key: value` below it. List the properties that a source shows.",
            ]],
        ),
        case(
            "a record without properties",
            [Edit(
                THING,
                "      properties:\n        kind:",
                "      properties: {}\n      x-properties:\n        kind:",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/ThingForm/properties",
                "is empty",
                "fill it in. List the properties that a source shows.",
            ]],
        ),
        case(
            "a record with an empty list of sources",
            [Edit(
                SHARED,
                "      x-fortinac-source: [a page]\n",
                "      x-fortinac-source: []\n",
            )],
            &[&[
                "common.yaml: components/schemas/Envelope/x-fortinac-source",
                "is empty",
                "fill it in. List the sources that show the record beside those of its operations.",
            ]],
        ),
        case(
            "a record with `additionalProperties`",
            [Edit(
                THING,
                "    ThingForm:\n      type: object\n",
                "    ThingForm:\n      type: object\n      additionalProperties: {type: string}\n",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/ThingForm",
                "`additionalProperties` does not belong here",
                "A record allows unknown properties by default: take `additionalProperties` out.",
            ]],
        ),
        case(
            "`required` that is a boolean",
            [Edit(
                THING,
                "          description: Kind of the thing.",
                "          description: Kind of the thing.\n          required: true",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/ThingForm/properties/kind",
                "`required` is not known here",
                "take it out: every property of a response may be absent",
            ]],
        ),
        case(
            "a component that is an array",
            [
                Edit(
                    THING,
                    "        kind:\n          type: string\n          nullable: true\n          description: Kind of the thing.\n",
                    "        kind:\n          $ref: '#/components/schemas/Kinds'\n",
                ),
                Edit(
                    THING,
                    "    ThingForm:\n",
                    "    Kinds:\n      type: array\n      nullable: true\n      description: Kinds of the thing.\n      items:\n        type: string\n    ThingForm:\n",
                ),
            ],
            &[&[
                "thing/thing.yaml: components/schemas/Kinds",
                "is neither a record, nor an open enumeration, nor an integer or string",
                "write the schema in place where it is used; a scalar that many records share can be a component of the root's common file",
            ]],
        ),
        case(
            "an open enumeration in the place of a property",
            [Edit(
                THING,
                "          description: Kind of the thing.",
                "          description: Kind of the thing.\n          x-extensible-enum: [plain, fancy]",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/ThingForm/properties/kind",
                "an open enumeration is a component",
                "move it to components/schemas, and `$ref` it here",
            ]],
        ),
        case(
            "an open enumeration without values",
            [Edit(SHARED, "[red, green]", "[]")],
            &[&[
                "common.yaml: components/schemas/Color/x-extensible-enum",
                "is empty",
                "fill it in. The known values of an open enumeration, which is a component of its own.",
            ]],
        ),
        case(
            "a record or string that is no record",
            [Edit(
                THING,
                "            - $ref: '#/components/schemas/Thing'\n",
                "            - $ref: ../common.yaml#/components/schemas/Color\n",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/parent",
                "`Color` is not a record",
                "`$ref` a record, or write `$ref` alone: what is no record takes any string",
            ]],
        ),
        case(
            "a boolean or a string",
            [Edit(
                THING,
                "            - $ref: '#/components/schemas/Thing'\n            - type: string\n",
                "            - type: boolean\n            - type: string\n",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/parent",
                "`anyOf` is an integer or a string, or a record or a string, in this order",
                "write `[{type: integer, format: int64, nullable: true}, {type: string}]` or `[{$ref: Record}, {type: string}]`",
            ]],
        ),
        case(
            "three alternatives",
            [Edit(
                THING,
                "            - $ref: '#/components/schemas/Thing'\n",
                "            - $ref: '#/components/schemas/Thing'\n            - type: boolean\n",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/parent/anyOf",
                "has too many items",
                "Write `[{type: integer, format: int64, nullable: true}, {type: string}]` or `[{$ref: Record}, {type: string}]`.",
            ]],
        ),
        case(
            "the name of an XML element",
            [Edit(
                THING,
                "      description: A thing as a form.",
                "      description: A thing as a form.\n      xml: {name: form}",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/ThingForm",
                "`xml` is not known here",
                "correct its name or its indentation, or take it out. An object: a record with `properties`, which is a component, or a map with the schema of its values in `additionalProperties`, or an object of which no property is known.",
                "Known here: type",
            ]],
        ),
        case(
            "an XML element that is a list",
            [Edit(
                THING,
                "      description: A thing as a form.",
                "      description: A thing as a form.\n      xml: [1]",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/ThingForm",
                "`xml` is not known here",
                "correct its name or its indentation, or take it out. An object: a record with `properties`, which is a component, or a map with the schema of its values in `additionalProperties`, or an object of which no property is known.",
                "Known here: type",
            ]],
        ),
        case(
            "an XML element with an attribute",
            [Edit(
                THING,
                "      description: A thing as a form.",
                "      description: A thing as a form.\n      xml: {name: form, attribute: true}",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/ThingForm",
                "`xml` is not known here",
                "correct its name or its indentation, or take it out. An object: a record with `properties`, which is a component, or a map with the schema of its values in `additionalProperties`, or an object of which no property is known.",
                "Known here: type",
            ]],
        ),
        case(
            "the XML element of a property",
            [Edit(
                THING,
                "          x-fortinac-open: Only seen null.",
                "          type: object\n          nullable: true\n          xml: {name: who}",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/owner",
                "`xml` is not known here",
                "correct its name or its indentation, or take it out. An object: a record with `properties`, which is a component, or a map with the schema of its values in `additionalProperties`, or an object of which no property is known.",
                "Known here: type",
            ]],
        ),
        case(
            "a string that holds something else than JSON",
            [Edit(
                THING,
                "description: Whether the",
                "x-fortinac-content-media-type: xml\n          description: Whether the",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/passThrough/x-fortinac-content-media-type",
                "is `xml`, and not `application/json`",
                "Write `application/json` if the string holds JSON, or take it out.",
            ]],
        ),
        case(
            "a misspelled extension of a property",
            [Edit(
                THING,
                "          description: Id of the thing.\n",
                "          description: Id of the thing.\n          x-fortinac-nota: Guessed.\n",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/properties/id",
                "`x-fortinac-nota` is not known here",
                "did you mean `x-fortinac-note`?",
            ]],
        ),
        case(
            "a misspelled extension that is needed",
            [Edit(
                THING,
                "x-fortinac-open: Only",
                "x-fortinac-opne: Only",
            )],
            &[
                &[
                    "thing/thing.yaml: components/schemas/Thing/properties/owner",
                    "`x-fortinac-open` is missing",
                    "add it. Say why no type is known.",
                ],
                &[
                    "thing/thing.yaml: components/schemas/Thing/properties/owner",
                    "`x-fortinac-opne` is not known here",
                    "did you mean `x-fortinac-open`?",
                ],
            ],
        ),
    ]
}
