//! Parameters and paths.

use super::Case;
use crate::Change::Edit;
use crate::{ROOT, SHARED, THING};

pub(super) fn cases() -> Vec<Case> {
    vec![
        (
            "of the path missing",
            vec![Edit(
                THING,
                "      - name: id\n        in: path",
                "      - name: id\n        in: query",
            )],
            &[&["thing.yaml: thing_update", "{id}", "no such parameter"]],
        ),
        (
            "of the path undeclared",
            vec![
                Edit(ROOT, "/thing/{id}:", "/thing/id:"),
                Edit(ROOT, "~1%7Bid%7D", "~1id"),
                Edit(THING, "/thing/{id}:", "/thing/id:"),
            ],
            &[&[
                "thing.yaml: thing_update",
                "`id` is not in the path /thing/id",
            ]],
        ),
        (
            "of the path optional",
            vec![Edit(
                THING,
                "        required: true\n        schema",
                "        schema",
            )],
            &[&[
                "thing.yaml: /thing/{id}/parameters/id",
                "not `required: true`",
            ]],
        ),
        (
            "header",
            vec![Edit(THING, "in: query", "in: header")],
            &[&["thing_list/parameters/sortDirection", "in the header"]],
        ),
        (
            "style",
            vec![Edit(
                THING,
                "in: query",
                "in: query\n          explode: false",
            )],
            &[&["sortDirection", "`explode`"]],
        ),
        (
            "no schema",
            vec![Edit(
                SHARED,
                "      schema:\n        type: integer\n        format: int64\n",
                "",
            )],
            &[&[
                "components.yaml: components/parameters/Limit",
                "no `schema`",
            ]],
        ),
        (
            "a number with a fraction",
            vec![Edit(
                SHARED,
                "        type: integer\n        format: int64\n",
                "        type: number\n",
            )],
            &[&["components/parameters/Limit", "no argument"]],
        ),
        (
            "twice",
            vec![Edit(
                THING,
                "- name: sortDirection",
                "- name: limit\n          in: query\n          schema:\n            type: string\n        - name: sortDirection",
            )],
            &[&["thing_list", "`limit` and `limit` are the same"]],
        ),
        (
            "a name that is taken",
            vec![Edit(THING, "- name: sortDirection", "- name: url")],
            &[&["thing_list/parameters/url", "its own use"]],
        ),
        (
            "brace that is not closed",
            vec![
                Edit(ROOT, "/thing/{id}:", "/thing/{id:"),
                Edit(ROOT, "~1%7Bid%7D", "~1%7Bid"),
                Edit(THING, "/thing/{id}:", "/thing/{id:"),
            ],
            &[&["thing.yaml: /thing/{id", "brace is not closed"]],
        ),
        (
            "braces inside a segment",
            vec![
                Edit(ROOT, "/thing/{id}:", "/thing/g-{id}:"),
                Edit(ROOT, "~1%7Bid%7D", "~1g-%7Bid%7D"),
                Edit(THING, "/thing/{id}:", "/thing/g-{id}:"),
            ],
            &[&[
                "thing.yaml: /thing/g-{id}",
                "beside other text",
                "one name in braces",
            ]],
        ),
        (
            "two names in a segment",
            vec![
                Edit(ROOT, "/thing/{id}:", "/thing/{id}{id}:"),
                Edit(ROOT, "~1%7Bid%7D", "~1%7Bid%7D%7Bid%7D"),
                Edit(THING, "/thing/{id}:", "/thing/{id}{id}:"),
            ],
            &[&["/thing/{id}{id}", "beside other text"]],
        ),
        (
            "a name twice",
            vec![
                Edit(ROOT, "/thing/{id}:", "/thing/{id}/{id}:"),
                Edit(ROOT, "~1%7Bid%7D", "~1%7Bid%7D~1%7Bid%7D"),
                Edit(THING, "/thing/{id}:", "/thing/{id}/{id}:"),
            ],
            &[&["/thing/{id}/{id}", "there twice"]],
        ),
        (
            "a filter that is text",
            vec![Edit(THING, "- name: sortDirection", "- name: filter")],
            &[&[
                "thing_list/parameters/filter",
                "a list of texts",
                "components.yaml",
            ]],
        ),
        (
            "a filter of numbers",
            vec![Edit(
                THING,
                "- name: sortDirection\n          in: query\n          schema:\n            type: string\n",
                "- {name: filter, in: query, schema: {type: array, items: {type: boolean}}}\n",
            )],
            &[&["thing_list/parameters/filter", "a list of texts"]],
        ),
        (
            "shared parameters that are others",
            vec![Edit(
                THING,
                "- name: sortDirection\n",
                "- {name: filter, in: query, required: true, schema: {type: array, items: {type: string}}}
        - {name: start, in: query, schema: {type: string}}
        - {name: count, in: query, schema: {type: boolean}}
        - {name: sortKey, in: query, schema: {type: integer, format: int64}}
        - name: sortDir\n",
            )],
            &[
                &["parameters/filter", "and optional"],
                &["parameters/start", "an integer"],
                &["parameters/count", "an integer"],
                &["parameters/sortKey", "is text"],
            ],
        ),
        (
            "paths that are the same",
            vec![
                Edit(
                    ROOT,
                    "components:",
                    "  /thing/{name}:\n    get: {}\ncomponents:",
                ),
                Edit(
                    ROOT,
                    "    get: {}",
                    "    $ref: 'resources/thing.yaml#/paths/~1thing~1%7Bname%7D'",
                ),
                Edit(
                    THING,
                    "components:\n  schemas:\n    Thing:",
                    "  /thing/{name}: {}\ncomponents:\n  schemas:\n    Thing:",
                ),
            ],
            &[
                &["/thing/{name}", "same as /thing/{id}"],
                &["/thing/{name}", "no operation"],
            ],
        ),
        (
            "paths unsorted",
            vec![
                Edit(
                    ROOT,
                    "  /thing:\n    $ref: resources/thing.yaml#/paths/~1thing\n",
                    "",
                ),
                Edit(
                    ROOT,
                    "components:",
                    "  /thing:\n    $ref: resources/thing.yaml#/paths/~1thing\ncomponents:",
                ),
            ],
            &[&["fortinac.yaml", "/thing comes after /thing/{id}"]],
        ),
        (
            "example",
            vec![Edit(SHARED, "example: 10", "example: ten")],
            &[&["components/parameters/Limit/example", "a string is here"]],
        ),
    ]
}
