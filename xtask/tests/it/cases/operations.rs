//! Operations.

use super::Case;
use crate::Change::Edit;
use crate::{ROOT, THING};

pub(super) fn cases() -> Vec<Case> {
    vec![
        (
            "a result that the envelope does not have",
            vec![Edit(
                THING,
                "x-fortinac-result: list",
                "x-fortinac-result: count",
            )],
            &[&["thing.yaml: thing_list", "count` needs a number in `total`"]],
        ),
        (
            "duplicate operationId",
            vec![Edit(THING, "thing_update", "thing_create")],
            &[&[
                "thing.yaml: thing_create",
                "POST /thing/{id} is taken by POST /thing",
            ]],
        ),
        (
            "no operationId",
            vec![Edit(THING, "      operationId: thing_update\n", "")],
            &[&["thing.yaml: POST /thing/{id}", "`operationId` is missing"]],
        ),
        (
            "camel case",
            vec![Edit(THING, "thing_update", "thingUpdate")],
            &[&["thing.yaml: thingUpdate", "snake_case"]],
        ),
        (
            "of no resource",
            vec![Edit(THING, "thing_update", "update_thing")],
            &[&["thing.yaml: update_thing", "<resource>_<verb>", "thing"]],
        ),
        (
            "a keyword for a verb",
            vec![Edit(THING, "thing_update", "thing_move")],
            &[&["thing_move", "`move` is not the name"]],
        ),
        (
            "undeclared tag",
            vec![Edit(THING, "tags: [thing]", "tags: [thong]")],
            &[&["thing.yaml: thing_list", "`thong` is not declared"]],
        ),
        (
            "two tags",
            vec![Edit(THING, "tags: [thing]", "tags: [thing, other]")],
            &[&["thing_list", "exactly one tag"]],
        ),
        (
            "unused tag",
            vec![Edit(
                ROOT,
                "paths:",
                "  - name: zoo\n    x-fortinac-resources:\n      animal: animals\npaths:",
            )],
            &[&["fortinac.yaml: tags/zoo", "no operation has the tag"]],
        ),
        (
            "unused resource and a collection of the same name",
            vec![Edit(
                ROOT,
                "thing: things",
                "thing: things\n      zoo: things",
            )],
            &[
                &[
                    "tags/thing",
                    "`things` is taken by tags/thing/x-fortinac-resources/thing",
                ],
                &["tags/thing", "the resource `zoo`"],
            ],
        ),
        (
            "a resource in two files",
            vec![Edit(ROOT, "  /thing:\n", OTHER_FILE)],
            &[&["fortinac.yaml: tags/thing", "several files", "thing.yaml"]],
        ),
        (
            "a tag without resources",
            vec![Edit(
                ROOT,
                "    x-fortinac-resources:\n      thing: things\n",
                "",
            )],
            &[&["tags/thing", "`x-fortinac-resources` is missing"]],
        ),
        (
            "no summary",
            vec![Edit(THING, "      summary: List things\n", "")],
            &[&["thing_list", "`summary` is missing"]],
        ),
        (
            "long summary",
            vec![Edit(
                THING,
                "List things",
                "List all the things that there are, in the order in which the appliance happens to keep them",
            )],
            &[&["thing_list", "has 92 characters"]],
        ),
        (
            "no source",
            vec![Edit(THING, "[a page]", "[]")],
            &[&["thing_list/x-fortinac-source", "is empty"]],
        ),
        (
            "versions that are numbers",
            vec![Edit(THING, "['7.2.0']", "[7.2]")],
            &[&["x-fortinac-versions", "not a list of texts"]],
        ),
        (
            "unknown evidence",
            vec![Edit(THING, "evidence: real", "evidence: sure")],
            &[&["thing_create", "\"sure\"", "real, placeholder"]],
        ),
        (
            "no result",
            vec![Edit(THING, "      x-fortinac-result: list\n", "")],
            &[&["thing_list", "`x-fortinac-result` is missing"]],
        ),
        (
            "safety of a POST",
            vec![Edit(
                THING,
                "summary: Add a thing",
                "summary: Add a thing\n      x-fortinac-safe: false",
            )],
            &[&["thing_create/x-fortinac-safe", "GET alone"]],
        ),
        (
            "another method",
            vec![Edit(
                THING,
                "    post:\n      operationId: thing_update",
                "    put:\n      operationId: thing_update",
            )],
            &[&["thing_update", "FortiNAC has no PUT"]],
        ),
    ]
}

/// An operation of the resource, in the root.
pub(super) const OTHER_FILE: &str = "
  /everything:
    delete:
      operationId: thing_delete
      tags: [thing]
      summary: Delete all things
      x-fortinac-source: [a page]
      x-fortinac-versions: []
      x-fortinac-evidence: real
      x-fortinac-origin: document
      x-fortinac-result: none
      responses:
        '200':
          description: The outcome.
          content:
            application/json:
              schema:
                $ref: components.yaml#/components/schemas/Envelope
              example:
                status: success
        4XX:
          $ref: components.yaml#/components/responses/Failed
        5XX:
          $ref: components.yaml#/components/responses/Failed
  /thing:
";
