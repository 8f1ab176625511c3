//! Bodies, responses and examples.

use super::super::Change::Edit;
use super::super::{SHARED, THING};
use super::{Case, case};

pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "two statuses of success",
            [Edit(
                THING,
                "        4XX:",
                "        '201':\n          description: Another.\n        4XX:",
            )],
            &[&[
                "thing/thing.yaml: thing_list/responses",
                "`201` is not known here",
                "take it out. '200' is the one success: an operation returns one type. Failures are 4XX and 5XX, which the bundler adds; say in their description what a status means",
            ]],
        ),
        case(
            "a default response",
            [Edit(
                THING,
                "        4XX:",
                "        default:\n          description: Any other.\n        4XX:",
            )],
            &[&[
                "thing/thing.yaml: thing_list/responses",
                "`default` is not known here",
                "take it out. '200' is the one success: an operation returns one type. Failures are 4XX and 5XX, which the bundler adds; say in their description what a status means",
            ]],
        ),
        case(
            "a status of failure of its own",
            [Edit(
                THING,
                "        4XX:",
                "        '404':\n          $ref: ../common.yaml#/components/responses/Failed\n        4XX:",
            )],
            &[&[
                "thing/thing.yaml: thing_list/responses",
                "`404` is not known here",
                "take it out. '200' is the one success: an operation returns one type. Failures are 4XX and 5XX, which the bundler adds; say in their description what a status means",
            ]],
        ),
        case(
            "a failure without a body",
            [Edit(
                THING,
                "4XX:\n          $ref: ../common.yaml#/components/responses/Failed",
                "4XX:\n          description: Refused.",
            )],
            &[&[
                "thing/thing.yaml: thing_list/responses/4XX",
                "`content` is missing",
                "add it. The media types of a response: application/json, application/xml, and text/html for failures.",
            ]],
        ),
        case(
            "a failure that is HTML alone",
            [Edit(
                THING,
                "4XX:\n          $ref: ../common.yaml#/components/responses/Failed",
                "4XX:\n          description: Refused.\n          content:\n            text/html:\n              schema:\n                type: string",
            )],
            &[&[
                "thing/thing.yaml: thing_list/responses/4XX/content",
                "`application/json` is missing",
                "add it. The media types of a response: application/json, application/xml, and text/html for failures.",
            ]],
        ),
        case(
            "no response to a rejected call in the file of what all share",
            [
                Edit(SHARED, "    Rejected:\n", "    Refused:\n"),
                Edit(
                    THING,
                    "4XX:\n          $ref: ../common.yaml#/components/responses/Failed",
                    "4XX:\n          $ref: ../common.yaml#/components/responses/Refused",
                ),
            ],
            &[
                &[
                    "thing/thing.yaml: thing_create/responses/4XX",
                    "the response `4XX` is missing",
                    "write it, or describe `Rejected` in components/responses of common.yaml for all operations",
                ],
                &[
                    "thing/thing.yaml: thing_update/responses/4XX",
                    "the response `4XX` is missing",
                    "write it, or describe `Rejected` in components/responses of common.yaml for all operations",
                ],
            ],
        ),
        case(
            "no response to a failure of the appliance in the file of what all share",
            [
                Edit(SHARED, "    Failed:\n", "    Broken:\n"),
                Edit(
                    THING,
                    "4XX:\n          $ref: ../common.yaml#/components/responses/Failed",
                    "4XX:\n          $ref: ../common.yaml#/components/responses/Broken",
                ),
                Edit(
                    THING,
                    "5XX:\n          $ref: ../common.yaml#/components/responses/Failed",
                    "5XX:\n          $ref: ../common.yaml#/components/responses/Broken",
                ),
            ],
            &[
                &[
                    "thing/thing.yaml: thing_create/responses/5XX",
                    "the response `5XX` is missing",
                    "write it, or describe `Failed` in components/responses of common.yaml for all operations",
                ],
                &[
                    "thing/thing.yaml: thing_update/responses/5XX",
                    "the response `5XX` is missing",
                    "write it, or describe `Failed` in components/responses of common.yaml for all operations",
                ],
            ],
        ),
        case(
            "two schemas of failures",
            [Edit(
                THING,
                "4XX:\n          $ref: ../common.yaml#/components/responses/Failed",
                "4XX:\n          description: Refused.\n          content:\n            application/json:\n              schema:\n                $ref: '#/components/schemas/ThingList'",
            )],
            &[&[
                "thing/thing.yaml: thing_list",
                "failures have two schemas (4XX: #/components/schemas/ThingList, 5XX: #/components/schemas/Envelope)",
                "use one schema for 4XX and 5XX: a failure is one type",
            ]],
        ),
        case(
            "a response without a schema",
            [Edit(
                THING,
                "              schema:\n                $ref: ../common.yaml#/components/schemas/Envelope\n",
                "",
            )],
            &[&[
                "thing/thing.yaml: thing_create/responses/200/content/application/json",
                "`schema` is missing",
                "add it. A `$ref` to the record that the body is.",
            ]],
        ),
        case(
            "a response that is no record",
            [Edit(
                THING,
                "$ref: ../common.yaml#/components/schemas/Envelope\n",
                "type: object\n",
            )],
            &[&[
                "thing/thing.yaml: thing_create/responses/200/content/application/json/schema",
                "is not a `$ref` to a record",
                "make it a component with `type: object` and `properties`",
            ]],
        ),
        case(
            "a response without `status`",
            [
                Edit(
                    THING,
                    "        status:\n          type: string\n",
                    "        state:\n          type: string\n",
                ),
                Edit(
                    THING,
                    "                status: success\n                results:",
                    "                results:",
                ),
            ],
            &[&[
                "thing/thing.yaml: components/schemas/ThingList",
                "is a response, and has no property `status`",
                "add it: a client tells a failure by it, whatever the HTTP status says; or write `x-fortinac-result: envelope` if a source shows the response without it",
            ]],
        ),
        case(
            "two media types in a request",
            [Edit(
                THING,
                "          application/xml:",
                "          application/x-www-form-urlencoded:",
            )],
            &[&[
                "thing/thing.yaml: thing_update/requestBody",
                "has the media types [application/json, application/x-www-form-urlencoded]",
                "write application/json, application/json and application/xml together, application/x-www-form-urlencoded, or multipart/form-data",
            ]],
        ),
        case(
            "a media type that no client sends",
            [Edit(
                THING,
                "          application/xml:",
                "          text/plain:",
            )],
            &[&[
                "thing/thing.yaml: thing_update/requestBody/content",
                "`text/plain` is not known here",
                "correct its name or its indentation, or take it out. The media types of a request: application/json, application/xml, application/x-www-form-urlencoded, multipart/form-data.",
                "Known here: application/json",
            ]],
        ),
        case(
            "XML that no document shows",
            [Edit(
                THING,
                "summary: Update one thing\n      x-fortinac-source: [a page]\n      x-fortinac-versions: ['7.2.0']\n      x-fortinac-evidence: real\n      x-fortinac-origin: document",
                "summary: Update one thing\n      x-fortinac-source: [a page]\n      x-fortinac-versions: ['7.2.0']\n      x-fortinac-evidence: real\n      x-fortinac-origin: program",
            )],
            &[&[
                "thing/thing.yaml: thing_update/requestBody",
                "application/xml is shown by reference pages alone",
                "take it out: no source documents that the operation takes it",
            ]],
        ),
        case(
            "XML that is another record",
            [Edit(
                THING,
                "          application/xml:\n            schema:\n              $ref: '#/components/schemas/Thing'",
                "          application/xml:\n            schema:\n              $ref: '#/components/schemas/ThingList'",
            )],
            &[&[
                "thing/thing.yaml: thing_update/requestBody",
                "application/json and application/xml have different schemas",
                "give both the same `$ref`",
            ]],
        ),
        case(
            "an upload of a record",
            [Edit(
                THING,
                "          application/x-www-form-urlencoded:\n            schema:\n              $ref: '#/components/schemas/ThingForm'\n",
                "          multipart/form-data:\n            schema:\n              type: object\n              required: [file]\n              properties:\n                file: {type: string, format: binary}\n                kind:\n                  $ref: '#/components/schemas/ThingForm'\n",
            )],
            &[&[
                "thing/thing.yaml: thing_create/requestBody/content/multipart/form-data/schema/properties/kind",
                "a part of an upload cannot carry it",
                "make it a file, a string, a number or a boolean",
            ]],
        ),
        case(
            "an upload that may have no file",
            [
                Edit(
                    THING,
                    "          application/x-www-form-urlencoded:\n            schema:\n              $ref: '#/components/schemas/ThingForm'\n",
                    "          multipart/form-data:\n            schema:\n              type: object\n              properties:\n                first: {type: string, format: binary}\n                second: {type: string, description: A name.}\n",
                ),
                Edit(THING, super::super::accepted::FORM, ""),
            ],
            &[&[
                "thing/thing.yaml: thing_create/requestBody/content/multipart/form-data/schema",
                "has no file that is required",
                "write `type: object` in place, with a property for each part; a file is `type: string` and `format: binary`",
            ]],
        ),
        case(
            "a body that is optional",
            [Edit(
                THING,
                "        required: true\n        content:\n          application/json",
                "        content:\n          application/json",
            )],
            &[&[
                "thing/thing.yaml: thing_update/requestBody",
                "`required` is missing",
                "add it. Write `required: true`: a call that has a body always sends it.",
            ]],
        ),
        case(
            "a form with an encoding",
            [Edit(
                THING,
                "          application/x-www-form-urlencoded:\n",
                "          application/x-www-form-urlencoded:\n            encoding: {}\n",
            )],
            &[&[
                "thing/thing.yaml: thing_create/requestBody/content/application/x-www-form-urlencoded",
                "`encoding` is not known here",
                "correct its name or its indentation, or take it out.",
                "Known here: schema",
            ]],
        ),
        case(
            "a GET with a body",
            [Edit(
                THING,
                "summary: List things",
                "summary: List things\n      requestBody:\n        required: true\n        content:\n          application/json:\n            schema:\n              $ref: '#/components/schemas/Thing'\n            example: {}",
            )],
            &[&[
                "thing/thing.yaml: thing_list",
                "a GET has no body",
                "take `requestBody` out",
            ]],
        ),
        case(
            "a form with a record inside",
            [Edit(
                THING,
                "        tags:\n",
                "        thing:\n          $ref: '#/components/schemas/Thing'\n        tags:\n",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/ThingForm/properties/thing",
                "a form cannot carry it",
                "make it a string, a number, a boolean, or an array of one of these",
            ]],
        ),
        case(
            "a form that requires what it does not have",
            [Edit(
                THING,
                "    ThingForm:\n      type: object\n",
                "    ThingForm:\n      type: object\n      required: [nowhere]\n",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/ThingForm/required",
                "the form has no property `nowhere`",
                "name properties of the form, or take it out; arguments go as a form",
            ]],
        ),
        case(
            "required properties of the record of a response",
            [Edit(
                THING,
                "    Thing:\n      type: object\n",
                "    Thing:\n      type: object\n      required: [id]\n",
            )],
            &[&[
                "thing/thing.yaml: components/schemas/Thing/required",
                "is for the arguments of a call",
                "take it out: every property of a response may be absent",
            ]],
        ),
        case(
            "required properties of an envelope",
            [Edit(
                SHARED,
                "    Envelope:\n      type: object\n",
                "    Envelope:\n      type: object\n      required: [status]\n",
            )],
            &[&[
                "common.yaml: components/schemas/Envelope/required",
                "is for the arguments of a call",
                "take it out: every property of a response may be absent",
            ]],
        ),
        case(
            "a response without an example",
            [Edit(
                THING,
                "                $ref: ../common.yaml#/components/schemas/Envelope\n              example:\n                status: success\n",
                "                $ref: ../common.yaml#/components/schemas/Envelope\n",
            )],
            &[&[
                "thing/thing.yaml: thing_create/responses/200/content/application/json",
                "has no `example`",
                "write one as an appliance would send it",
            ]],
        ),
        case(
            "a JSON body without an example",
            [Edit(
                THING,
                "            example:\n              id: 1\n              changed: 1717403530000\n",
                "",
            )],
            &[&[
                "thing/thing.yaml: thing_update/requestBody/content/application/json",
                "has no `example`",
                "write one as an appliance would send it",
            ]],
        ),
        case(
            "an example of a failure",
            [Edit(THING, "status: success", "status: failed")],
            &[&[
                "thing/thing.yaml: thing_list/responses/200/content/application/json/example",
                "is not a response with `status: success`",
                "write the response to a success: failures have none",
            ]],
        ),
        case(
            "an example that violates its schema",
            [Edit(THING, "- id: 1", "- id: one")],
            &[&[
                "thing/thing.yaml:25:15: thing_list/responses/200/content/application/json/example",
                "$.results[0].id: expected integer or null, found a string",
                "correct the example, or the schema if real responses look like this",
            ]],
        ),
        case(
            "an example with a misspelled property",
            [Edit(
                THING,
                "              changed: 1717403530000",
                "              chnaged: 1717403530000",
            )],
            &[&[
                "thing/thing.yaml: thing_update/requestBody/content/application/json/example",
                "$.chnaged: Thing has no property `chnaged`",
                "correct the name, or describe the property if a source shows it",
            ]],
        ),
        case(
            "an example with an unknown property two levels deep",
            [Edit(
                THING,
                "                    color: red",
                "                    weight: 5",
            )],
            &[&[
                "thing/thing.yaml: thing_list/responses/200/content/application/json/example",
                "$.results[0].weight: Thing has no property `weight`",
                "correct the name, or describe the property if a source shows it",
            ]],
        ),
        case(
            "an example with an unknown property in a record that can be a string",
            [Edit(
                THING,
                "                    color: red",
                "                    parent:\n                      weight: 5",
            )],
            &[&[
                "thing/thing.yaml: thing_list/responses/200/content/application/json/example",
                "$.results[0].parent.weight: Thing has no property `weight`",
                "correct the name, or describe the property if a source shows it",
            ]],
        ),
    ]
}
