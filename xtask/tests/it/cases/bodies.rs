//! Bodies, answers and examples.

use super::Case;
use crate::Change::Edit;
use crate::THING;

pub(super) fn cases() -> Vec<Case> {
    vec![
        (
            "two success types",
            vec![Edit(
                THING,
                "        4XX:",
                "        '201':\n          description: Another.\n        4XX:",
            )],
            &[&[
                "thing.yaml: thing_list/responses",
                "`201` is not supported",
                "one success",
            ]],
        ),
        (
            "default",
            vec![Edit(
                THING,
                "        4XX:",
                "        default:\n          description: Any other.\n        4XX:",
            )],
            &[&[
                "thing_list/responses",
                "`default` is not supported",
                "never reached",
            ]],
        ),
        (
            "a status of its own",
            vec![Edit(
                THING,
                "        4XX:",
                "        '404':\n          $ref: ../components.yaml#/components/responses/Failed\n        4XX:",
            )],
            &[&["thing_list/responses", "`404` is not supported", "4XX"]],
        ),
        (
            "failure without a body",
            vec![Edit(
                THING,
                "4XX:\n          $ref: ../components.yaml#/components/responses/Failed",
                "4XX:\n          description: Refused.",
            )],
            &[&["thing_list/responses/4XX", "no content of application/json"]],
        ),
        (
            "no 5XX",
            vec![Edit(
                THING,
                "        5XX:\n          $ref: ../components.yaml#/components/responses/Failed\n",
                "",
            )],
            &[&["thing_list/responses", "`5XX` is missing"]],
        ),
        (
            "two failure types",
            vec![Edit(
                THING,
                "4XX:\n          $ref: ../components.yaml#/components/responses/Failed",
                "4XX:\n          description: Refused.\n          content:\n            application/json:\n              schema:\n                $ref: '#/components/schemas/ThingList'",
            )],
            &[&["thing_list", "two schemas", "ThingList"]],
        ),
        (
            "no schema",
            vec![Edit(
                THING,
                "              schema:\n                $ref: ../components.yaml#/components/schemas/Envelope\n",
                "",
            )],
            &[&[
                "thing_create/responses/200/content/application/json",
                "`schema` is missing",
            ]],
        ),
        (
            "an answer that is no record",
            vec![Edit(
                THING,
                "$ref: ../components.yaml#/components/schemas/Envelope\n",
                "type: object\n",
            )],
            &[&["thing_create/responses/200", "not a `$ref` to a record"]],
        ),
        (
            "an answer without status",
            vec![Edit(
                THING,
                "        status:\n          type: string\n",
                "        state:\n          type: string\n",
            )],
            &[&["components/schemas/ThingList", "no member `status`"]],
        ),
        (
            "two media types in a request",
            vec![Edit(
                THING,
                "          application/xml:",
                "          application/x-www-form-urlencoded:",
            )],
            &[&[
                "thing.yaml: thing_update/requestBody",
                "application/json, application/x-www-form-urlencoded",
                "supported",
            ]],
        ),
        (
            "a required argument that the form does not have",
            vec![Edit(
                THING,
                "      operationId: thing_create",
                "      x-fortinac-required: [nowhere]\n      operationId: thing_create",
            )],
            &[&[
                "thing.yaml: thing_create/x-fortinac-required",
                "no member `nowhere`",
            ]],
        ),
        (
            "XML that no document shows",
            vec![Edit(
                THING,
                "summary: Update one thing\n      x-fortinac-source: [a page]\n      x-fortinac-versions: ['7.2.0']\n      x-fortinac-evidence: real\n      x-fortinac-origin: document",
                "summary: Update one thing\n      x-fortinac-source: [a page]\n      x-fortinac-versions: ['7.2.0']\n      x-fortinac-evidence: real\n      x-fortinac-origin: program",
            )],
            &[&[
                "thing.yaml: thing_update/requestBody",
                "application/xml",
                "take it out",
            ]],
        ),
        (
            "an upload of a record",
            vec![Edit(
                THING,
                "application/x-www-form-urlencoded",
                "multipart/form-data",
            )],
            &[&[
                "thing.yaml: thing_create/requestBody",
                "not one file",
                "format: binary",
            ]],
        ),
        (
            "XML that is something else",
            vec![Edit(
                THING,
                "          application/xml:\n            schema:\n              $ref: '#/components/schemas/Thing'",
                "          application/xml:\n            schema:\n              $ref: '#/components/schemas/ThingList'",
            )],
            &[&["thing_update/requestBody", "different schemas"]],
        ),
        (
            "optional body",
            vec![Edit(
                THING,
                "        required: true\n        content:\n          application/json",
                "        content:\n          application/json",
            )],
            &[&["thing_update/requestBody", "not `required: true`"]],
        ),
        (
            "encoding",
            vec![Edit(
                THING,
                "          application/x-www-form-urlencoded:\n",
                "          application/x-www-form-urlencoded:\n            encoding: {}\n",
            )],
            &[&["thing_create/requestBody", "`encoding` is not known"]],
        ),
        (
            "body of a GET",
            vec![Edit(
                THING,
                "x-fortinac-safe: true",
                "requestBody:\n        required: true\n        content:\n          application/json:\n            schema:\n              $ref: '#/components/schemas/Thing'\n            example: {}",
            )],
            &[&["thing_list", "a GET has no body"]],
        ),
        (
            "form with a record inside",
            vec![Edit(
                THING,
                "        tags:\n",
                "        thing:\n          $ref: '#/components/schemas/Thing'\n        tags:\n",
            )],
            &[&["ThingForm/properties/thing", "a form cannot carry it"]],
        ),
        (
            "no example",
            vec![Edit(
                THING,
                "              example:\n                status: success\n        4XX",
                "        4XX",
            )],
            &[&[
                "thing_create/responses/200/content/application/json",
                "no `example`",
            ]],
        ),
        (
            "example of a failure",
            vec![Edit(THING, "status: success", "status: failed")],
            &[&["thing_list/responses/200", "`status: success`"]],
        ),
        (
            "example that violates",
            vec![Edit(THING, "- id: 1", "- id: one")],
            &[&[
                "thing.yaml: thing_list/responses/200/content/application/json/example",
                "$.results[0].id",
                "a string is here",
            ]],
        ),
    ]
}
